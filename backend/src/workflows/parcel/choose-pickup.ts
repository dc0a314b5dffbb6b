import type { ICartModuleService, MedusaContainer } from "@medusajs/framework/types";
import { ContainerRegistrationKeys, Modules } from "@medusajs/framework/utils";
import {
  createStep,
  createWorkflow,
  StepResponse,
  WorkflowResponse,
  type WorkflowData,
} from "@medusajs/framework/workflows-sdk";
import { acquireLockStep, releaseLockStep } from "@medusajs/medusa/core-flows";
import { packLines } from "../../lib/pack-lines";
import { refuseWith, valueOf } from "../../lib/refusal";
import type { PickupPointRow } from "../../modules/parcel/pickup-points";
import type ParcelService from "../../modules/parcel/service";
import { checkPickups, decideAll, pickupOffer, settlePickups } from "./pickup";

/** Another window of the same buyer may be starting its payment, or completing. */
const LOCK_TIMEOUT_S = 15;
const LOCK_TTL_S = 30;

export interface ChoosePickup {
  cart_id: string;
  /** All that is fetched; of a cooperative that is not named the goods are sent. */
  points: readonly { cooperative_id: string; point_id: string }[];
}

interface Cart {
  id: string;
  metadata?: Record<string, unknown> | null;
  completed_at?: unknown;
  shipping_address?: { address_1?: string | null } | null;
  items?: ({ id: string; variant_id?: string | null; product_id?: string | null; quantity: unknown } | null)[] | null;
  shipping_methods?: ({ id: string } | null)[] | null;
  payment_collection?: { payment_sessions?: ({ payment?: { id: string } | null } | null)[] | null } | null;
}

const FIELDS = [
  "id",
  "metadata",
  "completed_at",
  "shipping_address.address_1",
  "items.id",
  "items.variant_id",
  "items.product_id",
  "items.quantity",
  "shipping_methods.id",
  "payment_collection.payment_sessions.payment.id",
];

/** What a cart's buyer may choose: points in force, cooperative by cooperative, and what is chosen. */
export async function readPickup(container: MedusaContainer, cart_id: string) {
  const cart = await readCart(container, cart_id);
  const goods = await goodsOf(container, cart);
  const parcels: ParcelService = container.resolve("parcel");
  const line = cart.shipping_address?.address_1 ?? "";
  const [offer, at_point] = await Promise.all([
    pickupOffer(container, goods),
    line === "" ? false : parcels.pickupPoints.isAddress(line),
  ]);
  return {
    // The address it has is a point's, or was: nothing is sent there.
    at_point,
    way: offer.cycle?.way ?? null,
    days: offer.cycle === null ? null : { from: offer.cycle.ready_from, to: offer.cycle.ready_to },
    cooperatives: goods.cooperative_ids.map((cooperative_id) => {
      const points = offer.points.filter((point) => point.cooperative_id === cooperative_id);
      const decided = decideAll(offer, [cooperative_id]);
      return {
        cooperative_id,
        // A choice that is closed by now is none, and is said.
        chosen: decided.ok ? (decided.value.get(cooperative_id) ?? null) : null,
        closed: !decided.ok && decided.refusal.reason === "pickup_closed",
        points: offer.cycle?.way === "ship" ? [] : points.map(pointFields),
      };
    }),
  };
}

/** What buyers read of a point. */
export function pointFields(point: PickupPointRow) {
  return {
    id: point.id,
    name: { zh: point.name_zh, en: point.name_en },
    province: point.province,
    city: point.city,
    street: point.street,
    hours: { zh: point.hours_zh, en: point.hours_en },
    phone: point.phone,
    notes: { zh: point.notes_zh, en: point.notes_en },
  };
}

/**
 * Writes the choice. The way of shipping goes first, since its freight was that of another choice: the cart has none until it is
 * chosen anew, and can't complete before. No compensation, for the same reason.
 */
const chooseStep = createStep("choose-pickup", async (input: ChoosePickup, { container }) => {
  const cart = await readCart(container, input.cart_id);
  const sessions = cart.payment_collection?.payment_sessions ?? [];
  if (cart.completed_at || sessions.some((session) => session?.payment))
    refuseWith("order_placed", "This cart is an order already. Nothing was changed.", "cart_id");
  const goods = await goodsOf(container, cart);
  const offer = await pickupOffer(container, goods);
  if (offer.cycle?.way === "ship" && input.points.length > 0)
    refuseWith("pickup_not_here", "The goods of this order cycle are sent. Nothing was changed.", "points");
  const own = new Map(offer.points.map((point) => [point.id, point.cooperative_id]));
  const chosen = new Map(input.points.map((one) => [one.cooperative_id, one.point_id]));
  for (const [cooperative_id, point_id] of chosen) {
    if (own.get(point_id) !== cooperative_id || !goods.cooperative_ids.includes(cooperative_id))
      refuseWith("pickup_closed", "This pick-up point is not open for these goods. Nothing was changed.", "points");
  }
  valueOf(decideAll({ ...offer, chosen }, goods.cooperative_ids));
  const same = chosen.size === offer.chosen.size && [...chosen].every(([id, at]) => offer.chosen.get(id) === at);
  if (same) return new StepResponse(undefined);
  const carts: ICartModuleService = container.resolve(Modules.CART);
  const before = (cart.shipping_methods ?? []).flatMap((one) => (one ? [one.id] : []));
  if (before.length > 0) await carts.softDeleteShippingMethods(before);
  const parcels: ParcelService = container.resolve("parcel");
  await parcels.pickupChoices.set(input.cart_id, chosen);
  return new StepResponse(undefined);
});

export const choosePickupWorkflow = createWorkflow("choose-pickup-points", (input: WorkflowData<ChoosePickup>) => {
  acquireLockStep({ key: input.cart_id, timeout: LOCK_TIMEOUT_S, ttl: LOCK_TTL_S });
  chooseStep(input);
  releaseLockStep({ key: input.cart_id });
  return new WorkflowResponse(input.cart_id);
});

/** Before its card is asked for: see `checkPickups`. */
export async function checkCart(container: MedusaContainer, cart_id: string): Promise<void> {
  const cart = await readCart(container, cart_id);
  valueOf(await checkPickups(container, await goodsOf(container, cart), cart.shipping_address));
}

/** Before its freight is asked: what the cart is priced by is what its order will be packed by. */
export async function settleCart(container: MedusaContainer, cart: Cart): Promise<void> {
  valueOf(await settlePickups(container, await goodsOf(container, cart)));
}

async function readCart(container: MedusaContainer, cart_id: string): Promise<Cart> {
  const query = container.resolve(ContainerRegistrationKeys.QUERY);
  const { data } = await query.graph({ entity: "cart", fields: FIELDS, filters: { id: cart_id } });
  return (data[0] as unknown as Cart | undefined) ?? refuseWith("cart_not_found", "There is no cart with this id.");
}

/** A bulk order's goods go to its addressees: nothing of them is fetched. */
async function goodsOf(container: MedusaContainer, cart: Cart) {
  const items = (cart.items ?? []).flatMap((item) => (item ? [item] : []));
  const bulk = Boolean(cart.metadata?.addressee_list_id);
  const lines = bulk
    ? []
    : await packLines(
        container,
        items.map(({ id, variant_id, quantity }) => ({ id, variant_id, quantity: Number(quantity) })),
      );
  return {
    cart_id: cart.id,
    product_ids: [...new Set(items.flatMap((item) => item.product_id ?? []))],
    cooperative_ids: [...new Set(lines.map((line) => line.cooperative_id))],
  };
}
