import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { valueOf } from "../../../../../lib/refusal";
import { previewShort } from "../../../../../workflows/pool/short/preview";
import type { PreviewBody } from "../../validators";
import { requireShort } from "../../scope";
import { shortDetail } from "../../view";

/** Works the preview out anew, from what is so now; with another policy when one is given. */
export async function POST(req: AuthenticatedMedusaRequest<PreviewBody>, res: MedusaResponse): Promise<void> {
  const { short, pools } = await requireShort(req, ["packer", "weigher"]);
  const { policy } = req.validatedBody;
  if (policy !== undefined) valueOf(await pools.shorts.choosePolicy({ short_id: short.id, policy }));
  res.json({ short: await shortDetail(req.scope, valueOf(await previewShort(req.scope, short.id))) });
}
