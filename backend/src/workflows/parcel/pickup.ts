import type { MedusaContainer } from "@medusajs/framework/types";
import { comesAsPriced, decidePickup, ok, refuse, type Refusal, type Result } from "@commonlot/domain";
import type { PublishedRow } from "../../modules/cycle/views";
import type CycleService from "../../modules/cycle/service";
import type { Pickups } from "../../lib/pickups-of-order";
import { isInForceOn, type PickupPointRow } from "../../modules/parcel/pickup-points";
import { rateDay } from "../../modules/parcel/rates-today";
import type ParcelService from "../../modules/parcel/service";
import type PoolService from "../../modules/pool/service";
import type WholesaleService from "../../modules/wholesale/service";

interface CartGoods {
  cart_id: string;
  product_ids: readonly string[];
  cooperative_ids: readonly string[];
}

/** What of a cart may be fetched where. */
export interface PickupOffer {
  /** The order cycle that the goods are of now; null when they are of none. */
  cycle: Pick<PublishedRow, "way" | "ready_from" | "ready_to"> | null;
  /** Points in force, of all cooperatives that have some. */
  points: PickupPointRow[];
  chosen: Pickups;
  /** The goods of an accepted quote are sent where it says: nothing is fetched, whatever was chosen (docs/adr/0069). */
  sent: boolean;
}

/** Points are asked for the first day on which a cycle's goods are fetched, else for today. */
export async function pickupOffer(container: MedusaContainer, cart: CartGoods): Promise<PickupOffer> {
  const parcels: ParcelService = container.resolve("parcel");
  const cycles: CycleService = container.resolve("cycle");
  const [known, chosen] = await Promise.all([
    parcels.pickupPoints.of(cart.cooperative_ids),
    parcels.pickupChoices.of(cart.cart_id),
  ]);
  // Nearly no cooperative has a point: then nothing else is asked.
  if (known.length === 0 && chosen.size === 0) return { cycle: null, points: [], chosen, sent: false };
  const { quotes }: WholesaleService = container.resolve("wholesale");
  if (await quotes.cartOwner(cart.cart_id)) return { cycle: null, points: [], chosen, sent: true };
  const selling = await cycles.views.sellingOf(cart.product_ids, new Date());
  const cycle = [...selling.values()].flatMap((one) => (one.state === "open" ? [one.cycle] : []))[0] ?? null;
  const day = cycle?.way === "pickup" ? cycle.ready_from : rateDay();
  return { cycle, points: known.filter((point) => isInForceOn(point, day)), chosen, sent: false };
}

/**
 * Where the goods of a cart are fetched as it stands now. While a choice is missing, or is closed by now, all count as sent, so that a cart
 * can still be looked at and changed; it is not paid for then (`checkPickups`).
 */
export async function pickupsOfCart(container: MedusaContainer, cart: CartGoods): Promise<Pickups> {
  const decided = decideAll(await pickupOffer(container, cart), cart.cooperative_ids);
  return decided.ok ? decided.value : new Map();
}

/** The same, written down where nothing is missing: a cart completes only by what it was priced by. */
export async function pickupsPriced(container: MedusaContainer, cart: CartGoods): Promise<Pickups> {
  const settled = await settlePickups(container, cart);
  return settled.ok ? settled.value : new Map();
}

export function decideAll(offer: PickupOffer, cooperative_ids: readonly string[]): Result<Pickups, Refusal> {
  const pickups = new Map<string, string>();
  if (offer.sent) return ok(pickups);
  for (const cooperative_id of cooperative_ids) {
    const decided = decidePickup({
      way: offer.cycle?.way ?? null,
      points: offer.points.filter((point) => point.cooperative_id === cooperative_id).map((point) => point.id),
      chosen: offer.chosen.get(cooperative_id) ?? null,
    });
    if (!decided.ok) return decided;
    if (decided.value !== null) pickups.set(cooperative_id, decided.value);
  }
  return ok(pickups);
}

/** Before freight is asked: writes down what it is worked out by. Refused while a choice is missing, or is closed by now. */
export async function settlePickups(container: MedusaContainer, cart: CartGoods): Promise<Result<Pickups, Refusal>> {
  const offer = await pickupOffer(container, cart);
  const decided = decideAll(offer, cart.cooperative_ids);
  if (decided.ok) await write(container, cart, offer, decided.value);
  return decided;
}

/**
 * Before money is asked for: refused unless the goods come as they did when their freight was worked out, and where some are sent to the
 * address of a point (`address_needed`).
 */
export async function checkPickups(
  container: MedusaContainer,
  cart: CartGoods,
  address: { address_1?: string | null } | null | undefined,
): Promise<Result<void, Refusal>> {
  const offer = await pickupOffer(container, cart);
  const decided = decideAll(offer, cart.cooperative_ids);
  if (!decided.ok) return decided;
  const same = comesAsPriced(cart.cooperative_ids, offer.chosen, decided.value);
  if (!same.ok) return same;
  const parcels: ParcelService = container.resolve("parcel");
  const isSent = cart.cooperative_ids.some((id) => !decided.value.has(id));
  if (isSent && address?.address_1 && (await parcels.pickupPoints.isAddress(address.address_1)))
    return refuse(
      "address_needed",
      "Some of these goods are sent, and the address is that of a pick-up point. Nothing was paid. Give the address they go to.",
      "shipping_address",
    );
  // Of a cooperative whose goods are out of the cart by now nothing is fetched.
  await write(container, cart, offer, decided.value);
  return ok(undefined);
}

async function write(container: MedusaContainer, cart: CartGoods, offer: PickupOffer, pickups: Pickups): Promise<void> {
  const same = offer.chosen.size === pickups.size && [...pickups].every(([id, at]) => offer.chosen.get(id) === at);
  if (same) return;
  const parcels: ParcelService = container.resolve("parcel");
  await parcels.pickupChoices.set(cart.cart_id, pickups);
}

/** The same of a cart that completes; a bulk order's goods go to its addressees. */
export async function checkCompleting(
  container: MedusaContainer,
  cart: {
    id: string;
    metadata?: Record<string, unknown> | null;
    shipping_address?: { address_1?: string | null } | null;
  },
  goods: { product_ids: readonly string[]; pool_ids: readonly string[] },
): Promise<Result<void, Refusal>> {
  if (cart.metadata?.addressee_list_id) return ok(undefined);
  const pools: PoolService = container.resolve("pool");
  const cooperative_ids = await pools.cooperativesOf(goods.pool_ids);
  const asked = { cart_id: cart.id, product_ids: goods.product_ids, cooperative_ids };
  return checkPickups(container, asked, cart.shipping_address);
}
