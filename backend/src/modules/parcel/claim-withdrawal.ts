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
  await tx.raw(`update parcel_claim set state = 'withdrawing', finished_at = null, updated_at = now() where id = ?`, [
    claim.id,
  ]);
  await writeEvent(tx, ofEvent(claim), "withdrawing", input.person, input.words);
  await append(tx, {
    job: "claim",
    payload: { claim_id: claim.id },
    dedup_key: `${claim.id}:withdraw:${claim.attempt}`,
  });
  return ok(await claimRow(tx, claim.id));
}

/** It was taken back everywhere (the claim is open again), or could not be: then it stays done, and says why. */
export async function endWithdraw_(tx: Transaction, claim_id: string, problem: string | null): Promise<void> {
  const claim = await lockClaim(tx, { claim_id });
  if (claim?.state !== "withdrawing") return;
  if (problem !== null) {
    await tx.raw(
      `update parcel_claim set state = 'done', problem = ?, finished_at = now(), updated_at = now() where id = ?`,
      [problem, claim_id],
    );
    return;
  }
  await tx.raw(
    `update parcel_claim set state = 'opened', problem = null, replacement_order_id = null, cost_minor = null, carrier_minor = null,
       cooperative_minor = null, lots_minor = null, updated_at = now() where id = ?`,
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
