import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import { decideCarrierAnswer, ok, refuse, type CarrierAnswer, type Refusal, type Result } from "@commonlot/domain";
import { newId } from "../../lib/ids";
import { inTransaction, row, rows, type Sql, type Transaction } from "../../lib/sql";
import { append } from "../outbox/append";
import { askedOf } from "./claim-carrier";
import { lockClaim, notThere, ofEvent, type OfClaim } from "./claim-moves";
import { claimRow, writeEvent } from "./claim-open";
import type { AnswerChange, ClaimRow } from "./claim-types";

const CHANGE = `id, attempt, round, answer, answered_minor::float8 as answered_minor, words, proposed_by, proposed_at`;

export interface ProposeAnswer extends OfClaim {
  answer: CarrierAnswer;
  paid_minor: string;
  words: string;
}

/** What a carrier answered, corrected: one person proposes, another confirms, and the books reverse and book anew. */
export class ClaimAnswers {
  constructor(private readonly sql: Knex) {}

  propose(input: ProposeAnswer): Promise<Result<ClaimRow, Refusal>> {
    return inTransaction(this.sql, (tx) => propose_(tx, input));
  }

  decide(input: OfClaim & { change_id: string; decision: "confirm" | "drop" }): Promise<Result<ClaimRow, Refusal>> {
    return inTransaction(this.sql, (tx) => decide_(tx, input));
  }

  /** The correction of a claim that waits for its second person. */
  waiting(claim_id: string): Promise<AnswerChange | undefined> {
    return waitingOf(this.sql, claim_id);
  }

  /** Confirmed ones that the books do not have yet, in their order. */
  toBook(claim_id: string): Promise<AnswerChange[]> {
    return rows<AnswerChange>(
      this.sql,
      `select ${CHANGE} from parcel_claim_answer_change where claim_id = ? and state = 'confirmed' and booked_at is null order by attempt, round`,
      [claim_id],
    );
  }

  async booked(id: string): Promise<void> {
    await this.sql.raw(`update parcel_claim_answer_change set booked_at = now() where id = ? and booked_at is null`, [
      id,
    ]);
  }
}

/** Sent twice it is one proposal; another one while it waits is refused. */
async function propose_(tx: Transaction, input: ProposeAnswer): Promise<Result<ClaimRow, Refusal>> {
  const claim = await lockClaim(tx, input);
  if (!claim) return notThere();
  if ((claim.state !== "done" && claim.state !== "closed") || claim.answer === null || claim.finished_at === null) {
    return refuse("claim_state", "The carrier has not answered this claim yet: there is nothing to correct.");
  }
  const waits = await waitingOf(tx, claim.id);
  if (waits?.answer === input.answer && String(waits.answered_minor) === input.paid_minor) return ok(claim);
  if (waits) return refuse("proposal_waits", "A correction waits for its second person already. Nothing was changed.");
  if (claim.answer === input.answer && String(claim.answered_minor) === input.paid_minor) {
    return refuse("unchanged", "That is what stands in the books. Nothing was changed.", "paid_minor");
  }
  const decided = decideCarrierAnswer(
    { answer: input.answer, paid_minor: BigInt(input.paid_minor) },
    askedOf(claim),
    true,
  );
  if (!decided.ok) return decided;
  await tx.raw(
    `insert into parcel_claim_answer_change (id, claim_id, cooperative_id, attempt, round, before_answer, before_minor, answer, answered_minor, words, proposed_by)
     select ?, ?, ?, ?, coalesce(max(round), 0) + 1, ?, ?, ?, ?, ?, ? from parcel_claim_answer_change where claim_id = ? and attempt = ?`,
    [
      newId("cans"),
      claim.id,
      claim.cooperative_id,
      claim.attempt,
      claim.answer,
      claim.answered_minor ?? 0,
      input.answer,
      input.paid_minor,
      input.words,
      input.person,
      claim.id,
      claim.attempt,
    ],
  );
  await writeEvent(tx, ofEvent(claim), "answer_change_proposed", input.person, input.words);
  return ok(claim);
}

/** Confirmed by who did not propose it, or dropped by anybody who may; pressed twice it is done once. */
async function decide_(
  tx: Transaction,
  input: OfClaim & { change_id: string; decision: "confirm" | "drop" },
): Promise<Result<ClaimRow, Refusal>> {
  const claim = await lockClaim(tx, input);
  if (!claim) return notThere();
  const change = await row<AnswerChange & { state: string }>(
    tx,
    `select ${CHANGE}, state from parcel_claim_answer_change where id = ? and claim_id = ?`,
    [input.change_id, claim.id],
  );
  if (!change) return refuse("change_not_found", "There is no such correction of this claim.");
  const wanted = input.decision === "confirm" ? "confirmed" : "dropped";
  if (change.state === wanted) return ok(claim);
  const gone = wanted === "confirmed" && (change.attempt !== claim.attempt || claim.answer === null);
  if (change.state !== "proposed" || gone) {
    return refuse("claim_state", "This correction has been decided already. Nothing was changed.");
  }
  if (wanted === "confirmed" && change.proposed_by === input.person) {
    return refuse(
      "same_person",
      "Who proposed the correction can't confirm it: a second person does. Nothing was changed.",
    );
  }
  await tx.raw(`update parcel_claim_answer_change set state = ?, decided_by = ?, decided_at = now() where id = ?`, [
    wanted,
    input.person,
    change.id,
  ]);
  await writeEvent(tx, ofEvent(claim), `answer_change_${wanted}`, input.person, "");
  if (wanted === "dropped") return ok(claim);
  await tx.raw(
    `update parcel_claim set answer = ?, answered_minor = ?, answer_words = ?, answered_by = ?, answered_at = now(), updated_at = now() where id = ?`,
    [change.answer, change.answered_minor, change.words, change.proposed_by, claim.id],
  );
  await append(tx, { job: "claim", payload: { claim_id: claim.id }, dedup_key: `${change.id}:confirmed` });
  return ok(await claimRow(tx, claim.id));
}

function waitingOf(sql: Sql, claim_id: string): Promise<AnswerChange | undefined> {
  return row<AnswerChange>(
    sql,
    `select ${CHANGE} from parcel_claim_answer_change where claim_id = ? and state = 'proposed'`,
    [claim_id],
  );
}
