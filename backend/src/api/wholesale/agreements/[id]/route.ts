import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { buyerOf } from "../../quotes/scope";
import { oneAgreement } from "../acts";

/** An agreement of the company, with all its versions, what is drawn of it, and its call-offs. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  res.json({ agreement: await oneAgreement(req.scope, await buyerOf(req), req.params.id ?? "") });
}
