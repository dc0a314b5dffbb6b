import { data, redirect } from "react-router";
import { z } from "zod";
import type { Path } from "../../i18n/locale";
import { say } from "../../i18n/say.server";
import { asResponse, call } from "../../lib/api.server";
import { asBuyer, saved, shopSession, tokenOf } from "../../lib/sessions.server";
import { addLine, countOf, createCart, isCompleted, rawCart } from "../cart/data.server";
import { keepPriceChanges } from "../cart/price-changes.server";
import { productByHandle, productCards, regionId, type Product } from "../produce/data.server";
import type { Problem } from "../ui/Field";
import { inWords } from "../ui/form.server";
import { rawOrder, type MedusaOrder } from "./data.server";

/** What became of one line that was wanted again. */
export interface AgainLine {
  readonly title: string;
  readonly pack: string;
  readonly wanted: number;
  readonly added: number;
}

export interface ActSaid {
  /** Lines that could not be had whole; empty when it was another act. */
  readonly again: readonly AgainLine[];
  readonly problem: string | null;
  /** Why what is done about missing goods was not changed. */
  readonly choice?: string;
  /** The invoice's form that was refused: what was typed, and what is wrong with it. */
  readonly invoice?: { readonly typed: Readonly<Record<string, string>>; readonly problems: readonly Problem[] };
}

/** The buyer calls the order back; a job does it. */
export async function callBack(request: Request, order_id: string, path: Path) {
  const at = `/store/orders/${encodeURIComponent(order_id)}`;
  const headers = await asBuyer(request);
  const answer = await call(`${at}/cancel`, z.unknown(), { method: "POST", body: {}, headers });
  if (answer.ok) return redirect(`/${path}/orders/${encodeURIComponent(order_id)}`);
  const t = say(path);
  const words =
    answer.refusal.code === "already_packed" || answer.refusal.code === "goods_left"
      ? t("order.acts.tooLate")
      : answer.refusal.code === "cycle_counted"
        ? t("order.acts.cycleCounted")
        : answer.refusal.status === 403
          ? t("orderClaims.onlyBuyer")
          : inWords(path, answer.refusal);
  return data({ again: [], problem: words } satisfies ActSaid, { status: answer.refusal.status });
}

/** The same lines into the cart, each as far as there is any; what is gone is said, and nothing is put in its place. */
export async function buyAgain(request: Request, order_id: string, path: Path) {
  const order = await rawOrder(order_id, await asBuyer(request));
  if (!order) return redirect(`/${path}/orders/${encodeURIComponent(order_id)}`);
  const session = await shopSession(request);
  const old = await rawCart(session);
  let cart = old && !isCompleted(old) ? old : undefined;
  const again: AgainLine[] = [];
  for (const wanted of await wantedOf(order, path)) {
    let added = 0;
    if (wanted.quantity > 0) {
      if (cart === undefined) {
        const made = await createCart(await regionId(), undefined, await tokenOf(request, "account"));
        if (!made.ok) throw asResponse(made.refusal);
        cart = made.value.cart;
      }
      const put = await addLine(cart.id, wanted.variant_id, wanted.quantity);
      if (put.ok) {
        cart = put.value.cart;
        added = wanted.quantity;
      }
    }
    if (added < wanted.wanted) again.push({ title: wanted.title, pack: wanted.pack, wanted: wanted.wanted, added });
  }
  if (cart !== undefined) {
    if (old?.id === cart.id) keepPriceChanges(session, old, cart);
    session.set("cart_id", cart.id);
    session.set("cart_count", countOf(cart));
  }
  const headers = await saved(session);
  if (again.length === 0) return redirect(`/${path}/cart`, { headers });
  return data({ again, problem: null } satisfies ActSaid, { headers });
}

interface Wanted {
  readonly variant_id: string;
  readonly title: string;
  readonly pack: string;
  readonly wanted: number;
  /** What there is of it now, in packs; the cart's own rules decide again. */
  readonly quantity: number;
}

/** Each line of an order with what may be had of it now. Lines of one stock share what is there, in the order's own order. */
async function wantedOf(order: MedusaOrder, path: Path): Promise<Wanted[]> {
  const ids = [...new Set(order.items.flatMap((item) => item.product_id ?? []))];
  const cards = ids.length === 0 ? [] : await productCards(ids);
  const products = new Map<string, Product>();
  for (const card of cards) products.set(card.id, await productByHandle(card.handle));
  const left = new Map([...products].map(([id, product]) => [id, product.available_units]));
  return order.items.map((item): Wanted => {
    const product = products.get(item.product_id ?? "");
    const pack = product?.packs.find((one) => one.variant_id === item.variant_id);
    const there = left.get(item.product_id ?? "") ?? 0;
    const quantity = pack ? Math.min(item.quantity, Math.floor(there / pack.units)) : 0;
    if (pack && product) left.set(product.id, there - quantity * pack.units);
    return {
      variant_id: item.variant_id ?? "",
      title: product?.title[path] ?? item.product_title ?? item.title,
      pack: pack?.title[path] ?? item.variant_title ?? "",
      wanted: item.quantity,
      quantity,
    };
  });
}
