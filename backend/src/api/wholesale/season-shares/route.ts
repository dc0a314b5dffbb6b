import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { sharesOfSeason } from "../../../workflows/wholesale/joint-agreement-shares";
import { sharesFields } from "../joint-agreements/fields";
import type { SeasonSharesQuery } from "../joint-agreements/validators";
import { buyerOf } from "../quotes/scope";

/** Who can be agreed with about a good, and how a volume might be shared by what each is expected to have. It proposes nothing. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const by = await buyerOf(req);
  res.json({ shares: sharesFields(await sharesOfSeason(req.scope, by, req.validatedQuery as SeasonSharesQuery)) });
}
