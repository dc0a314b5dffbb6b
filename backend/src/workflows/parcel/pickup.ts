import type { MedusaContainer } from "@medusajs/framework/types";
import { decidePickup, ok, type Refusal, type Result } from "@commonlot/domain";
import type { PublishedRow } from "../../modules/cycle/views";
import type CycleService from "../../modules/cycle/service";
import type { Pickups } from "../../lib/pickups-of-order";
import { isInForceOn, type PickupPointRow } from "../../modules/parcel/pickup-points";
import { rateDay } from "../../modules/parcel/rates-today";
import type ParcelService from "../../modules/parcel/service";
import type PoolService from "../../modules/pool/service";

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
  if (known.length === 0 && chosen.size === 0) return { cycle: null, points: [], chosen };
  const selling = await cycles.views.sellingOf(cart.product_ids, new Date());
  const cycle = [...selling.values()].flatMap((one) => (one.state === "open" ? [one.cycle] : []))[0] ?? null;
  const day = cycle?.way === "pickup" ? cycle.ready_from : rateDay();
  return { cycle, points: known.filter((point) => isInForceOn(point, day)), chosen };
}

/** Where the goods of a cart are fetched as it stands now. Refused while a choice is missing, or is closed by now. */
export async function pickupsOfCart(container: MedusaContainer, cart: CartGoods): Promise<Result<Pickups, Refusal>> {
  return decideAll(await pickupOffer(container, cart), cart.cooperative_ids);
}

export function decideAll(offer: PickupOffer, cooperative_ids: readonly string[]): Result<Pickups, Refusal> {
  const pickups = new Map<string, string>();
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

/** The same, written down: what an order will be packed by is what its cart was priced by. */
export async function settlePickups(container: MedusaContainer, cart: CartGoods): Promise<Result<void, Refusal>> {
  const offer = await pickupOffer(container, cart);
  const decided = decideAll(offer, cart.cooperative_ids);
  if (!decided.ok) return decided;
  const same =
    offer.chosen.size === decided.value.size && [...decided.value].every(([id, at]) => offer.chosen.get(id) === at);
  if (same) return ok(undefined);
  const parcels: ParcelService = container.resolve("parcel");
  await parcels.pickupChoices.set(cart.cart_id, decided.value);
  return ok(undefined);
}

/** The same of a cart that completes; a bulk order's goods go to its addressees. */
export async function settleCompleting(
  container: MedusaContainer,
  cart: { id: string; metadata?: Record<string, unknown> | null },
  goods: { product_ids: readonly string[]; pool_ids: readonly string[] },
): Promise<Result<void, Refusal>> {
  if (cart.metadata?.addressee_list_id) return ok(undefined);
  const pools: PoolService = container.resolve("pool");
  const cooperative_ids = await pools.cooperativesOf(goods.pool_ids);
  return settlePickups(container, { cart_id: cart.id, product_ids: goods.product_ids, cooperative_ids });
}
