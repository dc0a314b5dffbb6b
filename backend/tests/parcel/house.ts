import { randomUUID } from "node:crypto";
import knex, { type Knex } from "knex";
import { testDatabase, type TestDatabase } from "../../../dev/src/testing/postgres";
import ParcelService from "../../src/modules/parcel/service";
import WholesaleService from "../../src/modules/wholesale/service";
import type { PlanAllocation, PlanDestination, PlanOrderInput } from "../../src/modules/parcel/plan";

/** The real services on a migrated database of their own. */
export interface ParcelHouse {
  parcels: ParcelService;
  wholesale: WholesaleService;
  database: TestDatabase;
  knex: Knex;
  close(): Promise<void>;
}

export async function parcelHouse(): Promise<ParcelHouse> {
  const database = await testDatabase();
  const connection = knex({ client: "pg", connection: database.url, pool: { min: 0, max: 10 } });
  const container = { __pg_connection__: connection };
  return {
    parcels: new ParcelService(container),
    wholesale: new WholesaleService(container),
    database,
    knex: connection,
    async close() {
      await connection.destroy();
      await database.drop();
    },
  };
}

export interface TestLine {
  order_line_id: string;
  cooperative_id: string;
  pool_id: string;
  pack_g: number;
  pack_units: number;
  blendable: boolean;
  /** Units each lot gives; they sum to the packs of all destinations. */
  lots: { lot_id: string; units: number }[];
}

const id = (prefix: string) => `${prefix}_${randomUUID().replaceAll("-", "")}`;

/** An order as the plan-parcels job hands it over, with its pools, lots and allocations really in the database. */
export async function givenOrder(
  house: ParcelHouse,
  order: { lines: TestLine[]; packs: Record<string, number>[]; provinces?: string[] },
): Promise<PlanOrderInput> {
  const order_id = id("order");
  const allocations: PlanAllocation[] = [];
  const db = house.database.pool;
  for (const line of order.lines) {
    await db.query(
      `insert into pool (id, cooperative_id, origin_kind, origin_id, produce, grade, unit, blendable, pack_units, inventory_item_id, location_id, on_hand, held)
       values ($1, $2, 'village', 'vil_1', $1, 'a', 'g', $3, $4, $1, 'loc_1', 1000000000, 1000000000) on conflict do nothing`,
      [line.pool_id, line.cooperative_id, line.blendable, line.pack_units],
    );
    for (const { lot_id, units } of line.lots) {
      await db.query(
        `insert into lot (id, number, pool_id, cooperative_id, household_id, harvested_on, units, sellable_units, grade, weigher_id, idempotency_key, input_hash)
         values ($1, $1, $2, $3, $4, '2026-10-01', 100000000, 100000000, 'a', 'm_1', $1, 'x') on conflict do nothing`,
        [lot_id, line.pool_id, line.cooperative_id, `hh_${lot_id}`],
      );
      const allocation = {
        id: id("alloc"),
        order_line_id: line.order_line_id,
        pool_id: line.pool_id,
        lot_id,
        household_id: `hh_${lot_id}`,
        units,
      };
      await db.query(
        `insert into allocation (id, order_id, order_line_id, pool_id, lot_id, household_id, units, rule, why)
         values ($1, $2, $3, $4, $5, $6, $7, 'fefo', '{}')`,
        [allocation.id, order_id, line.order_line_id, line.pool_id, lot_id, allocation.household_id, units],
      );
      allocations.push(allocation);
    }
  }
  const destinations = order.packs.map((packs, index): PlanDestination => ({
    id: `dest_${index}`,
    name: `张收货${index}`,
    phone: `1380000${String(index).padStart(4, "0")}`,
    province_code: order.provinces?.[index % order.provinces.length] ?? "44",
    address: `城关镇人民路 ${index} 号`,
    items: order.lines
      .filter((line) => (packs[line.order_line_id] ?? 0) > 0)
      .map((line) => ({
        order_line_id: line.order_line_id,
        title: `核桃 ${line.pack_g} g`,
        packs: packs[line.order_line_id]!,
        pack_g: line.pack_g,
        cooperative_id: line.cooperative_id,
        blendable: line.blendable,
      })),
  }));
  return { message_id: id("out"), order_id, currency: "cny", destinations, allocations };
}

/** `count` destinations with `packs` packs of one line of 2 kg bags, filled by lots of different sizes. */
export async function bulkOrder(house: ParcelHouse, count: number, packs = 1): Promise<PlanOrderInput> {
  const tag = randomUUID().slice(0, 8);
  const units = count * packs * 2_000;
  const lots: { lot_id: string; units: number }[] = [];
  for (let left = units; left > 0;) {
    const give = Math.min(left, 7_321 + lots.length * 1_009);
    lots.push({ lot_id: `lot_${tag}_${lots.length}`, units: give });
    left -= give;
  }
  return givenOrder(house, {
    lines: [
      {
        order_line_id: `line_${tag}`,
        cooperative_id: "coop_x",
        pool_id: `pool_${tag}`,
        pack_g: 2_000,
        pack_units: 2_000,
        blendable: true,
        lots,
      },
    ],
    packs: Array.from({ length: count }, () => ({ [`line_${tag}`]: packs })),
    provinces: ["44", "11", "65", "51", "23"],
  });
}

/** Plans an order and writes all its parcels, as the jobs do when there are many. */
export async function plannedWhole(house: ParcelHouse, input: PlanOrderInput): Promise<void> {
  const { plans } = house.parcels;
  const planned = await plans.planOrder(input);
  if (!planned.ok) throw new Error(planned.refusal.message);
  if (!planned.value.writing) return;
  const { rows } = await house.database.pool.query<{ id: string }>(
    "select c.id from plan_chunk c join plan_run r on r.id = c.run_id where r.order_id = $1",
    [input.order_id],
  );
  for (const { id: chunk_id } of rows) await plans.writeChunk({ message_id: id("out"), chunk_id });
  const allocations = input.allocations.map((one) => ({ ...one, units: Number(one.units) }));
  await plans.finish(input.order_id, allocations);
}

/** Plans an order and prints its labels: ready to be handed over. */
export async function labelled(house: ParcelHouse, input: PlanOrderInput): Promise<void> {
  await plannedWhole(house, input);
  const parcels = await house.parcels.parcelsOfOrder(input.order_id);
  const cooperatives = [...new Set(parcels.map((parcel) => parcel.cooperative_id))];
  await house.parcels.recordLabels({
    message_id: id("out"),
    order_id: input.order_id,
    sheets: cooperatives.map((cooperative_id) => ({
      cooperative_id,
      file: `labels/${input.order_id}.pdf`,
      sha256: "0".repeat(64),
      parcel_ids: parcels.filter((parcel) => parcel.cooperative_id === cooperative_id).map((parcel) => parcel.id),
    })),
  });
}

export async function violations(house: ParcelHouse): Promise<Record<string, number>> {
  return Object.fromEntries(
    (await house.parcels.invariants()).map((invariant) => [invariant.id, invariant.violations]),
  );
}

export const NONE = { P1: 0, P2: 0, P3: 0, P4: 0, P5: 0, P6: 0, P7: 0 };
