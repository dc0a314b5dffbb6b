import { minorOf } from "../../lib/money.server";
import type { Both } from "../../lib/path";
import { saved, type PriceChange, type ShopSession } from "../../lib/sessions.server";
import type { Cart, MedusaCart } from "./data.server";

/** A cookie has little room. */
const TOLD_AT_MOST = 10;

/** A line whose price of one pack is another one since the buyer last saw it. */
export interface ToldChange extends PriceChange {
  readonly title: Both;
  readonly pack: Both;
}

type Priced = Pick<MedusaCart, "currency_code" | "items">;

/**
 * Pure: lines that cost another price than before, in minor units, with what was to be told already (`untold`): a change and a change back is none, two are
 * one from the first price to the last. Lines that were added or taken out have nothing to tell.
 */
export function priceChanges(before: Priced, after: Priced, untold: readonly PriceChange[] = []): PriceChange[] {
  const was = pricesOf(before);
  for (const change of untold) if (was.has(change.line_id)) was.set(change.line_id, change.was_minor);
  return [...pricesOf(after)].flatMap(([line_id, now_minor]) => {
    const was_minor = was.get(line_id);
    return was_minor === undefined || was_minor === now_minor ? [] : [{ line_id, was_minor, now_minor }];
  });
}

function pricesOf({ currency_code, items }: Priced): Map<string, number> {
  return new Map((items ?? []).map((item) => [item.id, minorOf(item.unit_price, currency_code.toUpperCase())]));
}

/** Keeps for the next page what costs another price since `before`; the caller saves the session. */
export function keepPriceChanges(session: ShopSession, before: Priced | null | undefined, after: Priced): void {
  if (!before) return;
  const changes = priceChanges(before, after, session.get("price_changes"));
  if (changes.length > 0) session.flash("price_changes", changes.slice(0, TOLD_AT_MOST));
}

/** What is to be said of the basket's prices, once; `headers` forget it. */
export async function tellPriceChanges(
  session: ShopSession,
  cart: Cart | null,
): Promise<{ changes: ToldChange[]; headers: HeadersInit }> {
  const kept = session.get("price_changes");
  if (kept === undefined) return { changes: [], headers: {} };
  const lines = cart?.groups.flatMap((group) => group.lines) ?? [];
  const changes = kept.flatMap((change) => {
    const line = lines.find((one) => one.id === change.line_id);
    return line ? [{ ...change, title: line.title, pack: line.pack }] : [];
  });
  return { changes, headers: await saved(session) };
}
