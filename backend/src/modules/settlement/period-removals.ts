import type { Refusal, Result } from "@commonlot/domain";
import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import { inTransaction, row, type Transaction } from "../../lib/sql";
import { lockPeriodsOf } from "./period-days";
import { lockPeriod } from "./period";
import { asResult, notAllowed, saidBoth } from "./refusals";

export interface RemovePeriodInput {
  period_id: string;
  cooperative_id: string;
  person: string;
  is_manager: boolean;
}

/** Takes back a period that was opened by mistake, as long as nobody has asked for its settlement. */
export class PeriodRemovals {
  constructor(private readonly sql: Knex) {}

  /** Whoever opened it, or a manager. Asked again it is not there. Its days are free afterwards. */
  remove(input: RemovePeriodInput): Promise<Result<{ id: string; from: string; to: string }, Refusal>> {
    return asResult(() => inTransaction(this.sql, (tx) => this.remove_(tx, input)));
  }

  async remove_(tx: Transaction, input: RemovePeriodInput) {
    await lockPeriodsOf(tx, input.cooperative_id);
    const period = await lockPeriod(tx, input.period_id, input.cooperative_id);
    if (period.state !== "open")
      throw saidBoth("period_asked", {
        en: "Its settlement was asked for already, so this period stays. Nothing was changed.",
        zh: "这一期已经申请结算，不能再撤销。什么都没有改。",
      });
    if (period.opened_by !== input.person && !input.is_manager)
      throw notAllowed("not_your_role", "Whoever opened this period, or a manager, removes it. Nothing was changed.");
    if (period.by_schedule && (await scheduleRuns(tx, input.cooperative_id)))
      throw saidBoth("period_of_schedule", {
        en: "The schedule opened this period and would open it again. Switch the schedule off or change it first. Nothing was changed.",
        zh: "这一期是按结算日程开的，撤销了还会再开。请先停用或更改结算日程。什么都没有改。",
      });
    await tx.raw(
      `insert into settlement_period_removed (id, cooperative_id, from_date, to_date, opened_by, by_schedule, opened_at, removed_by)
       select id, cooperative_id, from_date, to_date, opened_by, by_schedule, created_at, ? from settlement_period where id = ?`,
      [input.person, period.id],
    );
    await tx.raw(`delete from settlement_period where id = ?`, [period.id]);
    return { id: period.id, from: period.from_date, to: period.to_date };
  }
}

async function scheduleRuns(tx: Transaction, cooperative_id: string): Promise<boolean> {
  const now = await row<{ rhythm: string }>(
    tx,
    `select rhythm from settlement_schedule where cooperative_id = ? order by version desc limit 1`,
    [cooperative_id],
  );
  return now !== undefined && now.rhythm !== "none";
}
