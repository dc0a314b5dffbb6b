import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { moveClaim } from "../../scope";
import type { AskedBody } from "../../validators";

/** The carrier was asked; `ref` is its number for it. */
export async function POST(req: AuthenticatedMedusaRequest<AskedBody>, res: MedusaResponse): Promise<void> {
  await moveClaim(req, res, ["packer", "accountant"], (parcels, of) =>
    parcels.claims.asked({ ...of, ...req.validatedBody }),
  );
}
