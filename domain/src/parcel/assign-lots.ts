import { z } from "zod";
import { compareText } from "../shared/order";
import { parseInput } from "../shared/parse";
import { ok, refuse, type Refusal, type Result } from "../shared/result";

const id = z.string().min(1).max(200);
const MAX_ROWS = 2_000_000;

export const assignLotsInputSchema = z.strictObject({
  parcels: z
    .array(z.strictObject({ parcel: id, items: z.array(z.strictObject({ kind: id, count: z.int().positive() })) }))
    .max(MAX_ROWS),
  kinds: z.array(
    z.strictObject({
      kind: id,
      pack_g: z.int().positive(),
      /** Whether one pack may hold several lots. */
      blendable: z.boolean(),
    }),
  ),
  /** What allocation gave each lot, for each kind. */
  lots: z
    .array(
      z.strictObject({
        lot: id,
        kind: id,
        grams: z.int().positive(),
        best_before: z.iso.date().optional(),
        /** Lots of one group come one after the other: where each group fills whole packs, no pack holds two. */
        group: id.optional(),
      }),
    )
    .max(MAX_ROWS),
});

export type AssignLotsInput = z.input<typeof assignLotsInputSchema>;
type Parsed = z.output<typeof assignLotsInputSchema>;
type LotRow = Parsed["lots"][number];
/** What the order of lots looks at. */
export interface LotOrder {
  readonly lot: string;
  readonly best_before?: string | undefined;
  readonly group?: string | undefined;
}

export interface ParcelLot {
  readonly parcel: string;
  readonly kind: string;
  readonly lot: string;
  readonly grams: number;
}

export type AssignLotsRefusal = Refusal<
  "invalid_input" | "listed_twice" | "unknown_kind" | "grams_differ" | "lot_not_whole_packs"
>;

/**
 * Which lots each parcel holds: kind by kind, the lots that expire first (none last, then by id) fill the parcels in
 * their order, each going on where the last one ended (north-west corner). So a kind has at most
 * parcels + lots - 1 lines, and what goes in comes out: per parcel its packs' grams, per lot its grams.
 * Lots of one group stay together, so that two grades never share a pack.
 * A kind that is not blendable moves in whole packs, so that every pack has one lot.
 *
 * Refuses a kind that is not described, anything listed twice, lots whose grams are not exactly the parcels' packs of
 * that kind, and a lot of a kind that is not blendable with a part of a pack.
 */
export function assignLots(input: AssignLotsInput): Result<ParcelLot[], AssignLotsRefusal> {
  const parsed = parseInput(assignLotsInputSchema, input);
  if (!parsed.ok) return parsed;
  const { parcels, kinds, lots } = parsed.value;
  const twice = listedTwice(parsed.value);
  if (twice !== null) return refuse("listed_twice", `${twice} is listed twice.`);

  const known = new Set(kinds.map((kind) => kind.kind));
  const needs = grouped(
    parcels.flatMap(({ parcel, items }) => items.map((item) => ({ ...item, parcel }))),
    (item) => item.kind,
  );
  const supplies = grouped(lots, (lot) => lot.kind);
  for (const kind of [...needs.keys(), ...supplies.keys()]) {
    if (!known.has(kind)) return refuse("unknown_kind", `Kind "${kind}" is not described.`, "kinds");
  }
  const lines: ParcelLot[] = [];
  for (const { kind, pack_g, blendable } of [...kinds].sort((a, b) => compareText(a.kind, b.kind))) {
    const needed = (needs.get(kind) ?? []).map((item) => ({ parcel: item.parcel, grams: item.count * pack_g }));
    const supplied = [...(supplies.get(kind) ?? [])].sort(compareLots);
    const needed_g = needed.reduce((sum, item) => sum + item.grams, 0);
    const supplied_g = supplied.reduce((sum, lot) => sum + lot.grams, 0);
    if (needed_g !== supplied_g) {
      const message = `The lots of "${kind}" hold ${supplied_g} g, the parcels need ${needed_g} g.`;
      return refuse("grams_differ", message, "lots");
    }
    const broken = blendable ? undefined : supplied.find((lot) => lot.grams % pack_g !== 0);
    if (broken !== undefined) {
      const message = `Lot "${broken.lot}" gives ${broken.grams} g, not whole packs of ${pack_g} g of "${kind}".`;
      return refuse("lot_not_whole_packs", message, "lots");
    }
    lines.push(...northWest(kind, needed, supplied));
  }
  return ok(lines);
}

function northWest(
  kind: string,
  needed: readonly { parcel: string; grams: number }[],
  lots: readonly LotRow[],
): ParcelLot[] {
  const lines: ParcelLot[] = [];
  let position = 0;
  let left_g = lots[0]?.grams ?? 0;
  for (const { parcel, grams } of needed) {
    let missing_g = grams;
    while (missing_g > 0) {
      if (left_g === 0) left_g = lots[++position]?.grams ?? 0;
      const lot = lots[position];
      if (lot === undefined) throw new Error(`assignLots: lots of ${kind} ran out`);
      const taken_g = Math.min(missing_g, left_g);
      lines.push({ parcel, kind, lot: lot.lot, grams: taken_g });
      missing_g -= taken_g;
      left_g -= taken_g;
    }
  }
  return lines;
}

/** The order in which lots are given out: group by group, the first to expire first, then by id. */
export function compareLots(a: LotOrder, b: LotOrder): number {
  // "~" comes after every digit, so lots without a date come last.
  return (
    compareText(a.group ?? "", b.group ?? "") ||
    compareText(a.best_before ?? "~", b.best_before ?? "~") ||
    compareText(a.lot, b.lot)
  );
}

function grouped<T>(rows: readonly T[], keyOf: (row: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const row of rows) {
    const group = groups.get(keyOf(row));
    if (group === undefined) groups.set(keyOf(row), [row]);
    else group.push(row);
  }
  return groups;
}

function listedTwice({ parcels, kinds, lots }: Parsed): string | null {
  const seen = new Set<string>();
  const names = [
    ...parcels.map((parcel) => ["Parcel", parcel.parcel]),
    ...parcels.flatMap((parcel) => parcel.items.map((item) => ["Item", parcel.parcel, item.kind])),
    ...kinds.map((kind) => ["Kind", kind.kind]),
    ...lots.map((lot) => ["Lot", lot.lot, lot.kind]),
  ];
  for (const name of names) {
    const key = JSON.stringify(name);
    if (seen.has(key)) return `${name[0]} "${name.slice(1).join(" / ")}"`;
    seen.add(key);
  }
  return null;
}
