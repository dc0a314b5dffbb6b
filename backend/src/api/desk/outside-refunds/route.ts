import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { nextCursor } from "../../../lib/keyset";
import type SettlementService from "../../../modules/settlement/service";
import { orderNumbers } from "../../../lib/order-numbers";
import type { MoneyListQuery } from "../clawbacks/validators";
import { requireMember } from "../scope";

/** Refunds that somebody made at the processor itself, and nobody has booked or explained yet. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { cooperative_id } = await requireMember(req, ["accountant"]);
  const { limit, cursor } = req.validatedQuery as unknown as MoneyListQuery;
  const settlement: SettlementService = req.scope.resolve("settlement");
  const found = await settlement.processorRefunds.list({ cooperative_id, limit, cursor });
  const numbers = await orderNumbers(
    req.scope,
    found.map((one) => one.order_id),
  );
  res.json({
    refunds: found.map(({ at_key: _, order_id, ...one }) => ({ ...one, order_number: numbers.get(order_id) ?? null })),
    next: nextCursor(found, limit),
  });
}
