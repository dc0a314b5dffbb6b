import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import {
  SEASON_DAYS,
  decidePoolRule,
  decideRuleDecision,
  ok,
  refuse,
  type AllocateRule,
  type PoolRuleInput,
  type Refusal,
  type Result,
} from "@commonlot/domain";
import { newId } from "../../lib/ids";
import { inTransaction, row, rows, type Sql, type Transaction } from "../../lib/sql";
import { lockPools } from "./queries";

/** A rule as it stands: amounts in the pool's unit. Version 0: the one the pool was opened with. */
export interface RuleInForce {
  pool_id: string;
  version: number;
  rule: AllocateRule;
  cap_units: number | null;
  min_take_units: number | null;
  season_days: number;
}

export interface RuleVersion extends RuleInForce {
  id: string;
  state: "proposed" | "in_force" | "dropped";
  reason: string;
  proposed_by: string;
  proposed_at: Date;
  decided_by: string | null;
  decided_at: Date | null;
}

/** Versions of one page: a pool that changes its rule more often than that has another trouble. */
const PAGE = 50;

const COLUMNS = `id, pool_id, version, rule, cap_units::float8 as cap_units, min_take_units::float8 as min_take_units, season_days, state,
  reason, proposed_by, proposed_at, decided_by, decided_at`;

/** By which rule each pool's lots fill orders. A change is proposed by one person and put in force by another. */
export class PoolRules {
  constructor(private readonly sql: Knex) {}

  inForce(pool_id: string): Promise<RuleInForce | undefined> {
    return rulesInForce(this.sql, [pool_id]).then(([rule]) => rule);
  }

  /** All versions, the newest first: who, when, why. */
  history(pool_id: string, before_version?: number): Promise<RuleVersion[]> {
    return rows<RuleVersion>(
      this.sql,
      `select ${COLUMNS} from pool_rule where pool_id = ? and version < coalesce(?, 2147483647) order by version desc limit ${PAGE}`,
      [pool_id, before_version ?? null],
    );
  }

  propose(input: {
    pool_id: string;
    cooperative_id: string;
    rule: PoolRuleInput;
    reason: string;
    person: string;
  }): Promise<Result<RuleVersion, Refusal>> {
    return inTransaction(this.sql, (tx) => propose_(tx, input));
  }

  decide(input: {
    rule_id: string;
    pool_id: string;
    cooperative_id: string;
    decision: "approve" | "drop";
    person: string;
  }): Promise<Result<RuleVersion, Refusal>> {
    return inTransaction(this.sql, (tx) => decide_(tx, input));
  }
}

/** The newest version in force of each pool, or what the pool was opened with. */
export function rulesInForce(sql: Sql, pool_ids: readonly string[]): Promise<RuleInForce[]> {
  return rows<RuleInForce>(
    sql,
    `select p.id as pool_id, coalesce(r.version, 0) as version, coalesce(r.rule, p.rule) as rule, r.cap_units::float8 as cap_units,
            r.min_take_units::float8 as min_take_units, coalesce(r.season_days, ${SEASON_DAYS}) as season_days
     from pool p left join lateral (
       select * from pool_rule where pool_id = p.id and state = 'in_force' order by version desc limit 1
     ) r on true where p.id = any(?) order by p.id`,
    [[...pool_ids]],
  );
}

async function propose_(
  tx: Transaction,
  input: { pool_id: string; cooperative_id: string; rule: PoolRuleInput; reason: string; person: string },
): Promise<Result<RuleVersion, Refusal>> {
  const [pool] = await lockPools(tx, [input.pool_id]);
  if (!pool || pool.cooperative_id !== input.cooperative_id) return noSuchPool();
  const pack_units = pool.blendable ? undefined : (pool.pack_units ?? undefined);
  const decided = decidePoolRule(input.rule, { pack_units });
  if (!decided.ok) return decided;
  const rule = decided.value;
  const open = await row(tx, `select 1 from pool_rule where pool_id = ? and state = 'proposed'`, [pool.id]);
  if (open) {
    const message = "A change of this rule waits for its second person already. Put it in force or drop it first.";
    return refuse("proposal_waits", message);
  }
  const written = await row<RuleVersion>(
    tx,
    `insert into pool_rule (id, pool_id, version, rule, cap_units, min_take_units, season_days, reason, proposed_by)
     select ?, ?, coalesce(max(version), 0) + 1, ?, ?, ?, ?, ?, ? from pool_rule where pool_id = ? returning ${COLUMNS}`,
    [
      newId("prule"),
      pool.id,
      rule.rule,
      rule.cap_units ?? null,
      rule.min_take_units ?? null,
      rule.season_days,
      input.reason,
      input.person,
      pool.id,
    ],
  );
  if (!written) throw new Error(`the rule of pool ${pool.id} was not written`);
  return ok(written);
}

async function decide_(
  tx: Transaction,
  input: {
    rule_id: string;
    pool_id: string;
    cooperative_id: string;
    decision: "approve" | "drop";
    person: string;
  },
): Promise<Result<RuleVersion, Refusal>> {
  // The pool's row is the lock: an allocation under way goes by the rule it has read, the next one by the new rule.
  const [pool] = await lockPools(tx, [input.pool_id]);
  if (!pool || pool.cooperative_id !== input.cooperative_id) return noSuchPool();
  const proposal = await row<RuleVersion>(
    tx,
    `select ${COLUMNS} from pool_rule where id = ? and pool_id = ? for update`,
    [input.rule_id, pool.id],
  );
  if (!proposal) return refuse("rule_not_found", "There is no such proposal for this pool.");
  const decided = decideRuleDecision(proposal, input.decision, input.person);
  if (!decided.ok) return decided;
  const written = await row<RuleVersion>(
    tx,
    `update pool_rule set state = ?, decided_by = ?, decided_at = now() where id = ? returning ${COLUMNS}`,
    [decided.value, input.person, proposal.id],
  );
  if (!written) throw new Error(`the rule ${proposal.id} was not written`);
  if (decided.value === "in_force") {
    await tx.raw(`update pool set rule = ?, updated_at = now() where id = ?`, [proposal.rule, pool.id]);
  }
  return ok(written);
}

function noSuchPool() {
  return refuse("pool_not_found", "There is no such pool in your cooperative.");
}
