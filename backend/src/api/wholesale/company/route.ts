import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import type CooperativeService from "../../../modules/cooperative/service";
import { actFields, companyFields, paperFields, termsFields } from "../fields";
import { requireCompany } from "../scope";

/** The company: how it stands, its papers, what was decided, and on which terms it pays. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { wholesale, company } = await requireCompany(req);
  const cooperatives: CooperativeService = req.scope.resolve("cooperative");
  const [papers, terms, acts, [asked]] = await Promise.all([
    wholesale.papers.of(company.id),
    wholesale.companies.terms(company.id),
    wholesale.companies.acts(company.id),
    cooperatives.cooperatives(company.cooperative_id === null ? [] : [company.cooperative_id]),
  ]);
  res.json({
    company: companyFields(company),
    /** Who vets: null is the operator. */
    cooperative: asked ? { name: { zh: asked.name_zh, en: asked.name_en } } : null,
    documents: papers.map(paperFields),
    terms: termsFields(terms),
    acts: acts.map(actFields),
  });
}
