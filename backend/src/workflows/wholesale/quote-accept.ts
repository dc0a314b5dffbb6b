import type { ILockingModule, MedusaContainer } from "@medusajs/framework/types";
import { Modules } from "@medusajs/framework/utils";
import { createStep, createWorkflow, StepResponse, WorkflowResponse } from "@medusajs/framework/workflows-sdk";
import { ok, refuse, type Refusal, type Result } from "@commonlot/domain";
import { killPoint } from "../../lib/kill-point";
import { refuseWith, valueOf } from "../../lib/refusal";
import type PoolService from "../../modules/pool/service";
import type { Acceptance } from "../../modules/wholesale/quotes/quote-acceptance";
import type { Quote, QuoteActor } from "../../modules/wholesale/quotes/quote-types";
import type WholesaleService from "../../modules/wholesale/service";
import { takeUpJoint } from "./joint-accept";
import { makeQuoteCart, markOfCart } from "./quote-new-cart";
import { linesOf } from "./quote-versions";

/** Longer than making a cart and handing its goods over takes. */
const LOCK_TIMEOUT_S = 15;

export type Accepted = { state: "awaiting_approval" } | { state: "declined" } | { state: "accepted"; cart_id: string };

/**
 * A side accepts the other's version: noted, its hold handed to a cart of its own at the agreed prices, accepted. A seller who takes
 * a counter that wants more first holds more. Pressed twice, or cut off anywhere, it is one acceptance with one cart.
 */
export async function acceptQuote(
  container: MedusaContainer,
  by: QuoteActor,
  input: { quote_id: string; upon_version: number },
): Promise<Accepted> {
  const wholesale: WholesaleService = container.resolve("wholesale");
  const quote = await wholesale.quotes.one(by, input.quote_id);
  if (!quote) refuseWith("quote_not_found", "There is no such quote.");
  if (by.side === "seller") await holdTheCounter(container, quote, input.upon_version);
  const hold = await holdOf(container, quote.id);
  return handOver(container, quote.id, valueOf(await wholesale.acceptance.begin(by, { ...input, hold })));
}

/** An approver's word about what waits; a yes goes on as accepting does. */
export async function approveQuote(
  container: MedusaContainer,
  approver: { member_id: string; company_id: string },
  input: { quote_id: string; decision: "approved" | "declined"; words: string },
): Promise<Accepted> {
  const wholesale: WholesaleService = container.resolve("wholesale");
  const hold = await holdOf(container, input.quote_id);
  const decided = valueOf(await wholesale.acceptance.decide(approver, { ...input, hold }));
  if (decided.state === "declined") return decided;
  return handOver(container, input.quote_id, decided);
}

/** Takes up an acceptance that was cut off; nothing when it came to its end. What is refused now is undone, and nobody waits for an answer. */
const takeUpAcceptanceStep = createStep(
  "take-up-acceptance",
  async ({ quote_id }: { quote_id: string }, { container }) => {
    const { acceptance }: WholesaleService = container.resolve("wholesale");
    const noted = await acceptance.noted(quote_id);
    if (!noted) return new StepResponse("nothing");
    if (noted.quote.joint_id !== null) return new StepResponse(await takeUpJoint(container, noted.quote.joint_id));
    const done = await inTurn(container, quote_id);
    return new StepResponse(done.ok ? done.value.state : done.refusal.reason);
  },
);

/** Its writes are each whole and repeatable: no compensation. */
export const takeUpAcceptanceWorkflow = createWorkflow("take-up-acceptance", (input: { quote_id: string }) => {
  return new WorkflowResponse(takeUpAcceptanceStep(input));
});

async function handOver(container: MedusaContainer, quote_id: string, noted: Acceptance): Promise<Accepted> {
  return noted.state === "handing" ? valueOf(await inTurn(container, quote_id)) : noted;
}

/** One at a time for each quote: a second press, or the message of the note, finds what the first one did. */
function inTurn(container: MedusaContainer, quote_id: string): Promise<Result<Accepted, Refusal>> {
  const locking: ILockingModule = container.resolve(Modules.LOCKING);
  return locking.execute([`accept:${quote_id}`], () => handNow(container, quote_id), { timeout: LOCK_TIMEOUT_S });
}

async function handNow(container: MedusaContainer, quote_id: string): Promise<Result<Accepted, Refusal>> {
  const { quotes, acceptance, orders }: WholesaleService = container.resolve("wholesale");
  const pools: PoolService = container.resolve("pool");
  const noted = await acceptance.noted(quote_id);
  if (!noted) {
    const quote = await quotes.byId(quote_id);
    if (quote?.cart_id != null) return ok({ state: "accepted", cart_id: quote.cart_id });
    return refuse(
      "hold_gone",
      "The goods are no longer held for this quote. Ask for a new offer; nothing was ordered.",
    );
  }
  // Handed over by an earlier try: its cart stands.
  const standing = (await holdOf(container, quote_id))?.handed_to ?? null;
  const asked_by = (await orders.askerOf([quote_id])) ?? noted.quote.asked_by;
  const cart_id =
    standing ??
    (await makeQuoteCart(container, { ...noted.quote, asked_by, lines: noted.version.lines }).catch((error: unknown) =>
      undone(acceptance, quote_id, error),
    ));
  killPoint("quote_cart_made");
  const { version, person } = noted;
  const handed = await pools.quoteHolds.toCart({ quote_id, cart_id, lines: linesOf(version), person });
  killPoint("quote_handed_not_accepted");
  if (!handed.ok) {
    await acceptance.fail(quote_id, handed.refusal.reason);
    return handed;
  }
  const taken = handed.value.cart_id;
  await acceptance.finish(quote_id, taken, await markOfCart(container, taken, noted.quote));
  return ok({ state: "accepted", cart_id: taken });
}

/** No cart, so nothing was handed over: the quote is open again, and whoever pressed reads why. */
async function undone(acceptance: WholesaleService["acceptance"], quote_id: string, error: unknown): Promise<never> {
  await acceptance.fail(quote_id, "no cart");
  throw error;
}

async function holdTheCounter(container: MedusaContainer, quote: Quote, upon_version: number): Promise<void> {
  // Of a joint quote the company accepts all parts: what the seller agrees to is an offer.
  if (quote.joint_id !== null) return;
  if (quote.state !== "countered" || quote.version !== upon_version || quote.accepting_at !== null) return;
  const wholesale: WholesaleService = container.resolve("wholesale");
  const pools: PoolService = container.resolve("pool");
  const counter = await wholesale.quotes.version(quote.id, quote.version);
  const hold = await holdOf(container, quote.id);
  // What has gone is offered anew, with a time of its own.
  if (!counter || hold?.state !== "soft" || quote.expires_at <= new Date()) return;
  const { expires_at, priority, number: note } = quote;
  valueOf(
    await pools.quoteHolds.set({
      quote_id: quote.id,
      lines: linesOf(counter),
      expires_at,
      priority,
      note,
      person: counter.person,
      how: "at_least",
    }),
  );
}

async function holdOf(container: MedusaContainer, quote_id: string) {
  const pools: PoolService = container.resolve("pool");
  return (await pools.quoteHolds.of([quote_id])).get(quote_id) ?? null;
}
