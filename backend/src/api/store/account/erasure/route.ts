import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { askErasure } from "../../../../workflows/buyer/ask-erasure";
import { customerOf } from "../session";
import type { ErasureBody } from "../validators";

/** Closes the account of who is signed in and types its password again; what may go is blanked by a job. */
export async function POST(req: MedusaRequest<ErasureBody>, res: MedusaResponse): Promise<void> {
  await askErasure(req.scope, { customer_id: customerOf(req), password: req.validatedBody.password });
  res.status(202).json({ closed: true });
}
