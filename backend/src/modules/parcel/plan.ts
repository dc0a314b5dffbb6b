import {
  apportion,
  assignLots,
  compareText,
  loadsOf,
  ok,
  planParcels,
  refuse,
  type Pack,
  type PlannedParcel,
  type Refusal,
  type Result,
} from "@commonlot/domain";
import { cardKey, ratesOf, type RatesByCooperative } from "./rates";

/** What a pack must be kept apart from, and what cards charge more for. */
export type Nature = Pick<Pack, "cold" | "goods_class" | "not_with"> & Partial<Pick<Pack, "fragile">>;

/** What packing knows of a pack besides its weight. */
export interface PackNature {
  volume_ml?: number | undefined;
  /** Left out: nothing to keep apart. */
  nature?: Nature | undefined;
}

/** Goods that have nothing to be kept apart from. */
export const PLAIN: Nature = { cold: false, not_with: [] };

/** What an order asks to be packed for one destination. Packs are whole; `pack_g` is what one pack weighs. */
export interface PlanItem extends PackNature {
  order_line_id: string;
  title: string;
  packs: number;
  pack_g: number;
  /** Goods of two cooperatives leave from two places: never in one parcel. */
  cooperative_id: string;
  /** Whether one pack may hold several lots; true when left out. */
  blendable?: boolean;
}

export interface PlanDestination {
  id: string;
  name: string;
  phone: string;
  province_code: string;
  address: string;
  addressee_id?: string | undefined;
  items: readonly PlanItem[];
}

/** Which lot fills a line, by how much, in the pool's units. */
export interface PlanAllocation {
  id: string;
  order_line_id: string;
  pool_id: string;
  lot_id: string;
  household_id: string;
  units: number | bigint | string;
  best_before?: string | Date | null | undefined;
  state?: string | undefined;
}

export interface PlanOrderInput {
  message_id: string;
  order_id: string;
  currency: string;
  destinations: readonly PlanDestination[];
  allocations: readonly PlanAllocation[];
}

export interface PlannedLine {
  order_line_id: string;
  title: string;
  packs: number;
  pack_units: number;
  pack_g: number;
  freight_minor: bigint;
}

export interface PlannedContent {
  order_line_id: string;
  allocation_id: string;
  lot_id: string;
  pool_id: string;
  household_id: string;
  units: number;
}

/** One parcel of a plan, with the packs and the lots in it. */
export interface ParcelDraft {
  destination: PlanDestination;
  cooperative_id: string;
  planned: PlannedParcel;
  carton_id: string;
  rate_card_id: string;
  lines: PlannedLine[];
  contents: PlannedContent[];
}

export type PlanRefusal = Refusal<string>;

/**
 * Divides an order's packs into parcels and gives every parcel its lots: the domain's planner and lot assignment, put
 * together. One cooperative a parcel, at its own rates; goods that must part never share one. Refuses the whole order when
 * one destination can't be served, or when the allocations are not exactly the packs asked for: a parcel is never planned
 * with less than was promised.
 */
export function planOrder(
  input: Omit<PlanOrderInput, "message_id">,
  rates: RatesByCooperative,
): Result<ParcelDraft[], PlanRefusal> {
  const live = input.allocations.filter((allocation) => allocation.state !== "released");
  const units = unitsOfLines(input.destinations, live);
  if (!units.ok) return units;

  const stops = input.destinations.flatMap(byLoad);
  const plans = planStops(stops, rates);
  if (!plans.ok) return plans;
  const drafts = stops.flatMap((stop, index) => {
    const own = ratesOf(rates, stop.cooperative_id);
    const items = new Map(stop.items.map((item) => [item.order_line_id, item]));
    return plans.value[index]!.map((planned): ParcelDraft => ({
      destination: stop.destination,
      cooperative_id: stop.cooperative_id,
      planned,
      carton_id: own.carton_ids.get(planned.carton)!,
      rate_card_id: own.card_ids.get(cardKey(planned))!,
      lines: linesOf(planned, items, units.value),
      contents: [],
    }));
  });
  return withLots(drafts, live);
}

/** One load of one cooperative to one destination: what may lie in the same boxes. */
interface Stop {
  destination: PlanDestination;
  cooperative_id: string;
  items: PlanItem[];
}

/** The parcels of each stop, in the order of the stops: planned cooperative by cooperative, each at its own rates. */
function planStops(
  stops: readonly Stop[],
  rates: RatesByCooperative,
): Result<(readonly PlannedParcel[])[], PlanRefusal> {
  const parcels: (readonly PlannedParcel[])[] = [];
  for (const cooperative_id of [...new Set(stops.map((stop) => stop.cooperative_id))].sort(compareText)) {
    const own = ratesOf(rates, cooperative_id);
    const plan = planParcels({
      destinations: stops.flatMap(({ destination, items, ...stop }, index) =>
        stop.cooperative_id === cooperative_id
          ? [{ id: String(index), province_code: destination.province_code, items: items.map(planItem) }]
          : [],
      ),
      cartons: own.cartons,
      rate_cards: own.rate_cards,
    });
    if (!plan.ok) return plan;
    const refused = plan.value.refused[0];
    if (refused) {
      const stop = stops[Number(refused.destination)]!;
      return refuse("destination_refused", `Destination ${stop.destination.id}: ${refused.message}`, "destinations");
    }
    for (const planned of plan.value.destinations) parcels[Number(planned.destination)] = planned.parcels;
  }
  return ok(parcels);
}

