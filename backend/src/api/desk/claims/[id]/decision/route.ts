import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { moveClaim } from "../../scope";
import type { DecisionBody } from "../../validators";

/** What the buyer gets, and why it happened; the house carries it out. */
export async function POST(req: AuthenticatedMedusaRequest<DecisionBody>, res: MedusaResponse): Promise<void> {
  await moveClaim(req, res, [], (parcels, of) =>
    parcels.claims.decide({ ...of, ...req.validatedBody, now: new Date() }),
  );
}
