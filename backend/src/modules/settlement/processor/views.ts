import type { ProcessorItemKind, TransactionClass } from "@commonlot/domain";
import { atKey, placeOf } from "../../../lib/keyset";
import { rows, type Sql } from "../../../lib/sql";
import { safeNumber } from "../amounts";
import { PROCESSOR } from "../capture";
import { GRACE_S, PLATFORM, TOLD_KINDS } from "./match";
import { DESK_ANSWERS, ITEM_OVER_SEVERAL } from "./owner";

/**
 * Per currency: what the processor has moved, what the ledger says, and what explains the difference: movements without a
 * journal, and journals whose movement has not come. Both sides in one snapshot; other processors' accounts are left out.
 */
export const BOOKS = `
  select currency, sum(processor_minor)::bigint as processor_minor, sum(ledger_minor)::bigint as ledger_minor,
         sum(unknown)::int as unknown, sum(unknown_minor)::bigint as unknown_minor, sum(untold)::int as untold, sum(untold_minor)::bigint as untold_minor
  from (
    select t.currency, t.net_minor as processor_minor, 0 as ledger_minor,
           case when u.transaction_id is null then 0 else 1 end as unknown,
           case when u.transaction_id is null then 0 else t.amount_minor end as unknown_minor, 0 as untold, 0 as untold_minor
    from processor_transaction t left join processor_unmatched u on u.transaction_id = t.id where t.processor = '${PROCESSOR}'
    union all
    select p.currency, 0, p.amount_minor, 0, 0,
           case when j.kind in ${TOLD_KINDS} and m.journal_id is null then 1 else 0 end,
           case when j.kind in ${TOLD_KINDS} and m.journal_id is null then p.amount_minor else 0 end
    from account a join posting p on p.account_id = a.id join journal j on j.id = p.journal_id
    left join processor_match m on m.journal_id = j.id
    where a.kind in ('clearing', 'payout_clearing') and a.party = '${PROCESSOR}'
  ) x group by currency`;

/** Differences that are older than an hour and in nobody's list: the reading has stopped, or something slipped through it. */
export const UNANSWERED = `
  select 'movement ' || t.id || ' of ' || t.amount_minor || ' ' || t.currency || ' has no journal and no open item' as violation
  from processor_unmatched u join processor_transaction t on t.id = u.transaction_id
  where t.read_at < now() - make_interval(secs => ${2 * GRACE_S}) and not exists (select from bank_open_item i where i.transaction_id = t.id)
    and not (${DESK_ANSWERS})
  union all
  select 'journal ' || j.kind || ' of ' || j.source_id || ' has no movement and no open item'
  from processor_cursor c join journal j on j.at < c.read_to - make_interval(secs => ${2 * GRACE_S})
  where c.processor = '${PROCESSOR}' and j.kind in ${TOLD_KINDS} and exists (
      select from posting p join account a on a.id = p.account_id
      where p.journal_id = j.id and a.kind in ('clearing', 'payout_clearing') and a.party = '${PROCESSOR}')
    and not exists (select from processor_match m where m.journal_id = j.id)
    and not exists (select from bank_open_item i where i.journal_id = j.id)`;

export interface ProcessorBalance {
  currency: string;
  /** What the processor has moved in all. */
  processor_minor: number;
  /** What the ledger says of it. */
  ledger_minor: number;
  /** Movements without a journal. */
  unknown: number;
  unknown_minor: number;
  /** Of these, refunds by hand that wait at a cooperative's desk. */
  at_desk: number;
  /** Journals without a movement: on their way, or missing. */
  untold: number;
  untold_minor: number;
  /** What neither explains: zero, or M12 is broken. */
  unexplained_minor: number;
  by_class: { class: TransactionClass; movements: number; amount_minor: number; fee_minor: number }[];
}

