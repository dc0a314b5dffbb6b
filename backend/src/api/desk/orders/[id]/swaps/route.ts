import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { valueOf } from "../../../../../lib/refusal";
import { todayOf } from "../../../../../lib/today";
import type CooperativeService from "../../../../../modules/cooperative/service";
import { swapLots } from "../../../../../workflows/pool/swap-lots";
import type { SwapBody } from "../../../allocation-validators";
import { requireMember } from "../../../scope";

/** Puts one lot in the place of another in an order that is not packed, with a reason both households read. */
export async function POST(req: AuthenticatedMedusaRequest<SwapBody>, res: MedusaResponse): Promise<void> {
  const { cooperative_id, member_id } = await requireMember(req, ["packer"]);
  const cooperatives: CooperativeService = req.scope.resolve("cooperative");
  const [cooperative] = await cooperatives.cooperatives([cooperative_id]);
  const swap = valueOf(
    await swapLots(req.scope, {
      ...req.validatedBody,
      order_id: req.params.id ?? "",
      cooperative_id,
      person: member_id,
      today: todayOf(cooperative),
    }),
  );
  const { id, order_id, order_line_id, from_lot_number, to_lot_number, units, unit, reason, at } = swap;
  res.status(201).json({
    swap: { id, order_id, order_line_id, from_lot_number, to_lot_number, units, unit, reason, at: at.toISOString() },
  });
}
