import type { ILockingModule, MedusaContainer } from "@medusajs/framework/types";
import { Modules } from "@medusajs/framework/utils";
import { createStep, createWorkflow, StepResponse, WorkflowResponse } from "@medusajs/framework/workflows-sdk";
import { ok, refuse, type Refusal, type Result } from "@commonlot/domain";
import { killPoint } from "../../../lib/kill-point";
import { valueOf } from "../../../lib/refusal";
import type { ClaimRow } from "../../../modules/parcel/claim-types";
import type ParcelService from "../../../modules/parcel/service";
import type PoolService from "../../../modules/pool/service";
import type SettlementService from "../../../modules/settlement/service";
import { enterShort } from "../../pool/short/preview";
import { runShort } from "../../pool/short/run";
import { sendAgain, takeBack } from "./reship";
import { askBuyer, tellRefused, tellSentAgain } from "./tell-buyer";

/** Seconds to wait for another process that carries out the same claim. */
const LOCK_WAIT_S = 60;

/**
 * Takes a claim as far as it can go, from wherever it stands: one transaction a room, each once by the claim's id and attempt. Runs
 * in the request of whoever pressed the button, and again as a job; killed between any two steps it ends the same.
 *
 * opened:      what came back is put down to be looked at; the buyer is asked what they want
 * refused:     the buyer is told why
 * refund:      the short of the claim (pool, books) -> who bears it -> the parcel is accounted for
 * reship:      goods held and allocated -> Medusa's order -> parcels planned -> paid for by the claim -> who bears it -> as above
 * withdrawing: parcels void -> goods back -> books reversed -> Medusa's order cancelled -> open again
 * answer:      what the carrier paid, and what it did not, in the books; and what two people have corrected of it
 */
export async function runClaim(container: MedusaContainer, claim_id: string): Promise<ClaimRow> {
  const parcels: ParcelService = container.resolve("parcel");
  const locking: ILockingModule = container.resolve(Modules.LOCKING);
  const claim = await parcels.claims.byId(claim_id);
  if (!claim) throw new Error(`there is no claim ${claim_id}`);
  // Request and job may meet: one of them goes on, the other finds it done. So may claims of one order, which divide its freight.
  return locking.execute([`claims:${claim.order_id}`], () => run(container, claim_id), { timeout: LOCK_WAIT_S });
}

async function run(container: MedusaContainer, claim_id: string): Promise<ClaimRow> {
  const parcels: ParcelService = container.resolve("parcel");
  const claim = await parcels.claims.byId(claim_id);
  if (!claim) throw new Error(`there is no claim ${claim_id}`);
  if (claim.state === "opened") await lookAfterOpened(container, claim);
  else if (claim.state === "decided") await carryOut(container, claim);
  else if (claim.state === "dropped") await tellRefused(container, claim);
  else if (claim.state === "withdrawing") await parcels.claims.endWithdraw(claim.id, await takeBack(container, claim));
  else if (claim.state === "done" && claim.finished_at === null) await bookAnswer(container, claim);
  await bookCorrections(container, claim);
  await giveBackAnswered(container, claim);
  const after = await parcels.claims.byId(claim_id);
  if (!after) throw new Error(`claim ${claim_id} is gone`);
  return after;
}

async function lookAfterOpened(container: MedusaContainer, claim: ClaimRow): Promise<void> {
  if (claim.kind === "returned") await putDownReturned(container, claim);
  if (claim.wish === null) await askBuyer(container, claim);
}

/** Goods that are here again wait to be looked at, without anybody typing them a second time. */
async function putDownReturned(container: MedusaContainer, claim: ClaimRow): Promise<void> {
  const parcels: ParcelService = container.resolve("parcel");
  const pools: PoolService = container.resolve("pool");
  const parcel = await parcels.parcelOfCooperative(claim.parcel_id, claim.cooperative_id);
  const units = new Map<string, { order_line_id: string; pool_id: string; units: number }>();
  for (const { order_line_id, pool_id, units: more } of parcel?.contents ?? []) {
    const key = `${order_line_id}/${pool_id}`;
    units.set(key, { order_line_id, pool_id, units: (units.get(key)?.units ?? 0) + more });
  }
  await pools.returnedGoods.record(
    [...units].map(([key, one]) => ({
      ...one,
      source_id: `${claim.id}/${key}`,
      return_id: claim.number,
      order_id: claim.order_id,
      damaged: false,
      claim_id: claim.id,
    })),
  );
}