export async function balances(sql: Sql): Promise<{ read_to: Date | null; balances: ProcessorBalance[] }> {
  const [cursor] = await rows<{ read_to: Date }>(sql, `select read_to from processor_cursor where processor = ?`, [
    PROCESSOR,
  ]);
  const found = await rows<
    Record<"processor_minor" | "ledger_minor" | "unknown_minor" | "untold_minor", string> & {
      currency: string;
      unknown: number;
      untold: number;
    }
  >(sql, `${BOOKS} order by currency`);
  const classes = await rows<{
    currency: string;
    class: TransactionClass;
    movements: number;
    amount: string;
    fee: string;
  }>(
    sql,
    `select currency, class, count(*)::int as movements, sum(amount_minor)::bigint as amount, sum(fee_minor)::bigint as fee
     from processor_transaction where processor = ? group by 1, 2 order by 1, 2`,
    [PROCESSOR],
  );
  const desks = await rows<{ currency: string; count: number }>(
    sql,
    `select t.currency, count(*)::int as count from processor_unmatched u join processor_transaction t on t.id = u.transaction_id
     where t.processor = ? and ${DESK_ANSWERS} group by 1`,
    [PROCESSOR],
  );
  return {
    read_to: cursor?.read_to ?? null,
    balances: found.map((one) => {
      const [processor, ledger] = [BigInt(one.processor_minor), BigInt(one.ledger_minor)];
      const [unknown, untold] = [BigInt(one.unknown_minor), BigInt(one.untold_minor)];
      return {
        currency: one.currency,
        processor_minor: safeNumber(processor),
        ledger_minor: safeNumber(ledger),
        unknown: one.unknown,
        unknown_minor: safeNumber(unknown),
        at_desk: desks.find((each) => each.currency === one.currency)?.count ?? 0,
        untold: one.untold,
        untold_minor: safeNumber(untold),
        unexplained_minor: safeNumber(processor - unknown - (ledger - untold)),
        by_class: classes
          .filter((each) => each.currency === one.currency)
          .map((each) => ({
            class: each.class,
            movements: each.movements,
            amount_minor: safeNumber(each.amount),
            fee_minor: safeNumber(each.fee),
          })),
      };
    }),
  };
}

export interface ListAsked {
  limit: number;
  cursor?: string | undefined;
}

export interface TransactionView {
  id: string;
  at_key: string;
  class: TransactionClass;
  category: string;
  source: string | null;
  currency: string;
  amount_minor: number;
  fee_minor: number;
  at: Date;
  matched: boolean;
  journal_kind: string | null;
}

/** Movements, newest first. */
export async function transactions(sql: Sql, { limit, cursor }: ListAsked): Promise<TransactionView[]> {
  const before = placeOf(cursor);
  const found = await rows<
    Omit<TransactionView, "amount_minor" | "fee_minor"> & Record<"amount_minor" | "fee_minor", string>
  >(
    sql,
    `select t.id, ${atKey("t.at")}, t.class, t.category, t.source, t.currency, t.amount_minor, t.fee_minor, t.at,
            u.transaction_id is null as matched, j.kind as journal_kind
     from processor_transaction t left join processor_unmatched u on u.transaction_id = t.id
     left join processor_match m on m.transaction_id = t.id left join journal j on j.id = m.journal_id
     where (t.at, t.id) < (?::timestamptz, ?) order by t.at desc, t.id desc limit ?`,
    [before.at, before.id, limit],
  );
  return found.map((one) => ({
    ...one,
    amount_minor: safeNumber(one.amount_minor),
    fee_minor: safeNumber(one.fee_minor),
  }));
}

export interface ProcessorItemView {
  id: string;
  at_key: string;
  kind: ProcessorItemKind;
  transaction_id: string | null;
  reference: string | null;
  amount_minor: number;
  currency: string;
  /** Its class, or the kind of the journal. */
  about: string;
  words: string | null;
  /** A refund of an order of several cooperatives: booked over its lines, on a page of its own, and never here. */
  by_lines: boolean;
  owner: string;
  opened_at: Date;
  age_days: number;
  closed_at: Date | null;
  closed_by: string | null;
  close_reason: string | null;
}

/** What does not match, newest first. */
export async function items(
  sql: Sql,
  { limit, cursor, closed }: ListAsked & { closed: boolean },
): Promise<ProcessorItemView[]> {
  const before = placeOf(cursor);
  const found = await rows<Omit<ProcessorItemView, "amount_minor"> & { amount_minor: string }>(
    sql,
    `select i.id, ${atKey("i.opened_at")}, i.kind, i.transaction_id, i.reference, i.amount_minor, i.currency, i.reason_code as about,
            i.reason as words, ${ITEM_OVER_SEVERAL} as by_lines, i.owner, i.opened_at, extract(day from now() - i.opened_at)::int as age_days, i.closed_at, i.closed_by, i.close_reason
     from bank_open_item i
     where i.cooperative_id = ? and (i.opened_at, i.id) < (?::timestamptz, ?) and (? or i.closed_at is null)
     order by i.opened_at desc, i.id desc limit ?`,
    [PLATFORM, before.at, before.id, closed, limit],
  );
  return found.map((item) => ({ ...item, amount_minor: safeNumber(item.amount_minor) }));
}
