import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { readOpenCycles } from "../../../workflows/cycle/read";

/** Order cycles that are open, those that close first first. */
export async function GET(req: MedusaRequest, res: MedusaResponse): Promise<void> {
  res.json({ cycles: await readOpenCycles(req.scope) });
}
