import type { Place } from "./places.server";

/** Where the goods of a basket can be sent at all. */
export interface Reach {
  /** ISO codes in small letters. */
  readonly countries: readonly string[];
  /** By their names in Chinese; null where the place has no say. */
  readonly provinces: readonly string[] | null;
}

export interface Choices {
  readonly shown: readonly (Place & { readonly served: boolean })[];
  /** What no carrier goes to, shown or not. */
  readonly left: readonly Place[];
}

/** So many places are named; of more it is said that the list has the others. */
export const MOST_NAMED = 8;

/**
 * Pure. What is offered of `all`: places that are served, and the one that is kept already, so that nothing that was typed is lost. Where
 * nothing is known (null), and where none is served, all of them: then the address is refused by name when it is saved.
 */
export function choicesOf(all: readonly Place[], served: readonly string[] | null | undefined, kept: string): Choices {
  const marked = all.map((place) => ({ ...place, served: served?.includes(place.name) ?? true }));
  if (!marked.some((place) => place.served))
    return { shown: marked.map((place) => ({ ...place, served: true })), left: [] };
  return {
    shown: marked.filter((place) => place.served || place.name === kept),
    left: marked.filter((place) => !place.served).map(({ served: _, ...place }) => place),
  };
}