async function carryOut(container: MedusaContainer, claim: ClaimRow): Promise<void> {
  const parcels: ParcelService = container.resolve("parcel");
  const done = claim.remedy === "refund" ? await refund(container, claim) : await sendAgain(container, claim);
  if (!done.ok) return parcels.claims.setBack(claim.id, done.refusal);
  const settlement: SettlementService = container.resolve("settlement");
  const borne = await settlement.claims.bear({
    claim_id: claim.id,
    attempt: claim.attempt,
    number: claim.number,
    cooperative_id: claim.cooperative_id,
    currency: done.value.currency,
    cause: claim.cause ?? "packing",
    limit_minor: claim.limit_minor,
    lots_bp: claim.lots_bp,
    lots: await parcels.claims.lotsOf(claim.id),
  });
  killPoint("claim_borne");
  await parcels.claims.finish({
    claim_id: claim.id,
    attempt: claim.attempt,
    currency: done.value.currency,
    cost_minor: borne.cost_minor,
    carrier_minor: borne.carrier_minor,
    cooperative_minor: borne.cooperative_minor,
    lots_minor: borne.lots.reduce((sum, one) => sum + one.amount_minor, 0),
    short_id: done.value.short_id,
    hold_days: await settlement.holdDaysOfOrder(claim.order_id),
  });
  if (claim.remedy === "reship") await tellSentAgain(container, claim);
}

/** The buyer's money for these packs, with their share of the freight: a short of the claim, by the same steps as any other. */
async function refund(
  container: MedusaContainer,
  claim: ClaimRow,
): Promise<Result<{ currency: string; short_id?: string }, Refusal>> {
  const parcels: ParcelService = container.resolve("parcel");
  const pools: PoolService = container.resolve("pool");
  const lines = await parcels.claims.linesOf(claim.id);
  const idempotency_key = `${claim.id}:${claim.attempt}`;
  // Entered by a run that died: looked at anew it would find its own packs refunded.
  const known = await pools.shorts.byKey(claim.cooperative_id, idempotency_key);
  const entered = known
    ? ok(known)
    : await enterShort(container, {
        cooperative_id: claim.cooperative_id,
        kind: "claim",
        parcel_id: claim.parcel_id,
        claim_id: claim.id,
        claimed: lines.map(({ order_line_id, packs }) => ({ order_line_id, packs })),
        restock: false,
        reason: claim.number,
        person: claim.decided_by ?? "system",
        idempotency_key,
      });
  if (!entered.ok) return entered;
  killPoint("claim_short_entered");
  const short = await runShort(container, entered.value.id);
  killPoint("claim_short_done");
  if (short.state !== "closed") {
    return refuse("not_refunded", "This can't be refunded now: the order has ended. Look at it, then decide again.");
  }
  return ok({ currency: short.view?.currency ?? "", short_id: short.id });
}

/** Households whose objection was heard get back what their lots bore; the claim's page follows. */
async function giveBackAnswered(
  container: MedusaContainer,
  { id: claim_id, attempt, number }: ClaimRow,
): Promise<void> {
  const parcels: ParcelService = container.resolve("parcel");
  const settlement: SettlementService = container.resolve("settlement");
  for (const household_id of await parcels.claims.objections.toGiveBack(claim_id)) {
    const now = await settlement.claims.giveBack({ claim_id, attempt, number, household_id });
    killPoint("claim_given_back");
    await parcels.claims.objections.booked({ claim_id, attempt, household_id, ...now });
  }
}

async function bookAnswer(container: MedusaContainer, claim: ClaimRow): Promise<void> {
  const parcels: ParcelService = container.resolve("parcel");
  const settlement: SettlementService = container.resolve("settlement");
  if (claim.answer !== null) {
    const { id: claim_id, attempt, number } = claim;
    await settlement.claims.answer({ claim_id, attempt, number, paid_minor: String(claim.answered_minor ?? 0) });
  }
  killPoint("claim_answer_booked");
  await parcels.claims.booked(claim.id);
}

/** An answer that two people have corrected: the books reverse the earlier one and have the new one. */
async function bookCorrections(container: MedusaContainer, { id: claim_id, number }: ClaimRow): Promise<void> {
  const parcels: ParcelService = container.resolve("parcel");
  const settlement: SettlementService = container.resolve("settlement");
  for (const change of await parcels.claims.answers.toBook(claim_id)) {
    const { attempt, round, answered_minor } = change;
    await settlement.claims.correctAnswer({ claim_id, attempt, number, round, paid_minor: String(answered_minor) });
    killPoint("claim_answer_corrected");
    await parcels.claims.answers.booked(change.id);
  }
}

/** No compensation: each room's part stands or can be taken up again; the job goes on where this died. */
const runClaimStep = createStep("run-claim", async (input: { claim_id: string }, { container }) => {
  return new StepResponse(await runClaim(container, input.claim_id));
});

export const runClaimWorkflow = createWorkflow("run-claim", (input: { claim_id: string }) => {
  return new WorkflowResponse(runClaimStep(input));
});

/** What somebody at the desk did with a claim, and what follows from it, in one answer. */
export async function thenRun(container: MedusaContainer, moved: Result<ClaimRow, Refusal>): Promise<ClaimRow> {
  return runClaim(container, valueOf(moved).id);
}
