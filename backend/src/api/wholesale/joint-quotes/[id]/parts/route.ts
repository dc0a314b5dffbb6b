import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import type { JointMoreInput } from "../../../../../modules/wholesale/joint/joint-types";
import { requestMore } from "../../../../../workflows/wholesale/joint-request";
import { buyerOf } from "../../../quotes/scope";

/** Asks for what is missing, because a part was refused, taken back or not answered in time. */
export async function POST(req: AuthenticatedMedusaRequest<JointMoreInput>, res: MedusaResponse): Promise<void> {
  const by = await buyerOf(req, "buy");
  res.status(201).json({ joint_quote: await requestMore(req.scope, by, req.params.id ?? "", req.validatedBody) });
}
