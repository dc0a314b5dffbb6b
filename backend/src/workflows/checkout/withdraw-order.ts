import type { MedusaContainer } from "@medusajs/framework/types";
import { ok, refuse, type Refusal, type Result } from "@commonlot/domain";
import type ParcelService from "../../modules/parcel/service";

/** Who began a cancellation finishes it within this time; then its message does. */
const FINISHED_WITHIN_S = 60;

/**
 * The first step of every cancellation, in one transaction: the parcels that are still here are void, so that nothing of the
 * order can be handed over any more, and a message stands that finishes the cancellation whatever dies after this. Refused once
 * a parcel has left the house. Harmless when repeated.
 */
export async function withdrawFromPacking(
  container: MedusaContainer,
  order_id: string,
): Promise<Result<void, Refusal>> {
  const parcels: ParcelService = container.resolve("parcel");
  const withdrawn = await parcels.replans.withdraw({
    cause: `cancel:${order_id}`,
    order_ids: [order_id],
    left: {},
    then: {
      job: "cancel-order",
      payload: { order_id },
      dedup_key: order_id,
      due_at: new Date(Date.now() + FINISHED_WITHIN_S * 1000),
    },
  });
  if (withdrawn.ok) return ok(undefined);
  return refuse(
    "goods_left",
    "Parcels of this order have left with the carrier, so it can't be cancelled any more. Nothing was changed. Enter a short at the desk for what does not arrive.",
  );
}
