import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import type { CallOffForm } from "../../../../../modules/wholesale/agreements/agreement-types";
import { callOff } from "../../../../../workflows/wholesale/call-offs";
import { buyerOf } from "../../../quotes/scope";

/** Calls goods off: a quote at the agreement's prices, kept at once where the goods are there, that is accepted as any quote. */
export async function POST(req: AuthenticatedMedusaRequest<CallOffForm>, res: MedusaResponse): Promise<void> {
  const by = await buyerOf(req, "buy");
  res.status(201).json(await callOff(req.scope, by, req.params.id ?? "", req.validatedBody));
}
