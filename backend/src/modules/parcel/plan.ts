import {
  compareText,
  keptApart,
  ok,
  queueLots,
  refuse,
  type Basket,
  type BasketPlan,
  type Pack,
  type PlannedParcel,
  type QueuedLot,
  type Refusal,
  type Result,
} from "@commonlot/domain";

/** What a pack must be kept apart from, what cards charge more for, and how it lies in a box. */
export type Nature = Pick<Pack, "cold" | "goods_class" | "not_with"> &
  Partial<Pick<Pack, "fragile" | "keep_upright">> & { size_mm?: Pack["size_mm"] | undefined };

/** What packing knows of a pack besides its weight. */
export interface PackNature {
  volume_ml?: number | undefined;
  /** Left out: nothing to keep apart. */
  nature?: Nature | undefined;
  /** What one pack is worth, in minor units: the price paid for it. */
  value_minor?: number | undefined;
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
  /** On a truck, alone, with the goods of one cooperative: what all its trucks cost, minor units in digits. */
  truck_minor?: string | undefined;
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

/** One parcel that is made by hand of others, with the packs and the lots in it. */
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

/** One load of one cooperative to one destination: what may lie in the same boxes. `basket` is its place among the baskets. */
export interface Stop {
  destination: PlanDestination;
  basket: number;
}

/** What all parcels of an order line have in common. */
export interface OrderLine {
  title: string;
  packs: number;
  pack_units: number;
  pack_g: number;
  blendable: boolean;
}

/** An order as the planner is asked: equal loads are one basket, planned once. */
export interface OrderToPlan {
  stops: Stop[];
  baskets: Basket[];
  lines: Map<string, OrderLine>;
}

/** A lot's share of a line. */
export interface LotShare {
  lot: string;
  kind: string;
  units: number;
  group: string;
  best_before?: string | undefined;
  allocation_id: string;
  household_id: string;
}

/** A plan before it is written: patterns with counts, where each stop's parcels begin, and the lots in the order they go in. */
export interface OrderPlan extends OrderToPlan {
  plans: BasketPlan[];
  queues: Map<string, QueuedLot<LotShare>[]>;
  parcels: number;
  freight_minor: bigint;
}

/**
 * An order as baskets to plan. One cooperative a parcel, at its own rates; goods that must part never share a parcel of it. Refuses
 * allocations that are not exactly the packs asked for: a parcel is never planned with less than was promised.
 */
export function layOut(input: Omit<PlanOrderInput, "message_id">): Result<OrderToPlan, PlanRefusal> {
  const lines = linesOf(input.destinations, live(input.allocations));
  if (!lines.ok) return lines;
  const baskets: Basket[] = [];
  const known = new Map<string, number>();
  const stops: Stop[] = [];
  for (const destination of input.destinations) {
    for (const basket of basketsOf(destination)) {
      const key = JSON.stringify(basket);
      let at = known.get(key);
      if (at === undefined) {
        at = baskets.push(basket) - 1;
        known.set(key, at);
      }
      stops.push({ destination, basket: at });
    }
  }
  return ok({ stops, baskets, lines: lines.value });
}

/** The plan of an order from the plans of its baskets: what it costs, and which lots go in, in which order. */
export function drawUp(
  order: OrderToPlan,
  plans: BasketPlan[],
  allocations: readonly PlanAllocation[],
): Result<OrderPlan, PlanRefusal> {
  const queues = queueLots<LotShare>(
    [...order.lines].map(([kind, line]) => ({ kind, ...line })),
    live(allocations).map((allocation) => ({
      lot: allocation.lot_id,
      kind: allocation.order_line_id,
      units: Number(allocation.units),
      // Two grades never share a pack.
      group: allocation.pool_id,
      ...(allocation.best_before ? { best_before: isoDate(allocation.best_before) } : {}),
      allocation_id: allocation.id,
      household_id: allocation.household_id,
    })),
  );
  if (!queues.ok) return queues;
  const freight = plans.map(({ patterns }) =>
    patterns.reduce((sum, pattern) => sum + pattern.freight_minor * BigInt(pattern.parcels), 0n),
  );
  return ok({
    ...order,
    plans,
    queues: queues.value,
    parcels: order.stops.reduce((sum, stop) => sum + plans[stop.basket]!.parcels, 0),
    freight_minor: order.stops.reduce((sum, stop) => sum + freight[stop.basket]!, 0n),
  });
}

/** A basket that can't be planned, said with the first destination that wants it. */
export function refusedBasket({ stops, lines }: OrderToPlan, refusal: Refusal): { ok: false; refusal: PlanRefusal } {
  const stop = stops.find(({ basket }) => basket === refusal.details?.basket);
  if (stop === undefined) return { ok: false, refusal };
  // A line's id says nothing to a person: what it is called does.
  const kind = refusal.details?.kind;
  const title = typeof kind === "string" ? lines.get(kind)?.title : undefined;
  const message = title ? refusal.message.replace(`"${String(kind)}"`, () => `"${title}"`) : refusal.message;
  return refuse("destination_refused", `Destination ${stop.destination.id}: ${message}`, "destinations");
}

function basketsOf(destination: PlanDestination): Basket[] {
  const cooperatives = [...new Set(destination.items.map((item) => item.cooperative_id))].sort(compareText);
  return cooperatives.map((cooperative) => {
    const own = destination.items.filter((item) => item.cooperative_id === cooperative);
    const apart = keptApart(
      own,
      (item) => item.order_line_id,
      (item) => item.nature ?? PLAIN,
    );
    // Cards know provinces: those of one basket pay the same.
    const province_code = destination.province_code.slice(0, 2);
    return { cooperative, province_code, items: own.map((item, at) => ({ ...basketItem(item), ...apart[at] })) };
  });
}

function basketItem(item: PlanItem): Basket["items"][number] {
  return {
    kind: item.order_line_id,
    weight_g: item.pack_g,
    count: item.packs,
    ...goodsOfPack(item),
  };
}

/** All that the planner asks of a pack besides its weight; only what is said, so that plain goods stay as they were. */
export function goodsOfPack({
  volume_ml,
  nature,
  value_minor,
}: PackNature): Omit<Basket["items"][number], "kind" | "weight_g" | "count"> {
  return {
    ...(volume_ml === undefined ? {} : { volume_ml }),
    ...(nature?.size_mm === undefined ? {} : { size_mm: nature.size_mm }),
    ...(nature?.size_mm !== undefined && nature.keep_upright ? { keep_upright: true } : {}),
    ...(value_minor === undefined ? {} : { value_minor }),
    ...chargedFor(nature),
  };
}

/** What cards may charge for, as the planner asks: only what is so, so that plain goods stay as they were. */
export function chargedFor(nature: Nature | undefined): { fragile?: true; cold?: true } {
  return { ...(nature?.fragile ? { fragile: true } : {}), ...(nature?.cold ? { cold: true } : {}) };
}

function live(allocations: readonly PlanAllocation[]): PlanAllocation[] {
  return allocations.filter((allocation) => allocation.state !== "released");
}

/** The order's lines, with the units of one pack of each: what was allocated, over the packs asked for. */
function linesOf(
  destinations: readonly PlanDestination[],
  allocations: readonly PlanAllocation[],
): Result<Map<string, OrderLine>, PlanRefusal> {
  const lines = new Map<string, OrderLine>();
  for (const { items } of destinations) {
    for (const { order_line_id, title, packs, pack_g, blendable = true } of items) {
      const known = lines.get(order_line_id);
      if (known) known.packs += packs;
      else lines.set(order_line_id, { title, packs, pack_units: 0, pack_g, blendable });
    }
  }
  const allocated = new Map<string, number>();
  for (const { order_line_id, units } of allocations) {
    allocated.set(order_line_id, (allocated.get(order_line_id) ?? 0) + Number(units));
  }
  const stray = [...allocated.keys()].find((line) => !lines.has(line));
  if (stray !== undefined) return refuse("allocation_differs", `Line ${stray} has allocations and nothing to pack.`);
  for (const [id, line] of lines) {
    line.pack_units = (allocated.get(id) ?? 0) / line.packs;
    if (!Number.isSafeInteger(line.pack_units) || line.pack_units <= 0) {
      const message = `Line ${id}: ${allocated.get(id) ?? 0} units are allocated, which is not ${line.packs} equal packs.`;
      return refuse("allocation_differs", message, "allocations");
    }
  }
  return ok(lines);
}

/** A date column arrives as text, or as a Date at local midnight. */
function isoDate(date: string | Date): string {
  if (typeof date === "string") return date.slice(0, 10);
  const pad = (part: number) => String(part).padStart(2, "0");
  return `${date.getFullYear()}-${pad(date.getMonth() + 1)}-${pad(date.getDate())}`;
}
