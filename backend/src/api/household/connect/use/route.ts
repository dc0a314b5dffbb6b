import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { refuseWith } from "../../../../lib/refusal";
import type CooperativeService from "../../../../modules/cooperative/service";
import { changeOwnAccountWorkflow } from "../../../../workflows/cooperative/change-own-account";
import { accountView } from "../../../desk/households/views";
import { requireHousehold } from "../../scope";
import type { UseConnectBody } from "../../validators";

/** From now on (after 72 hours) money goes to the account at Stripe; with PIN or code, as every change of account. */
export async function POST(req: AuthenticatedMedusaRequest<UseConnectBody>, res: MedusaResponse): Promise<void> {
  const { household_id, name } = await requireHousehold(req);
  const cooperatives: CooperativeService = req.scope.resolve("cooperative");
  const account = await cooperatives.connect.of(household_id);
  if (account?.state !== "ready" || account.stripe_account_id === null) {
    refuseWith("account_not_ready", "This account is not ready yet. Nothing was changed.");
  }
  const { stripe_account_id } = account;
  await changeOwnAccountWorkflow(req.scope).run({
    input: {
      household_id,
      name,
      account: { rail: "stripe", household_id, holder: name, stripe_account_id },
      old_stops: false,
      proof: req.validatedBody.proof,
    },
  });
  const [shown] = await cooperatives.accountsShown([household_id]);
  res.json({ account: accountView(shown) });
}
