import {
  assertTransition,
  PAYOUT_TRANSITIONS,
  payoutJournal,
  type BankState,
  type Payee,
  type PayoutState,
  type Rail,
} from "@commonlot/domain";
import { killPoint } from "../../lib/kill-point";
import { row, rows, type Sql, type Transaction } from "../../lib/sql";
import { append, claim } from "../outbox/append";
import type { SealedAccount } from "./accounts";
import { BATCH_COLUMNS, type BatchRow } from "./bank-file";
import { newId } from "./ids";
import { journalOf, writeJournals } from "./ledger";
import { closePeriodWhenPaid } from "./period";
import { notAllowed, notFound } from "./refusals";

/** Whose a payout is: a household's, of a statement of its period, or an agent's, of a statement of their commission. */
export type PayeeColumns =
  | { household_id: string; statement_id: string; period_id: string; agent_id: null; commission_statement_id: null }
  | { household_id: null; statement_id: null; period_id: null; agent_id: string; commission_statement_id: string };
export type HouseholdColumns = Extract<PayeeColumns, { agent_id: null }>;

export type PayoutRow = HouseholdColumns & PayoutFacts;
/** By bank file there are agents' beside households'. */
export type AnyPayoutRow = PayeeColumns & PayoutFacts;

interface PayoutFacts {
  id: string;
  batch_id: string;
  cooperative_id: string;
  currency: string;
  amount_minor: string;
  rail: Rail;
  state: PayoutState;
  account: SealedAccount;
  bank_state: Exclude<BankState, "sent"> | null;
  idempotency_key: string;
  called_at: Date | null;
  attempts: number;
  provider_ref: string | null;
  reason: string | null;
  reason_code: string | null;
}

/** Stripe may forget a key after 24 hours; an hour is left for a call that is still on its way. */
const KEY_LIVES_HOURS = 23;

export async function payoutOf(sql: Sql, payout_id: string): Promise<PayoutRow> {
  const payout = await row<PayoutRow>(sql, `select * from payout where id = ?`, [payout_id]);
  if (!payout) throw notFound("payout");
  return payout;
}

/**
 * Notes that the rail is about to be called, and with which key: the persisted intent. Within 23 hours of its first use
 * the same key again; later a new one, which is safe only because the caller has looked the payout up and not found it.
 * A payout whose outcome is known gives undefined: nothing is to be called.
 */
export async function beginPayout(
  tx: Transaction,
  payout_id: string,
): Promise<{ idempotency_key: string } | undefined> {
  const payout = await row<PayoutRow & { key_expired: boolean }>(
    tx,
    `select *, coalesce(called_at < now() - make_interval(hours => ${KEY_LIVES_HOURS}), false) as key_expired from payout where id = ? for update`,
    [payout_id],
  );
  if (!payout) throw notFound("payout");
  if (payout.state === "created" || payout.state === "failed") return undefined;
  killPoint("payout_locked");
  const idempotency_key = payout.key_expired ? freshKey(payout.id) : payout.idempotency_key;
  await tx.raw(
    `update payout set idempotency_key = ?, called_at = case when ? then now() else coalesce(called_at, now()) end,
                       attempts = attempts + 1, updated_at = now() where id = ?`,
    [idempotency_key, payout.key_expired, payout.id],
  );
  killPoint("payout_intent_written");
  return { idempotency_key };
}

export interface PayoutOutcome {
  message_id?: string;
  payout_id: string;
  state: Exclude<PayoutState, "intended">;
  /** The rail's own id of the payment. */
  provider_ref?: string;
  /** Why it failed, or why nobody knows: a word that pages translate, and the rail's own sentence. */
  reason_code?: string;
  reason?: string;
}

/**
 * Keeps how the rail answered. Created: payable -> clearing of the rail, and the statement shows it paid. Failed: the
 * amount is the household's again, carried to its next statement. The outcome is final: a replay changes nothing, and
 * a second, different transfer for the same payout is refused loudly.
 */
