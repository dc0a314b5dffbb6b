import { ok, refuse, type Refusal, type Result } from "../shared/result";

/**
 * How goods that their buyer fetches travel through planning: by a carrier of this name, to a place that stands among the provinces of
 * one rate card alone, the house's own for pick-up. So they are planned in the cheapest cartons, and no carrier's price counts.
 */
export const PICKUP = { carrier: "pickup", service: "point", place: "00", zone: "pickup" } as const;

/** What the carrier is called where carriers are named. */
export const PICKUP_WORDS = { zh: "自提", en: "Pick-up" } as const;

/** Days after which goods at a point that nobody fetched stand out at the desk. */
export const FETCH_WITHIN_DAYS = 7;

/**
 * Where a cooperative's goods in a cart are fetched: the id of a point, or null when they are sent. `way` is that of the goods' order cycle,
 * null for goods of none; `points` are those in force. A cycle that is fetched takes the only point by itself, so that any client of the
 * shop can buy from it; of a cooperative without a point its goods are sent. Refuses a point that is closed, and a choice that is missing.
 */
export function decidePickup({
  way,
  points,
  chosen,
}: {
  way: "ship" | "pickup" | null;
  points: readonly string[];
  chosen: string | null;
}): Result<string | null, Refusal<"pickup_closed" | "pickup_needed">> {
  if (way === "ship") return ok(null);
  if (chosen !== null) {
    if (points.includes(chosen)) return ok(chosen);
    return refuse(
      "pickup_closed",
      "The pick-up point that was chosen is closed by now. Nothing was paid. Choose another one, or have the goods sent.",
      "pickup",
    );
  }
  const [only, second] = points;
  if (way === null || only === undefined) return ok(null);
  if (second === undefined) return ok(only);
  return refuse(
    "pickup_needed",
    "The goods of this order cycle are fetched. Choose a pick-up point first. Nothing was paid.",
    "pickup",
  );
}

/**
 * Whether goods still come as they did when their freight was worked out, cooperative by cooperative: the id of a point, or nothing where they
 * are sent. A cycle may have opened since, or a point begun: its freight would be another.
 */
export function comesAsPriced(
  cooperative_ids: readonly string[],
  priced: ReadonlyMap<string, string>,
  now: ReadonlyMap<string, string>,
): Result<void, Refusal<"pickup_changed">> {
  if (cooperative_ids.every((id) => priced.get(id) === now.get(id))) return ok(undefined);
  return refuse(
    "pickup_changed",
    "How these goods come has changed since their freight was worked out. Nothing was paid. Save the address or the pick-up point again, look at the total, then pay.",
    "pickup",
  );
}

/** So many wrong codes within an hour, and no code is taken for an hour: whoever guesses has a few tries of a million. */
export const WRONG_CODES = 5;
const LOCK_MS = 3_600_000;

/** Until when no code is taken of what a buyer fetches, by the moments of wrong ones; null where one may be tried. */
export function codesLockedUntil(wrong: readonly Date[], now: Date): Date | null {
  const newest = wrong.map((at) => at.getTime()).sort((a, b) => b - a);
  const [last = 0] = newest;
  const first = newest[WRONG_CODES - 1];
  if (first === undefined || last - first >= LOCK_MS || now.getTime() - last >= LOCK_MS) return null;
  return new Date(last + LOCK_MS);
}

/** Where goods that wait to be fetched stand: ready as soon as some can be fetched, else as far as the slowest of their parcels. */
export type PickupState = "packing" | "under_way" | "ready" | "fetched" | "ended";

/** The state of what a buyer fetches, by the states of its live parcels; lost and returned ones come to nobody. */
export function pickupState(parcels: readonly string[]): PickupState {
  const live = parcels.filter((state) => !["lost", "returned", "void"].includes(state));
  if (live.length === 0) return parcels.length === 0 ? "packing" : "ended";
  if (live.includes("in_transit")) return "ready";
  if (live.some(isOnItsWay)) return live.includes("handed_over") && !live.some(isHere) ? "under_way" : "packing";
  return "fetched";
}

/** Whether more comes to the point beside what may stand there. */
export function moreComes(parcels: readonly string[]): boolean {
  return parcels.some(isOnItsWay);
}

const isHere = (state: string): boolean => ["planned", "labelled", "packed"].includes(state);
const isOnItsWay = (state: string): boolean => state === "handed_over" || isHere(state);

/** The end of a name, for a box that stands where strangers see it: "**花", "** Smith". */
export function nameTail(name: string): string {
  const words = name.trim().split(/\s+/);
  const last = words.at(-1) ?? "";
  if (words.length > 1) return `** ${last}`;
  const signs = [...last];
  return signs.length < 2 ? `**${last}` : `**${signs.slice(/\p{Script=Han}/u.test(last) ? -1 : -3).join("")}`;
}

/** The last four digits of a phone. */
export function phoneTail(phone: string): string {
  const digits = phone.replaceAll(/\D/g, "");
  return digits === "" ? "" : `**${digits.slice(-4)}`;
}
