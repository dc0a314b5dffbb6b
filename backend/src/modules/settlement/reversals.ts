import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import { payoutJournal, reverse, type Refusal, type Result } from "@commonlot/domain";
import { killPoint } from "../../lib/kill-point";
import { atKey, placeOf } from "../../lib/keyset";
import { inTransaction, row, rows, type Transaction } from "../../lib/sql";
import { append, claim } from "../outbox/append";
import { safeNumber } from "./amounts";
import { newId } from "./ids";
import { journalOf, writeJournals } from "./ledger";
import type { PayoutRow } from "./payout";
import { asResult, notAllowed, notFound } from "./refusals";

export type ReversalState = "proposed" | "dropped" | "intended" | "unknown" | "created" | "failed";

export interface ReversalRow {
  id: string;
  payout_id: string;
  cooperative_id: string;
  household_id: string;
  currency: string;
  amount_minor: string;
  transfer_ref: string;
  reason: string;
  state: ReversalState;
  proposed_by: string;
  decided_by: string | null;
  idempotency_key: string;
  provider_ref: string | null;
  answer_code: string | null;
  answer: string | null;
}

export interface ReversalOutcome {
  message_id?: string;
  reversal_id: string;
  state: "created" | "failed" | "unknown";
  provider_ref?: string;
  answer_code?: string;
  answer?: string;
}

/** As `payout.ts`: a key may be forgotten after a day. */
const KEY_LIVES_HOURS = 23;

/**
 * Transfers that were wrong and are taken back from the household's account at the rail: asked for by one person, let go by
 * another, then once whatever fails. When it is back the household is owed the money again.
 */
export class PayoutReversals {
  constructor(private readonly sql: Knex) {}

  /** Asks for it. Nothing is called yet. */
  propose(input: { payout_id: string; cooperative_id: string; reason: string; person: string }) {
    return this.write(async (tx) => {
      const payout = await row<PayoutRow>(tx, `select * from payout where id = ? and cooperative_id = ? for update`, [
        input.payout_id,
        input.cooperative_id,
      ]);
      if (!payout) throw notFound("payout");
      if (payout.rail !== "stripe" || payout.state !== "created" || payout.provider_ref === null) {
        throw notAllowed(
          "not_transferred",
          "Only a payout that was transferred by Stripe can be taken back. Nothing was changed.",
        );
      }
      const id = newId("reversal");
      const made = await row<{ id: string }>(
        tx,
        `insert into payout_reversal (id, payout_id, cooperative_id, household_id, currency, amount_minor, transfer_ref, reason, proposed_by, idempotency_key)
         values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing returning id`,
        [
          id,
          payout.id,
          payout.cooperative_id,
          payout.household_id,
          payout.currency,
          payout.amount_minor,
          payout.provider_ref,
          input.reason,
          input.person,
          id,
        ],
      );
      if (!made) throw notAllowed("reversal_waits", "This payout is being taken back already. Nothing was changed.");
      return made.id;
    });
  }

  /** Another person lets it go, or whoever may drops it. */
  decide(input: { id: string; cooperative_id: string; person: string; decision: "approve" | "drop" }) {
    return this.write(async (tx) => {
      const reversal = await row<ReversalRow>(
        tx,
        `select * from payout_reversal where id = ? and cooperative_id = ? for update`,
        [input.id, input.cooperative_id],
      );
      if (!reversal) throw notFound("reversal");
      if (reversal.state !== "proposed")
        throw notAllowed("reversal_decided", "This was decided before. Nothing was changed.");
      if (input.decision === "approve" && reversal.proposed_by === input.person) {
        throw notAllowed("same_person", "Who asked for it can't let it go: another person must. Nothing was changed.");
      }
      const state = input.decision === "approve" ? "intended" : "dropped";
      await tx.raw(
        `update payout_reversal set state = ?, decided_by = ?, decided_at = now(), updated_at = now() where id = ?`,
        [state, input.person, reversal.id],
      );
      if (state === "intended") {
        await append(tx, {
          job: "reverse-payout",
          payload: { reversal_id: reversal.id },
          dedup_key: reversal.id,
        });
      }
      return state;
    });
  }

  async one(id: string): Promise<ReversalRow | undefined> {
    return row<ReversalRow>(this.sql, `select * from payout_reversal where id = ?`, [id]);
  }

  /** Notes that the rail is about to be called, and with which key; undefined when there is nothing to call. */
  begin(id: string): Promise<{ idempotency_key: string } | undefined> {
    return inTransaction(this.sql, (tx) =>
      row<{ idempotency_key: string }>(
        tx,
        `update payout_reversal set
           idempotency_key = case when called_at < now() - make_interval(hours => ${KEY_LIVES_HOURS}) then id || '_' || ? else idempotency_key end,
           called_at = case when called_at is null or called_at < now() - make_interval(hours => ${KEY_LIVES_HOURS}) then now() else called_at end,
           attempts = attempts + 1, updated_at = now()
         where id = ? and state in ('intended', 'unknown') returning idempotency_key`,
        [newId("key").slice(4, 16), id],
      ),
    );
  }

