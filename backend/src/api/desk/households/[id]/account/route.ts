import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { valueOf } from "../../../../../lib/refusal";
import { actorOf, PAYERS, requireTheirHousehold } from "../../one";
import type { AccountBody } from "../../validators";

/** Where the household's money goes from now on: a bank account, sealed, or cash. */
export async function POST(req: AuthenticatedMedusaRequest<AccountBody>, res: MedusaResponse): Promise<void> {
  const { household, member, cooperatives } = await requireTheirHousehold(req, PAYERS);
  const { household_id } = household;
  const { agreed, ...account } = req.validatedBody;
  valueOf(await cooperatives.setPayoutAccounts([{ ...account, household_id }], { actor: actorOf(member), agreed }));
  const [shown] = await cooperatives.accountsShown([household_id]);
  res.json({ account: shown ? { rail: shown.rail, last4: shown.last4 } : null });
}
