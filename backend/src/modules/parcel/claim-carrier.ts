import {
  causesOf,
  decideCarrierAnswer,
  ok,
  refuse,
  type CarrierAnswer,
  type ClaimState,
  type Refusal,
  type Result,
} from "@commonlot/domain";
import type { Transaction } from "../../lib/sql";
import { append } from "../outbox/append";
import { closeIfOver, lockClaim, notThere, ofEvent, type OfClaim } from "./claim-moves";
import { claimRow, writeEvent } from "./claim-open";
import type { ClaimRow } from "./claim-types";

// Asking the carrier, and what it answers.

/** The carrier was asked, by its own number for it. */
export async function asked_(tx: Transaction, input: OfClaim & { ref: string }): Promise<Result<ClaimRow, Refusal>> {
  const claim = await lockClaim(tx, input);
  if (!claim) return notThere();
  const asks = claim.cause === "carrier" || (claim.cause === null && causesOf(claim.carrier).includes("carrier"));
  if (!asks || claim.answer !== null || isEnded(claim.state)) {
    return refuse("claim_state", "Nothing is asked of the carrier for this claim. Nothing was changed.");
  }
  await tx.raw(
    `update parcel_claim set asked_at = coalesce(asked_at, now()), asked_by = ?, asked_ref = ?, updated_at = now() where id = ?`,
    [input.person, input.ref, claim.id],
  );
  await writeEvent(tx, ofEvent(claim), "carrier_asked", input.person, input.ref);
  return ok(await claimRow(tx, claim.id));
}

/** What the carrier answered; the books follow by the job. Once: another answer is a correction, by two people (`ClaimAnswers`). */
export async function answer_(
  tx: Transaction,
  input: OfClaim & { answer: CarrierAnswer; paid_minor: string; words: string },
): Promise<Result<ClaimRow, Refusal>> {
  const claim = await lockClaim(tx, input);
  if (!claim) return notThere();
  if (claim.answer === input.answer && String(claim.answered_minor) === input.paid_minor) return ok(claim);
  if (claim.state !== "done" || (claim.carrier_minor ?? 0) === 0 || claim.answer !== null) {
    return refuse("claim_state", "No answer of the carrier is waited for here. Nothing was changed.");
  }
  const decided = decideCarrierAnswer(
    { answer: input.answer, paid_minor: BigInt(input.paid_minor) },
    askedOf(claim),
    false,
  );
  if (!decided.ok) return decided;
  await tx.raw(
    `update parcel_claim set answer = ?, answered_minor = ?, answer_words = ?, answered_by = ?, answered_at = now(), finished_at = null,
       updated_at = now() where id = ?`,
    [input.answer, input.paid_minor, input.words, input.person, claim.id],
  );
  await writeEvent(tx, ofEvent(claim), `carrier_${input.answer}`, input.person, input.words);
  await append(tx, { job: "claim", payload: { claim_id: claim.id }, dedup_key: `${claim.id}:answer:${claim.attempt}` });
  return ok(await claimRow(tx, claim.id));
}

/** What the carrier was asked for, and what the claim cost. */
export function askedOf({ carrier_minor, cost_minor, currency }: ClaimRow) {
  return {
    asked_minor: BigInt(carrier_minor ?? 0),
    cost_minor: BigInt(cost_minor ?? 0),
    currency: currency?.toUpperCase() ?? "CNY",
  };
}

/** The books have the carrier's answer. */
export async function booked_(tx: Transaction, claim_id: string): Promise<void> {
  const claim = await lockClaim(tx, { claim_id });
  if (claim?.state !== "done") return;
  await tx.raw(`update parcel_claim set finished_at = coalesce(finished_at, now()), updated_at = now() where id = ?`, [
    claim_id,
  ]);
  await closeIfOver(tx, claim_id);
}

function isEnded(state: ClaimState): boolean {
  return state === "dropped" || state === "closed";
}
