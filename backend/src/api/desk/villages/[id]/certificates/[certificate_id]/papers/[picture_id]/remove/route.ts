import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { removePaperFile } from "../../../../../../../../../lib/keep-paper";
import { valueOf } from "../../../../../../../../../lib/refusal";
import type ShopService from "../../../../../../../../../modules/shop/service";
import { papersOf } from "../../../../../../papers-of";
import { removePicture } from "../../../../../../pictures-of";

/** A paper that is shown no more, a photo or a PDF. */
export async function POST(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { owner } = await papersOf(req);
  const id = req.params.picture_id ?? "";
  if (!id.startsWith("paper_")) return removePicture(req, res, owner);
  const shop: ShopService = req.scope.resolve("shop");
  valueOf(await shop.papers.remove(owner, id));
  await removePaperFile(id);
  res.json({ picture: { id } });
}
