import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { moveClaim } from "../../scope";
import type { WordsBody } from "../../validators";

/** It was opened in error, or the parcel came after all. */
export async function POST(req: AuthenticatedMedusaRequest<WordsBody>, res: MedusaResponse): Promise<void> {
  await moveClaim(req, res, ["packer"], (parcels, of) => parcels.claims.drop({ ...of, ...req.validatedBody }));
}
