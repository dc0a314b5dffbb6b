import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { removePicture } from "../../../../../../pictures-of";
import { papersOf } from "../../../../../../papers-of";

/** A paper that is shown no more. */
export async function POST(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  await removePicture(req, res, (await papersOf(req)).owner);
}
