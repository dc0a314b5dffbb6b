import { z } from "zod";
import { call } from "../../lib/api.server";
import type { Both } from "../../lib/path";
import type { Cart } from "./data.server";

/** A line of which there is less by now than the basket says, or whose goods are no longer sold: then nothing fits. */
export interface ShortLine {
  readonly id: string;
  readonly title: Both;
  readonly pack: Both;
  readonly wanted: number;
  readonly fits: number;
  readonly on_sale: boolean;
}

const fitSchema = z.object({
  lines: z.array(z.object({ id: z.string(), packs: z.number(), fits: z.number(), on_sale: z.boolean() })),
});

/**
 * What of the basket is not there any more, line by line. Nothing while the backend does not say: the hold that is taken when paying decides.
 * Of a bulk order, whose packs are those of its list, only what is no longer sold.
 */
export async function shortLines(cart: Cart): Promise<ShortLine[]> {
  const answer = await call(`/store/carts/${encodeURIComponent(cart.id)}/fit`, fitSchema);
  if (!answer.ok) return [];
  const lines = cart.groups.flatMap((group) => group.lines);
  const short = shortOf(lines, answer.value.lines);
  return cart.addressee_list_id === null ? short : short.filter((line) => !line.on_sale);
}

/** Pure: the lines of which less fits than the basket shows, in the basket's order. */
export function shortOf(
  lines: readonly { id: string; title: Both; pack: Both; quantity: number }[],
  fitted: readonly { id: string; fits: number; on_sale: boolean }[],
): ShortLine[] {
  return lines.flatMap(({ id, title, pack, quantity }) => {
    const { fits, on_sale } = fitted.find((one) => one.id === id) ?? { fits: quantity, on_sale: true };
    return fits < quantity ? [{ id, title, pack, wanted: quantity, fits, on_sale }] : [];
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
