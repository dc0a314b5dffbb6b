import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { valueOf } from "../../../../../lib/refusal";
import { previewAgain } from "../../../../../workflows/parcel/claim/short-taking-back";
import type { PreviewBody } from "../../validators";
import { requireShort } from "../../scope";
import { shortDetail } from "../../view";

/** Works the preview out anew, from what is so now; with another policy when one is given. */
export async function POST(req: AuthenticatedMedusaRequest<PreviewBody>, res: MedusaResponse): Promise<void> {
  const { policy, take_back } = req.validatedBody;
  const { short, member } = await requireShort(req, take_back ? [] : ["packer", "weigher"]);
  const again = await previewAgain(req.scope, short, { policy, take_back, person: member.member_id });
  res.json({ short: await shortDetail(req.scope, valueOf(again)) });
}
