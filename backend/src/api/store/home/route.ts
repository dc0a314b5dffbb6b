import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { readHome } from "../../../workflows/shop/read-home";
import { channelsOf } from "../find/route";

/** What the first page shows: in season, new, near harvest, pavilions, categories; when nothing is to be had, when it opens. */
export async function GET(req: MedusaRequest, res: MedusaResponse): Promise<void> {
  res.json({ home: await readHome(req.scope, channelsOf(req)) });
}
