import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import type { AccountFileQuery } from "../../proformas/validators";
import { requireCompany } from "../../scope";
import { sendAccount } from "../send";

/** The company's statement of account over some days, as a file; for whoever reads its page. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { company } = await requireCompany(req);
  const of = { company_id: company.id, cooperative_id: null };
  await sendAccount(req.scope, res, of, company, req.validatedQuery as unknown as AccountFileQuery);
}
