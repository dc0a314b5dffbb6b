import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { keepPicture } from "../../../../../../../lib/keep-picture";
import type ShopService from "../../../../../../../modules/shop/service";
import { CERTIFICATE_GONE, papersOf } from "../../../../papers-of";

/** Keeps a photo of a certificate's paper, drawn anew: the body is the file. 201, or 200 when it is there already. */
export async function POST(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { certificate, owner, isStillThere } = await papersOf(req);
  const shop: ShopService = req.scope.resolve("shop");
  const words = { alt_zh: `证书 ${certificate.number}`, alt_en: `Certificate ${certificate.number}` };
  const { id, repeated } = await keepPicture(req, async (picture) => {
    const added = await shop.pictures.add({ ...owner, ...words, ...picture });
    // Withdrawn while the picture was drawn: its papers were hidden before this one was there.
    if (await isStillThere()) return added;
    await shop.pictures.removeAll(owner);
    return CERTIFICATE_GONE;
  });
  res.status(repeated ? 200 : 201).json({ picture: { id } });
}
