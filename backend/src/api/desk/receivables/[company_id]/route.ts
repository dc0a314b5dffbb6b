import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { accountFields } from "../../../wholesale/account/fields";
import { debtorOf } from "../scope";

/** A company's account with this cooperative, newest first, and how it stands. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { company, of } = await debtorOf(req);
  const account = await accountFields(req.scope, of, company, req.validatedQuery);
  res.json({ company: { id: company.id, name: company.name }, ...account });
}
