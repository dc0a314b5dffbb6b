import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { requireBuyer } from "../../buyer";

/** Whether who asks may act as the buyer of this order: 200, or 403 with the sentence. */
export async function GET(req: MedusaRequest, res: MedusaResponse): Promise<void> {
  await requireBuyer(req);
  res.json({ buyer: true });
}
