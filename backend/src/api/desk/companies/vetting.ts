import type { MedusaContainer } from "@medusajs/framework/types";
import type { AuthenticatedMedusaRequest } from "@medusajs/framework/http";
import { readEnv } from "../../../env";
import { nextCursor } from "../../../lib/keyset";
import { refuseWith, valueOf } from "../../../lib/refusal";
import type CooperativeService from "../../../modules/cooperative/service";
import type { Company, Vetter } from "../../../modules/wholesale/companies/company-types";
import type WholesaleService from "../../../modules/wholesale/service";
import { requireManager } from "../team/scope";
import { actFields, companyFields, paperFields, termsFields } from "../../wholesale/fields";
import type { CompaniesQuery, CompanyDecisionBody } from "./validators";

// What both who let companies in are shown and do; they differ in which companies are there for them.

const PAGE = 50;

/** A manager of the cooperative that companies ask. */
export async function managerVets(req: AuthenticatedMedusaRequest): Promise<Vetter> {
  const { cooperative_id, member_id } = await requireManager(req);
  const { memberships }: CooperativeService = req.scope.resolve("cooperative");
  return { kind: "coop_member", id: member_id, email: await memberships.emailOf(member_id), cooperative_id };
}

export async function listToVet(scope: MedusaContainer, by: Vetter, query: CompaniesQuery) {
  const { companies }: WholesaleService = scope.resolve("wholesale");
  const found = await companies.list({
    cooperative_id: by.cooperative_id,
    waiting: query.waiting === "true",
    cursor: query.cursor,
    limit: PAGE,
  });
  const names = await cooperativeNames(scope, found);
  return {
    rows: found.map(({ at_key: _, cooperative_id, created_at, ...one }) => ({
      ...one,
      cooperative: names(cooperative_id),
      created_at: created_at.toISOString(),
    })),
    next: nextCursor(found, PAGE),
  };
}

/** One company with all that it is decided by. Members by name and role; of limits nothing. */
export async function oneToVet(scope: MedusaContainer, by: Vetter, id: string) {
  const wholesale: WholesaleService = scope.resolve("wholesale");
  const company = await theirs(wholesale, by, id);
  const [papers, members, terms, others, acts, names] = await Promise.all([
    wholesale.papers.of(company.id),
    wholesale.members.all(company.id),
    wholesale.companies.terms(company.id),
    wholesale.companies.sameNumber(company),
    wholesale.companies.acts(company.id, { vetting: true }),
    cooperativeNames(scope, [company]),
  ]);
  return {
    company: companyFields(company),
    cooperative: names(company.cooperative_id),
    documents: papers.map(paperFields),
    members: members.filter((one) => one.active).map(({ name, email, roles }) => ({ name, email, roles })),
    terms: termsFields(terms),
    same_number: others,
    acts: acts.map(actFields),
  };
}

export async function papersToVet(scope: MedusaContainer, by: Vetter, id: string) {
  const wholesale: WholesaleService = scope.resolve("wholesale");
  return wholesale.papers.of((await theirs(wholesale, by, id)).id);
}

export async function decideOn(scope: MedusaContainer, by: Vetter, company_id: string, body: CompanyDecisionBody) {
  const { companies }: WholesaleService = scope.resolve("wholesale");
  const page = new URL("/wholesale/company", readEnv().STOREFRONT_URL).toString();
  return { state: valueOf(await companies.decide(by, { ...body, company_id, page })) };
}

async function theirs(wholesale: WholesaleService, by: Vetter, id: string): Promise<Company> {
  const company = await wholesale.companies.forVetting(by, id);
  return company ?? refuseWith("company_not_found", "There is no such company.");
}

async function cooperativeNames(scope: MedusaContainer, of: readonly { cooperative_id: string | null }[]) {
  const cooperatives: CooperativeService = scope.resolve("cooperative");
  const found = await cooperatives.cooperatives([...new Set(of.flatMap((one) => one.cooperative_id ?? []))]);
  const names = new Map(found.map((one) => [one.id, { zh: one.name_zh, en: one.name_en }]));
  return (id: string | null) => (id === null ? null : (names.get(id) ?? null));
}
