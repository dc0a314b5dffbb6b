import type { AuthenticatedMedusaRequest, MedusaRequest } from "@medusajs/framework/http";
import { ContainerRegistrationKeys } from "@medusajs/framework/utils";
import { isOrderKey } from "../../../lib/order-key";
import { refuseWith } from "../../../lib/refusal";
import type ParcelService from "../../../modules/parcel/service";

/** Carries the key of the buyer's link; a browser that bought several orders sends the keys of them all. */
const ORDER_KEY = "x-order-key";
const MAX_KEYS = 12;
/** A replacement of a replacement of a replacement: further back nobody looks. */
const MAX_BACK = 5;

/**
 * Lets only the buyer of the order in the address go on: by the key of the link that was sent to them, or by their account. For an order
 * that is sent in place of goods of another, that other one's buyer. Without, an order's id opens its page and nothing more.
 */
export async function requireBuyer(req: MedusaRequest): Promise<void> {
  const query = req.scope.resolve(ContainerRegistrationKeys.QUERY);
  const parcels: ParcelService = req.scope.resolve("parcel");
  const keys = (req.get(ORDER_KEY) ?? "").split(",", MAX_KEYS).filter((key) => key !== "");
  const customer = (req as AuthenticatedMedusaRequest).auth_context?.actor_id;
  const now = new Date();
  let order_id: string | undefined = req.params.id ?? "";
  for (let back = 0; order_id !== undefined && back <= MAX_BACK; back += 1) {
    const { data } = await query.graph({ entity: "order", fields: ["id", "customer_id"], filters: { id: order_id } });
    if (!data[0]) refuseWith("order_not_found", "There is no such order.");
    const own = order_id;
    if (keys.some((key) => isOrderKey(own, key, now))) return;
    if (customer && data[0].customer_id === customer) return;
    order_id = (await parcels.claims.ofReplacement(order_id))?.order_id;
  }
  refuseWith(
    "not_your_role",
    "Only who bought this may do that. Nothing was changed. Open the link in the message about this order, or phone the cooperative.",
  );
}
