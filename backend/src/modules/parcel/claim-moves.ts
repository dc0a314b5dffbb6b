import {
  assertTransition,
  checkCause,
  CLAIM_TRANSITIONS,
  decideCause,
  decideRemedy,
  isWhole,
  ok,
  PARCEL_TRANSITIONS,
  refuse,
  type ClaimCause,
  type ClaimRemedy,
  type DropReason,
  type Refusal,
  type Result,
} from "@commonlot/domain";
import { row, type Transaction } from "../../lib/sql";
import { append } from "../outbox/append";
import { claimRow, writeEvent } from "./claim-open";
import type { ClaimInspection, ClaimRow } from "./claim-types";
import { lockParcel } from "./lock-parcels";
import { recordStep } from "./queries";
import { postCompleted } from "./completed";

/** What the desk does with a claim, each in one transaction that locks plan, parcel and claim, in that order. */

export interface OfClaim {
  claim_id: string;
  cooperative_id: string;
  person: string;
}

/** Locks a claim of a cooperative with its parcel; another cooperative's is not there. */
export async function lockClaim(
  tx: Transaction,
  of: { claim_id: string; cooperative_id?: string },
): Promise<ClaimRow | undefined> {
  const found = await row<{ parcel_id: string; cooperative_id: string }>(
    tx,
    `select parcel_id, cooperative_id from parcel_claim where id = ? and cooperative_id = coalesce(?, cooperative_id)`,
    [of.claim_id, of.cooperative_id ?? null],
  );
  if (!found) return undefined;
  await lockParcel(tx, found.parcel_id, found.cooperative_id);
  await tx.raw(`select 1 from parcel_claim where id = ? for update`, [of.claim_id]);
  return claimRow(tx, of.claim_id);
}

export async function sayWish_(
  tx: Transaction,
  input: OfClaim & { wish: ClaimRemedy },
): Promise<Result<ClaimRow, Refusal>> {
  const claim = await lockClaim(tx, input);
  if (!claim) return notThere();
  if (claim.wish === input.wish) return ok(claim);
  if (claim.state !== "opened") {
    return refuse("claim_state", "This claim has been decided already. Nothing was changed.");
  }
  await tx.raw(`update parcel_claim set wish = ?, wish_said_by = ?, updated_at = now() where id = ?`, [
    input.wish,
    input.person,
    claim.id,
  ]);
  await writeEvent(tx, ofEvent(claim), `wish_${input.wish}`, input.person, "");
  return ok(await claimRow(tx, claim.id));
}

/** Somebody has looked at the goods. Once: what was found stands. */
export async function inspect_(
  tx: Transaction,
  input: OfClaim & { finding: ClaimCause; words: string },
): Promise<Result<ClaimRow, Refusal>> {
  const claim = await lockClaim(tx, input);
  if (!claim) return notThere();
  if (claim.state !== "opened")
    return refuse("claim_state", "This claim has been decided already. Nothing was changed.");
  const possible = checkCause(input.finding, claim.carrier);
  if (!possible.ok) return named(possible.refusal, "finding");
  if (await row(tx, `select 1 from parcel_claim_inspection where claim_id = ?`, [claim.id])) {
    return refuse("inspected_already", "The goods of this claim have been inspected: what was found stands.");
  }
  if (input.finding === "goods" && (await photosBy(tx, claim.id, input.person)) === 0) {
    return refuse(
      "photo_needed",
      "That the goods themselves were bad needs a photo you took. Add it first.",
      "finding",
    );
  }
  await tx.raw(`insert into parcel_claim_inspection (claim_id, finding, words, person) values (?, ?, ?, ?)`, [
    claim.id,
    input.finding,
    input.words,
    input.person,
  ]);
  await writeEvent(tx, ofEvent(claim), `found_${input.finding}`, input.person, input.words);
  return ok(await claimRow(tx, claim.id));
}

/**
 * Decides a claim: what the buyer gets and why it happened. From here the house carries it out. A parcel that is given up is
 * lost from this moment on: what its carrier says later is kept and moves nothing.
 */
