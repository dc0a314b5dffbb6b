import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { oneAgreement } from "../../../wholesale/agreements/acts";
import { sellerOf } from "../../quotes/scope";

/** An agreement of this cooperative, with all its versions, what is drawn of it, and its call-offs. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  res.json({ agreement: await oneAgreement(req.scope, await sellerOf(req), req.params.id ?? "") });
}
