import knex, { type Knex } from "knex";
import { addDays } from "@commonlot/domain";
import { expect } from "vitest";
import { testDatabase, type TestDatabase } from "../../../dev/src/testing/postgres";
import { todayOf } from "../../src/lib/today";
import ParcelService from "../../src/modules/parcel/service";
import PoolService from "../../src/modules/pool/service";
import type { CreatePoolInput } from "../../src/modules/pool/types";
import { id as newId } from "../result";

export { id as newId } from "../result";

/** The real services on a migrated database of their own: no house, no Medusa. */
export interface PoolKit {
  pools: PoolService;
  parcels: ParcelService;
  db: TestDatabase["pool"];
  knex: Knex;
  close(): Promise<void>;
}

export const COOPERATIVE = "coop_1";
const TODAY = todayOf();
/** So many days after today, or before it. */
export const day = (days: number): string => addDays(TODAY, days);
/** The cooperative, the day: of every swap of these tests. */
export const AT = { cooperative_id: COOPERATIVE, today: TODAY };

export async function poolKit(): Promise<PoolKit> {
  const database = await testDatabase();
  const connection = knex({ client: "pg", connection: database.url, pool: { min: 0, max: 12 } });
  const container = { __pg_connection__: connection };
  return {
    pools: new PoolService(container),
    parcels: new ParcelService(container),
    db: database.pool,
    knex: connection,
    async close() {
      await connection.destroy();
      await database.drop();
    },
  };
}

export async function givenPool(kit: PoolKit, more: Partial<CreatePoolInput> = {}): Promise<string> {
  const item = newId("iitem");
  const pool = await kit.pools.createPool({
    cooperative_id: COOPERATIVE,
    origin_kind: "village",
    origin_id: "vil_1",
    produce: item,
    grade: "1",
    unit: "g",
    blendable: true,
    inventory_item_id: item,
    location_id: "loc_1",
    ...more,
  });
  return pool.id;
}

/** Weighs a lot in, through the front door. Returns its id. */
export async function givenLot(
  kit: PoolKit,
  pool_id: string,
  household_id: string,
  units: number,
  more: { best_before?: string; pieces?: boolean } = {},
): Promise<string> {
  const received = await kit.pools.receiveLot({
    pool_id,
    cooperative_id: COOPERATIVE,
    household_id,
    ...(more.pieces ? { pieces: units } : { gross_g: units + 500, tare_g: 500 }),
    harvested_on: day(-5),
    ...(more.best_before === undefined ? {} : { best_before: more.best_before }),
    grade: "1",
    weigher_id: "member_w",
    idempotency_key: newId("key"),
    today: TODAY,
  });
  if (!received.ok) throw new Error(received.refusal.message);
  return received.value.lot_id;
}

/** A paid order of one line: held, confirmed, allocated. Returns its ids. */
export async function givenOrder(
  kit: PoolKit,
  pool_id: string,
  units: number,
  floors: { household_id: string; floor_g: number }[] = [],
): Promise<{ order_id: string; order_line_id: string }> {
  const cart_id = newId("cart");
  const order_id = newId("order");
  const order_line_id = newId("oline");
  const lines = [{ pool_id, units }];
  const held = await kit.pools.holdForCart({ cart_id, run_id: "r", lines });
  if (!held.ok) throw new Error(held.refusal.message);
  const confirmed = await kit.pools.confirmHold({ cart_id, order_id, lines });
  if (!confirmed.ok) throw new Error(confirmed.refusal.message);
  await kit.pools.allocateOrder({
    message_id: newId("out"),
    order_id,
    lines: [{ order_line_id, pool_id, units }],
    floors,
  });
  return { order_id, order_line_id };
}

/** Household -> units an order takes of it. */
export async function givenBy(kit: PoolKit, order_id: string): Promise<Record<string, number>> {
  const sums: Record<string, number> = {};
  for (const one of await kit.pools.allocationsOfOrder(order_id)) {
    sums[one.household_id] = (sums[one.household_id] ?? 0) + one.units;
  }
  return sums;
}

export async function expectInvariants(kit: PoolKit): Promise<void> {
  const broken = [...(await kit.pools.invariants()), ...(await kit.parcels.invariants())].filter(
    (one) => one.violations > 0,
  );
  expect(broken).toEqual([]);
}
