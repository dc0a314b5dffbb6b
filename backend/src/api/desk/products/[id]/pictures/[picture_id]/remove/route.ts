import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { ownerOf } from "../../../../own";
import { removePicture } from "../../../../../villages/pictures-of";

/** A picture that is shown no more. */
export async function POST(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  await removePicture(req, res, await ownerOf(req));
}
