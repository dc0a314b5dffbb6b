import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { moveClaim } from "../../scope";
import type { ObjectionAnswerBody } from "../../validators";

/** A household that does not agree is answered; what its lots bore stands, or is given back. */
export async function POST(req: AuthenticatedMedusaRequest<ObjectionAnswerBody>, res: MedusaResponse): Promise<void> {
  await moveClaim(req, res, [], (parcels, of) => parcels.claims.objections.answer({ ...of, ...req.validatedBody }));
}
