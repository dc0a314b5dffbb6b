import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { moveClaim } from "../../scope";
import type { WordsBody } from "../../validators";

/** A replacement that is still here is taken back. */
export async function POST(req: AuthenticatedMedusaRequest<WordsBody>, res: MedusaResponse): Promise<void> {
  await moveClaim(req, res, [], (parcels, of) => parcels.claims.withdraw({ ...of, ...req.validatedBody }));
}
