import { randomUUID } from "node:crypto";
import knex, { type Knex } from "knex";
import { testDatabase, type TestDatabase } from "../../../dev/src/testing/postgres";
import PoolService from "../../src/modules/pool/service";
import type { PoolRow } from "../../src/modules/pool/types";
import { value, id as newId } from "../result";

export { value, reasonOf, id as newId } from "../result";

/** The real service on a migrated database of its own. */
export interface PoolHouse {
  pools: PoolService;
  knex: Knex;
  db: TestDatabase["pool"];
  url: string;
  close(): Promise<void>;
}

export async function poolHouse(connections = 10): Promise<PoolHouse> {
  const database = await testDatabase();
  const connection = knex({ client: "pg", connection: database.url, pool: { min: 0, max: connections } });
  return {
    pools: new PoolService({ __pg_connection__: connection }),
    knex: connection,
    db: database.pool,
    url: database.url,
    async close() {
      await connection.destroy();
      await database.drop();
    },
  };
}

export const newKey = (): string => randomUUID();

export const TODAY = new Intl.DateTimeFormat("sv-SE", { timeZone: "Asia/Shanghai" }).format(new Date());

export function day(offset: number): string {
  return new Date(Date.parse(TODAY) + offset * 86_400_000).toISOString().slice(0, 10);
}

export function givenPool(
  house: PoolHouse,
  more: Partial<{
    cooperative_id: string;
    produce: string;
    grade: string;
    pack_units: number;
    rule: PoolRow["rule"];
  }> = {},
): Promise<PoolRow> {
  const { pack_units, ...rest } = more;
  return house.pools.createPool({
    cooperative_id: newId("coop"),
    origin_kind: "village",
    origin_id: newId("vil"),
    produce: "walnut",
    grade: "1",
    unit: "g",
    blendable: pack_units === undefined,
    ...(pack_units === undefined ? {} : { pack_units }),
    inventory_item_id: newId("iitem"),
    location_id: newId("sloc"),
    ...rest,
  });
}

/** Weighs one lot in and returns its id. */
export async function givenLot(
  house: PoolHouse,
  pool: PoolRow,
  net_g: number,
  more: { household_id?: string; best_before?: string; days_ago?: number } = {},
): Promise<string> {
  const lot = value(
    await house.pools.receiveLot({
      pool_id: pool.id,
      cooperative_id: pool.cooperative_id,
      household_id: more.household_id ?? newId("hh"),
      gross_g: net_g + 100,
      tare_g: 100,
      harvested_on: day(-5),
      ...(more.best_before === undefined ? {} : { best_before: more.best_before }),
      grade: pool.grade,
      weigher_id: "m_weigher",
      idempotency_key: newKey(),
      today: TODAY,
    }),
  );
  if (more.days_ago !== undefined) {
    await house.db.query(`update lot set created_at = created_at - make_interval(days => $2) where id = $1`, [
      lot.lot_id,
      more.days_ago,
    ]);
  }
  return lot.lot_id;
}

/** A confirmed order of `units` on a pool, allocated. */
export async function givenOrder(
  house: PoolHouse,
  pool: PoolRow,
  units: number,
): Promise<{ order_id: string; order_line_id: string }> {
  const order_id = newId("order");
  const order_line_id = newId("line");
  const lines = [{ pool_id: pool.id, units }];
  const cart_id = newId("cart");
  value(await house.pools.holdForCart({ cart_id, run_id: "r", lines }));
  value(await house.pools.confirmHold({ cart_id, order_id, lines }));
  await house.pools.allocateOrder({
    message_id: newId("out"),
    order_id,
    lines: [{ order_line_id, pool_id: pool.id, units }],
  });
  return { order_id, order_line_id };
}

export async function shipAll(house: PoolHouse, order_id: string): Promise<void> {
  const given = await house.pools.allocationsOfOrder(order_id);
  await house.pools.ship({
    message_id: newId("out"),
    handover_id: newId("handover"),
    person: "m_packer",
    lines: given.map((one) => ({ allocation_id: one.id, units: one.units - one.shipped })),
  });
}

/** Every stock invariant that is broken. */
export async function broken(house: PoolHouse): Promise<string[]> {
  return (await house.pools.invariants())
    .filter((one) => one.violations > 0)
    .map((one) => `${one.id}: ${one.violations}`);
}

export async function counters(house: PoolHouse, pool_id: string): Promise<{ on_hand: number; held: number }> {
  const { rows } = await house.db.query<{ on_hand: string; held: string }>(
    `select on_hand, held from pool where id = $1`,
    [pool_id],
  );
  return { on_hand: Number(rows[0]?.on_hand), held: Number(rows[0]?.held) };
}
