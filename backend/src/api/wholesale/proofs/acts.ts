import type { MedusaContainer } from "@medusajs/framework/types";
import type { MedusaResponse } from "@medusajs/framework/http";
import { refuseWith } from "../../../lib/refusal";
import type { QuoteActor } from "../../../modules/wholesale/quotes/quote-types";
import type WholesaleService from "../../../modules/wholesale/service";
import { issueProof, proofFile, proofsOf } from "../../../workflows/settlement/proofs";
import type { ProofFileQuery } from "./validators";

// The proofs of a quote's order, for both sides of the quote.

/** The order that a quote led to; undefined until it is placed. A quote of somebody else is not there. */
async function orderOf(scope: MedusaContainer, by: QuoteActor, quote_id: string): Promise<string | undefined> {
  const { quotes }: WholesaleService = scope.resolve("wholesale");
  const whole = await quotes.whole(by, quote_id);
  if (!whole) return refuseWith("quote_not_found", "There is no such quote.");
  return whole.orders.find((one) => one.order_id !== null && one.state === "placed")?.order_id ?? undefined;
}

export async function quoteProofs(scope: MedusaContainer, by: QuoteActor, quote_id: string) {
  const order_id = await orderOf(scope, by, quote_id);
  if (order_id === undefined) return { lack: "not_paid" as const, from: null, changed: false, versions: [] };
  return proofsOf(scope, order_id);
}

export async function issueQuoteProof(scope: MedusaContainer, by: QuoteActor, quote_id: string) {
  const order_id = await orderOf(scope, by, quote_id);
  if (order_id === undefined)
    refuseWith(
      "proof_not_paid",
      "The payment has not been taken yet: there is nothing to prove. Look again when it has.",
    );
  return issueProof(scope, order_id, by.id);
}

export async function sendQuoteProof(
  scope: MedusaContainer,
  res: MedusaResponse,
  by: QuoteActor,
  asked: ProofFileQuery & { quote_id: string; version: number },
): Promise<void> {
  const order_id = await orderOf(scope, by, asked.quote_id);
  if (order_id === undefined) refuseWith("proof_not_found", "There is no such proof of this order.");
  sendProof(res, await proofFile(scope, { ...asked, order_id }));
}

export function sendProof(res: MedusaResponse, { bytes, name, type }: Awaited<ReturnType<typeof proofFile>>): void {
  res.setHeader("Content-Type", type);
  res.setHeader("Content-Disposition", `attachment; filename="${name}"`);
  res.setHeader("Cache-Control", "private, no-store");
  res.end(bytes);
}

/** The version in an address; 0, which nobody has, for what is no number. */
export function versionIn(params: Record<string, string | undefined>): number {
  return /^\d{1,6}$/.test(params.version ?? "") ? Number(params.version) : 0;
}
