import { compareText } from "../shared/order";
import { ok, refuse, type Refusal, type Result } from "../shared/result";
import type { ParcelLot } from "./assign-lots";

/** What another lot can give instead. */
export interface Replacement {
  readonly lot: string;
  readonly kind: string;
  readonly grams: number;
  /** ISO date; lots without one come last. */
  readonly best_before?: string | undefined;
}

export interface SubstituteLotsInput {
  /** Every line of the plan, parcels in the order they were filled. */
  readonly lines: readonly ParcelLot[];
  /** Lots that may not be used any more: recalled, spoilt, swapped. */
  readonly withdrawn: readonly string[];
  readonly replacements: readonly Replacement[];
  /** Pack size of kinds whose packs must keep one lot. */
  readonly whole_packs_g?: Readonly<Record<string, number>>;
}

export interface Substitution {
  /** The lines that go, and those that come: both only of parcels that hold a withdrawn lot. */
  readonly removed: ParcelLot[];
  readonly added: ParcelLot[];
  /** The parcels whose papers and labels change. */
  readonly parcels: string[];
}

export type SubstituteLotsRefusal = Refusal<"replacement_short" | "replacement_withdrawn" | "lot_not_whole_packs">;

/**
 * Takes lots out of a plan and puts others in their place: only parcels that hold one of them are touched, in their order, by
 * the same north-west corner over the lots that expire first; all other lines stay as they are. Of each kind the added lines
 * are at most the removed ones + the replacing lots - 1, and every parcel keeps its grams.
 *
 * Refuses replacements that are too few, are withdrawn themselves, or, for packs that must keep one lot, are not whole packs.
 */
export function substituteLots(input: SubstituteLotsInput): Result<Substitution, SubstituteLotsRefusal> {
  const withdrawn = new Set(input.withdrawn);
  const bad = input.replacements.find((replacement) => withdrawn.has(replacement.lot));
  if (bad !== undefined) {
    return refuse(
      "replacement_withdrawn",
      `Lot "${bad.lot}" is withdrawn and can't take its own place.`,
      "replacements",
    );
  }
  const removed = input.lines.filter((line) => withdrawn.has(line.lot));
  const added: ParcelLot[] = [];
  for (const kind of [...new Set(removed.map((line) => line.kind))].sort(compareText)) {
    const gaps = gapsOf(removed.filter((line) => line.kind === kind));
    const given = input.replacements
      .filter((replacement) => replacement.kind === kind)
      .sort((a, b) => compareText(a.best_before ?? "~", b.best_before ?? "~") || compareText(a.lot, b.lot));
    const pack_g = input.whole_packs_g?.[kind];
    const broken = pack_g === undefined ? undefined : given.find((replacement) => replacement.grams % pack_g !== 0);
    if (broken !== undefined) {
      const message = `Lot "${broken.lot}" gives ${broken.grams} g, not whole packs of ${pack_g} g of "${kind}".`;
      return refuse("lot_not_whole_packs", message, "replacements");
    }
    const needed_g = gaps.reduce((sum, gap) => sum + gap.grams, 0);
    const given_g = given.reduce((sum, replacement) => sum + replacement.grams, 0);
    if (given_g < needed_g) {
      const message = `The lots in place of those of "${kind}" hold ${given_g} g, and ${needed_g} g are missing.`;
      return refuse("replacement_short", message, "replacements");
    }
    added.push(...fill(kind, gaps, given));
  }
  return ok({ removed, added, parcels: [...new Set(removed.map((line) => line.parcel))] });
}

/** What each parcel misses, in the parcels' order. */
function gapsOf(lines: readonly ParcelLot[]): { parcel: string; grams: number }[] {
  const gaps = new Map<string, number>();
  for (const { parcel, grams } of lines) gaps.set(parcel, (gaps.get(parcel) ?? 0) + grams);
  return [...gaps].map(([parcel, grams]) => ({ parcel, grams }));
}

function fill(
  kind: string,
  gaps: readonly { parcel: string; grams: number }[],
  given: readonly Replacement[],
): ParcelLot[] {
  const lines: ParcelLot[] = [];
  let position = 0;
  let left_g = given[0]?.grams ?? 0;
  for (const { parcel, grams } of gaps) {
    for (let missing_g = grams; missing_g > 0;) {
      if (left_g === 0) left_g = given[++position]!.grams;
      const taken_g = Math.min(missing_g, left_g);
      lines.push({ parcel, kind, lot: given[position]!.lot, grams: taken_g });
      missing_g -= taken_g;
      left_g -= taken_g;
    }
  }
  return lines;
}