  /** Keeps how the rail answered. Created: the payout's journal is reversed and its statement owes again. Final, and told again it changes nothing. */
  outcome(outcome: ReversalOutcome): Promise<Result<ReversalState, Refusal>> {
    return this.write(async (tx) => {
      const reversal = await lockReversal(tx, outcome.reversal_id);
      if (outcome.message_id && outcome.state !== "unknown") await claim(tx, "reverse-payout", outcome.message_id);
      if (reversal.state !== "intended" && reversal.state !== "unknown") return reversal.state;
      await tx.raw(
        `update payout_reversal set state = ?, provider_ref = ?, answer_code = ?, answer = ?, updated_at = now() where id = ?`,
        [outcome.state, outcome.provider_ref ?? null, outcome.answer_code ?? null, outcome.answer ?? null, reversal.id],
      );
      if (outcome.state === "created") await reopen(tx, reversal);
      return outcome.state;
    });
  }

  /** For upkeep: what is still on its way although its job ended. One an hour. */
  requeueStuck(): Promise<number> {
    return inTransaction(this.sql, async (tx) => {
      const stuck = await rows<{ id: string; hour: string }>(
        tx,
        `select id, to_char(date_trunc('hour', now() at time zone 'utc'), 'YYYYMMDDHH24') as hour from payout_reversal
         where state in ('intended', 'unknown') and updated_at < now() - interval '1 hour' order by id limit 1000 for update skip locked`,
      );
      for (const { id, hour } of stuck)
        await append(tx, { job: "reverse-payout", payload: { reversal_id: id }, dedup_key: `${id}:${hour}` });
      return stuck.length;
    });
  }

  /** Of a cooperative, newest first. */
  async list(asked: { cooperative_id: string; payout_ids?: readonly string[]; limit: number; cursor?: string }) {
    const before = placeOf(asked.cursor);
    const found = await rows<
      Pick<
        ReversalRow,
        | "id"
        | "payout_id"
        | "household_id"
        | "currency"
        | "amount_minor"
        | "reason"
        | "state"
        | "proposed_by"
        | "decided_by"
        | "answer_code"
        | "answer"
      > & {
        at_key: string;
        created_at: Date;
        name: string;
        batch_id: string;
        batch_number: string;
      }
    >(
      this.sql,
      `select r.id, ${atKey("r.created_at")}, r.payout_id, r.household_id, r.currency, r.amount_minor, r.reason, r.state, r.proposed_by, r.decided_by,
              r.answer_code, r.answer, r.created_at, p.account->>'name' as name, p.batch_id, b.number as batch_number
       from payout_reversal r join payout p on p.id = r.payout_id join payout_batch b on b.id = p.batch_id
       where r.cooperative_id = ? and (r.created_at, r.id) < (?::timestamptz, ?) and (?::text[] is null or r.payout_id = any(?))
       order by r.created_at desc, r.id desc limit ?`,
      [asked.cooperative_id, before.at, before.id, asked.payout_ids ?? null, asked.payout_ids ?? null, asked.limit],
    );
    return found.map((one) => ({ ...one, amount_minor: safeNumber(one.amount_minor) }));
  }

  private write<T>(work: (tx: Transaction) => Promise<T>): Promise<Result<T, Refusal>> {
    return asResult(() => inTransaction(this.sql, work));
  }
}

/**
 * The payout, then its reversal, and only then the accounts and the statement that both move: the order in which a payout's own outcome
 * takes them, so that neither ever waits for the other with something in its hands.
 */
async function lockReversal(tx: Transaction, id: string): Promise<ReversalRow> {
  await tx.raw(`select 1 from payout where id = (select payout_id from payout_reversal where id = ?) for update`, [id]);
  const reversal = await row<ReversalRow>(tx, `select * from payout_reversal where id = ? for update`, [id]);
  if (!reversal) throw notFound("reversal");
  return reversal;
}

/** The household is owed it again: the reverse of the payout's own journal, the payout failed with its reason, the statement open. */
async function reopen(tx: Transaction, reversal: ReversalRow): Promise<void> {
  const { payout_id, household_id: household, currency } = reversal;
  const amount_minor = BigInt(reversal.amount_minor);
  const paid = journalOf(
    payoutJournal({ household, rail: "stripe", currency, amount_minor, memo: `Payout ${payout_id}` }),
  );
  await writeJournals(tx, [{ journal: reverse(paid), source_id: payout_id }]);
  killPoint("after_reversal_journal");
  const payout = await row<{ statement_id: string }>(
    tx,
    `update payout set state = 'failed', reason_code = 'transfer_reversed', reason = ?, updated_at = now()
     where id = ? and state = 'created' returning statement_id`,
    [reversal.reason, payout_id],
  );
  if (!payout) throw new Error(`payout ${payout_id} is reversed and was not paid`);
  await tx.raw(
    `update statement set paid_minor = paid_minor - ?, not_paid_because = 'payout_reversed', updated_at = now() where id = ?`,
    [reversal.amount_minor, payout.statement_id],
  );
}
