import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { valueOf } from "../../../../../../lib/refusal";
import { actorOf, PAYERS, REGISTRARS, requireTheirHousehold } from "../../../one";
import type { AgreedBody } from "../../../validators";
import { accountView } from "../../../views";

/** Takes a change of account back while it waits: a household has called that it was not theirs. */
export async function POST(req: AuthenticatedMedusaRequest<AgreedBody>, res: MedusaResponse): Promise<void> {
  const { household, member, cooperatives } = await requireTheirHousehold(req, [...PAYERS, ...REGISTRARS]);
  const by = { actor: actorOf(member), agreed: req.validatedBody.agreed };
  valueOf(await cooperatives.accounts.callOff(household.household_id, by, new Date()));
  const [shown] = await cooperatives.accountsShown([household.household_id]);
  res.json({ account: accountView(shown) });
}
