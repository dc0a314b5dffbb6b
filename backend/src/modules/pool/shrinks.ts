import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import { ok, refuse, shrinkOfDay, type Refusal, type Result } from "@commonlot/domain";
import { newId } from "../../lib/ids";
import type { Transaction } from "../../lib/sql";
import { inTransaction, row, rows } from "../../lib/sql";
import { changeLots, lockLots } from "./lots";
import { changeCounters, lockPools, writeMovements } from "./queries";

/** Pools one tick works through; the next takes the rest. */
const POOLS_PER_TICK = 200;

export interface ShrinkRule {
  id: string;
  produce: string;
  ppm_per_day: number;
  from_day: string;
  reason: string;
  person: string;
  at: Date;
}

export interface ShrinkRun {
  pool_id: string;
  day: string;
  lost_units: number;
  left_out_units: number;
  ppm_per_day: number;
  reason: string;
}

/** What a produce loses by drying: a rule with its reason, run once for each pool and day, shared over the open lots. */
export class Shrinks {
  constructor(private readonly sql: Knex) {}

  /** From a day to come on; what has dried already stays as it was written. 0 ends the rule. */
  async setRule(input: {
    cooperative_id: string;
    produce: string;
    ppm_per_day: number;
    from_day: string;
    reason: string;
    person: string;
    today: string;
  }): Promise<Result<{ id: string }, Refusal>> {
    if (input.from_day < input.today) {
      return refuse("invalid_date", "A rule begins today or later: what was written off stays as it is.", "from_day");
    }
    const id = newId("shrink");
    const made = await row(
      this.sql,
      `insert into shrink_rule (id, cooperative_id, produce, ppm_per_day, from_day, reason, person) values (?, ?, ?, ?, ?, ?, ?)
       on conflict on constraint shrink_rule_once do nothing returning id`,
      [id, input.cooperative_id, input.produce, input.ppm_per_day, input.from_day, input.reason, input.person],
    );
    if (!made)
      return refuse("conflict", "A rule of this produce begins on that day already. Give another day.", "from_day");
    return ok({ id });
  }

  rules(cooperative_id: string): Promise<ShrinkRule[]> {
    return rows<ShrinkRule>(
      this.sql,
      `select id, produce, ppm_per_day::float8 as ppm_per_day, from_day::text as from_day, reason, person, at from shrink_rule
       where cooperative_id = ? order by produce, from_day desc limit 200`,
      [cooperative_id],
    );
  }

  /** The last runs of a pool. */
  runs(pool_id: string, limit: number): Promise<ShrinkRun[]> {
    return rows<ShrinkRun>(
      this.sql,
      `select r.pool_id, r.day::text as day, r.lost_units::float8 as lost_units, r.left_out_units::float8 as left_out_units,
              x.ppm_per_day::float8 as ppm_per_day, x.reason
       from shrink_run r join shrink_rule x on x.id = r.rule_id where r.pool_id = ? order by r.day desc limit ?`,
      [pool_id, limit],
    );
  }

  /**
   * The next day of every pool that has a rule and whose day is over: for the tick. After days without workers each tick
   * makes up one day a pool. How many pools were written.
   */
  async runDue(): Promise<number> {
    const due = await rows<{ pool_id: string; day: string }>(
      this.sql,
      `select * from (
         select p.id as pool_id, (now() at time zone p.tz)::date as today,
                coalesce((select max(x.day) + 1 from shrink_run x where x.pool_id = p.id), r.from_day)::text as day
         from pool p join (select cooperative_id, produce, min(from_day) as from_day from shrink_rule group by cooperative_id, produce) r
           on r.cooperative_id = p.cooperative_id and r.produce = p.produce
       ) due where day::date < today order by pool_id limit ?`,
      [POOLS_PER_TICK],
    );
    let written = 0;
    for (const { pool_id, day } of due) if (await this.run(pool_id, day)) written += 1;
    return written;
  }

  /** One pool, one day; false when it was run before or no rule holds. */
  run(pool_id: string, day: string): Promise<boolean> {
    return inTransaction(this.sql, (tx) => this.run_(tx, pool_id, day));
  }

  async run_(tx: Transaction, pool_id: string, day: string): Promise<boolean> {
    const [pool] = await lockPools(tx, [pool_id]);
    if (!pool) return false;
    const rule = await row<{ id: string; ppm_per_day: number; reason: string; before: string }>(
      tx,
      `select id, ppm_per_day::float8 as ppm_per_day, reason from shrink_rule
       where cooperative_id = ? and produce = ? and from_day <= ?::date order by from_day desc limit 1`,
      [pool.cooperative_id, pool.produce, day],
    );
    if (!rule) return false;
    const last = await row<{ day: string; carry: number }>(
      tx,
      `select day::text as day, carry::float8 as carry from shrink_run where pool_id = ? order by day desc limit 1`,
      [pool_id],
    );
    // Never a day twice, and never one before the last: a clock that went back dries nothing.
    if (last && last.day >= day) return false;
    if (rule.ppm_per_day === 0) {
      await note(tx, { pool_id, day, rule_id: rule.id, lost: 0, left_out: 0, carry: last?.carry ?? 0 });
      return true;
    }
    const lots = await lockLots(tx, pool_id, null);
    const fresh = await rows<{ id: string }>(
      tx,
      `select l.id from lot l join pool p on p.id = l.pool_id where l.pool_id = ? and (l.created_at at time zone p.tz)::date >= ?::date`,
      [pool_id, day],
    );
    const young = new Set(fresh.map((lot) => lot.id));
    const plan = shrinkOfDay({
      ppm_per_day: rule.ppm_per_day,
      // What expired lots lose is found when they are written off.
      lots: lots.filter((lot) => !young.has(lot.id)).map((lot) => ({ lot: lot.id, free: lot.free - lot.expired })),
      carry: last?.carry ?? 0,
      available: pool.on_hand - pool.held,
      salt: `${pool_id}:${day}`,
    });
    if (!plan.ok) throw new Error(`shrink of ${pool_id}: ${plan.refusal.message}`);
    const { lost, left_out, carry, shares } = plan.value;
    await note(tx, { pool_id, day, rule_id: rule.id, lost, left_out, carry });
    await changeLots(
      tx,
      shares.map((share) => ({ lot_id: share.lot, wasted: share.units })),
    );
    if (shares.length > 0) {
      const changed = await changeCounters(tx, [{ pool_id, on_hand: left_out - lost, held: 0 }]);
      if (changed.length === 0) throw new Error(`shrink of ${pool_id}: the pool would promise more than it has`);
    }
    await writeMovements(
      tx,
      shares.map((share) => ({ pool_id, lot_id: share.lot, kind: "waste", on_hand: -share.units, held: 0 })),
      { reason: `shrink ${rule.ppm_per_day} ppm a day: ${rule.reason}`, person: "system", source: `${rule.id}:${day}` },
    );
    return true;
  }
}

async function note(
  tx: Transaction,
  run: { pool_id: string; day: string; rule_id: string; lost: number; left_out: number; carry: number },
): Promise<void> {
  await tx.raw(
    `insert into shrink_run (pool_id, day, rule_id, lost_units, left_out_units, carry) values (?, ?, ?, ?, ?, ?)`,
    [run.pool_id, run.day, run.rule_id, run.lost, run.left_out, run.carry],
  );
}
