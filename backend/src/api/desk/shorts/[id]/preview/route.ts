import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { valueOf } from "../../../../../lib/refusal";
import { previewShort } from "../../../../../workflows/pool/short/preview";
import { requireShort } from "../../scope";
import { shortDetail } from "../../view";

/** Works the preview out anew, from what is so now. */
export async function POST(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { short } = await requireShort(req, ["packer", "weigher"]);
  res.json({ short: await shortDetail(req.scope, valueOf(await previewShort(req.scope, short.id))) });
}
