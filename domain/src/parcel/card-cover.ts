import { addDays } from "../shared/dates";
import { cardsInForce, type RateCard } from "./rate-card";

/** How long a cooperative can send by the cards it has. Days as "2026-11-26". */
export interface CardCover {
  /** Cards that price today. With none, nothing can be planned or sent. */
  readonly in_force: number;
  /** The last day until which some card prices every day from today on; null where none does today, or there is no end. */
  readonly ends_on: string | null;
  /** The first day after that, or after today where none is in force, from which a card prices again; null where none does. */
  readonly next_from: string | null;
}

type Days = Pick<RateCard, "carrier" | "service" | "currency" | "valid_from" | "valid_to">;

/**
 * Until when cards are good together, each superseding the one before it as in `cardsInForce`. Looks only at days on which
 * something changes: the first of a card and the one after its last.
 */
export function cardCover(cards: readonly Days[], today: string): CardCover {
  const changes = [
    ...new Set(
      cards.flatMap(({ valid_from, valid_to }) => [
        ...(valid_from === undefined ? [] : [valid_from]),
        ...(valid_to === undefined ? [] : [addDays(valid_to, 1)]),
      ]),
    ),
  ]
    .filter((day) => day > today)
    .sort();
  const covered = (day: string): boolean => cardsInForce(cards, day).length > 0;
  const in_force = cardsInForce(cards, today).length;
  const gap = in_force === 0 ? today : changes.find((day) => !covered(day));
  const next_from = gap === undefined ? null : (changes.find((day) => day > gap && covered(day)) ?? null);
  return { in_force, ends_on: in_force === 0 || gap === undefined ? null : addDays(gap, -1), next_from };
}
