import type { AuthenticatedMedusaRequest } from "@medusajs/framework/http";
import { refuseWith } from "../../../lib/refusal";
import type SettlementService from "../../../modules/settlement/service";
import type { Company } from "../../../modules/wholesale/companies/company-types";
import type WholesaleService from "../../../modules/wholesale/service";
import { requireMember } from "../scope";

/** A company that came to owe this cooperative something; its account with others is not there. */
export async function debtorOf(
  req: AuthenticatedMedusaRequest,
): Promise<{ company: Company; of: { company_id: string; cooperative_id: string } }> {
  const { cooperative_id } = await requireMember(req, ["accountant"]);
  const { receivables }: SettlementService = req.scope.resolve("settlement");
  const { companies }: WholesaleService = req.scope.resolve("wholesale");
  const of = { company_id: req.params.company_id ?? "", cooperative_id };
  const company = (await receivables.hasAccount(of)) ? await companies.one(of.company_id) : undefined;
  return company ? { company, of } : refuseWith("company_not_found", "There is no such company.");
}
