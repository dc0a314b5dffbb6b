import { randomUUID } from "node:crypto";
import type pg from "pg";
import { numbersOf } from "./loads.js";

/** An order as the planning job hands it over. */
export interface BenchOrder {
  message_id: string;
  order_id: string;
  currency: string;
  destinations: {
    id: string;
    addressee_id?: string;
    name: string;
    phone: string;
    province_code: string;
    address: string;
    items: {
      order_line_id: string;
      title: string;
      packs: number;
      pack_g: number;
      cooperative_id: string;
      blendable: boolean;
    }[];
  }[];
  allocations: {
    id: string;
    order_line_id: string;
    pool_id: string;
    lot_id: string;
    household_id: string;
    units: number;
  }[];
}

const COOPERATIVE = "coop_bench";
const PROVINCES = ["44", "11", "65", "51", "23", "62", "31", "53"];
/** Lots of a line: forty households' sacks, three deliveries each. */
export const LOTS = 120;

/** An order with its pools, lots and allocations in the database: packs of so many kinds, spread over its addressees. */
export async function orderOf(
  db: pg.Pool,
  { addressees, packs, kinds }: { addressees: number; packs: number; kinds: number },
): Promise<BenchOrder> {
  const number = numbersOf(addressees + packs + kinds);
  const tag = randomUUID().replaceAll("-", "");
  const order_id = `order_${tag}`;
  const lines = Array.from({ length: kinds }, (_, at) => ({
    order_line_id: `line_${tag.slice(0, 8)}_${at}`,
    title: `武都纸皮核桃 ${at}`,
    pack_g: kinds === 1 ? 2_000 : number(500, 10_000),
    cooperative_id: COOPERATIVE,
    blendable: true,
  }));
  const each = Math.floor(packs / kinds / addressees);
  const destinations = Array.from({ length: addressees }, (_, at) => ({
    id: `dest_${at}`,
    addressee_id: `dest_${at}`,
    name: `张收货${at}`,
    phone: `138${String(at).padStart(8, "0")}`,
    province_code: PROVINCES[at % PROVINCES.length]!,
    address: `城关镇人民路 ${at} 号 3 栋 2 单元`,
    // Around the mean, the mean kept: one has so much more as its neighbour has less.
    items: lines.map((line) => ({
      ...line,
      packs: addressees === 1 ? each : each + (at % 2 === 0 ? 1 : -1) * ((at >> 1) % Math.min(each, 4)),
    })),
  }));
  const allocations: BenchOrder["allocations"] = [];
  for (const line of lines) {
    const units =
      line.pack_g *
      destinations.reduce((sum, one) => sum + one.items.find((i) => i.order_line_id === line.order_line_id)!.packs, 0);
    const cuts = Array.from({ length: LOTS }, (_, at) => Math.floor((units * at) / LOTS));
    cuts.forEach((cut, at) =>
      allocations.push({
        id: `alloc_${line.order_line_id}_${at}`,
        order_line_id: line.order_line_id,
        pool_id: `pool_${line.order_line_id}`,
        lot_id: `lot_${line.order_line_id}_${at}`,
        household_id: `hh_${at % 40}`,
        units: (cuts[at + 1] ?? units) - cut,
      }),
    );
  }
  await insert(db, order_id, allocations);
  return { message_id: `out_${order_id}`, order_id, currency: "cny", destinations, allocations };
}

async function insert(db: pg.Pool, order_id: string, all: BenchOrder["allocations"]): Promise<void> {
  const given = JSON.stringify(all);
  await db.query(
    `insert into pool (id, cooperative_id, origin_kind, origin_id, produce, grade, unit, blendable, inventory_item_id, location_id, on_hand, held)
     select distinct pool_id, '${COOPERATIVE}', 'village', 'vil_1', pool_id, 'a', 'g', true, pool_id, 'loc_1', 1000000000000, 1000000000000
     from jsonb_to_recordset($1::jsonb) as a (pool_id text)`,
    [given],
  );
  await db.query(
    `insert into lot (id, number, pool_id, cooperative_id, household_id, harvested_on, units, sellable_units, grade, weigher_id, idempotency_key, input_hash)
     select lot_id, lot_id, pool_id, '${COOPERATIVE}', household_id, '2026-10-01', 1000000000000, 1000000000000, 'a', 'm_1', lot_id, 'x'
     from jsonb_to_recordset($1::jsonb) as a (lot_id text, pool_id text, household_id text)`,
    [given],
  );
  await db.query(
    `insert into allocation (id, order_id, order_line_id, pool_id, lot_id, household_id, units, rule, why)
     select id, $2, order_line_id, pool_id, lot_id, household_id, units, 'fefo', '{}'
     from jsonb_to_recordset($1::jsonb) as a (id text, order_line_id text, pool_id text, lot_id text, household_id text, units bigint)`,
    [given, order_id],
  );
}
