import { compareText } from "../shared/order";
import { ok, refuse, type Refusal, type Result } from "../shared/result";
import { compareLots } from "./assign-lots";

/** A lot that gives something to a kind, in the kind's units. */
export interface LotToQueue {
  readonly lot: string;
  readonly kind: string;
  readonly units: number;
  /** ISO date; lots without one come last. */
  readonly best_before?: string | undefined;
  /** Lots of one group come one after the other, such as those of one grade. */
  readonly group?: string | undefined;
}

/** What all parcels together need of a kind. */
export interface KindToFill {
  readonly kind: string;
  readonly packs: number;
  /** Units of one pack, such as its grams. */
  readonly pack_units: number;
  /** Whether one pack may hold several lots. When not, lots give whole packs. */
  readonly blendable: boolean;
}

/** A lot in its place: it gives the units from `first` (counted from 0 over all parcels of the kind) up to `first + units`. */
export interface QueuedLot<Lot extends LotToQueue = LotToQueue> {
  readonly first: number;
  readonly lot: Lot;
}

export type QueueLotsRefusal = Refusal<"unknown_kind" | "grams_differ" | "lot_not_whole_packs" | "listed_twice">;

/**
 * The order in which lots fill parcels, kind by kind: the same as `assignLots` gives out, without writing down which parcel gets
 * which. Parcels in their order take units from 0 on, lots in theirs give units from 0 on; where the two overlap, that lot is in
 * that parcel (north-west corner). So any range of parcels can be filled by itself.
 *
 * Refuses lots of a kind that nobody needs, a lot named twice, lots that do not hold exactly what is needed, and a part of a
 * pack where packs may not be blended.
 */
export function queueLots<Lot extends LotToQueue>(
  kinds: readonly KindToFill[],
  lots: readonly Lot[],
): Result<Map<string, QueuedLot<Lot>[]>, QueueLotsRefusal> {
  const byKind = new Map<string, Lot[]>(kinds.map(({ kind }) => [kind, []]));
  const seen = new Set<string>();
  for (const lot of lots) {
    const own = byKind.get(lot.kind);
    if (own === undefined) return refuse("unknown_kind", `Kind "${lot.kind}" is not described.`, "kinds");
    const key = JSON.stringify([lot.kind, lot.lot]);
    if (seen.has(key)) return refuse("listed_twice", `Lot "${lot.lot} / ${lot.kind}" is listed twice.`);
    seen.add(key);
    own.push(lot);
  }
  const queues = new Map<string, QueuedLot<Lot>[]>();
  for (const { kind, packs, pack_units, blendable } of [...kinds].sort((a, b) => compareText(a.kind, b.kind))) {
    let first = 0;
    const queue = byKind
      .get(kind)!
      .sort(compareLots)
      .map((lot) => {
        const placed = { first, lot };
        first += lot.units;
        return placed;
      });
    if (first !== packs * pack_units) {
      const message = `The lots of "${kind}" hold ${first} g, the parcels need ${packs * pack_units} g.`;
      return refuse("grams_differ", message, "lots");
    }
    const broken = blendable ? undefined : queue.find(({ lot }) => lot.units % pack_units !== 0);
    if (broken !== undefined) {
      const message = `Lot "${broken.lot.lot}" gives ${broken.lot.units} g, not whole packs of ${pack_units} g of "${kind}".`;
      return refuse("lot_not_whole_packs", message, "lots");
    }
    queues.set(kind, queue);
  }
  return ok(queues);
}
