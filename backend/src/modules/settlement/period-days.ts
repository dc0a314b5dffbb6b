import { periodText } from "@commonlot/domain";
import { row, rows, type Transaction } from "../../lib/sql";
import { notAllowed, saidBoth } from "./refusals";

/** Held by whoever opens or removes periods of a cooperative, the trigger of the table too: of two at once the second sees the first. */
export async function lockPeriodsOf(tx: Transaction, cooperative_id: string): Promise<void> {
  await rows(tx, `select pg_advisory_xact_lock(hashtextextended(?, 0))`, [`settlement_period:${cooperative_id}`]);
}

/** Refuses days of which one belongs to a period already, in whatever state that is. Under the lock of `lockPeriodsOf`. */
export async function mustBeFree(
  tx: Transaction,
  input: { cooperative_id: string; from: string; to: string },
): Promise<void> {
  const other = await row<{ from_date: string; to_date: string; newest: string }>(
    tx,
    `select from_date::text as from_date, to_date::text as to_date,
            (select max(to_date)::text from settlement_period where cooperative_id = ?) as newest
     from settlement_period where cooperative_id = ? and from_date <= ?::date and to_date >= ?::date order by from_date limit 1`,
    [input.cooperative_id, input.cooperative_id, input.to, input.from],
  );
  if (!other) return;
  if (other.from_date === input.from && other.to_date === input.to)
    throw notAllowed("period_exists", `There is a period ${input.from} to ${input.to} already. Nothing was opened.`);
  const [named, newest] = [periodText(other.from_date, other.to_date), periodText(other.newest, other.newest)];
  throw saidBoth("period_overlaps", {
    en: `The period ${named.en} has some of these days already. Nothing was opened. A period begins after ${newest.en}, the last day of the newest one, or fills a gap between two.`,
    zh: `结算期${named.zh}已经包含其中几天，没有开新的结算期。新的一期要从最近一期的最后一天（${newest.zh}）之后开始，或者正好填补两期之间的空档。`,
  });
}
