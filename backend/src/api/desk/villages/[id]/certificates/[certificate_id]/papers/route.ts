import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { keepPicture } from "../../../../../../../lib/keep-picture";
import type ShopService from "../../../../../../../modules/shop/service";
import { papersOf } from "../../../../papers-of";

/** Keeps a photo of a certificate's paper, drawn anew: the body is the file. 201, or 200 when it is there already. */
export async function POST(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { certificate, owner } = await papersOf(req);
  const shop: ShopService = req.scope.resolve("shop");
  const words = { alt_zh: `证书 ${certificate.number}`, alt_en: `Certificate ${certificate.number}` };
  const { id, repeated } = await keepPicture(req, (picture) => shop.pictures.add({ ...owner, ...words, ...picture }));
  res.status(repeated ? 200 : 201).json({ picture: { id } });
}
