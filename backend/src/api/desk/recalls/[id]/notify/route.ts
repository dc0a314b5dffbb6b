import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { notifyRecall } from "../../../../../workflows/pool/recall";
import { requireRecall } from "../../scope";

/** Tells the household and the buyers; each once. */
export async function POST(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { recall, pools } = await requireRecall(req, []);
  await pools.recalls.askToTell(recall.id);
  res.json(await notifyRecall(req.scope, recall));
}
