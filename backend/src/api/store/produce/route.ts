import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { loadWhose } from "./load";
import type { ProduceQuery } from "./validators";

/** Of many products at once: their names and those of their packs in both languages, and who packs them. What is not sold is left out. */
export async function GET(req: MedusaRequest, res: MedusaResponse): Promise<void> {
  const { ids } = req.validatedQuery as unknown as ProduceQuery;
  res.json({ produce: await loadWhose(req.scope, ids) });
}
