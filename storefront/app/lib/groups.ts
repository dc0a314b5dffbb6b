/** A query says a list by naming it again and again, and Express reads no more than so many as a list. */
export const LISTED_AT_ONCE = 20;

/** The same, in groups of at most `size`. */
export function inGroups<T>(all: readonly T[], size: number = LISTED_AT_ONCE): T[][] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, at) => all.slice(at * size, (at + 1) * size));
}
