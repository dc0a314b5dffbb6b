import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { proposeSpread } from "../../../workflows/wholesale/joint-spread";
import { spreadFields } from "../joint-quotes/fields";
import type { SpreadQuery } from "../joint-quotes/validators";
import { buyerOf } from "../quotes/scope";

/** How a large order might be spread over several cooperatives. Nothing is asked and nothing is held. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const by = await buyerOf(req);
  res.json({ spread: spreadFields(await proposeSpread(req.scope, by, req.validatedQuery as unknown as SpreadQuery)) });
}
