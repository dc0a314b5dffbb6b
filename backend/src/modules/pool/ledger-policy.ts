import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import type { Bearer } from "@commonlot/domain";
import { newId } from "../../lib/ids";
import { row, type Sql } from "../../lib/sql";
import type { PoolRow } from "./types";

/** Until a cooperative sets its own: one person may write off a sack, or two trays of eggs. */
const DEFAULT_LIMIT_G = 20_000;
const DEFAULT_LIMIT_PIECES = 60;

export interface LedgerPolicy {
  limit_g: number;
  limit_pieces: number;
  /** Who bears what a stock-taking finds missing. */
  bearer: Bearer;
}

/** How much one person may write off alone, and who bears what is missing: as it stands, and every change of it. */
export class LedgerPolicies {
  constructor(private readonly sql: Knex) {}

  of(cooperative_id: string): Promise<LedgerPolicy> {
    return policyOf(this.sql, cooperative_id);
  }

  async set(input: LedgerPolicy & { cooperative_id: string; person: string }): Promise<void> {
    // The row that stands, and its history, which nobody can change.
    await this.sql.raw(
      `with kept as (insert into ledger_policy_change (id, cooperative_id, limit_g, limit_pieces, bearer, person) values (?, ?, ?, ?, ?, ?))
       insert into ledger_policy (cooperative_id, limit_g, limit_pieces, bearer, changed_by) values (?, ?, ?, ?, ?)
       on conflict (cooperative_id) do update set limit_g = excluded.limit_g, limit_pieces = excluded.limit_pieces, bearer = excluded.bearer,
         changed_by = excluded.changed_by, changed_at = now()`,
      [
        newId("lpc"),
        ...[input.cooperative_id, input.limit_g, input.limit_pieces, input.bearer, input.person],
        ...[input.cooperative_id, input.limit_g, input.limit_pieces, input.bearer, input.person],
      ],
    );
  }
}

export async function policyOf(sql: Sql, cooperative_id: string): Promise<LedgerPolicy> {
  const set = await row<LedgerPolicy>(
    sql,
    `select limit_g::float8 as limit_g, limit_pieces::float8 as limit_pieces, bearer from ledger_policy where cooperative_id = ?`,
    [cooperative_id],
  );
  return set ?? { limit_g: DEFAULT_LIMIT_G, limit_pieces: DEFAULT_LIMIT_PIECES, bearer: "pro_rata" };
}

export function limitFor(pool: PoolRow, policy: LedgerPolicy): number {
  return pool.unit === "g" ? policy.limit_g : policy.limit_pieces;
}
