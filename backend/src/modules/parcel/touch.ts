import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import { row, rows, type Sql } from "../../lib/sql";
import { openRun } from "./plan-rows";
import type { CarriageCost } from "./left";

/** One load of one cooperative to one destination: what may lie in the same boxes. */
export interface LoadOfOrder {
  cooperative_id: string;
  destination_id: string;
}

/** What changes in an order whose parcels are here. */
export interface TouchQuestion {
  order_id: string;
  /** Loads that get other packs than they have now. */
  named: readonly LoadOfOrder[];
  /** By how much a lot's part of a line shrinks. */
  reduced: readonly { order_line_id: string; lot_id: string; units: number }[];
}

/** Which loads of an order are planned anew, and what of it stays as it is. */
export interface Touch {
  loads: LoadOfOrder[];
  kept: { parcels: number; freight_minor: string };
}

/** Parcels of an order that are here and stay: what is in them, and what their carriage costs. */
export interface Kept {
  parcels: Record<string, number>;
  packs: { order_line_id: string; destination_id: string; packs: number }[];
  units: { allocation_id: string; order_line_id: string; lot_id: string; units: number }[];
  freight: CarriageCost[];
  lines: { order_line_id: string; freight_minor: bigint }[];
}

/** Which parcels of an order a change reaches: those of every other addressee keep their number, their label and their place. */
export class Touches {
  constructor(private readonly sql: Knex) {}

  /** Undefined when the order is planned anew whole: nothing of it would stay, or it is being planned. */
  of(question: TouchQuestion): Promise<Touch | undefined> {
    return touchOf(this.sql, question);
  }

  /** Parcels of an order that have not left, but for those of the loads named. */
  kept(order_id: string, but: readonly LoadOfOrder[] = []): Promise<Kept> {
    return keptOf(this.sql, order_id, but);
  }
}

interface Holder extends LoadOfOrder {
  order_line_id: string;
  lot_id: string;
  units: number;
  /** Nobody has had it in hand: its lot may change on paper. */
  open: boolean;
  ticked: boolean;
}

/**
 * Touched are the loads named, and those whose box is packed with goods that are gone, unless open parcels can spare them. A box in
 * which such goods were ticked off holds them, and is always touched.
 */
export async function touchOf(sql: Sql, question: TouchQuestion): Promise<Touch | undefined> {
  const { order_id, named, reduced } = question;
  const plan = await row(sql, `select 1 from parcel_plan where order_id = ? and withdrawn_for is null`, [order_id]);
  if (!plan || (await openRun(sql, order_id))) return undefined;
  const holders = await rows<Holder>(
    sql,
    `select p.cooperative_id, p.destination_id, c.order_line_id, c.lot_id, c.units::float8 as units, p.state in ('planned', 'labelled') as open,
       exists (select from parcel_check k where k.parcel_id = c.parcel_id and k.allocation_id = c.allocation_id) as ticked
     from parcel p join parcel_content c on c.parcel_id = p.id
     where p.order_id = ? and parcel_rank(p.state) < 30
       and (c.order_line_id, c.lot_id) in (select * from unnest(?::text[], ?::text[]))`,
    [order_id, reduced.map((one) => one.order_line_id), reduced.map((one) => one.lot_id)],
  );
  const loads = new Map(named.map((load) => [keyOf(load), loadOf(load)]));
  const touch = (load: LoadOfOrder) => loads.set(keyOf(load), loadOf(load));
  for (const holder of holders) if (holder.ticked && holder.open) touch(holder);
  for (const { order_line_id, lot_id, units } of reduced) {
    const inside = holders.filter((one) => one.order_line_id === order_line_id && one.lot_id === lot_id);
    const spare = inside.filter((one) => one.open || loads.has(keyOf(one))).reduce((sum, one) => sum + one.units, 0);
    if (spare < units) inside.filter((one) => !one.open).forEach(touch);
  }
  const touched = [...loads.values()].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  const [parcels, freight_minor] = await sumsOf(sql, order_id, touched);
  return parcels === 0 ? undefined : { loads: touched, kept: { parcels, freight_minor } };
}

/** SQL for: of an order, still here, and of none of these loads. */
const STAYS = `p.order_id = ? and parcel_rank(p.state) < 30
  and (p.cooperative_id, p.destination_id) not in (select * from unnest(?::text[], ?::text[]))`;

function staysOf(order_id: string, but: readonly LoadOfOrder[]): (string | string[])[] {
  return [order_id, but.map((load) => load.cooperative_id), but.map((load) => load.destination_id)];
}

async function sumsOf(sql: Sql, order_id: string, but: readonly LoadOfOrder[]): Promise<[number, string]> {
  const found = await row<{ parcels: number; freight: string }>(
    sql,
    `select count(*)::int as parcels, coalesce(sum(p.freight_minor), 0)::text as freight from parcel p where ${STAYS}`,
    staysOf(order_id, but),
  );
  return [found?.parcels ?? 0, found?.freight ?? "0"];
}

export async function keptOf(sql: Sql, order_id: string, but: readonly LoadOfOrder[]): Promise<Kept> {
  const bindings = staysOf(order_id, but);
  const costs = await rows<{ cooperative_id: string; parcels: number; freight_minor: string }>(
    sql,
    `select p.cooperative_id, count(*)::int as parcels, sum(p.freight_minor)::text as freight_minor from parcel p where ${STAYS} group by 1`,
    bindings,
  );
  const packs = await rows<Kept["packs"][number] & { freight_minor: string }>(
    sql,
    `select l.order_line_id, p.destination_id, sum(l.packs)::float8 as packs, sum(l.freight_minor)::text as freight_minor
     from parcel p join parcel_line l on l.parcel_id = p.id where ${STAYS} group by 1, 2`,
    bindings,
  );
  const units = await rows<Kept["units"][number]>(
    sql,
    `select c.allocation_id, c.order_line_id, c.lot_id, sum(c.units)::float8 as units
     from parcel p join parcel_content c on c.parcel_id = p.id where ${STAYS} group by 1, 2, 3`,
    bindings,
  );
  const lines = new Map<string, bigint>();
  for (const one of packs)
    lines.set(one.order_line_id, (lines.get(one.order_line_id) ?? 0n) + BigInt(one.freight_minor));
  return {
    parcels: Object.fromEntries(costs.map((one) => [one.cooperative_id, one.parcels])),
    packs: packs.map(({ freight_minor: _, ...one }) => one),
    units,
    freight: costs.map((one) => ({
      order_id,
      cooperative_id: one.cooperative_id,
      freight_minor: BigInt(one.freight_minor),
    })),
    lines: [...lines].map(([order_line_id, freight_minor]) => ({ order_line_id, freight_minor })),
  };
}

export function keyOf({ cooperative_id, destination_id }: LoadOfOrder): string {
  return `${cooperative_id}/${destination_id}`;
}

function loadOf({ cooperative_id, destination_id }: LoadOfOrder): LoadOfOrder {
  return { cooperative_id, destination_id };
}
