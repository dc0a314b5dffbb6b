import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import type { SignInput } from "../../../../../modules/wholesale/agreements/agreement-types";
import type WholesaleService from "../../../../../modules/wholesale/service";
import { buyerOf } from "../../../quotes/scope";
import { signAgreement } from "../../acts";

/** An owner or approver signs the paper that stands, for the company. */
export async function POST(req: AuthenticatedMedusaRequest<SignInput>, res: MedusaResponse): Promise<void> {
  const by = await buyerOf(req, "sign");
  const { agreements }: WholesaleService = req.scope.resolve("wholesale");
  const email = await agreements.buyerEmail(by.id);
  res.json(await signAgreement(req.scope, { ...by, email }, req.params.id ?? "", req.validatedBody));
}
