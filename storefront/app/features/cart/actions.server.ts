import { data, redirect } from "react-router";
import type { Path } from "../../i18n/locale";
import { say } from "../../i18n/say.server";
import type { Refusal } from "../../lib/api.server";
import { saved, shopSession, tokenOf, type ShopSession } from "../../lib/sessions.server";
import { productByHandle, regionId } from "../produce/data.server";
import { NO_FIELD, type Problem } from "../ui/Field";
import { shownFits } from "./fit.server";
import { shopRefusal } from "./freight-words.server";
import { keepPriceChanges } from "./price-changes.server";
import { fieldOf, inWords, text } from "../ui/form.server";
import {
  addLine,
  countOf,
  createCart,
  fetchCart,
  isCompleted,
  rawCart,
  removeLine,
  setLine,
  type MedusaCart,
} from "./data.server";

/** Packs of one line at most: more is an order for /wholesale. */
export const MAX_QUANTITY = 999;

export function parseQuantity(typed: string): number | null {
  if (!/^\d{1,4}$/.test(typed)) return null;
  const quantity = Number(typed);
  return quantity >= 1 && quantity <= MAX_QUANTITY ? quantity : null;
}

/** Puts packs into the browser's cart, making one if there is none or the old one has become an order. */
export async function addToCart(request: Request, handle: string, path: Path) {
  const form = await request.formData();
  const t = say(path);
  const variant_id = text(form, "variant_id");
  const typed = { variant_id, quantity: text(form, "quantity") };
  const refused = (words: string, field = "quantity") => refusedWith([{ field, text: words }], typed);
  const quantity = parseQuantity(typed.quantity);
  if (quantity === null) return refused(t("cart.badQuantity", { max: MAX_QUANTITY }));

  // A kind word early; the hold that is taken when paying decides.
  const product = await productByHandle(handle);
  const pack = product.packs.find((one) => one.variant_id === variant_id);
  if (!pack) return refused(inWords(path, NO_SUCH_PACK));
  if (quantity * pack.units > product.available_units) {
    const left = Math.floor(product.available_units / pack.units);
    return refused(t("product.onlyLeft", { count: left }));
  }

  const session = await shopSession(request);
  const old = await rawCart(session);
  let cart_id = old && !isCompleted(old) ? old.id : undefined;
  if (cart_id === undefined) {
    const made = await createCart(await regionId(), undefined, await tokenOf(request, "account"));
    if (!made.ok) return refused(inWords(path, made.refusal), fieldOf(made.refusal, "quantity"));
    cart_id = made.value.cart.id;
  }
  const added = await addLine(cart_id, variant_id, quantity);
  if (!added.ok)
    return refused(await shopRefusal(path, stockCode(added.refusal), cart_id), fieldOf(added.refusal, "quantity"));
  if (old?.id === cart_id) keepPriceChanges(session, old, added.value.cart);
  session.set("cart_id", cart_id);
  session.set("cart_count", countOf(added.value.cart));
  return redirect(`/${path}/cart`, { headers: await saved(session) });
}

/** One line of the cart: another quantity, or gone. */
export async function changeLine(request: Request, path: Path) {
  const form = await request.formData();
  const t = say(path);
  const session = await shopSession(request);
  if (form.get("intent") === "fit") return takeWhatThereIs(form, session, path);
  const cart_id = session.get("cart_id");
  const line_id = text(form, "line_id");
  if (cart_id === undefined || line_id === "") return redirect(`/${path}/cart`);
  const field = `quantity-${line_id}`;
  const before = await fetchCart(cart_id);
  if (form.get("intent") === "remove") {
    const removed = await removeLine(cart_id, line_id);
    if (!removed.ok) return refusedWith([{ field: NO_FIELD, text: await shopRefusal(path, removed.refusal, cart_id) }]);
  } else {
    const quantity = parseQuantity(text(form, field));
    if (quantity === null) return refusedWith([{ field, text: t("cart.badQuantity", { max: MAX_QUANTITY }) }]);
    const set = await setLine(cart_id, line_id, quantity);
    if (!set.ok) {
      const words = await shopRefusal(path, stockCode(set.refusal), cart_id);
      return refusedWith([{ field: fieldOf(set.refusal, field), text: words }]);
    }
  }
  await keepChanged(session, cart_id, before.ok ? before.value.cart : null);
  return redirect(`/${path}/cart`, { headers: await saved(session) });
}

/**
 * Makes short lines as small as their page showed, one after the other; what is refused stays and is shown again. A repeated press
 * changes nothing more.
 */
async function takeWhatThereIs(form: FormData, session: ShopSession, path: Path) {
  const cart = await rawCart(session);
  const back = `/${path}/${form.get("from") === "checkout" ? "checkout" : "cart"}`;
  if (!cart || isCompleted(cart)) return redirect(back);
  const shown = shownFits(form, cart.items ?? []);
  const problems: Problem[] = [];
  for (const [line_id, packs] of shown) {
    const done = packs === 0 ? await removeLine(cart.id, line_id) : await setLine(cart.id, line_id, packs);
    if (!done.ok) {
      const words = await shopRefusal(path, stockCode(done.refusal), cart.id);
      problems.push({ field: fieldOf(done.refusal, `quantity-${line_id}`), text: words });
    }
  }
  await keepChanged(session, cart.id, cart);
  const headers = await saved(session);
  return problems.length > 0
    ? data({ problems, typed: undefined }, { status: 400, headers })
    : redirect(back, { headers });
}

/** After a change: how many pieces there are, and what costs another price than it did. */
async function keepChanged(session: ShopSession, cart_id: string, before: MedusaCart | null) {
  const now = await fetchCart(cart_id);
  if (!now.ok) return;
  session.set("cart_count", countOf(now.value.cart));
  keepPriceChanges(session, before, now.value.cart);
}

const NO_SUCH_PACK: Refusal = { status: 404, code: "not_found", message: "" };

/** Medusa has its own words for "not enough". */
function stockCode(refusal: Refusal): Refusal {
  return refusal.code === "insufficient_inventory" || /inventory/i.test(refusal.message)
    ? { ...refusal, code: "insufficient_stock" }
    : refusal;
}

/** `typed`: what the form held, for a page that is rendered anew. */
function refusedWith(problems: Problem[], typed?: { variant_id: string; quantity: string }) {
  return data({ problems, typed }, { status: 400 });
}
