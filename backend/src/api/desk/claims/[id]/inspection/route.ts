import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { moveClaim } from "../../scope";
import type { InspectionBody } from "../../validators";

/** Somebody has looked at the goods: what was the cause. Once. */
export async function POST(req: AuthenticatedMedusaRequest<InspectionBody>, res: MedusaResponse): Promise<void> {
  await moveClaim(req, res, ["packer", "weigher"], (parcels, of) =>
    parcels.claims.inspect({ ...of, ...req.validatedBody }),
  );
}
