import type { MedusaContainer } from "@medusajs/framework/types";
import { createStep, createWorkflow, StepResponse, WorkflowResponse } from "@medusajs/framework/workflows-sdk";
import type Stripe from "stripe";
import { killPoint } from "../../lib/kill-point";
import type { ToldTransaction } from "../../modules/settlement/processor/books";
import type SettlementService from "../../modules/settlement/service";
import { stripe } from "../../providers/stripe/client";
import { refundSeen } from "./stripe-facts";

/** Movements of one page: as many as Stripe gives. */
const PAGE = 100;
const HOUR_MS = 3_600_000;
/** Read again with each reading, and once a day: a movement may show later than its own moment says. */
const OVERLAP_MS = HOUR_MS;
const DEEP_EVERY_MS = 24 * HOUR_MS;
const DEEP_MS = 7 * 24 * HOUR_MS;
/** Before the first sale, whose payment is older than its journal. */
const BEFORE_FIRST_SALE_MS = 24 * HOUR_MS;

/**
 * Reads what the processor has moved since the last reading, newest page first, and matches it to the ledger. Each page is
 * kept as it comes and may come again; how far was read moves only after the last page, so a run that dies anywhere is read
 * again from where the one before it had ended.
 */
export async function readProcessor(
  container: MedusaContainer,
  rail: Stripe = stripe(),
  now: Date = new Date(),
): Promise<{ read: number; matched: number; opened: number }> {
  const settlement: SettlementService = container.resolve("settlement");
  const { read_to, deep_at, first_sale } = await settlement.processor.cursor();
  if (!read_to && !first_sale) return { read: 0, matched: 0, opened: 0 };
  const deep = !deep_at || now.getTime() - deep_at.getTime() > DEEP_EVERY_MS;
  const from = read_to
    ? read_to.getTime() - (deep ? DEEP_MS : OVERLAP_MS)
    : (first_sale ?? now).getTime() - BEFORE_FIRST_SALE_MS;
  let read = 0;
  let after: string | undefined;
  for (;;) {
    const page = await rail.balanceTransactions.list({
      created: { gte: Math.floor(from / 1000) },
      limit: PAGE,
      expand: ["data.source"],
      ...(after === undefined ? {} : { starting_after: after }),
    });
    read += await settlement.processor.keep(page.data.map(told));
    // As at `charge.refunded`, of which the news may have been lost: what nobody here has asked for is somebody's to answer.
    await settlement.processorRefunds.see(page.data.flatMap(({ source }) => refundSeen(source)));
    killPoint("between_processor_pages");
    after = page.data.at(-1)?.id;
    if (!page.has_more || after === undefined) break;
  }
  await settlement.processor.advance(now, deep);
  killPoint("before_processor_match");
  const { matched, opened } = await settlement.processor.match();
  return { read, matched, opened };
}

function told(transaction: Stripe.BalanceTransaction): ToldTransaction {
  const { source } = transaction;
  return {
    id: transaction.id,
    reporting_category: transaction.reporting_category,
    source: typeof source === "string" ? source : (source?.id ?? null),
    payment_ref: paymentOf(source),
    currency: transaction.currency.toUpperCase(),
    amount_minor: BigInt(transaction.amount),
    fee_minor: BigInt(transaction.fee),
    description: transaction.description,
    at: new Date(transaction.created * 1000),
    available_on: new Date(transaction.available_on * 1000),
  };
}

/** The payment of a charge: what a sale names. A charge without one is named by itself. */
function paymentOf(source: Stripe.BalanceTransaction["source"]): string | null {
  if (!source || typeof source === "string" || source.object !== "charge") return null;
  const { payment_intent } = source;
  return typeof payment_intent === "string" ? payment_intent : (payment_intent?.id ?? source.id);
}

const readProcessorStep = createStep("read-processor", async (_input: undefined, { container }) => {
  return new StepResponse(await readProcessor(container));
});

export const readProcessorWorkflow = createWorkflow("read-processor", () => {
  return new WorkflowResponse(readProcessorStep());
});
