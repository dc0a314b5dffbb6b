import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { nextCursor } from "../../../lib/keyset";
import type SettlementService from "../../../modules/settlement/service";
import type { ListQuery } from "../bank-answers/validators";
import { itemView } from "../bank-answers/views";
import { namesOf } from "../ledger/views";
import { requireMember } from "../scope";

/** What of the banks' answers did not match and nobody has closed, newest first. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { cooperative_id, member_id } = await requireMember(req, ["accountant"]);
  const query = req.validatedQuery as unknown as ListQuery;
  const settlement: SettlementService = req.scope.resolve("settlement");
  const found = await settlement.openItems.list({ cooperative_id, ...query });
  const names = await namesOf(req.scope, {
    members: found.map((item) => item.owner),
    households: found.flatMap((item) => item.household_id ?? []),
  });
  res.json({
    items: found.map((item) => ({ ...itemView(item, names), mine: item.owner === member_id })),
    next: nextCursor(found, query.limit),
  });
}
