import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { moveClaim } from "../../scope";
import type { DropBody } from "../../validators";

/** It was opened in error, or the parcel came after all; or it is refused, which is a decision: a manager's. */
export async function POST(req: AuthenticatedMedusaRequest<DropBody>, res: MedusaResponse): Promise<void> {
  const roles = req.validatedBody.reason === "refused" ? [] : (["packer"] as const);
  await moveClaim(req, res, roles, (parcels, of) => parcels.claims.drop({ ...of, ...req.validatedBody }));
}
