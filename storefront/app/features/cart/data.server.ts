import { z } from "zod";
import { asResponse, call, type Answer } from "../../lib/api.server";
import { minorOf, taxMinorOf, WITH_TAX } from "../../lib/money.server";
import type { Both } from "../../lib/path";
import { decimal } from "../../lib/shapes";
import type { ShopSession } from "../../lib/sessions.server";
import { HOME_COUNTRY, NOBODY, productCards } from "../produce/data.server";
import type { Picture } from "../ui/picture-files";

export interface CartLine {
  readonly id: string;
  readonly product_id: string;
  readonly handle: string;
  readonly title: Both;
  readonly pack: Both;
  /** None once the product is no longer sold. */
  readonly picture: Picture | null;
  readonly quantity: number;
  readonly price_minor: number;
  readonly total_minor: number;
}

export interface CartGroup {
  readonly cooperative: { readonly id: string; readonly name: Both };
  readonly lines: readonly CartLine[];
}

export interface Address {
  readonly name: string;
  readonly phone: string;
  /** Two letters, lower case. */
  readonly country: string;
  readonly province: string;
  /** In our own country with its county: 广州市天河区. */
  readonly city: string;
  readonly address: string;
  readonly postal_code: string;
}

export interface Cart {
  readonly id: string;
  readonly completed: boolean;
  readonly currency: string;
  readonly email: string | null;
  readonly address: Address | null;
  readonly groups: readonly CartGroup[];
  readonly count: number;
  readonly items_minor: number;
  readonly shipping_minor: number | null;
  readonly tax_minor: number;
  readonly total_minor: number;
  readonly addressee_list_id: string | null;
}

export const addressSchema = z.object({
  first_name: z.string().nullish(),
  last_name: z.string().nullish(),
  phone: z.string().nullish(),
  country_code: z.string().nullish(),
  province: z.string().nullish(),
  city: z.string().nullish(),
  address_1: z.string().nullish(),
  postal_code: z.string().nullish(),
});

export const cartSchema = z.object({
  id: z.string(),
  completed_at: z.string().nullish(),
  currency_code: z.string(),
  email: z.string().nullish(),
  metadata: z.record(z.string(), z.unknown()).nullish(),
  total: decimal,
  item_total: decimal,
  shipping_total: decimal,
  tax_total: decimal,
  items: z
    .array(
      z.object({
        id: z.string(),
        product_id: z.string().nullish(),
        variant_id: z.string().nullish(),
        product_title: z.string().nullish(),
        product_handle: z.string().nullish(),
        variant_title: z.string().nullish(),
        quantity: z.number(),
        unit_price: decimal,
        tax_total: decimal.nullish(),
      }),
    )
    .nullish(),
  shipping_address: addressSchema.nullish(),
  shipping_methods: z.array(z.object({ amount: decimal.nullish(), tax_total: decimal.nullish() })).nullish(),
});
export type MedusaCart = z.output<typeof cartSchema>;

/** The browser's cart as Medusa has it; null when there is none (any more). */
export async function rawCart(session: ShopSession): Promise<MedusaCart | null> {
  const id = session.get("cart_id");
  if (id === undefined) return null;
  const answer = await fetchCart(id);
  if (answer.ok) return answer.value.cart;
  if (answer.refusal.status === 404) return null;
  throw asResponse(answer.refusal);
}

export function fetchCart(id: string): Promise<Answer<{ cart: MedusaCart }>> {
  return call(`/store/carts/${encodeURIComponent(id)}`, z.object({ cart: cartSchema }), { query: WITH_TAX });
}

export async function cartOf(session: ShopSession): Promise<Cart | null> {
  const raw = await rawCart(session);
  return raw && (await cartView(raw));
}

/** Whether an order was made of it. */
export function isCompleted(cart: MedusaCart): boolean {
  return typeof cart.completed_at === "string";
}

