import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { checkOwnProof } from "@commonlot/domain";
import { refuseWith, valueOf } from "../../../../lib/refusal";
import { SIGN_IN_REFUSALS } from "../../../../lib/sign-in-refusals";
import type CooperativeService from "../../../../modules/cooperative/service";
import type SignInService from "../../../../modules/sign_in/service";
import { requireHousehold } from "../../scope";

/** Sends a code for a change of account to the household's own number, whoever's session this is. */
export async function POST(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { household_id, cooperative_id } = await requireHousehold(req);
  const cooperatives: CooperativeService = req.scope.resolve("cooperative");
  const { codes }: SignInService = req.scope.resolve("sign_in");
  // Not sent where it would prove nothing.
  valueOf(checkOwnProof("code", await cooperatives.register.phoneSince(household_id), new Date()));
  const [phone, [cooperative]] = await Promise.all([
    cooperatives.phoneOf(household_id),
    cooperatives.cooperatives([cooperative_id]),
  ]);
  if (phone === undefined || !(await codes.issue(phone, cooperative?.name_zh ?? "", "account"))) {
    refuseWith("code_too_soon", SIGN_IN_REFUSALS.code_too_soon);
  }
  res.status(202).json({ sent_to: { last4: phone.slice(-4) } });
}
