import { row, rows, type Transaction } from "../../../lib/sql";
import { PROCESSOR } from "../capture";
import { newId } from "../ids";
import { DESK_ANSWERS } from "./owner";

export interface MatchResult {
  matched: number;
  opened: number;
  closed: number;
}

/** Whoever owns what nobody has taken yet, and under whose name items of the processor are kept. */
export const PLATFORM = "platform";
/** A movement and its journal come apart by moments; after an hour it is a difference. */
export const GRACE_S = 3_600;
/** Journals are looked through again this far back: one that was long in its transaction has an old moment. */
const LOOK_BACK_S = 86_400;
const LOCK = 20_260_230;

/** Journals that say that the processor has moved money; the others of its accounts are booked from the movement itself. */
export const TOLD_KINDS = `('capture', 'refund', 'reverse_refund', 'payout', 'reverse_payout', 'dispute', 'reverse_dispute')`;

/** What a journal has moved on the two accounts in which the ledger keeps the processor's money; null when it was none, or another currency. */
const MOVED = (journal: string, currency?: string): string => `(
  select sum(p.amount_minor) from posting p join account a on a.id = p.account_id
  where p.journal_id = ${journal} and a.kind in ('clearing', 'payout_clearing') and a.party = '${PROCESSOR}'
    ${currency === undefined ? "" : `and p.currency = ${currency}`})`;

/**
 * Which journal each waiting movement is about, whatever its amount: by the processor's id of what caused it. A dispute is kept
 * under the processor's own id (disputes.ts), so that its journals are named as its movements are.
 */
const ABOUT = `
  select t.id, t.currency, t.amount_minor, j.id as journal_id, m.moved
  from (
    select t.id, 'capture' as kind, s.order_id as source_id from waiting t join sale s on s.provider_ref = t.payment_ref and s.claim_id is null
    where t.class = 'charge'
    union all
    select t.id, case t.class when 'refund' then 'refund' else 'reverse_refund' end, i.id from waiting t join refund_intent i on i.refund_ref = t.source
    where t.class in ('refund', 'refund_failure')
    union all
    select t.id, 'payout', p.id from waiting t join payout p on p.provider_ref = t.source and p.rail = '${PROCESSOR}' where t.class = 'transfer'
    union all
    select t.id, 'reverse_payout', r.payout_id from waiting t join payout_reversal r on r.provider_ref = t.source where t.class = 'transfer_reversal'
    union all
    select t.id, case t.class when 'dispute' then 'dispute' else 'reverse_dispute' end, t.source from waiting t
    where t.class in ('dispute', 'dispute_reversal')
  ) r join waiting t on t.id = r.id join journal j on j.kind = r.kind and j.source_id = r.source_id
  cross join lateral (select ${MOVED("j.id", "t.currency")} as moved) m
  where m.moved is not null and not exists (select from processor_match x where x.journal_id = j.id)`;

/** Waits until nobody matches: a person's answer and the matching of the same movement never cross. */
export async function lockMatching(tx: Transaction): Promise<void> {
  await tx.raw(`select pg_advisory_xact_lock(?)`, [LOCK]);
}

/** The journal that one waiting movement is about, with what it has moved. */
export async function journalAbout(
  tx: Transaction,
  transaction_id: string,
): Promise<{ journal_id: string; moved: bigint } | undefined> {
  const found = await row<{ journal_id: string; moved: string }>(
    tx,
    `with waiting as (select * from processor_transaction where id = ?) select journal_id, moved from (${ABOUT}) a order by journal_id limit 1`,
    [transaction_id],
  );
  return found && { journal_id: found.journal_id, moved: BigInt(found.moved) };
}

const WAITING = `waiting as materialized (
  select t.* from processor_unmatched u join processor_transaction t on t.id = u.transaction_id where t.processor = '${PROCESSOR}')`;

/** All of it by set, in the caller's transaction. */
export async function matchTransactions(tx: Transaction): Promise<MatchResult> {
  const locked = await row<{ locked: boolean }>(tx, `select pg_try_advisory_xact_lock(?) as locked`, [LOCK]);
  if (!locked?.locked) return { matched: 0, opened: 0, closed: 0 };
  const matched = await matchByAmount(tx);
  await endCameBack(tx);
  const closed = await closeMatched(tx);
  const opened = (await openUnknown(tx)) + (await openMissing(tx));
  return { matched, opened, closed };
}

async function matchByAmount(tx: Transaction): Promise<number> {
  const [found] = await rows<{ count: number }>(
    tx,
    `with ${WAITING}, about as (${ABOUT}), matched as (
       insert into processor_match (transaction_id, journal_id)
       select distinct on (journal_id) id, journal_id from about where moved = amount_minor order by journal_id, id
       on conflict do nothing returning transaction_id
     ), gone as (
       delete from processor_unmatched u using matched m where u.transaction_id = m.transaction_id
     )
     select count(*)::int as count from matched`,
  );
  return found?.count ?? 0;
}

