import { data, redirect } from "react-router";
import { z } from "zod";
import type { Path } from "../../i18n/locale";
import { say } from "../../i18n/say.server";
import { call, type Refusal } from "../../lib/api.server";
import { asBuyer } from "../../lib/sessions.server";
import { both } from "../../lib/shapes";
import type { MedusaCart } from "../cart/data.server";
import type { ActSaid } from "../order/acts.server";
import { POLICIES } from "../shorts/policies";
import type { Problem } from "../ui/Field";
import { inWords, text } from "../ui/form.server";
import { CHOICES, type Choice } from "./choices";

const choiceFields = z.object({
  choice: z.enum(CHOICES).nullable(),
  house: z.array(z.object({ cooperative: both, policy: z.enum(POLICIES), wait_days: z.int() })),
  wait_days: z.int(),
  has_other: z.boolean(),
});
/** What a buyer chose for missing goods, and what is done where nothing is chosen. */
export type ShortChoice = z.output<typeof choiceFields>;

/** Of an order: why it can't be changed any more; null while it can. */
export const orderChoiceSchema = choiceFields.extend({ lock: z.enum(["ended", "packing", "missing"]).nullable() });
export type OrderChoice = z.output<typeof orderChoiceSchema>;

/** Where all is over and nothing was chosen there is nothing to tell. */
export function toldOfChoice(choice: OrderChoice | null): OrderChoice | null {
  const tells = choice !== null && choice.house.length > 0 && (choice.lock !== "ended" || choice.choice !== null);
  return tells ? choice : null;
}

const cartSchema = z.object({ short_choice: choiceFields });

/** Null where nothing can be said just now: then it is as the cooperative does. */
export async function cartChoice(cart_id: string): Promise<ShortChoice | null> {
  const answer = await call(ofCart(cart_id), cartSchema);
  return answer.ok && answer.value.short_choice.house.length > 0 ? answer.value.short_choice : null;
}

/** Writes what the form says. Pressed, the page comes anew; chosen with script, it stays as it is. */
export async function chooseWhenShort(form: FormData, cart: MedusaCart, path: Path) {
  const saved = await call(ofCart(cart.id), z.unknown(), { body: { choice: choiceTyped(form) } });
  const problems: Problem[] = saved.ok ? [] : [{ field: "short_choice", text: wordsOf(path, saved.refusal) }];
  if (problems.length === 0 && form.has("pressed")) return redirect(`/${path}/checkout#missing`);
  return { problems, form: undefined };
}

/** The same on the order's page, by its buyer. */
export async function chooseForOrder(request: Request, order_id: string, path: Path, form: FormData) {
  const at = `/store/orders/${encodeURIComponent(order_id)}/short-choice`;
  const headers = await asBuyer(request);
  const saved = await call(at, z.unknown(), { body: { choice: choiceTyped(form) }, headers });
  if (saved.ok) return redirect(`/${path}/orders/${encodeURIComponent(order_id)}#missing`);
  const words = saved.refusal.status === 403 ? say(path)("orderClaims.onlyBuyer") : wordsOf(path, saved.refusal);
  return data({ again: [], problem: null, choice: words } satisfies ActSaid, { status: saved.refusal.status });
}

/** Anything but the three is what the cooperative does. */
function choiceTyped(form: FormData): Choice | null {
  const typed = text(form, "short_choice");
  return CHOICES.find((one) => one === typed) ?? null;
}

const CODES = ["goods_missing", "already_packed", "order_ended", "already_ordered"] as const;

function wordsOf(path: Path, refusal: Refusal): string {
  const code = CODES.find((one) => one === refusal.code);
  return code === undefined ? inWords(path, refusal) : say(path)(`shortChoice.refusals.${code}`);
}

const ofCart = (cart_id: string): string => `/store/carts/${encodeURIComponent(cart_id)}/short-choice`;
