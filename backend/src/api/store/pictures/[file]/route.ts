import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { picturesFolder } from "../../../../lib/keep-picture";
import { pictureFile } from "../../../../lib/picture-files";
import { refuseWith } from "../../../../lib/refusal";
import type ShopService from "../../../../modules/shop/service";

/** A file of a picture that is shown. Its name never stands for another picture, so that anybody may keep it. */
export async function GET(req: MedusaRequest, res: MedusaResponse): Promise<void> {
  const name = req.params.file ?? "";
  const file = pictureFile(name);
  const shop: ShopService = req.scope.resolve("shop");
  if (!file || !(await shop.pictures.isShown(file.id))) refuseWith("picture_not_found", "There is no such picture.");
  const at = path.join(picturesFolder(), name);
  const found = await stat(at).catch(() => undefined);
  if (!found) refuseWith("picture_not_found", "The picture is not on this machine.");
  res.setHeader("Content-Type", file.type);
  res.setHeader("Content-Length", found.size);
  res.setHeader("X-Content-Type-Options", "nosniff");
  res.setHeader("Cache-Control", "public, max-age=31536000, immutable");
  await pipeline(createReadStream(at), res).catch(() => undefined);
}
