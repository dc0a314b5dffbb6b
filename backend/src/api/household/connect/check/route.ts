import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import type CooperativeService from "../../../../modules/cooperative/service";
import { checkConnect } from "../../../../workflows/settlement/connect-household";
import { requireHousehold } from "../../scope";
import { connectView } from "../views";

/** Asks Stripe anew: whoever comes back from its pages need not wait for its message. */
export async function POST(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { household_id } = await requireHousehold(req);
  const cooperatives: CooperativeService = req.scope.resolve("cooperative");
  const account = await cooperatives.connect.of(household_id);
  if (account?.stripe_account_id) await checkConnect(req.scope, account.stripe_account_id);
  res.json({ connect: connectView(await cooperatives.connect.of(household_id)) });
}
