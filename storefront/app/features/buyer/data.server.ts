import { z } from "zod";
import type { Path } from "../../i18n/locale";
import { call } from "../../lib/api.server";
import { member, type Member } from "../../lib/member.server";
import { minorOf } from "../../lib/money.server";
import { decimal } from "../../lib/shapes";
import { shopSession, tokenOf } from "../../lib/sessions.server";
import { addressIn, addressSchema, type Address } from "../cart/data.server";
import { stepOf, type Step } from "../order/progress";
import { PARCEL_STATES } from "../order/states";
import { namesFor } from "../produce/names.server";

// What a buyer's account shows. Names and addresses are Medusa's own routes of a customer; the rest is ours.

export const buyer = (request: Request, path: Path): Promise<Member> => member(request, "account", path);

export const accountSchema = z.object({
  account: z.object({ email: z.string(), name: z.string().nullable(), proven: z.boolean() }),
});

const ordersSchema = z.object({
  orders: z.array(
    z.object({
      id: z.string(),
      number: z.number(),
      placed_at: z.string(),
      canceled: z.boolean(),
      currency: z.string(),
      total: decimal,
      states: z.array(z.enum(PARCEL_STATES)),
      lines: z.array(z.object({ title: z.string(), pack: z.string(), quantity: z.number() })),
    }),
  ),
  next: z.string().nullable(),
});

export interface OwnOrder {
  readonly id: string;
  readonly number: number;
  readonly placed_at: string;
  readonly state: Step | "canceled" | "astray";
  readonly currency: string;
  readonly total_minor: number;
  readonly lines: readonly { readonly title: string; readonly pack: string; readonly quantity: number }[];
}

/** A page of the buyer's orders, newest first. */
export async function ownOrders(
  who: Member,
  path: Path,
  before: string | null,
): Promise<{ orders: OwnOrder[]; next: string | null }> {
  const { orders, next } = await who.read(
    "/store/account/orders",
    ordersSchema,
    before === null ? {} : { cursor: before },
  );
  const lines = orders.flatMap((order) => order.lines);
  const names = await namesFor(lines.flatMap((line) => [line.title, `${line.title} ${line.pack}`]));
  return {
    next,
    orders: orders.map((order): OwnOrder => {
      const live = order.states.filter((state) => state !== "void");
      const astray = live.length > 0 && live.every((state) => state === "lost" || state === "returned");
      const currency = order.currency.toUpperCase();
      return {
        id: order.id,
        number: order.number,
        placed_at: order.placed_at,
        state: order.canceled ? "canceled" : astray ? "astray" : stepOf(order.states),
        currency,
        total_minor: minorOf(order.total, currency),
        lines: order.lines.map((line) => {
          const title = names(line.title)[path];
          return { title, pack: packIn(names(`${line.title} ${line.pack}`)[path], title), quantity: line.quantity };
        }),
      };
    }),
  };
}

/** "Walnuts, 500 g bag" without the product's name. */
function packIn(both: string, title: string): string {
  return both.startsWith(title) ? both.slice(title.length).replace(/^[,\s]+/, "") : both;
}

const addressesSchema = z.object({
  addresses: z.array(addressSchema.extend({ id: z.string(), is_default_shipping: z.boolean() })),
  count: z.number(),
});

export interface OwnAddress extends Address {
  readonly id: string;
  readonly is_default: boolean;
}

/** A buyer has this many addresses at most: more is a list of addressees, for /wholesale. */
export const MAX_ADDRESSES = 20;
export const ADDRESSES = "/store/customers/me/addresses";

export async function ownAddresses(who: Member): Promise<OwnAddress[]> {
  const { addresses } = await who.read(ADDRESSES, addressesSchema, { limit: MAX_ADDRESSES });
  return addresses
    .map((one): OwnAddress => ({ ...addressIn(one), id: one.id, is_default: one.is_default_shipping }))
    .toSorted((a, b) => Number(b.is_default) - Number(a.is_default));
}

/**
 * What the checkout's form begins with for who is signed in: their address book's default. Nothing for anybody else, and nothing when the
 * backend has no answer: the form can be filled in by hand.
 */
export async function defaultContact(
  request: Request,
): Promise<{ email: string; address: Partial<Address> } | undefined> {
  const token = await tokenOf(request, "account");
  if (token === undefined) return undefined;
  const [account, addresses] = await Promise.all([
    call("/store/account", accountSchema, { token }),
    call(ADDRESSES, addressesSchema, { token, query: { limit: MAX_ADDRESSES } }),
  ]);
  if (!account.ok) return undefined;
  const { email, name } = account.value.account;
  const found = addresses.ok ? addresses.value.addresses.find((one) => one.is_default_shipping) : undefined;
  return { email, address: found ? addressIn(found) : { name: name ?? "" } };
}

/** The browser's cart becomes the buyer's. When it can't, it stays a guest's, and can be paid for all the same. */
export async function takeCart(request: Request, token: string): Promise<void> {
  const cart_id = (await shopSession(request)).get("cart_id");
  if (cart_id === undefined) return;
  await call(`/store/carts/${encodeURIComponent(cart_id)}/customer`, z.unknown(), { method: "POST", body: {}, token });
}
