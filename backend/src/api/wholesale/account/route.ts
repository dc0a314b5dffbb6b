import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import type SettlementService from "../../../modules/settlement/service";
import { standingFields } from "../proformas/fields";
import type { AccountQuery } from "../proformas/validators";
import { requireCompany } from "../scope";
import { accountFields } from "./fields";

/** The company's statement of account: what it came to owe, paid and was credited, newest first, and how it stands. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { wholesale, company } = await requireCompany(req);
  const { receivables }: SettlementService = req.scope.resolve("settlement");
  const { credit_limit_minor } = await wholesale.companies.terms(company.id);
  const of = { company_id: company.id, cooperative_id: null };
  const [account, standing] = await Promise.all([
    accountFields(req.scope, of, company, req.validatedQuery as AccountQuery),
    receivables.standing(company.id, company.currency, credit_limit_minor),
  ]);
  res.json({ ...account, credit: { currency: company.currency, ...standingFields(standing) } });
}
