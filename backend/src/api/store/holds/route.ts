import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { startHoldWorkflow } from "../../../workflows/checkout/start-hold";
import type { StartHoldBody } from "./validators";

/** Starts a soft hold for a cart. 400 `insufficient_stock` with a sentence when there is not enough; 404 for no open cart. */
export async function POST(req: MedusaRequest<StartHoldBody>, res: MedusaResponse): Promise<void> {
  const { result } = await startHoldWorkflow(req.scope).run({ input: req.validatedBody });
  res.status(200).json({ expires_at: result.expires_at });
}
