import type { Both } from "../../lib/path";

export const SHELVES = ["products", "villages"] as const;
export type Shelf = (typeof SHELVES)[number];

/** What may have been meant by an address that is none: a product or a village that there is. */
export interface Nearest {
  readonly shelf: Shelf;
  readonly handle: string;
  readonly name: Both;
  /** Where it is from. */
  readonly place: Both | null;
}

/** As many as are named on a page that is not there. */
export const MOST_NEAREST = 3;
/** A handle of ours is shorter; what is longer is no slip of the finger. */
const MAX_HANDLE = 60;

/** Pure: what is searched for in place of a handle, by the words that it is made of, the next only where the one before found nothing. */
export function wordsOfHandle(handle: string): string[] {
  const words = handle.normalize("NFKC").match(/[\p{L}\p{N}]+/gu) ?? [];
  const [first] = words;
  if (first === undefined || handle.length > MAX_HANDLE) return [];
  // Handles begin with the village: what it sells no more, others of it may be near.
  return words.length === 1 ? [first] : [words.join(" "), first];
}

/** Pure: those of the kind that was asked for before the others. */
export function pickNearest(found: readonly Nearest[], shelf: Shelf): Nearest[] {
  const own = found.filter((one) => one.shelf === shelf);
  return [...own, ...found.filter((one) => one.shelf !== shelf)].slice(0, MOST_NEAREST);
}

/** What the page that is not there was given of this; none where it was given anything else. */
export function nearestIn(data: unknown): readonly Nearest[] {
  const given = typeof data === "object" && data !== null && "nearest" in data ? data.nearest : undefined;
  return Array.isArray(given) ? (given as Nearest[]) : [];
}
