import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import type { JointAcceptInput } from "../../../../../modules/wholesale/joint/joint-types";
import { acceptJoint } from "../../../../../workflows/wholesale/joint-accept";
import { buyerOf } from "../../../quotes/scope";

/** Takes all offers at once: their goods become one order's, or an approver is asked first. Pressed twice it is the same cart. */
export async function POST(req: AuthenticatedMedusaRequest<JointAcceptInput>, res: MedusaResponse): Promise<void> {
  const by = await buyerOf(req, "buy");
  res.json(await acceptJoint(req.scope, by, { joint_id: req.params.id ?? "", ...req.validatedBody }));
}
