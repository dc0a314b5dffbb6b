import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import {
  decideCarry,
  decideConfirm,
  decideHandOut,
  decideTakeBack,
  type CarryReason,
  type CashPayout,
  type CashState,
  type Refusal,
  type Result,
} from "@commonlot/domain";
import { killPoint } from "../../lib/kill-point";
import { valueOf } from "../../lib/refusal";
import { inTransaction, row, rows, type Transaction } from "../../lib/sql";
import { insertAll } from "../../lib/unnest";
import { appendAll } from "../outbox/append";
import { cashLines, cashState, type CashLine } from "./cash-views";
import { newId } from "./ids";
import { bookPayouts, lockBatch as lockAnyBatch, releasePayouts, type PayoutRow } from "./payout";
import { closePeriodWhenPaid } from "./period";
import { asResult, notAllowed, notFound } from "./refusals";

/**
 * These payouts, each of which must be at its step; or of a list that somebody has read, those that are still at theirs. There is
 * no "all of the batch": nobody says yes to what they were not shown.
 */
export type Chosen = readonly string[] | { all_of: readonly string[] };

/** Who asks for what of a cash batch. */
export interface CashAct {
  batch_id: string;
  cooperative_id: string;
  person: string;
  payout_ids: Chosen;
}

/** Photos of one batch: every household's own and the pages of the sheet. */
const MAX_PHOTOS = 2_000;

interface Locked {
  payout: PayoutRow;
  cash: CashPayout;
}

/**
 * Cash, household by household: one person hands it out and shows a photo of the signature, another confirms it, and only
 * then it is booked. A batch is locked while somebody acts on it, so two desks come one after the other, and what the
 * second one finds done it is told. Killed between the two people: handed stands, unbooked, and waits for its witness.
 */
export class CashDesk {
  constructor(private readonly sql: Knex) {}

  /** Every household of a batch, and where its money is. */
  lines(batch_id: string, cooperative_id: string): Promise<CashLine[]> {
    return cashLines(this.sql, batch_id, cooperative_id);
  }

  /** Records a file as a photo of a signature or of a signed sheet. The same picture again is the first one. */
  keepPhoto(input: {
    batch_id: string;
    cooperative_id: string;
    file: string;
    source_sha256: string;
    width: number;
    height: number;
    bytes: number;
    person: string;
  }): Promise<Result<{ id: string; repeated: boolean }, Refusal>> {
    return this.write(async (tx) => {
      await lockBatch(tx, input);
      const same = await row<{ id: string }>(tx, `select id from cash_photo where batch_id = ? and source_sha256 = ?`, [
        input.batch_id,
        input.source_sha256,
      ]);
      if (same) return { id: same.id, repeated: true };
      const kept = await row<{ count: number }>(
        tx,
        `select count(*)::int as count from cash_photo where batch_id = ?`,
        [input.batch_id],
      );
      if ((kept?.count ?? 0) >= MAX_PHOTOS) {
        throw notAllowed("too_many_photos", `A batch has at most ${MAX_PHOTOS} photos, and this one has them.`);
      }
      const id = newId("photo");
      await tx.raw(
        `insert into cash_photo (id, batch_id, file, source_sha256, width, height, bytes, taken_by) values (?, ?, ?, ?, ?, ?, ?, ?)`,
        [id, input.batch_id, input.file, input.source_sha256, input.width, input.height, input.bytes, input.person],
      );
      killPoint("cash_photo_written");
      return { id, repeated: false };
    });
  }

  photos(batch_id: string, cooperative_id: string): Promise<{ id: string; file: string }[]> {
    return rows(
      this.sql,
      `select f.id, f.file from cash_photo f join payout_batch b on b.id = f.batch_id where b.id = ? and b.cooperative_id = ? order by f.at, f.id`,
      [batch_id, cooperative_id],
    );
  }

  /** The payer's word: these have their money. Said twice by the same person it is said once. */
  handOut(input: CashAct & { photo_id: string }): Promise<Result<{ handed: number }, Refusal>> {
    return this.write(async (tx) => {
      const found = await lockPayouts(tx, input, "open");
      const photo = await row(tx, `select 1 from cash_photo where id = ? and batch_id = ?`, [
        input.photo_id,
        input.batch_id,
      ]);
      if (!photo) {
        throw notAllowed(
          "photo_needed",
          "Add a photo of the signature or of the signed sheet first. Nothing was changed.",
        );
      }
      const handed = found.filter(({ cash }) => valueOf(decideHandOut(cash, input.person)) === "hand_out");
      await insertAll(
        tx,
        "cash_handing",
        [
          ["id", "text", () => newId("handing")],
          ["payout_id", "text", ({ payout }) => payout.id],
          ["batch_id", "text", () => input.batch_id],
          ["cooperative_id", "text", () => input.cooperative_id],
          ["photo_id", "text", () => input.photo_id],
          ["payer", "text", () => input.person],
        ],
        handed,
      );
      killPoint("cash_handing_written");
      return { handed: handed.length };
    });
  }

