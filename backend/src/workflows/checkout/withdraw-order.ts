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
  by: "staff" | "buyer" = "staff",
): Promise<Result<void, Refusal>> {
  const parcels: ParcelService = container.resolve("parcel");
  const withdrawn = await parcels.replans.withdraw({
    cause: `cancel:${order_id}`,
    order_ids: [order_id],
    left: {},
    ...(by === "buyer" ? { unpacked: true as const } : {}),
    then: {
      job: "cancel-order",
      payload: { order_id },
      dedup_key: order_id,
      // A buyer waits for nothing more: the message does the rest.
      due_at: new Date(Date.now() + (by === "buyer" ? 0 : FINISHED_WITHIN_S * 1000)),
    },
  });
  if (withdrawn.ok) return ok(undefined);
  if (withdrawn.refusal.reason === "already_packed") {
    return refuse(
      "already_packed",
      "This order is being packed, so it can't be called back any more. Nothing was changed. When it has arrived, report what is wrong with it.",
    );
  }
  return refuse(
    "goods_left",
    "Parcels of this order have left with the carrier, so it can't be cancelled any more. Nothing was changed. Enter a short at the desk for what does not arrive.",
  );
}
