import type { Logger, MedusaContainer } from "@medusajs/framework/types";
import { ContainerRegistrationKeys } from "@medusajs/framework/utils";
import { createStep, createWorkflow, StepResponse, WorkflowResponse } from "@medusajs/framework/workflows-sdk";
import { cancelOrderWorkflow } from "@medusajs/medusa/core-flows";
import { isByTransfer } from "@commonlot/domain";
import { killPoint } from "../../lib/kill-point";
import { valueOf } from "../../lib/refusal";
import type ParcelService from "../../modules/parcel/service";
import type PoolService from "../../modules/pool/service";
import type SettlementService from "../../modules/settlement/service";
import { stripe } from "../../providers/stripe/client";
import { runClaim } from "../parcel/claim/run";
import { recordCapturedMoney } from "./capture-order";
import { withdrawFromPacking } from "./withdraw-order";

/** Refunds of one payment that are looked through: an order has a handful at most. */
const LOOKED_THROUGH = 100;

/**
 * Cancels an order and puts everything right that hangs on it: parcels void, Medusa's order cancelled (Medusa voids or refunds
 * the card), kilos back in the pool, the refund in the ledger. Each part looks before it acts, so a run after a crash goes on
 * where the last one died. Waits (the message tries again) while a part of its money is on its way back already: Medusa would give that
 * back a second time.
 */
export async function cancelWhole(container: MedusaContainer, order_id: string): Promise<void> {
  if (await isWithItsClaim(container, order_id)) return;
  valueOf(await withdrawFromPacking(container, order_id));
  const query = container.resolve(ContainerRegistrationKeys.QUERY);
  const { data } = await query.graph({ entity: "order", fields: ["id", "status"], filters: { id: order_id } });
  if (!data[0]) return;
  killPoint("parcels_withdrawn_before_cancel");
  if (data[0].status !== "canceled") {
    const settlement: SettlementService = container.resolve("settlement");
    if (await settlement.cancellations.hasOpenPromise(order_id))
      throw new Error(`order ${order_id} is cancelled when the money that was promised of it has gone`);
    await cancelOrderWorkflow(container).run({ input: { order_id, no_notification: true } });
  }
  killPoint("order_cancelled_before_refund_booked");
  const pools: PoolService = container.resolve("pool");
  await pools.releaseOrder({ order_id, reason: "order cancelled", person: "system" });
  await bookRefund(container, order_id);
}

/** A replacement's parcels, goods and books are its claim's: the claim hears that its order is no more, and undoes them. */
async function isWithItsClaim(container: MedusaContainer, order_id: string): Promise<boolean> {
  const parcels: ParcelService = container.resolve("parcel");
  const claim = await parcels.claims.orderGone(order_id);
  if (claim?.state === "withdrawing") await runClaim(container, claim.id);
  // Decided: whoever carries it out finds the order cancelled.
  return claim?.state === "withdrawing" || claim?.state === "decided";
}

/** What was captured has gone back: the ledger follows. What has not gone back yet is promised, and sent by its job. */
async function bookRefund(container: MedusaContainer, order_id: string): Promise<void> {
  const settlement: SettlementService = container.resolve("settlement");
  await recordCapturedMoney(container, order_id);
  const open = await settlement.cancellations.openMoney(order_id);
  if (!open) return settlement.proformas.orderGone(order_id);
  const data = isByTransfer(open)
    ? []
    : (await stripe().refunds.list({ payment_intent: open.provider_ref, limit: LOOKED_THROUGH })).data;
  // Ours carry the id of their intent and are booked by it; what is left is Medusa's own refund of the cancellation.
  const medusas = data.find(
    (refund) =>
      !refund.metadata?.refund_intent_id &&
      refund.status !== "failed" &&
      refund.status !== "canceled" &&
      BigInt(refund.amount) === BigInt(open.amount_minor),
  );
  valueOf(await settlement.cancellations.book({ order_id, ...(medusas ? { refund_ref: medusas.id } : {}) }));
  const logger: Logger = container.resolve(ContainerRegistrationKeys.LOGGER);
  logger.info(`order ${order_id} is cancelled, ${open.amount_minor} minor units of ${open.currency} go back`);
}

/** No compensation: a cancellation that began is finished by its message. */
const cancelOrderStep = createStep("cancel-whole-order", async (input: { order_id: string }, { container }) => {
  await cancelWhole(container, input.order_id);
  return new StepResponse(undefined);
});

export const cancelWholeOrderWorkflow = createWorkflow("cancel-whole-order", (input: { order_id: string }) => {
  cancelOrderStep(input);
  return new WorkflowResponse(input);
});