  /** The witness's word, another person's: it is booked now, and the household is told. */
  confirm(input: CashAct): Promise<Result<{ confirmed: number }, Refusal>> {
    return this.write(async (tx) => {
      const found = await lockPayouts(tx, input, "handed");
      // Of a whole list, those that others handed out; where there are only one's own, the refusal says whose word is needed.
      const others = found.filter(({ cash }) => cash.payer !== input.person);
      const asked = "all_of" in input.payout_ids && others.length > 0 ? others : found;
      const confirmed = asked
        .filter(({ cash }) => valueOf(decideConfirm(cash, input.person)) === "confirm")
        .map(({ payout }) => payout);
      const ids = confirmed.map((one) => one.id);
      await tx.raw(
        `update cash_handing set witness = ?, confirmed_at = now() where payout_id = any(?) and taken_back_at is null`,
        [input.person, ids],
      );
      killPoint("cash_witness_written");
      await tx.raw(
        `update payout set state = 'created', provider_ref = id, called_at = now(), attempts = 1, updated_at = now() where id = any(?)`,
        [ids],
      );
      await releasePayouts(tx, confirmed);
      killPoint("cash_released");
      await bookPayouts(tx, confirmed);
      killPoint("cash_booked");
      await appendAll(
        tx,
        ids.map((payout_id) => ({ job: "paid-notice" as const, payload: { payout_id }, dedup_key: payout_id })),
      );
      await close(tx, input);
      killPoint("cash_confirmed_before_commit");
      return { confirmed: ids.length };
    });
  }

  /** It was handed out by mistake, or not at all: as if nobody had said so. Not once it is confirmed. */
  takeBack(input: CashAct & { because: string }): Promise<Result<{ taken_back: number }, Refusal>> {
    return this.write(async (tx) => {
      const found = await lockPayouts(tx, input, "handed");
      for (const { cash } of found) valueOf(decideTakeBack(cash));
      await tx.raw(
        `update cash_handing set taken_back_by = ?, taken_back_at = now(), taken_back_because = ?
         where payout_id = any(?) and taken_back_at is null`,
        [input.person, input.because, found.map(({ payout }) => payout.id)],
      );
      return { taken_back: found.length };
    });
  }

  /** These did not get their money: it is theirs again, on their next statement, with the reason in words. */
  carryOver(input: CashAct & { reason: CarryReason; words: string }): Promise<Result<{ carried: number }, Refusal>> {
    return this.write(async (tx) => {
      const found = await lockPayouts(tx, input, "open");
      const carried = found.filter(({ cash }) => valueOf(decideCarry(cash)) === "carry").map(({ payout }) => payout);
      await insertAll(
        tx,
        "cash_carried",
        [
          ["payout_id", "text", (one) => one.id],
          ["batch_id", "text", () => input.batch_id],
          ["cooperative_id", "text", () => input.cooperative_id],
          ["reason", "text", () => input.reason],
          ["words", "text", () => input.words],
          ["person", "text", () => input.person],
        ],
        carried,
      );
      killPoint("cash_carried_written");
      await tx.raw(
        `update payout set state = 'failed', reason_code = ?, reason = ?, updated_at = now() where id = any(?)`,
        [input.reason, input.words === "" ? null : input.words, carried.map((one) => one.id)],
      );
      await releasePayouts(tx, carried);
      killPoint("cash_carried_released");
      await tx.raw(`update statement set not_paid_because = ?, updated_at = now() where id = any(?)`, [
        input.reason,
        carried.map((one) => one.statement_id),
      ]);
      await close(tx, input);
      return { carried: carried.length };
    });
  }

  private write<T>(work: (tx: Transaction) => Promise<T>): Promise<Result<T, Refusal>> {
    return asResult(() => inTransaction(this.sql, work));
  }
}

async function lockBatch(tx: Transaction, of: { batch_id: string; cooperative_id: string }): Promise<void> {
  const batch = await lockAnyBatch(tx, of.batch_id, of.cooperative_id);
  if (batch.rail !== "cash") throw notAllowed("not_a_cash_batch", "This batch is not paid in cash.");
}

/** The batch, then its payouts by id, which must all be of the batch; of a whole list, those at `step`. */
async function lockPayouts(tx: Transaction, input: CashAct, step: CashState): Promise<Locked[]> {
  await lockBatch(tx, input);
  const { payout_ids: chosen } = input;
  const ids = [...("all_of" in chosen ? chosen.all_of : chosen)];
  const found = await rows<PayoutRow & { payer: string | null }>(
    tx,
    `select p.*, h.payer from payout p left join cash_handing h on h.payout_id = p.id and h.taken_back_at is null
     where p.batch_id = ? and p.id = any(?) order by p.id for no key update of p`,
    [input.batch_id, ids],
  );
  const locked = found.map((payout): Locked => ({
    payout,
    cash: { state: cashState(payout.state, payout.payer), payer: payout.payer },
  }));
  if (locked.length !== new Set(ids).size) throw notFound("payout in this batch");
  return "all_of" in chosen ? locked.filter(({ cash }) => cash.state === step) : locked;
}

/** A cash batch is done when none of its households waits, a period when none of its batches does. */
async function close(tx: Transaction, of: { batch_id: string; person: string }): Promise<void> {
  const done = await row<{ period_id: string }>(
    tx,
    `update payout_batch set state = 'done', done_by = ?, updated_at = now()
     where id = ? and state = 'open' and not exists (select 1 from payout where batch_id = payout_batch.id and state in ('intended', 'unknown'))
     returning period_id`,
    [of.person, of.batch_id],
  );
  if (done) await closePeriodWhenPaid(tx, done.period_id);
}