/** Adds to Medusa's cart what it does not know: both languages, drawings, and whose goods they are. */
export async function cartView(raw: MedusaCart): Promise<Cart> {
  const currency = raw.currency_code.toUpperCase();
  const items = raw.items ?? [];
  const product_ids = [...new Set(items.flatMap((item) => item.product_id ?? []))];
  const cards = await productCards(product_ids);
  const lines = items.map((item): CartLine => {
    const card = cards.find((one) => one.id === item.product_id);
    const pack = card?.packs.find((one) => one.variant_id === item.variant_id);
    const price_minor = minorOf(item.unit_price, currency);
    const plain = (text: string | null | undefined): Both => ({ zh: text ?? "", en: text ?? "" });
    return {
      id: item.id,
      product_id: item.product_id ?? "",
      handle: item.product_handle ?? "",
      title: card?.title ?? plain(item.product_title),
      pack: pack?.title ?? plain(item.variant_title),
      picture: card?.picture ?? null,
      quantity: item.quantity,
      price_minor,
      total_minor: price_minor * item.quantity,
    };
  });
  const groups = new Map<string, { cooperative: CartGroup["cooperative"]; lines: CartLine[] }>();
  for (const line of lines) {
    const cooperative = cards.find((card) => card.id === line.product_id)?.cooperative ?? NOBODY;
    const group = groups.get(cooperative.id) ?? { cooperative, lines: [] };
    group.lines.push(line);
    groups.set(cooperative.id, group);
  }
  const list = raw.metadata?.addressee_list_id;
  return {
    id: raw.id,
    completed: isCompleted(raw),
    currency,
    email: raw.email ?? null,
    address: addressOf(raw),
    groups: [...groups.values()],
    count: lines.reduce((sum, line) => sum + line.quantity, 0),
    items_minor: minorOf(raw.item_total, currency),
    shipping_minor: (raw.shipping_methods ?? []).length === 0 ? null : minorOf(raw.shipping_total, currency),
    tax_minor: taxMinorOf(raw, currency),
    total_minor: minorOf(raw.total, currency),
    addressee_list_id: typeof list === "string" ? list : null,
  };
}

function addressOf(raw: MedusaCart): Address | null {
  const from = raw.shipping_address;
  // Medusa makes an empty address with a cart: it is none until it has a street.
  return from?.address_1 ? addressIn(from) : null;
}

/** An address of Medusa's as ours. */
export function addressIn(from: z.output<typeof addressSchema>): Address {
  return {
    name: [from.first_name, from.last_name].filter(Boolean).join(" "),
    phone: from.phone ?? "",
    country: from.country_code?.toLowerCase() ?? HOME_COUNTRY,
    province: from.province ?? "",
    city: from.city ?? "",
    address: from.address_1 ?? "",
    postal_code: from.postal_code ?? "",
  };
}

/** The same as Medusa takes it: the whole name in one field, since ours is written the Chinese way too. */
export function medusaAddress({ name, phone, country, province, city, address, postal_code }: Address) {
  return {
    first_name: name,
    last_name: "",
    phone,
    country_code: country,
    province,
    city,
    address_1: address,
    postal_code,
  };
}

const regionCart = z.object({ cart: cartSchema });

/** A new, empty cart in our region; with the session of a buyer, theirs. */
export async function createCart(
  region_id: string,
  metadata?: Record<string, string>,
  token?: string,
): Promise<Answer<{ cart: MedusaCart }>> {
  return call("/store/carts", regionCart, { body: { region_id, ...(metadata && { metadata }) }, token });
}

export function addLine(cart_id: string, variant_id: string, quantity: number): Promise<Answer<{ cart: MedusaCart }>> {
  return call(`/store/carts/${encodeURIComponent(cart_id)}/line-items`, regionCart, { body: { variant_id, quantity } });
}

export function setLine(cart_id: string, line_id: string, quantity: number): Promise<Answer<{ cart: MedusaCart }>> {
  const path = `/store/carts/${encodeURIComponent(cart_id)}/line-items/${encodeURIComponent(line_id)}`;
  return call(path, regionCart, { body: { quantity } });
}

export function removeLine(cart_id: string, line_id: string): Promise<Answer<unknown>> {
  const path = `/store/carts/${encodeURIComponent(cart_id)}/line-items/${encodeURIComponent(line_id)}`;
  return call(path, z.unknown(), { method: "DELETE" });
}

export function countOf(cart: MedusaCart): number {
  return (cart.items ?? []).reduce((sum, item) => sum + item.quantity, 0);
}
