import type { OrderPlan, PlanDestination } from "./plan";

/** Parcels written in one transaction: a second's work at most, and few enough jobs that the queue is no cost. */
export const PARCELS_PER_CHUNK = 4_000;

/**
 * All that writing a range of parcels needs, as rows: stops are [basket, parcels of it passed by, parcels, destination, addressee,
 * name, phone, province, address], lots are [order line, units of the range before it, units, allocation, lot, pool, household].
 */
export interface ChunkBody {
  stops: [number, number, number, string, string | null, string, string, string, string][];
  lots: [string, number, number, string, string, string, string][];
}

export interface Chunk {
  /** Place of its first parcel, counted from 0 through the plan. */
  first: number;
  parcels: number;
  body: ChunkBody;
}

/** A plan cut into ranges of so many parcels, one after the other: never more than one of them is held. */
export function* chunksOf(plan: OrderPlan, size: number): Generator<Chunk> {
  const lots = new LotCursor(plan);
  let first = 0;
  let parcels = 0;
  let stops: ChunkBody["stops"] = [];
  let units = new Map<string, number>();
  for (const { destination, basket } of plan.stops) {
    const all = plan.plans[basket]!.parcels;
    for (let passed = 0; passed < all;) {
      const taken = Math.min(all - passed, size - parcels);
      stops.push([basket, passed, taken, ...addressOf(destination)]);
      addUnits(plan, basket, passed, taken, units);
      passed += taken;
      parcels += taken;
      if (parcels < size) continue;
      yield { first, parcels, body: { stops, lots: lots.take(units) } };
      first += parcels;
      parcels = 0;
      stops = [];
      units = new Map();
    }
  }
  if (parcels > 0) yield { first, parcels, body: { stops, lots: lots.take(units) } };
}

function addressOf(to: PlanDestination): [string, string | null, string, string, string, string] {
  return [to.id, to.addressee_id ?? null, to.name, to.phone, to.province_code, to.address];
}

/** Adds what `taken` parcels of a basket hold of each line, those after the first `passed`. */
function addUnits(plan: OrderPlan, basket: number, passed: number, taken: number, units: Map<string, number>): void {
  let at = 0;
  for (const { parcels, lines } of plan.plans[basket]!.patterns) {
    const inside = Math.min(at + parcels, passed + taken) - Math.max(at, passed);
    at += parcels;
    if (inside <= 0) continue;
    for (const { kind, count } of lines) {
      const each = count * plan.lines.get(kind)!.pack_units;
      units.set(kind, (units.get(kind) ?? 0) + inside * each);
    }
  }
}

/** Where each line's lots have come to. */
class LotCursor {
  private readonly places = new Map<string, { at: number; used: number }>();

  constructor(private readonly plan: OrderPlan) {}

  /** The lots that give the next units of each line, in their order. */
  take(units: ReadonlyMap<string, number>): ChunkBody["lots"] {
    const taken: ChunkBody["lots"] = [];
    for (const [kind, needed] of units) {
      const queue = this.plan.queues.get(kind)!;
      const place = this.places.get(kind) ?? { at: 0, used: 0 };
      this.places.set(kind, place);
      for (let filled = 0; filled < needed;) {
        const lot = queue[place.at]?.lot;
        if (lot === undefined) throw new Error(`plan: the lots of ${kind} ran out`);
        const given = Math.min(needed - filled, lot.units - place.used);
        taken.push([kind, filled, given, lot.allocation_id, lot.lot, lot.group, lot.household_id]);
        filled += given;
        place.used += given;
        if (place.used === lot.units) {
          place.at++;
          place.used = 0;
        }
      }
    }
    return taken;
  }
}
