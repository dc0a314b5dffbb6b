import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { valueOf } from "../../../../../lib/refusal";
import type SettlementService from "../../../../../modules/settlement/service";
import { requireMember } from "../../../scope";
import type { ReopenPricePoolBody } from "../../validators";

/** Opens a closed one again, with a reason; the next closing gives the differences. */
export async function POST(req: AuthenticatedMedusaRequest<ReopenPricePoolBody>, res: MedusaResponse): Promise<void> {
  const { cooperative_id, member_id } = await requireMember(req, ["accountant"]);
  const settlement: SettlementService = req.scope.resolve("settlement");
  const { reason } = req.validatedBody;
  const reopened = await settlement.pricePools.reopen({
    price_pool_id: req.params.id ?? "",
    cooperative_id,
    person: member_id,
    reason,
  });
  res.json({ price_pool: valueOf(reopened) });
}
