import type { MedusaContainer } from "@medusajs/framework/types";
import { ContainerRegistrationKeys } from "@medusajs/framework/utils";
import { PICKUP, type Goods, type Refusal } from "@commonlot/domain";
import { packLines, valueOfPack, valueOfVariant, type PackLine } from "../../lib/pack-lines";
import { phoneFault } from "../../lib/phone";
import { pickupsOfOrder, type Pickups } from "../../lib/pickups-of-order";
import { provinceOfAddress } from "../../lib/province";
import { refuseWith, valueOf } from "../../lib/refusal";
import type { CooperativeCarriage, QuoteBasket } from "../../modules/parcel/quote";
import type ParcelService from "../../modules/parcel/service";
import { safeNumber } from "../../modules/parcel/types";
import type WholesaleService from "../../modules/wholesale/service";
import { cartOfOrder } from "../checkout/cart-of-order";
import { quoteOfCart } from "../wholesale/quote-cart";
import { pickupsOfCart, pickupsPriced } from "./pickup";

/** What the fulfilment provider is told: the freight, or why there is none. Plain data only, so it survives any copy. */
export type ShippingPrice =
  { ok: true; currency: string; freight_minor: number; parcels: number } | { ok: false; refusal: Refusal };

/** Currency of an estimate that belongs to no cart yet: the rate cards' own. */
const ESTIMATE_CURRENCY = "cny";

/** Whose provinces the rate cards name. */
export const HOME = "cn";

type Subject = { entity: "cart" | "order"; id: string };

/** A cart or an order, as far as carriage is concerned. */
export interface Shipped {
  id: string;
  currency_code: string;
  metadata?: Record<string, unknown> | null;
  shipping_address?: {
    country_code?: string | null;
    province?: string | null;
    city?: string | null;
    address_1?: string | null;
    phone?: string | null;
  } | null;
  items?:
    | ({
        id: string;
        variant_id?: string | null;
        product_id?: string | null;
        quantity: number;
        unit_price?: unknown;
      } | null)[]
    | null;
}

/**
 * The freight of a cart or an order: the sum over its cooperatives, or over the addressees of its list. Without a
 * province that we know it is the dearest zone's, so that nobody is asked for more afterwards.
 */
export async function shippingPrice(container: MedusaContainer, subject: Subject): Promise<ShippingPrice> {
  const shipped = await readShipped(container, subject);
  if (!shipped) return { ok: false, refusal: { reason: "not_found", message: "There is nothing to ship." } };
  if (subject.entity === "cart") return freightOfCart(container, shipped);
  return freightOf(container, shipped, "order");
}

/** The same of a cart that was read already. Its phone can still be put right, by whatever client it is filled. */
export async function freightOfCart(container: MedusaContainer, cart: Shipped): Promise<ShippingPrice> {
  const wrong = phoneFault(cart.shipping_address?.phone, cart.shipping_address?.country_code);
  if (wrong) return { ok: false, refusal: wrong };
  return (await agreedFreight(container, cart)) ?? freightOf(container, cart, "cart");
}

/** What a quote says its freight is, whatever its parcels come to: the gap is its term's (docs/adr/0051). */
async function agreedFreight(container: MedusaContainer, cart: Shipped): Promise<ShippingPrice | undefined> {
  const agreed = await quoteOfCart(container, cart.id);
  const freight = agreed?.version.freight_minor;
  if (freight === undefined || freight === null) return undefined;
  return { ok: true, currency: cart.currency_code, freight_minor: safeNumber(freight), parcels: 0 };
}

async function freightOf(
  container: MedusaContainer,
  shipped: Shipped,
  entity: Subject["entity"],
): Promise<ShippingPrice> {
  const pickupsOf = entity === "order" ? () => pickupsOfOrder(container, shipped.id) : pickupsPriced;
  const { baskets } = await basketsOf(container, shipped, pickupsOf);
  return priceOf(container, shipped.currency_code, baskets);
}

async function basketsOf(
  container: MedusaContainer,
  shipped: Shipped,
  pickupsOf: typeof pickupsOfCart,
): Promise<{ baskets: QuoteBasket[]; pickups: Pickups }> {
  const lines = await linesOf(container, shipped);
  const listed = await basketsOfList(container, shipped, lines);
  if (listed) return { baskets: listed, pickups: new Map() };
  const pickups = await pickupsOf(container, {
    cart_id: shipped.id,
    product_ids: (shipped.items ?? []).flatMap((item) => item?.product_id ?? []),
    cooperative_ids: [...new Set(lines.map((line) => line.cooperative_id))],
  });
  return { baskets: basketsOfCart(shipped, lines, pickups), pickups };
}

/**
 * The parcels of a cart as they would be packed now, cooperative by cooperative: together they are its freight. Without a province, and
 * then `province_code` is null, nowhere costs more. None of an addressee list, whose parcels go to its places; refused abroad, where
 * no carrier of ours goes (docs/adr/0045).
 */
