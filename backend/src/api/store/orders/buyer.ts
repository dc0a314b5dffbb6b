import type { AuthenticatedMedusaRequest, MedusaRequest } from "@medusajs/framework/http";
import { ContainerRegistrationKeys } from "@medusajs/framework/utils";
import { isOrderKey } from "../../../lib/order-key";
import { refuseWith } from "../../../lib/refusal";
import type BuyerService from "../../../modules/buyer/service";
import type ParcelService from "../../../modules/parcel/service";

/** Carries the key of the buyer's link; a browser that bought several orders sends the keys of them all. */
const ORDER_KEY = "x-order-key";
const MAX_KEYS = 12;
/** A replacement of a replacement of a replacement: further back nobody looks. */
const MAX_BACK = 5;

/**
 * Lets only the buyer of an order (that in the address) go on: by the key of the link that was sent to them, or by their account. For an
 * order that is sent in place of goods of another, that other one's buyer. Without, an order's id opens its page for a while and nothing more.
 */
export async function requireBuyer(req: MedusaRequest, order_id = req.params.id ?? ""): Promise<void> {
  const who = await askerOf(req, order_id);
  if (who === "nobody") refuseWith("order_not_found", "There is no such order.");
  if (who === "buyer") return;
  refuseWith(
    "not_your_role",
    "Only who bought this may do that. Nothing was changed. Open the link in the message about this order, or phone the cooperative.",
  );
}

/** Who asks for an order: its buyer, somebody else, or nobody can since there is no such order. */
export async function askerOf(req: MedusaRequest, of: string): Promise<"buyer" | "somebody" | "nobody"> {
  const query = req.scope.resolve(ContainerRegistrationKeys.QUERY);
  const parcels: ParcelService = req.scope.resolve("parcel");
  const keys = (req.get(ORDER_KEY) ?? "").split(",", MAX_KEYS).filter((key) => key !== "");
  // Medusa puts a guest's order into the account that has its address, whoever made that account.
  const customer = (req as AuthenticatedMedusaRequest).auth_context?.actor_id;
  const now = new Date();
  let order_id: string | undefined = of;
  for (let back = 0; order_id !== undefined && back <= MAX_BACK; back += 1) {
    const { data } = await query.graph({ entity: "order", fields: ["id", "customer_id"], filters: { id: order_id } });
    if (!data[0]) return "nobody";
    const own = order_id;
    if (keys.some((key) => isOrderKey(own, key, now))) return "buyer";
    if (customer && data[0].customer_id === customer && (await hasProven(req, customer))) return "buyer";
    order_id = (await parcels.claims.ofReplacement(order_id))?.order_id;
  }
  return "somebody";
}

async function hasProven(req: MedusaRequest, customer_id: string): Promise<boolean> {
  const { accounts }: BuyerService = req.scope.resolve("buyer");
  return (await accounts.standing(customer_id)).proven;
}
