import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import type { AgreementVersionInput } from "../../../../../modules/wholesale/agreements/agreement-types";
import { changeAgreement } from "../../../../../workflows/wholesale/agreement-versions";
import { buyerOf } from "../../../quotes/scope";

/** Puts another version in the place of the last one, which nobody has signed then. */
export async function POST(req: AuthenticatedMedusaRequest<AgreementVersionInput>, res: MedusaResponse): Promise<void> {
  const by = await buyerOf(req, "buy");
  res.status(201).json(await changeAgreement(req.scope, by, req.params.id ?? "", req.validatedBody));
}
