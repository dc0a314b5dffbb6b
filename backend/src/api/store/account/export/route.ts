import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { exportBuyer } from "../../../../workflows/buyer/export-buyer";
import { customerOf } from "../session";

/** All that is kept of who is signed in. */
export async function GET(req: MedusaRequest, res: MedusaResponse): Promise<void> {
  const data = await exportBuyer(req.scope, customerOf(req));
  res.setHeader("Cache-Control", "private, no-store");
  res.setHeader("Content-Disposition", 'attachment; filename="commonlot-data.json"');
  res.json(data);
}
