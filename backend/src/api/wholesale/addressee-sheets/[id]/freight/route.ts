import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { dryRunOfSheet } from "../../../../../workflows/wholesale/addressees";
import { dryRunFields } from "../../fields";
import { ownSheet } from "../../scope";
import type { FreightQuery } from "../../validators";

/** What the parcels to all addressees would be today: freight by zone, cartons, and places that nothing goes to. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { sheet, company } = await ownSheet(req);
  const { variant_id } = req.validatedQuery as unknown as FreightQuery;
  const run = await dryRunOfSheet(req.scope, sheet, { variant_id, currency: company.currency });
  res.json({ currency: company.currency, ...dryRunFields(run) });
}