export async function recordPayoutOutcome(tx: Transaction, outcome: PayoutOutcome): Promise<PayoutRow> {
  const payout = await row<PayoutRow>(tx, `select * from payout where id = ? for update`, [outcome.payout_id]);
  if (!payout) throw notFound("payout");
  // Unknown leaves the message open: it is tried again until the outcome is known.
  if (outcome.message_id && outcome.state !== "unknown") await claim(tx, "pay", outcome.message_id);
  killPoint("payout_claimed");
  if (payout.state === "created" && outcome.state === "created" && outcome.provider_ref !== payout.provider_ref) {
    throw new Error(
      `payout ${payout.id} was created as ${payout.provider_ref} and now as ${outcome.provider_ref}: paid twice?`,
    );
  }
  if (payout.state === outcome.state || !assertTransition(PAYOUT_TRANSITIONS, payout.state, outcome.state).ok)
    return payout;
  await tx.raw(
    `update payout set state = ?, provider_ref = ?, reason_code = ?, reason = ?, updated_at = now() where id = ?`,
    [outcome.state, outcome.provider_ref ?? null, outcome.reason_code ?? null, outcome.reason ?? null, payout.id],
  );
  if (outcome.state === "unknown") return { ...payout, state: "unknown" };
  killPoint("payout_marked");
  await releasePayouts(tx, [payout]);
  killPoint("payout_released");
  if (outcome.state === "created") {
    await bookPayouts(tx, [payout]);
    await append(tx, { job: "paid-notice", payload: { payout_id: payout.id }, dedup_key: payout.id });
  } else
    await tx.raw(`update statement set not_paid_because = 'payout_failed', updated_at = now() where id = ?`, [
      payout.statement_id,
    ]);
  killPoint("payout_booked");
  await closeBatch(tx, payout.batch_id);
  killPoint("payout_batch_closed");
  await closePeriodWhenPaid(tx, payout.period_id);
  killPoint("payout_before_commit");
  return { ...payout, state: outcome.state };
}

/** How long a payout waits for our balance to grow: charges become available on days, not minutes. */
const ASK_AGAIN_AFTER_MS = 10 * 60_000;

export interface PayoutWaits {
  message_id?: string;
  payout_id: string;
  reason_code: string;
  reason: string;
  /** The key under which the rail has refused. */
  refused_key: string;
}

/**
 * The rail has certainly refused for now (our balance is not available yet): the reason is kept, this message ends, and
 * a later one asks again. With a new key, since the rail keeps its refusal under the old one for a day; safe, because
 * what was refused did not happen.
 */
export async function postponePayout(tx: Transaction, waits: PayoutWaits): Promise<void> {
  if (waits.message_id) await claim(tx, "pay", waits.message_id);
  const postponed = await row<{ attempts: number }>(
    tx,
    `update payout set reason_code = ?, reason = ?, idempotency_key = ?, called_at = null, updated_at = now()
     where id = ? and idempotency_key = ? and state in ('intended', 'unknown') returning attempts`,
    [waits.reason_code, waits.reason, freshKey(waits.payout_id), waits.payout_id, waits.refused_key],
  );
  if (!postponed) return;
  await append(tx, {
    job: "pay",
    payload: { payout_id: waits.payout_id },
    due_at: new Date(Date.now() + ASK_AGAIN_AFTER_MS),
    dedup_key: `${waits.payout_id}:after-${postponed.attempts}`,
  });
}

const freshKey = (payout_id: string): string => `${payout_id}_${newId("key").slice(4, 16)}`;

/**
 * The bank file is written: its payouts are on the bank's table. All of the batch at once, in a handful of statements.
 * A second export must have the same bytes and changes nothing.
 */
export async function markBatchExported(
  tx: Transaction,
  input: { message_id?: string; batch_id: string; sha256: string },
): Promise<void> {
  if (input.message_id) await claim(tx, "bank-file", input.message_id);
  const batch = await lockBatch(tx, input.batch_id);
  if (batch.rail !== "bank_file") throw notAllowed("not_a_bank_batch", "This batch is not paid by a bank file.");
  if (batch.state !== "open") {
    if (batch.file_sha256 !== input.sha256) throw new Error(`bank file ${batch.number} was exported with other bytes`);
    return;
  }
  await completeBatch(tx, batch, input.sha256);
}

export async function lockBatch(tx: Transaction, batch_id: string, cooperative_id?: string): Promise<BatchRow> {
  const batch = await row<BatchRow>(tx, `select ${BATCH_COLUMNS} from payout_batch where id = ? for no key update`, [
    batch_id,
  ]);
  if (!batch || (cooperative_id !== undefined && batch.cooperative_id !== cooperative_id))
    throw notFound("payout batch");
  return batch;
}

async function completeBatch(tx: Transaction, batch: BatchRow, sha256: string): Promise<void> {
  const paid = await rows<AnyPayoutRow>(
    tx,
    `update payout set state = 'created', provider_ref = id, called_at = now(), attempts = 1, updated_at = now()
     where batch_id = ? and state in ('intended', 'unknown') returning *`,
    [batch.id],
  );
  await releasePayouts(tx, paid);
  await bookPayouts(tx, paid);
  await tx.raw(
    `update payout_batch set state = 'exported', file_sha256 = ?, exported_at = now(), updated_at = now() where id = ?`,
    [sha256, batch.id],
  );
  if (batch.period_id !== null) await closePeriodWhenPaid(tx, batch.period_id);
}

