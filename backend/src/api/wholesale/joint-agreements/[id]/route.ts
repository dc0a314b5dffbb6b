import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { buyerOf } from "../../quotes/scope";
import { jointAgreementFields, wholeOf } from "../fields";

/** An agreement of several cooperatives, with its parts as they stand and the call-offs of all together. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const whole = await wholeOf(req.scope, await buyerOf(req), req.params.id ?? "");
  res.json({ joint_agreement: await jointAgreementFields(req.scope, whole) });
}
