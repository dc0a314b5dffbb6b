import type pg from "pg";

/** What the benchmarks use of the pool module's service, as it was built. */
export interface Pools {
  holdForCart(input: {
    cart_id: string;
    run_id: string;
    lines: readonly { pool_id: string; units: number }[];
  }): Promise<{ ok: boolean }>;
  poolReport(pool_id: string): Promise<unknown>;
  movementsOfPool(input: {
    pool_id: string;
    cursor?: string;
    limit?: number;
  }): Promise<{ at_key: string; id: string }[]>;
  lotsOfCooperative(input: { cooperative_id: string; pool_id?: string; cursor?: string }): Promise<unknown>;
  poolsOfCooperative(cooperative_id: string): Promise<unknown>;
  invariants(): Promise<{ id: string; violations: number }[]>;
  figures: {
    at(pool_id: string, day?: string): Promise<Record<string, unknown>>;
    replay(pool_id: string, day: string): Promise<Record<string, unknown>>;
    movements(input: {
      pool_id: string;
      figure: string;
      day?: string;
      cursor?: string;
      limit: number;
    }): Promise<unknown>;
    standing(input: { pool_id: string; figure: string; limit: number }): Promise<unknown>;
  };
  audits: { days(input: { pool_id: string; from: string; to: string; limit: number }): Promise<unknown> };
  forecasts: { ofPools(ids: readonly string[]): Promise<unknown> };
  adjustments: { list(input: { cooperative_id: string; limit: number }): Promise<unknown> };
  buyerHolds: { list(input: { cooperative_id: string; limit: number }): Promise<unknown> };
  expiry: { soon(input: { cooperative_id: string; within_days: number; limit: number }): Promise<unknown> };
  stocktakes: { sheet(pool_id: string, limit: number): Promise<unknown> };
}

export interface LedgerHouse {
  pools: Pools;
  db: pg.Pool;
  say: (text: string) => void;
}

/** Something a benchmark must never see: it fails, however fast it was. */
export class Red extends Error {}

/** `count` empty pools of one cooperative; returns their ids. */
export async function makePools(
  db: pg.Pool,
  cooperative_id: string,
  count: number,
  on_hand: number,
): Promise<string[]> {
  const { rows } = await db.query<{ id: string }>(
    `insert into pool (id, cooperative_id, origin_kind, origin_id, produce, grade, unit, blendable, inventory_item_id, location_id, on_hand)
     select $1 || '_pool_' || n, $1, 'village', 'vil_' || n, 'walnut', '1', 'g', true, $1 || '_item_' || n, 'sloc', $3
     from generate_series(1, $2::int) n returning id`,
    [cooperative_id, count, on_hand],
  );
  return rows.map((row) => row.id);
}