export async function parcelsOfCart(
  container: MedusaContainer,
  cart_id: string,
): Promise<{ province_code: string | null; cooperatives: CooperativeCarriage[]; pickups: Pickups }> {
  const cart = await readShipped(container, { entity: "cart", id: cart_id });
  if (!cart) refuseWith("cart_not_found", "There is no cart with this id.");
  const province_code = provinceOfAddress(cart.shipping_address) ?? null;
  if (listOf(cart) !== undefined) return { province_code, cooperatives: [], pickups: new Map() };
  const country = cart.shipping_address?.country_code?.toLowerCase() ?? HOME;
  if (country !== HOME)
    refuseWith("no_freight", "No carrier takes parcels to this country. Nothing was paid.", "country_code");
  const parcels: ParcelService = container.resolve("parcel");
  const { baskets, pickups } = await basketsOf(container, cart, pickupsOfCart);
  const quoted = valueOf(await parcels.quoteFreight({ currency: cart.currency_code, baskets }));
  return { province_code, cooperatives: quoted.cooperatives, pickups };
}

/**
 * What of a cart goes to its buyer's address, by cooperative; null where nothing does, or the place has no say in it: an addressee list, and
 * freight that a quote agreed. Refuses an unknown cart.
 */
export async function sentOfCart(
  container: MedusaContainer,
  cart_id: string,
): Promise<{ currency: string; baskets: QuoteBasket[] } | null> {
  const cart = await readShipped(container, { entity: "cart", id: cart_id });
  if (!cart) refuseWith("cart_not_found", "There is no cart with this id.");
  if (listOf(cart) !== undefined || (await agreedFreight(container, cart))) return null;
  const { baskets } = await basketsOf(container, cart, pickupsOfCart);
  const sent = baskets.filter((basket) => basket.province_code !== PICKUP.place);
  return sent.length === 0 ? null : { currency: cart.currency_code, baskets: sent };
}

/** What is to be carried, and where to. */
async function readShipped(container: MedusaContainer, subject: Subject): Promise<Shipped | undefined> {
  const query = container.resolve(ContainerRegistrationKeys.QUERY);
  const { data } = await query.graph({
    entity: subject.entity,
    fields: [
      "id",
      "currency_code",
      "metadata",
      "shipping_address.country_code",
      "shipping_address.province",
      "shipping_address.city",
      "shipping_address.address_1",
      "shipping_address.phone",
      "items.*",
      // The quantity of an order line lives in its detail: asked for alone it comes back empty.
      ...(subject.entity === "order" ? ["items.detail.*"] : []),
    ],
    filters: { id: subject.id },
  });
  return data[0];
}

function linesOf(container: MedusaContainer, shipped: Shipped): Promise<PackLine[]> {
  return packLines(
    container,
    (shipped.items ?? []).flatMap((item) =>
      item
        ? [
            {
              id: item.id,
              variant_id: item.variant_id,
              quantity: Number(item.quantity),
              value_minor: valueOfPack(item, shipped.currency_code),
            },
          ]
        : [],
    ),
  );
}

/**
 * What the freight of an order was asked for, cooperative by cooperative: each packs its own parcels, so a light line of one
 * must not pay for the heavy parcel of another. Weights for splitting what was paid, not the paid amount itself: goods that are fetched
 * bear none of it, as long as others are sent.
 */
export async function freightPerCooperative(
  container: MedusaContainer,
  order_id: string,
  cooperative_ids: readonly string[],
): Promise<Map<string, bigint>> {
  const [only, second] = cooperative_ids;
  if (only === undefined || second === undefined) return new Map(cooperative_ids.map((id) => [id, 1n]));
  const agreed = await agreedShares(container, order_id, cooperative_ids);
  if (agreed) return agreed;
  const shipped = await readShipped(container, { entity: "order", id: order_id });
  const lines = shipped ? await linesOf(container, shipped) : [];
  const pickups = await pickupsOfOrder(container, order_id);
  const allFetched = cooperative_ids.every((id) => pickups.has(id));
  const parcels: ParcelService = container.resolve("parcel");
  const found = new Map<string, bigint>();
  for (const cooperative_id of cooperative_ids) {
    if (pickups.has(cooperative_id)) {
      found.set(cooperative_id, allFetched ? 1n : 0n);
      continue;
    }
    const baskets = basketsOfCart(
      shipped ?? { id: order_id, currency_code: "" },
      lines.filter((line) => line.cooperative_id === cooperative_id),
      pickups,
    );
    const quoted = await parcels.quoteFreight({ currency: shipped?.currency_code ?? "", baskets });
    found.set(cooperative_id, quoted.ok && quoted.value.freight_minor > 0n ? quoted.value.freight_minor : 1n);
  }
  return found;
}