export async function decide_(
  tx: Transaction,
  input: OfClaim & { remedy: ClaimRemedy; cause: ClaimCause; words: string; now: Date },
): Promise<Result<ClaimRow, Refusal>> {
  const claim = await lockClaim(tx, input);
  if (!claim) return notThere();
  if (claim.kind === "lost" && claim.parcel_state === "delivered") {
    return refuse("parcel_arrived", "This parcel has arrived meanwhile. Drop the claim. Nothing was changed.");
  }
  const remedy = decideRemedy(claim, input.remedy, input);
  if (!remedy.ok) return remedy;
  const possible = checkCause(input.cause, claim.carrier);
  if (!possible.ok) return named(possible.refusal, "cause");
  const cause = decideCause(input.cause, await inspectionOf(tx, claim.id), {
    opened_by: claim.opened_by,
    decides: input.person,
  });
  if (!cause.ok) return cause;
  if (claim.kind === "lost") await giveUp(tx, claim);
  const attempt = claim.attempt + 1;
  await tx.raw(
    `update parcel_claim set state = 'decided', remedy = ?, cause = ?, decision_words = ?, decided_by = ?, decided_at = now(), attempt = ?,
       problem = null, problem_code = null, finished_at = null, updated_at = now() where id = ?`,
    [input.remedy, input.cause, input.words, input.person, attempt, claim.id],
  );
  await writeEvent(tx, ofEvent(claim), `decided_${input.remedy}`, input.person, input.words);
  await append(tx, { job: "claim", payload: { claim_id: claim.id }, dedup_key: `${claim.id}:decided:${attempt}` });
  return ok(await claimRow(tx, claim.id));
}

/** A refusal beside the field that it is about. */
function named(refusal: Refusal, field: string): Result<never, Refusal> {
  return { ok: false, refusal: { ...refusal, field } };
}

async function giveUp(tx: Transaction, claim: ClaimRow): Promise<void> {
  if (!assertTransition(PARCEL_TRANSITIONS, claim.parcel_state, "lost").ok) return;
  await recordStep(tx, [claim.parcel_id], "lost", "house");
  await tx.raw(`update parcel set state = 'lost', updated_at = now() where id = ?`, [claim.parcel_id]);
}

/**
 * Ends a claim without anything: it was opened in error, or the parcel came after all; or it is refused, in words that its buyer is told.
 * Its packs are free for another claim. Sent again it is the same; another end of it than the one that stands is refused.
 */
export async function drop_(
  tx: Transaction,
  input: OfClaim & { reason: DropReason; words: string },
): Promise<Result<ClaimRow, Refusal>> {
  const claim = await lockClaim(tx, input);
  if (!claim) return notThere();
  const refused_words = input.reason === "refused" ? input.words : null;
  if (claim.state === "dropped") {
    if (claim.drop_reason === input.reason && claim.refused_words === refused_words) return ok(claim);
    return refuse("claim_state", "This claim was dropped before, in other words: they stand. Nothing was changed.");
  }
  const moves = assertTransition(CLAIM_TRANSITIONS, claim.state, "dropped");
  if (!moves.ok) return refuse("claim_state", `This claim is ${claim.state}: it can't be dropped any more.`);
  await tx.raw(
    `update parcel_claim set state = 'dropped', drop_reason = ?, refused_words = ?, updated_at = now() where id = ?`,
    [input.reason, refused_words, claim.id],
  );
  await tx.raw(
    `update parcel p set claimed_by = (select max(c.id) from parcel_claim c where c.parcel_id = p.id and c.state <> 'dropped') where p.id = ?`,
    [claim.parcel_id],
  );
  await writeEvent(tx, ofEvent(claim), refused_words === null ? "dropped" : "refused", input.person, input.words);
  if (refused_words !== null) {
    await append(tx, { job: "claim", payload: { claim_id: claim.id }, dedup_key: `${claim.id}:refused` });
  }
  return ok(await claimRow(tx, claim.id));
}