/** Takes the promise off the households' accounts, before the money itself moves: the table checks one against the other. An agent's is promised by its statement alone. */
export async function releasePayouts(tx: Transaction, payouts: readonly AnyPayoutRow[]): Promise<void> {
  await tx.raw(
    `with ended as (select * from jsonb_to_recordset(?::jsonb) as x(household_id text, currency text, amount_minor bigint)),
     locked as (
       select a.id, e.amount_minor
       from account a join ended e on a.kind = 'household_payable' and a.party = e.household_id and a.currency = e.currency
       order by a.id for no key update of a
     )
     update account a set reserved_minor = a.reserved_minor - l.amount_minor from locked l where a.id = l.id`,
    [
      JSON.stringify(
        payouts
          .filter((payout) => payout.household_id !== null)
          .map(({ household_id, currency, amount_minor }) => ({ household_id, currency, amount_minor })),
      ),
    ],
  );
}

/** The journals of payouts whose outcome is known, and their statements show them paid. */
export async function bookPayouts(tx: Transaction, payouts: readonly AnyPayoutRow[]): Promise<void> {
  await writeJournals(
    tx,
    payouts.map((payout) => ({
      source_id: payout.id,
      journal: journalOf(
        payoutJournal({
          ...payeeOf(payout),
          rail: payout.rail,
          currency: payout.currency,
          amount_minor: BigInt(payout.amount_minor),
          memo: `Payout ${payout.id}`,
        }),
      ),
    })),
  );
  killPoint("payout_journal_written");
  await tx.raw(
    `update statement s set paid_minor = s.paid_minor + x.amount_minor, not_paid_because = null, updated_at = now()
     from jsonb_to_recordset(?::jsonb) as x(statement_id text, amount_minor bigint) where s.id = x.statement_id`,
    [JSON.stringify(payouts.map(({ statement_id, amount_minor }) => ({ statement_id, amount_minor })))],
  );
}

/** The columns that say whose a payout is, of a row that has more. */
export function payeeColumns(row: PayeeColumns): PayeeColumns {
  const { household_id, statement_id, period_id, agent_id, commission_statement_id } = row;
  return { household_id, statement_id, period_id, agent_id, commission_statement_id } as PayeeColumns;
}

export function payeeOf(
  payout: { household_id: string; agent_id: null } | { household_id: null; agent_id: string },
): Payee {
  return payout.agent_id === null ? { household: payout.household_id } : { agent: payout.agent_id };
}

/** A Stripe batch is done when none of its payouts is on its way. */
async function closeBatch(tx: Transaction, batch_id: string): Promise<void> {
  await tx.raw(`select 1 from payout_batch where id = ? for update`, [batch_id]);
  await tx.raw(
    `update payout_batch set state = 'done', updated_at = now()
     where id = ? and state = 'open' and rail = 'stripe'
       and not exists (select 1 from payout where batch_id = payout_batch.id and state in ('intended', 'unknown'))`,
    [batch_id],
  );
}

/**
 * For upkeep: payouts that are still on their way although their job ended (its attempts were used up while the rail
 * was down) get a new job. One per payout and hour.
 */
export async function requeueStuckPayouts(tx: Transaction): Promise<number> {
  const stuck = await rows<{ id: string; hour: string }>(
    tx,
    `select id, to_char(date_trunc('hour', now() at time zone 'utc'), 'YYYYMMDDHH24') as hour from payout
     where rail = 'stripe' and state in ('intended', 'unknown') and updated_at < now() - interval '1 hour'
     order by id limit 1000 for update skip locked`,
  );
  for (const payout of stuck) {
    await append(tx, { job: "pay", payload: { payout_id: payout.id }, dedup_key: `${payout.id}:${payout.hour}` });
  }
  return stuck.length;
}

export interface PayoutTotal {
  rail: string;
  state: string;
  currency: string;
  payouts: number;
  amount_minor: number;
}

/** Payouts by rail and state. */
export async function payoutTotals(sql: Sql): Promise<PayoutTotal[]> {
  return rows<PayoutTotal>(
    sql,
    `select rail, state, currency, count(*)::float8 as payouts, sum(amount_minor)::float8 as amount_minor
     from payout group by rail, state, currency order by rail, state, currency`,
  );
}
