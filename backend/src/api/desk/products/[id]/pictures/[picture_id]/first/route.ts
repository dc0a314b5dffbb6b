import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { ownerOf } from "../../../../own";
import { putPictureFirst } from "../../../../../villages/pictures-of";

/** The picture that stands first from now on. */
export async function POST(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  await putPictureFirst(req, res, await ownerOf(req));
}
