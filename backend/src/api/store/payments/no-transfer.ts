import type { MedusaNextFunction, MedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { isByTransfer } from "@commonlot/domain";
import { refuseWith } from "../../../lib/refusal";

/**
 * Nobody starts a payment by transfer here: it is chosen on the page of an accepted quote, and started by the worker that has seen the money
 * (docs/adr/0052). The provider would authorise nothing; this says so before an order is written for it.
 */
export function refuseTransfer(req: MedusaRequest, _res: MedusaResponse, next: MedusaNextFunction): void {
  const body = req.body as { provider_id?: unknown; payment?: { provider_id?: unknown } | null } | undefined;
  const named = [body?.provider_id, body?.payment?.provider_id];
  if (named.some((provider_id) => typeof provider_id === "string" && isByTransfer({ provider_id })))
    refuseWith(
      "invalid_provider",
      "A transfer is chosen on the page of an accepted quote. Nothing was started; pay by card here.",
      "provider_id",
    );
  next();
}

/** Nor is it shown among a region's ways of paying. */
export function hideTransfer(_req: MedusaRequest, res: MedusaResponse, next: MedusaNextFunction): void {
  const send = res.json.bind(res);
  res.json = (body: unknown) => send(withoutTransfer(body));
  next();
}

function withoutTransfer(body: unknown): unknown {
  const answer = body as { payment_providers?: ({ id: string } | null)[]; count?: number } | null;
  if (!Array.isArray(answer?.payment_providers)) return body;
  const payment_providers = answer.payment_providers.filter((one) => !one || !isByTransfer({ provider_id: one.id }));
  const hidden = answer.payment_providers.length - payment_providers.length;
  return { ...answer, payment_providers, ...(answer.count === undefined ? {} : { count: answer.count - hidden }) };
}
