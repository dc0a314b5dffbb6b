import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import type { JointCallOffForm } from "../../../../../modules/wholesale/agreements/joint-agreement-types";
import { callOffTogether } from "../../../../../workflows/wholesale/joint-call-offs";
import { buyerOf } from "../../../quotes/scope";

/** Calls off of several agreements together: a joint quote at their prices, that is accepted and paid as any joint quote. */
export async function POST(req: AuthenticatedMedusaRequest<JointCallOffForm>, res: MedusaResponse): Promise<void> {
  const by = await buyerOf(req, "buy");
  res.status(201).json(await callOffTogether(req.scope, by, req.params.id ?? "", req.validatedBody));
}
