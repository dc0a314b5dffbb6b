import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { valueOf } from "../../../../../lib/refusal";
import { takeBackTouched } from "../../../../../workflows/parcel/claim/take-back-touched";
import { previewShort } from "../../../../../workflows/pool/short/preview";
import type { PreviewBody } from "../../validators";
import { requireShort } from "../../scope";
import { shortDetail } from "../../view";

/** Works the preview out anew, from what is so now; with another policy when one is given. */
export async function POST(req: AuthenticatedMedusaRequest<PreviewBody>, res: MedusaResponse): Promise<void> {
  const { policy, take_back } = req.validatedBody;
  const { short, pools, member } = await requireShort(req, take_back ? [] : ["packer", "weigher"]);
  if (take_back) {
    valueOf(
      await takeBackTouched(req.scope, short, { person: member.member_id, words: `${short.number}: ${short.reason}` }),
    );
  }
  if (policy !== undefined) valueOf(await pools.shorts.choosePolicy({ short_id: short.id, policy }));
  res.json({ short: await shortDetail(req.scope, valueOf(await previewShort(req.scope, short.id))) });
}
