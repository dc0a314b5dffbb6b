import type { MedusaContainer } from "@medusajs/framework/types";
import { createStep, createWorkflow, StepResponse, WorkflowResponse } from "@medusajs/framework/workflows-sdk";
import { todayOf } from "../../lib/today";
import type PoolService from "../../modules/pool/service";
import type SettlementService from "../../modules/settlement/service";
import type WholesaleService from "../../modules/wholesale/service";
import { drawUpStatements } from "./agreement-statements";
import { keepWaitingCallOffs } from "./call-offs";
import { keepWaitingSamples } from "./samples";
import { holdAsOffered } from "./quote-versions";

/**
 * What time brings to quotes: those whose end has come, orders of theirs that were paid for or were not, and holds that were widened for
 * an offer that died; to agreements: those whose season is over, their statements, and call-offs and samples whose goods have come in. Each is one write that says so
 * itself: no compensation.
 */
const followUpQuotesStep = createStep("follow-up-quotes", async (_input: undefined, { container }) => {
  const wholesale: WholesaleService = container.resolve("wholesale");
  const expired = await wholesale.quotes.expireDue();
  const { proformas, jointProformas, receivables }: SettlementService = container.resolve("settlement");
  await proformas.lapseDue();
  await jointProformas.lapseDue();
  await receivables.remindDue();
  const paid = await followPayments(container);
  await wholesale.agreements.endDue(todayOf());
  const kept = await keepWaitingCallOffs(container);
  const samples = await keepWaitingSamples(container);
  await drawUpStatements(container);
  return new StepResponse({ expired, paid, narrowed: await narrow(container), kept, samples });
});

export const followUpQuotesWorkflow = createWorkflow("follow-up-quotes", () => {
  return new WorkflowResponse(followUpQuotesStep());
});

/** Whether accepted quotes became orders is what the holds of their carts say. Unpaid is what is free again after the quote's end. */
export async function followPayments(container: MedusaContainer): Promise<number> {
  const { orders }: WholesaleService = container.resolve("wholesale");
  const pools: PoolService = container.resolve("pool");
  const waiting = await orders.unpaid();
  if (waiting.length === 0) return 0;
  const holds = new Map(
    (await pools.cartHolds.of(waiting.map((one) => one.cart_id))).map((hold) => [hold.cart_id, hold]),
  );
  // A transfer that is waited for, or whose order is being placed, ends by its proforma first (docs/adr/0052).
  const { proformas }: SettlementService = container.resolve("settlement");
  const transferring = await proformas.waiting(waiting.map((one) => one.cart_id));
  let changed = 0;
  for (const { id, cart_id, over } of waiting) {
    const hold = holds.get(cart_id);
    if (hold?.order_id && (hold.state === "confirmed" || hold.state === "consumed")) {
      if (transferring.has(cart_id)) await proformas.paidOtherwise([cart_id]);
      await orders.ordered(id, hold.order_id);
    } else if (over && !transferring.has(cart_id) && (!hold || hold.state === "released")) await orders.lapse(id);
    else continue;
    changed += 1;
  }
  return changed;
}

async function narrow(container: MedusaContainer): Promise<number> {
  const { orders }: WholesaleService = container.resolve("wholesale");
  const pools: PoolService = container.resolve("pool");
  let narrowed = 0;
  for (const quote_id of await pools.quoteHolds.widened()) {
    if (await orders.waits(quote_id)) continue;
    if ((await holdAsOffered(container, quote_id)).ok) narrowed += 1;
  }
  return narrowed;
}
