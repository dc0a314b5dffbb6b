import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { notifyRecall } from "../../../../../workflows/pool/recall";
import { requireRecall } from "../../scope";

/** Tells the household and the buyers; each once. */
export async function POST(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { recall } = await requireRecall(req, []);
  res.json(await notifyRecall(req.scope, recall));
}