/**
 * A refund that nobody of the house has asked for, and that the buyer's bank has sent back: the two undo each other, and there is nothing to
 * book. After an hour, since an intent of ours whose answer was lost may still claim it.
 */
async function endCameBack(tx: Transaction): Promise<void> {
  await tx.raw(
    `with ${WAITING}, undone as (
       select a.id as refund_id, b.id as back_id from waiting a join waiting b on b.source = a.source and b.currency = a.currency and b.amount_minor = -a.amount_minor
       where a.class = 'refund' and b.class = 'refund_failure' and b.read_at < now() - make_interval(secs => ?)
         and not exists (select from refund_intent i where i.refund_ref = a.source)
     ) delete from processor_unmatched u using undone d where u.transaction_id in (d.refund_id, d.back_id)`,
    [GRACE_S],
  );
}

async function closeMatched(tx: Transaction): Promise<number> {
  const closed = await rows(
    tx,
    `update bank_open_item i set closed_at = now(), closed_by = 'processor', close_reason = 'matched'
     where i.cooperative_id = ? and i.closed_at is null
       and (i.transaction_id is not null and not exists (select from processor_unmatched u where u.transaction_id = i.transaction_id)
            or exists (select from processor_match m where m.journal_id = i.journal_id)) returning i.id`,
    [PLATFORM],
  );
  return closed.length;
}

/** Movements without a journal, or with one of another amount. A refund that a desk has closed unbooked comes with what the desk has said. */
async function openUnknown(tx: Transaction): Promise<number> {
  const fresh = await rows<{ id: string; kind: string; journal_id: string | null }>(
    tx,
    `with ${WAITING}, about as (select distinct on (id) * from (${ABOUT}) a order by id, journal_id)
     select t.id, case when a.id is null then 'unknown_transaction' else 'wrong_amount' end as kind, a.journal_id
     from waiting t left join about a on a.id = t.id
     where t.read_at < now() - make_interval(secs => ?)
       and not exists (select from bank_open_item i where i.transaction_id = t.id) and not (${DESK_ANSWERS}) order by t.at limit 10000`,
    [GRACE_S],
  );
  const opened = await rows(
    tx,
    `insert into bank_open_item (id, cooperative_id, transaction_id, journal_id, kind, reference, amount_minor, currency, reason_code, reason, owner)
     select x.item_id, ?, t.id, x.journal_id, x.kind, coalesce(t.source, t.id), t.amount_minor, t.currency, t.class, coalesce(r.close_reason, t.description), ?
     from jsonb_to_recordset(?::jsonb) as x(item_id text, id text, kind text, journal_id text) join processor_transaction t on t.id = x.id
     left join processor_refund r on t.class = 'refund' and r.refund_ref = t.source
     on conflict do nothing returning id`,
    [PLATFORM, PLATFORM, JSON.stringify(fresh.map((one) => ({ ...one, item_id: newId("item") })))],
  );
  return opened.length;
}

/** Journals whose movement never came, though the processor was read past them. */
async function openMissing(tx: Transaction): Promise<number> {
  const cursor = await row<{ to_at: Date }>(
    tx,
    `select read_to - make_interval(secs => ?) as to_at from processor_cursor where processor = ? for update`,
    [GRACE_S, PROCESSOR],
  );
  if (!cursor) return 0;
  const missing = await rows<{ id: string }>(
    tx,
    `with ${WAITING}, about as (${ABOUT})
     select j.id from journal j
     where j.kind in ${TOLD_KINDS} and j.at <= ?
       and j.at > (select coalesce(checked_to - make_interval(secs => ?), '-infinity') from processor_cursor where processor = ?)
       and ${MOVED("j.id")} <> 0
       and not exists (select from processor_match m where m.journal_id = j.id)
       and not exists (select from bank_open_item i where i.journal_id = j.id)
       and not exists (select from about a where a.journal_id = j.id) order by j.at`,
    [cursor.to_at, LOOK_BACK_S, PROCESSOR],
  );
  const opened = await rows(
    tx,
    `insert into bank_open_item (id, cooperative_id, journal_id, kind, reference, amount_minor, currency, reason_code, reason, owner)
     select x.item_id, ?, j.id, 'missing_transaction', j.source_id, ${MOVED("j.id")},
            (select p.currency from posting p where p.journal_id = j.id limit 1), j.kind, j.memo, ?
     from jsonb_to_recordset(?::jsonb) as x(item_id text, id text) join journal j on j.id = x.id
     on conflict do nothing returning id`,
    [PLATFORM, PLATFORM, JSON.stringify(missing.map(({ id }) => ({ id, item_id: newId("item") })))],
  );
  await tx.raw(`update processor_cursor set checked_to = greatest(checked_to, ?) where processor = ?`, [
    cursor.to_at,
    PROCESSOR,
  ]);
  return opened.length;
}