function planItem(item: PlanItem) {
  return {
    kind: item.order_line_id,
    weight_g: item.pack_g,
    count: item.packs,
    ...(item.volume_ml === undefined ? {} : { volume_ml: item.volume_ml }),
    ...chargedFor(item.nature),
  };
}

/** What cards may charge for, as the planner asks: only what is so, so that plain goods stay as they were. */
export function chargedFor(nature: Nature | undefined): { fragile?: true; cold?: true } {
  return { ...(nature?.fragile ? { fragile: true } : {}), ...(nature?.cold ? { cold: true } : {}) };
}

/** How much of its order line's freight each line of a parcel carries: by grams, largest remainder, exact. */
function linesOf(
  planned: PlannedParcel,
  items: ReadonlyMap<string, PlanItem>,
  units: ReadonlyMap<string, number>,
): PlannedLine[] {
  const packed = planned.items.map(({ kind, count }) => ({ item: items.get(kind)!, count }));
  const freight = apportion(
    planned.freight_minor,
    packed.map(({ item, count }) => BigInt(item.pack_g) * BigInt(count)),
    packed.map(({ item }) => item.order_line_id),
    compareText,
  );
  return packed.map(({ item, count }, index) => ({
    order_line_id: item.order_line_id,
    title: item.title,
    packs: count,
    pack_units: units.get(item.order_line_id)!,
    pack_g: item.pack_g,
    freight_minor: freight[index]!,
  }));
}

/** Units of one pack of each line: what was allocated, over the packs asked for. */
function unitsOfLines(
  destinations: readonly PlanDestination[],
  allocations: readonly PlanAllocation[],
): Result<Map<string, number>, PlanRefusal> {
  const packs = new Map<string, number>();
  for (const item of destinations.flatMap((destination) => destination.items)) {
    packs.set(item.order_line_id, (packs.get(item.order_line_id) ?? 0) + item.packs);
  }
  const allocated = new Map<string, number>();
  for (const { order_line_id, units } of allocations) {
    allocated.set(order_line_id, (allocated.get(order_line_id) ?? 0) + Number(units));
  }
  const stray = [...allocated.keys()].find((line) => !packs.has(line));
  if (stray !== undefined) return refuse("allocation_differs", `Line ${stray} has allocations and nothing to pack.`);
  const units = new Map<string, number>();
  for (const [line, count] of packs) {
    const each = (allocated.get(line) ?? 0) / count;
    if (!Number.isSafeInteger(each) || each <= 0) {
      const message = `Line ${line}: ${allocated.get(line) ?? 0} units are allocated, which is not ${count} equal packs.`;
      return refuse("allocation_differs", message, "allocations");
    }
    units.set(line, each);
  }
  return ok(units);
}

/** The lots of every parcel, in the pool's units: `assignLots` counts in whatever unit packs and lots share. */
function withLots(drafts: ParcelDraft[], allocations: readonly PlanAllocation[]): Result<ParcelDraft[], PlanRefusal> {
  const kinds = new Map<string, { kind: string; pack_g: number; blendable: boolean }>();
  for (const draft of drafts) {
    for (const line of draft.lines) {
      const item = draft.destination.items.find((candidate) => candidate.order_line_id === line.order_line_id);
      kinds.set(line.order_line_id, {
        kind: line.order_line_id,
        pack_g: line.pack_units,
        blendable: item?.blendable ?? true,
      });
    }
  }
  const assigned = assignLots({
    parcels: drafts.map((draft, index) => ({
      parcel: String(index),
      items: draft.lines.map((line) => ({ kind: line.order_line_id, count: line.packs })),
    })),
    kinds: [...kinds.values()],
    lots: allocations.map((allocation) => ({
      lot: allocation.lot_id,
      kind: allocation.order_line_id,
      grams: Number(allocation.units),
      // Two grades never share a pack.
      group: allocation.pool_id,
      ...(allocation.best_before ? { best_before: isoDate(allocation.best_before) } : {}),
    })),
  });
  if (!assigned.ok) return assigned;
  const byLine = new Map(
    allocations.map((allocation) => [`${allocation.order_line_id}/${allocation.lot_id}`, allocation]),
  );
  for (const { parcel, kind, lot, grams } of assigned.value) {
    const allocation = byLine.get(`${kind}/${lot}`)!;
    drafts[Number(parcel)]!.contents.push({
      order_line_id: kind,
      allocation_id: allocation.id,
      lot_id: lot,
      pool_id: allocation.pool_id,
      household_id: allocation.household_id,
      units: grams,
    });
  }
  return ok(drafts);
}

function byLoad(destination: PlanDestination): Stop[] {
  const cooperatives = [...new Set(destination.items.map((item) => item.cooperative_id))].sort(compareText);
  return cooperatives.flatMap((cooperative_id) => {
    const own = destination.items.filter((item) => item.cooperative_id === cooperative_id);
    return loadsOf(own, (item) => item.nature ?? PLAIN).map((items) => ({ destination, cooperative_id, items }));
  });
}

/** A date column arrives as text, or as a Date at local midnight. */
function isoDate(date: string | Date): string {
  if (typeof date === "string") return date.slice(0, 10);
  const pad = (part: number) => String(part).padStart(2, "0");
  return `${date.getFullYear()}-${pad(date.getMonth() + 1)}-${pad(date.getDate())}`;
}
