import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { requireMember } from "../../scope";
import { sendClaim } from "../scope";

/** One claim of my cooperative: what is wrong, what was said and done, who bears it. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  await sendClaim(req, res, await requireMember(req));
}
