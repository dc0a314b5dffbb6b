import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { keepPicture, removePictureFiles } from "../../../lib/keep-picture";
import { valueOf } from "../../../lib/refusal";
import type { PictureOwner, PictureWords } from "../../../modules/shop/pictures";
import type ShopService from "../../../modules/shop/service";
import { pictureFields } from "../../../workflows/shop/show-pictures";

// What the routes of a village's and of a product's pictures do, once whose they are is known.

type Owner = PictureOwner & { person: string };

export async function listPictures(req: AuthenticatedMedusaRequest, res: MedusaResponse, of: Owner): Promise<void> {
  const shop: ShopService = req.scope.resolve("shop");
  const [pictures, quota] = await Promise.all([
    shop.pictures.shown(of.kind, [of.of_id]),
    shop.pictures.quota(of.cooperative_id),
  ]);
  res.json({
    pictures: pictures.map((one) => ({
      id: one.id,
      ...pictureFields(one),
      added_at: one.added_at.toISOString(),
      own: one.cooperative_id === of.cooperative_id,
    })),
    quota,
  });
}

/** Keeps a picture: the body is the file, its words stand in the address. 201, or 200 when this picture is there already. */
export async function addPicture(req: AuthenticatedMedusaRequest, res: MedusaResponse, of: Owner): Promise<void> {
  const words = req.validatedQuery as unknown as PictureWords;
  const shop: ShopService = req.scope.resolve("shop");
  const { id, repeated } = await keepPicture(req, (picture) => shop.pictures.add({ ...of, ...words, ...picture }));
  res.status(repeated ? 200 : 201).json({ picture: { id } });
}

export async function describePicture(
  req: AuthenticatedMedusaRequest<PictureWords>,
  res: MedusaResponse,
  of: Owner,
): Promise<void> {
  const shop: ShopService = req.scope.resolve("shop");
  const id = req.params.picture_id ?? "";
  valueOf(await shop.pictures.describe({ ...of, ...req.validatedBody, id }));
  res.json({ picture: { id } });
}

export async function putPictureFirst(req: AuthenticatedMedusaRequest, res: MedusaResponse, of: Owner): Promise<void> {
  const shop: ShopService = req.scope.resolve("shop");
  const id = req.params.picture_id ?? "";
  valueOf(await shop.pictures.putFirst({ ...of, id }));
  res.json({ picture: { id } });
}

/** Shown no more, and its files gone. A file that stays because this process dies now is swept within the hour. */
export async function removePicture(req: AuthenticatedMedusaRequest, res: MedusaResponse, of: Owner): Promise<void> {
  const shop: ShopService = req.scope.resolve("shop");
  const id = req.params.picture_id ?? "";
  valueOf(await shop.pictures.remove({ ...of, id }));
  await removePictureFiles(id);
  res.json({ picture: { id } });
}
