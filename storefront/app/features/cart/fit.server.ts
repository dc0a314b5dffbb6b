import { z } from "zod";
import { call } from "../../lib/api.server";
import type { Both } from "../../lib/path";
import type { Cart } from "./data.server";

/** A line of which there is less by now than the basket says. */
export interface ShortLine {
  readonly id: string;
  readonly title: Both;
  readonly pack: Both;
  readonly wanted: number;
  readonly fits: number;
}

const fitSchema = z.object({ lines: z.array(z.object({ id: z.string(), packs: z.number(), fits: z.number() })) });

/**
 * What of the basket is not there any more, line by line. Nothing while the backend does not say: the hold that is taken when paying decides.
 * Left out for a bulk order, whose packs are those of its list.
 */
export async function shortLines(cart: Cart): Promise<ShortLine[]> {
  if (cart.addressee_list_id !== null) return [];
  const answer = await call(`/store/carts/${encodeURIComponent(cart.id)}/fit`, fitSchema);
  return answer.ok
    ? shortOf(
        cart.groups.flatMap((group) => group.lines),
        answer.value.lines,
      )
    : [];
}

/** Pure: the lines of which less fits than the basket shows, in the basket's order. */
export function shortOf(
  lines: readonly { id: string; title: Both; pack: Both; quantity: number }[],
  fitted: readonly { id: string; fits: number }[],
): ShortLine[] {
  return lines.flatMap(({ id, title, pack, quantity }) => {
    const fits = fitted.find((one) => one.id === id)?.fits ?? quantity;
    return fits < quantity ? [{ id, title, pack, wanted: quantity, fits }] : [];
  });
}

/** What the form of `ShortLines` was shown: line id -> packs. Only what it could have been: whole packs, fewer than before. */
export function shownFits(form: FormData, lines: readonly { id: string; quantity: number }[]): Map<string, number> {
  return new Map(
    lines.flatMap(({ id, quantity }): [string, number][] => {
      const typed = form.get(`fits-${id}`);
      if (typeof typed !== "string" || !/^\d{1,4}$/.test(typed)) return [];
      const packs = Number(typed);
      return packs < quantity ? [[id, packs]] : [];
    }),
  );
}
