import type { MedusaContainer } from "@medusajs/framework/types";
import { keepLots, ok, type Refusal, type Result, type ShortLineOutcome, type ShortPlan } from "@commonlot/domain";
import { lessPacks, type PackingList } from "../../../lib/packing-list";
import type { PlanAllocation, PlanDestination, PlanRefusal } from "../../../modules/parcel/plan";
import type ParcelService from "../../../modules/parcel/service";
import type { Kept } from "../../../modules/parcel/touch";
import type { Gathered } from "./gather";
import type { Touched } from "./touched";

/**
 * How what is left of an order would travel: parcels that stay as they are, the rest planned by today's rate cards. Nothing is
 * written.
 */
export function travelsAfter(
  container: MedusaContainer,
  gathered: Gathered,
  list: PackingList,
  plan: Pick<ShortPlan, "lines" | "shares">,
  part: Touched | undefined,
): Promise<Result<Travels, PlanRefusal | Refusal>> {
  const allocations = [...promisedTo(gathered, list, plan.shares).values()];
  return travels(container, list, { allocations, destinations: stillToPack(gathered, list, plan.lines), part });
}

/**
 * How it would travel had nothing fallen short, by the same rate cards and with the same parcels staying: what a short saves is the
 * difference. Goods that are missing already travel as goods of no lot.
 */
export function travelsBefore(
  container: MedusaContainer,
  gathered: Gathered,
  list: PackingList,
  part: Touched | undefined,
): Promise<Result<Travels, PlanRefusal | Refusal>> {
  const promised = [...promisedTo(gathered, list, []).values()];
  const destinations = stillToPack(gathered, list, []);
  return travels(container, list, {
    allocations: [...promised, ...ofNoLot(list, destinations, promised)],
    destinations,
    part,
  });
}

/** Units that packs need and no allocation gives, line by line. */
function ofNoLot(
  list: PackingList,
  destinations: readonly PlanDestination[],
  promised: readonly PlanAllocation[],
): PlanAllocation[] {
  return list.lines.flatMap((line) => {
    const packs = destinations.flatMap((one) => one.items).filter((item) => item.order_line_id === line.id);
    const needed = packs.reduce((sum, item) => sum + item.packs, 0) * line.pack_units;
    const given = promised
      .filter((one) => one.order_line_id === line.id)
      .reduce((sum, one) => sum + Number(one.units), 0);
    if (needed <= given) return [];
    const nobody = { pool_id: line.pool_id, lot_id: "none", household_id: "none" };
    return [{ id: `${line.id}/none`, order_line_id: line.id, ...nobody, units: needed - given }];
  });
}

/** What an order is promised and has not left: by line and lot. */
function promisedTo(gathered: Gathered, list: PackingList, shares: ShortPlan["shares"]): Map<string, PlanAllocation> {
  const allocations = new Map<string, PlanAllocation>();
  const frozen = new Map(gathered.left.units.map((one) => [`${one.order_line_id}/${one.lot_id}`, one.units]));
  const put = (order_line_id: string, pool_id: string, lot_id: string, household_id: string, units: number) => {
    const key = `${order_line_id}/${lot_id}`;
    const rest = units - (frozen.get(key) ?? 0);
    if (rest > 0) allocations.set(key, { id: key, order_line_id, pool_id, lot_id, household_id, units: rest });
    else allocations.delete(key);
  };
  for (const a of gathered.facts.allocations.filter((one) => one.order === list.order_id)) {
    put(a.order_line, a.pool, a.lot, a.household, a.units);
  }
  for (const s of shares.filter((one) => one.order === list.order_id)) {
    put(s.order_line, s.pool, s.lot, s.household, s.after);
  }
  return allocations;
}

async function travels(
  container: MedusaContainer,
  list: PackingList,
  what: { allocations: readonly PlanAllocation[]; destinations: PlanDestination[]; part: Touched | undefined },
): Promise<Result<Travels, PlanRefusal | Refusal>> {
  const { allocations, destinations, part } = what;
  const parcels: ParcelService = container.resolve("parcel");
  const kept = part ? await parcels.touches.kept(list.order_id, part.loads) : NOTHING_KEPT;
  const shared = keepLots({
    promised: allocations.map((one) => ({
      id: one.id,
      line: one.order_line_id,
      units: Number(one.units),
    })),
    kept: kept.units.map((one) => ({
      id: `${one.order_line_id}/${one.lot_id}`,
      line: one.order_line_id,
      units: one.units,
    })),
  });
  if (!shared.ok) return shared;
  const rest = new Map(shared.value.rest.map((one) => [one.id, one.units]));
  const planned = await parcels.replans.tryPlan({
    order_id: list.order_id,
    currency: list.currency,
    destinations: lessPacks(destinations, kept.packs),
    allocations: allocations.flatMap((one) => (rest.has(one.id) ? [{ ...one, units: rest.get(one.id)! }] : [])),
  });
  return planned.ok ? ok(together(planned.value, kept)) : planned;
}

export type Travels = Pick<Kept, "parcels" | "freight" | "lines">;
const NOTHING_KEPT: Kept = { parcels: {}, packs: [], units: [], freight: [], lines: [] };

/** What is planned anew and what stays, in one: parcels of each cooperative, and what they cost, also by line. */
function together(anew: Travels, kept: Kept): Travels {
  const parcels = { ...anew.parcels };
  for (const [cooperative, count] of Object.entries(kept.parcels)) {
    parcels[cooperative] = (parcels[cooperative] ?? 0) + count;
  }
  const lines = new Map<string, bigint>();
  for (const { order_line_id, freight_minor } of [...anew.lines, ...kept.lines]) {
    lines.set(order_line_id, (lines.get(order_line_id) ?? 0n) + freight_minor);
  }
  return {
    parcels,
    freight: [...anew.freight, ...kept.freight],
    lines: [...lines].map(([order_line_id, freight_minor]) => ({ order_line_id, freight_minor })),
  };
}

/** A packing list less what fell short before, what falls short now, and what has left. */
function stillToPack(gathered: Gathered, list: PackingList, lines: readonly ShortLineOutcome[]): PlanDestination[] {
  return lessPacks(list.destinations, [
    ...gathered.facts.drops.map((d) => ({
      order_line_id: d.order_line,
      destination_id: d.destination,
      packs: d.short - d.lost,
    })),
    ...lines.flatMap((line) =>
      line.drops.map((drop) => ({
        order_line_id: line.order_line,
        destination_id: drop.destination,
        packs: drop.packs,
      })),
    ),
    ...gathered.left.packs,
  ]);
}
