import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { moveClaim } from "../../scope";
import type { WishBody } from "../../validators";

/** What the buyer said they want, as somebody at the desk heard it. */
export async function POST(req: AuthenticatedMedusaRequest<WishBody>, res: MedusaResponse): Promise<void> {
  await moveClaim(req, res, ["packer", "accountant"], (parcels, of) =>
    parcels.claims.wish({ ...of, ...req.validatedBody }),
  );
}
