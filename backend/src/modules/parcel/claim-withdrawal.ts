import { ok, refuse, type Refusal, type Result } from "@commonlot/domain";
import { row, type Transaction } from "../../lib/sql";
import { append } from "../outbox/append";
import { lockClaim, notThere, ofEvent, type OfClaim } from "./claim-moves";
import { claimRow, writeEvent } from "./claim-open";
import type { ClaimRow } from "./claim-types";

// Taking back what was to be sent again, as long as it is here.

/** A replacement that is still here is to be taken back; then another remedy can be decided. */
export async function beginWithdraw_(
  tx: Transaction,
  input: OfClaim & { words: string },
): Promise<Result<ClaimRow, Refusal>> {
  const claim = await lockClaim(tx, input);
  if (!claim) return notThere();
  if (claim.state === "withdrawing") return ok(claim);
  if (claim.state !== "done" || claim.remedy !== "reship" || claim.finished_at === null) {
    return refuse("claim_state", "There is no replacement here that could be taken back. Nothing was changed.");
  }
  if (claim.answer !== null) {
    return refuse("claim_state", "The carrier has answered this claim: its replacement can't be taken back.");
  }
  if (await hasLeft(tx, claim)) {
    return refuse(
      "goods_left",
      "The replacement has left with the carrier: it can't be taken back. Nothing was changed.",
    );
  }
  await tx.raw(
    `update parcel_claim set state = 'withdrawing', problem = null, problem_code = null, finished_at = null, updated_at = now() where id = ?`,
    [claim.id],
  );
  await writeEvent(tx, ofEvent(claim), "withdrawing", input.person, input.words);
  await append(tx, {
    job: "claim",
    payload: { claim_id: claim.id },
    dedup_key: `${claim.id}:withdraw:${claim.attempt}`,
  });
  return ok(await claimRow(tx, claim.id));
}

/**
 * The order of a replacement was cancelled elsewhere than on its claim's page (in Medusa, by a job, by hand in the database): the claim
 * is on its way back, like one that was taken back there, and says so. Also when its carrier has answered: the answer goes back
 * with the rest, and is entered again for what is decided next. Nothing when the claim knows already, or has no such
 * replacement; what has left is not taken back.
 */
export async function orderGone_(tx: Transaction, order_id: string): Promise<ClaimRow | undefined> {
  const found = await row<{ id: string }>(tx, `select id from parcel_claim where replacement_order_id = ?`, [order_id]);
  const claim = found && (await lockClaim(tx, { claim_id: found.id }));
  if (claim?.replacement_order_id !== order_id) return undefined;
  if (claim.state !== "done" || claim.remedy !== "reship" || (await hasLeft(tx, claim))) return claim;
  await tx.raw(
    `update parcel_claim set state = 'withdrawing', problem = ?, problem_code = 'replacement_gone', finished_at = null,
       updated_at = now() where id = ?`,
    [GONE, claim.id],
  );
  await writeEvent(tx, ofEvent(claim), "replacement_gone", "system", "");
  await append(tx, {
    job: "claim",
    payload: { claim_id: claim.id },
    dedup_key: `${claim.id}:withdraw:${claim.attempt}`,
  });
  return claimRow(tx, claim.id);
}

const GONE =
  "The order of the replacement was cancelled, so nothing was sent again. Goods and money are as before the decision; decide again.";

/** It was taken back everywhere (the claim is open again), or could not be: then it stays done, and says why. */
export async function endWithdraw_(tx: Transaction, claim_id: string, problem: Refusal | null): Promise<void> {
  const claim = await lockClaim(tx, { claim_id });
  if (claim?.state !== "withdrawing") return;
  if (problem !== null) {
    await tx.raw(
      `update parcel_claim set state = 'done', problem = ?, problem_code = ?, finished_at = now(), updated_at = now() where id = ?`,
      [problem.message, problem.reason, claim_id],
    );
    return;
  }
  // What is written there already says that nobody here took it back.
  await tx.raw(
    `update parcel_claim set state = 'opened', replacement_order_id = null, cost_minor = null, carrier_minor = null,
       cooperative_minor = null, lots_minor = null, answer = null, answered_minor = null, answer_words = null, answered_by = null,
       answered_at = null, updated_at = now() where id = ?`,
    [claim_id],
  );
  await tx.raw(
    `update parcel_claim_answer_change set state = 'dropped', decided_by = 'system', decided_at = now() where claim_id = ? and state = 'proposed'`,
    [claim_id],
  );
  await writeEvent(tx, ofEvent(claim), "withdrawn", "system", "");
}

async function hasLeft(tx: Transaction, claim: ClaimRow): Promise<boolean> {
  return (
    undefined !==
    (await row(tx, `select 1 from parcel where order_id = ? and handover_id is not null limit 1`, [
      claim.replacement_order_id,
    ]))
  );
}
