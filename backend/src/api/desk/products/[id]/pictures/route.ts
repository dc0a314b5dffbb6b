import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { ownerOf } from "../../own";
import { addPicture, listPictures } from "../../../villages/pictures-of";

/** Pictures of a product, in order. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  await listPictures(req, res, await ownerOf(req));
}

/** One more picture of a product, drawn anew. */
export async function POST(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  await addPicture(req, res, await ownerOf(req));
}
