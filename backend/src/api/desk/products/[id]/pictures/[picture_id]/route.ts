import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { ownerOf } from "../../../own";
import { describePicture } from "../../../../villages/pictures-of";
import type { WordsBody } from "../../../../villages/validators";

/** Other words for a picture. */
export async function POST(req: AuthenticatedMedusaRequest<WordsBody>, res: MedusaResponse): Promise<void> {
  await describePicture(req, res, await ownerOf(req));
}