/** What each cooperative of a joint quote agreed upon for its own part; undefined for other orders, and where all send without freight. */
async function agreedShares(
  container: MedusaContainer,
  order_id: string,
  cooperative_ids: readonly string[],
): Promise<Map<string, bigint> | undefined> {
  const cart_id = await cartOfOrder(container, order_id);
  if (cart_id === undefined) return undefined;
  const { quotes }: WholesaleService = container.resolve("wholesale");
  const shares = new Map(cooperative_ids.map((id) => [id, 0n]));
  for (const { quote, version } of await quotes.allOfCart(cart_id))
    shares.set(quote.cooperative_id, (shares.get(quote.cooperative_id) ?? 0n) + (version.freight_minor ?? 0n));
  return [...shares.values()].some((share) => share > 0n) ? shares : undefined;
}

/** The freight of a list before there is a cart, with what insures it at today's price; null while its variant is not known. */
export async function estimateList(
  container: MedusaContainer,
  variant_id: string | null,
  counted: readonly { province_code: string; packs: number; addressees: number }[],
): Promise<Extract<ShippingPrice, { ok: true }> | null> {
  if (variant_id === null) return null;
  const value_minor = await valueOfVariant(container, variant_id, ESTIMATE_CURRENCY);
  const [line] = await packLines(container, [{ id: "estimate", variant_id, quantity: 1, value_minor }]);
  if (!line) return null;
  const price = await priceOf(
    container,
    ESTIMATE_CURRENCY,
    counted.map((basket) => toBasket(basket, line)),
  );
  return price.ok ? price : null;
}

async function priceOf(
  container: MedusaContainer,
  currency: string,
  baskets: readonly QuoteBasket[],
): Promise<ShippingPrice> {
  const parcels: ParcelService = container.resolve("parcel");
  const quoted = await parcels.quoteFreight({ currency, baskets });
  if (!quoted.ok) return quoted;
  return { ok: true, currency, freight_minor: safeNumber(quoted.value.freight_minor), parcels: quoted.value.parcels };
}

function basketsOfCart(shipped: Shipped, lines: readonly PackLine[], pickups: Pickups): QuoteBasket[] {
  const province_code = provinceOfAddress(shipped.shipping_address) ?? null;
  const whole = lines.filter((line) => Number.isSafeInteger(line.packs) && line.packs > 0);
  return [...new Set(whole.map((line) => line.cooperative_id))].map((cooperative_id) => ({
    cooperative_id,
    province_code: pickups.has(cooperative_id) ? PICKUP.place : province_code,
    count: 1,
    items: whole.filter((line) => line.cooperative_id === cooperative_id).map((line) => carried(line, line.packs)),
  }));
}

/** Baskets of the cart's addressee list, or undefined when it has none, or other packs than its addressees get. */
async function basketsOfList(
  container: MedusaContainer,
  shipped: Shipped,
  lines: readonly PackLine[],
): Promise<QuoteBasket[] | undefined> {
  const list_id = listOf(shipped);
  const [only, second] = lines;
  if (list_id === undefined || !only) return undefined;
  const wholesale: WholesaleService = container.resolve("wholesale");
  const counted = await wholesale.baskets(list_id);
  const of = new Map(lines.map((line) => [line.variant_id, line]));
  const fits = counted.every(({ goods }) => (goods === null ? !second : Object.keys(goods).every((id) => of.has(id))));
  if (counted.length === 0 || !fits) return undefined;
  return counted.map((basket) => basketOfGoods(basket, of, only));
}

function listOf({ metadata }: Shipped): string | undefined {
  const id = metadata?.addressee_list_id;
  return typeof id === "string" && id !== "" ? id : undefined;
}

/** What one of these addressees gets: packs of several kinds, or of the only one. */
function basketOfGoods(
  basket: { province_code: string; packs: number; goods: Goods | null; addressees: number },
  lines: ReadonlyMap<string, PackLine>,
  only: PackLine,
): QuoteBasket {
  const goods = basket.goods ?? { [only.variant_id]: basket.packs };
  return {
    cooperative_id: only.cooperative_id,
    province_code: basket.province_code,
    count: basket.addressees,
    items: Object.entries(goods).flatMap(([id, packs]) => {
      const line = lines.get(id);
      return line ? [carried(line, packs)] : [];
    }),
  };
}

function toBasket(basket: { province_code: string; packs: number; addressees: number }, line: PackLine): QuoteBasket {
  return {
    cooperative_id: line.cooperative_id,
    province_code: basket.province_code,
    count: basket.addressees,
    items: [carried(line, basket.packs)],
  };
}

export function carried(line: PackLine, packs: number): QuoteBasket["items"][number] {
  const { pack_g: weight_g, volume_ml, nature, value_minor } = line;
  return { kind: line.id, weight_g, packs, volume_ml, nature, value_minor };
}
