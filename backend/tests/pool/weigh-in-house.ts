import { randomUUID } from "node:crypto";
import knex, { type Knex } from "knex";
import type { Refusal, Result } from "@commonlot/domain";
import { testDatabase, type TestDatabase } from "../../../dev/src/testing/postgres";
import PoolService from "../../src/modules/pool/service";
import type { PoolRow, ReceiveLotInput } from "../../src/modules/pool/types";
import { id } from "../result";

export { value, id } from "../result";

/** The real pool service on a migrated database of its own; no process of the house runs. */
export interface WeighInHouse {
  pools: PoolService;
  db: TestDatabase["pool"];
  knex: Knex;
  close(): Promise<void>;
}

export async function weighInHouse(): Promise<WeighInHouse> {
  const database = await testDatabase();
  const connection = knex({ client: "pg", connection: database.url, pool: { min: 0, max: 12 } });
  return {
    pools: new PoolService({ __pg_connection__: connection }),
    db: database.pool,
    knex: connection,
    async close() {
      await connection.destroy();
      await database.drop();
    },
  };
}

export function refusalOf(result: Result<unknown, Refusal>): Refusal {
  if (result.ok) throw new Error("expected a refusal");
  return result.refusal;
}

/** A walnut pool of a cooperative of its own. */
export function givenPool(house: WeighInHouse, more: Partial<PoolRow> = {}): Promise<PoolRow> {
  return house.pools.createPool({
    cooperative_id: more.cooperative_id ?? id("coop"),
    origin_kind: "village",
    origin_id: id("village"),
    produce: more.produce ?? "walnut",
    grade: "1",
    unit: more.unit ?? "g",
    unit_g: more.unit === "piece" ? 50 : 1,
    blendable: more.blendable ?? true,
    ...(more.pack_units ? { pack_units: more.pack_units } : {}),
    inventory_item_id: id("iitem"),
    location_id: id("sloc"),
  });
}

export const TODAY = "2026-11-20";

/** 12.5 kg gross in a basket of half a kilogram. */
export function lot(pool: PoolRow, more: Partial<ReceiveLotInput> = {}): ReceiveLotInput {
  return {
    pool_id: pool.id,
    cooperative_id: pool.cooperative_id,
    household_id: id("household"),
    ...(pool.unit === "piece" ? { pieces: 65 } : { gross_g: 12_500, tare_g: 500 }),
    harvested_on: "2026-11-18",
    grade: pool.grade,
    weigher_id: "member_weigher",
    idempotency_key: randomUUID(),
    today: TODAY,
    ...more,
  };
}

/** Invariants of the stock that do not hold; a test ends with none. */
export async function broken(house: WeighInHouse): Promise<string[]> {
  return (await house.pools.invariants()).filter((one) => one.violations > 0).map((one) => `${one.id} ${one.name}`);
}

export async function count(house: WeighInHouse, sql: string, values: unknown[] = []): Promise<number> {
  const { rows } = await house.db.query<{ count: string }>(sql, values);
  return Number(rows[0]?.count);
}
