import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { orderNumbers } from "../../../lib/order-numbers";
import type ParcelService from "../../../modules/parcel/service";
import { requireMember } from "../scope";

/** Orders at work at one time, and orders that wait for somebody: more than these is a day to telephone, not to scroll. */
const LIMIT = 50;

/** Orders of my cooperative whose parcels are being planned, and those that could not be, with why. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { cooperative_id } = await requireMember(req);
  const { plans }: ParcelService = req.scope.resolve("parcel");
  const [writing, refused] = await Promise.all([
    plans.progress.ofCooperative(cooperative_id, LIMIT),
    plans.refusals.list(cooperative_id, LIMIT),
  ]);
  const numbers = await orderNumbers(
    req.scope,
    [...writing, ...refused].map((one) => one.order_id),
  );
  res.json({
    writing: writing.map(({ order_id, parcels, written, stuck }) => ({
      order_id,
      display_id: numbers.get(order_id) ?? null,
      parcels,
      written,
      stuck,
    })),
    refused: refused.map(({ order_id, reason, sentence, created_at, asked_again_at }) => ({
      order_id,
      display_id: numbers.get(order_id) ?? null,
      reason,
      sentence,
      at: created_at.toISOString(),
      asked_again: asked_again_at !== null,
    })),
  });
}
