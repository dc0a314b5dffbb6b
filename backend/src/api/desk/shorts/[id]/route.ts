import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { requireShort } from "../scope";
import { shortDetail } from "../view";

/** One short with its preview. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { short } = await requireShort(req);
  res.json({ short: await shortDetail(req.scope, short) });
}