/** What was decided can't be carried out: the claim is open again, and says why. */
export async function setBack_(tx: Transaction, claim_id: string, problem: Refusal): Promise<void> {
  const claim = await lockClaim(tx, { claim_id });
  if (claim?.state !== "decided") return;
  await tx.raw(
    `update parcel_claim set state = 'opened', problem = ?, problem_code = ?, updated_at = now() where id = ?`,
    [problem.message, problem.reason, claim_id],
  );
  await writeEvent(tx, ofEvent(claim), "set_back", "system", problem.message);
}

export interface Finish {
  claim_id: string;
  attempt: number;
  currency: string;
  cost_minor: number;
  carrier_minor: number;
  cooperative_minor: number;
  lots_minor: number;
  short_id?: string | undefined;
  hold_days: number;
}

/** It has been carried out in every room: who bears what is written down, and the parcel is accounted for. Once an attempt. */
export async function finish_(tx: Transaction, input: Finish): Promise<void> {
  const claim = await lockClaim(tx, input);
  if (claim?.state !== "decided" || claim.attempt !== input.attempt) return;
  await tx.raw(
    `update parcel_claim set state = 'done', currency = ?, cost_minor = ?, carrier_minor = ?, cooperative_minor = ?, lots_minor = ?,
       short_id = ?, finished_at = now(), updated_at = now() where id = ?`,
    [
      input.currency,
      input.cost_minor,
      input.carrier_minor,
      input.cooperative_minor,
      input.lots_minor,
      input.short_id ?? null,
      claim.id,
    ],
  );
  await writeEvent(tx, ofEvent(claim), "done", "system", "");
  if (isWhole(claim.kind) || claim.parcel_state === "lost" || claim.parcel_state === "returned") {
    await tx.raw(`update parcel set accounted_by = ?, updated_at = now() where id = ? and accounted_by is null`, [
      claim.id,
      claim.parcel_id,
    ]);
    await postCompleted(tx, [claim.order_id], new Map([[claim.order_id, input.hold_days]]));
  }
  await closeIfOver(tx, claim.id);
}

/** Nothing is waited for any more: the carrier has answered or was not asked, and a replacement has left. */
export async function closeIfOver(tx: Transaction, claim_id: string): Promise<boolean> {
  const claim = await claimRow(tx, claim_id);
  if (claim.state !== "done" || claim.finished_at === null) return false;
  if ((claim.carrier_minor ?? 0) > 0 && claim.answer === null) return false;
  if (claim.remedy === "reship" && !(await hasAllLeft(tx, claim))) return false;
  await tx.raw(`update parcel_claim set state = 'closed', updated_at = now() where id = ?`, [claim_id]);
  await writeEvent(tx, ofEvent(claim), "closed", "system", "");
  return true;
}

async function hasAllLeft(tx: Transaction, claim: ClaimRow): Promise<boolean> {
  const found = await row<{ all_left: boolean | null }>(
    tx,
    `select bool_and(handover_id is not null) as all_left from parcel where order_id = ? and state <> 'void'`,
    [claim.replacement_order_id],
  );
  return found?.all_left ?? false;
}

async function inspectionOf(tx: Transaction, claim_id: string): Promise<ClaimInspection | null> {
  const found = await row<ClaimInspection>(
    tx,
    `select i.finding, i.words, i.person, i.at, (select count(*)::int from parcel_claim_photo f where f.claim_id = i.claim_id and f.taken_by = i.person) as photos
     from parcel_claim_inspection i where i.claim_id = ?`,
    [claim_id],
  );
  return found ?? null;
}

async function photosBy(tx: Transaction, claim_id: string, person: string): Promise<number> {
  const found = await row<{ photos: number }>(
    tx,
    `select count(*)::int as photos from parcel_claim_photo where claim_id = ? and taken_by = ?`,
    [claim_id, person],
  );
  return found?.photos ?? 0;
}

export function ofEvent(claim: ClaimRow): { claim_id: string; cooperative_id: string } {
  return { claim_id: claim.id, cooperative_id: claim.cooperative_id };
}

export function notThere() {
  return refuse("claim_not_found", "There is no such claim.");
}
