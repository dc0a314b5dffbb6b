import { compareText } from "../shared/order";
import { ok, refuse, type Refusal, type Result } from "../shared/result";

/** Equal parcels of a plan, as far as lots are concerned. */
export interface LotPattern {
  readonly parcels: number;
  readonly items: readonly { readonly kind: string; readonly count: number }[];
}

/** What one lot gives of one kind, in the kind's units. */
export interface LotSupply {
  readonly lot: string;
  readonly kind: string;
  readonly units: number;
  /** ISO date; lots without one come last. */
  readonly best_before?: string | undefined;
}

/** How a kind is counted. Left out: in packs, so that every pack keeps one lot. */
export interface LotKind {
  readonly kind: string;
  /** Units of one pack, such as its grams. */
  readonly pack_units: number;
  /** Whether one pack may hold several lots. When not, lots give whole packs. */
  readonly blendable: boolean;
}

/**
 * Which lots are in which parcel, in columns: line by line a parcel (counted from 0 through the patterns in their order), a kind
 * and a lot (by their place in `kinds` and `lots`), and units. Kind by kind, parcels in order.
 */
export interface LotLines {
  readonly length: number;
  readonly kinds: readonly string[];
  readonly lots: readonly string[];
  readonly parcel: Int32Array;
  readonly kind: Int32Array;
  readonly lot: Int32Array;
  readonly units: Float64Array;
}

export type LotLinesRefusal = Refusal<"lots_short" | "lot_not_whole_packs" | "lot_listed_twice" | "invalid_units">;

/**
 * Lots for the parcels of a plan: for each kind the lots that expire first (none last, then by id) fill the parcels in their
 * order, each going on where the last one ended (north-west corner). A line starts where a parcel starts or a lot starts, so a
 * kind has at most its parcels + its lots - 1 lines. Lots may hold more than is needed: the last to expire is left over.
 *
 * Refuses lots that hold less than the parcels need, a lot named twice for a kind, units that are not whole, and, for kinds that
 * may not be blended, a lot with a part of a pack. Columns, since a bulk order has millions of lines.
 */
export function lotsOfPatterns(
  patterns: readonly LotPattern[],
  supplies: readonly LotSupply[],
  described: readonly LotKind[] = [],
): Result<LotLines, LotLinesRefusal> {
  const fault = supplyFault(supplies);
  if (fault !== null) return fault;
  const rules = new Map(described.map((rule) => [rule.kind, rule]));
  const runs = runsByKind(patterns);
  const byKind = new Map<string, LotSupply[]>();
  for (const supply of supplies) {
    const known = byKind.get(supply.kind);
    if (known === undefined) byKind.set(supply.kind, [supply]);
    else known.push(supply);
  }
  const kinds = [...runs.keys()].sort(compareText);
  const lots = [...new Set(supplies.map((supply) => supply.lot))].sort(compareText);
  const lotAt = new Map(lots.map((lot, at) => [lot, at]));
  const size = kinds.reduce((sum, kind) => {
    const parcels = runs.get(kind)!.reduce((total, run) => total + run.parcels, 0);
    return sum + parcels + (byKind.get(kind)?.length ?? 0);
  }, 0);
  const lines = new Lines(size);
  for (const [at, kind] of kinds.entries()) {
    const { pack_units, blendable } = rules.get(kind) ?? { pack_units: 1, blendable: true };
    const given = [...(byKind.get(kind) ?? [])].sort(firstExpiring);
    const needed = runs.get(kind)!.reduce((sum, run) => sum + run.parcels * run.count * pack_units, 0);
    const supplied = given.reduce((sum, supply) => sum + supply.units, 0);
    if (supplied < needed) {
      const message = `The lots of "${kind}" hold ${supplied} and the parcels need ${needed}.`;
      return refuse("lots_short", message, "lots");
    }
    const broken = blendable ? undefined : given.find((supply) => supply.units % pack_units !== 0);
    if (broken !== undefined) {
      const message = `Lot "${broken.lot}" gives ${broken.units}, not whole packs of ${pack_units} of "${kind}".`;
      return refuse("lot_not_whole_packs", message, "lots");
    }
    const order = Int32Array.from(given, (supply) => lotAt.get(supply.lot)!);
    lines.northWest(at, runs.get(kind)!, pack_units, given, order);
  }
  return ok({ kinds, lots, ...lines.cut() });
}

interface Run {
  readonly first: number;
  readonly parcels: number;
  readonly count: number;
}

function runsByKind(patterns: readonly LotPattern[]): Map<string, Run[]> {
  const runs = new Map<string, Run[]>();
  let first = 0;
  for (const { parcels, items } of patterns) {
    for (const { kind, count } of items) {
      const known = runs.get(kind);
      if (known === undefined) runs.set(kind, [{ first, parcels, count }]);
      else known.push({ first, parcels, count });
    }
    first += parcels;
  }
  return runs;
}

class Lines {
  private length = 0;
  private readonly parcel: Int32Array;
  private readonly kind: Int32Array;
  private readonly lot: Int32Array;
  private readonly units: Float64Array;

  constructor(size: number) {
    this.parcel = new Int32Array(size);
    this.kind = new Int32Array(size);
    this.lot = new Int32Array(size);
    this.units = new Float64Array(size);
  }

  northWest(
    kind: number,
    runs: readonly Run[],
    pack_units: number,
    given: readonly LotSupply[],
    order: Int32Array,
  ): void {
    let position = 0;
    let left = given[0]?.units ?? 0;
    let length = this.length;
    for (const { first, parcels, count } of runs) {
      for (let parcel = first; parcel < first + parcels; parcel++) {
        for (let missing = count * pack_units; missing > 0;) {
          if (left === 0) left = given[++position]!.units;
          const taken = missing < left ? missing : left;
          this.parcel[length] = parcel;
          this.kind[length] = kind;
          this.lot[length] = order[position]!;
          this.units[length++] = taken;
          missing -= taken;
          left -= taken;
        }
      }
    }
    this.length = length;
  }

  cut(): Pick<LotLines, "length" | "parcel" | "kind" | "lot" | "units"> {
    const { length } = this;
    return {
      length,
      parcel: this.parcel.subarray(0, length),
      kind: this.kind.subarray(0, length),
      lot: this.lot.subarray(0, length),
      units: this.units.subarray(0, length),
    };
  }
}

function supplyFault(supplies: readonly LotSupply[]): { ok: false; refusal: LotLinesRefusal } | null {
  const seen = new Set<string>();
  for (const { lot, kind, units } of supplies) {
    if (!Number.isSafeInteger(units) || units <= 0) {
      return refuse(
        "invalid_units",
        `Lot "${lot}" gives ${units} of "${kind}", not a whole number above zero.`,
        "lots",
      );
    }
    const key = JSON.stringify([lot, kind]);
    if (seen.has(key)) return refuse("lot_listed_twice", `Lot "${lot}" is listed twice for "${kind}".`, "lots");
    seen.add(key);
  }
  return null;
}

function firstExpiring(a: LotSupply, b: LotSupply): number {
  // "~" comes after every digit, so lots without a date come last.
  return compareText(a.best_before ?? "~", b.best_before ?? "~") || compareText(a.lot, b.lot);
}
