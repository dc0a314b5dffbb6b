import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { valueOf } from "../../../../../lib/refusal";
import { actorOf, PAYERS, requireTheirHousehold } from "../../one";
import type { AccountBody } from "../../validators";
import { accountView } from "../../views";

/** Where the household's money goes: a bank account, sealed, or cash. In force after 72 hours where it takes another's place. */
export async function POST(req: AuthenticatedMedusaRequest<AccountBody>, res: MedusaResponse): Promise<void> {
  const { household, member, cooperatives } = await requireTheirHousehold(req, PAYERS);
  const { household_id } = household;
  const { agreed, old_stops, ...account } = req.validatedBody;
  valueOf(
    await cooperatives.accounts.change({
      account: { ...account, household_id },
      old_stops,
      change: { by: { actor: actorOf(member), agreed }, proof: "agreed" },
      now: new Date(),
    }),
  );
  const [shown] = await cooperatives.accountsShown([household_id]);
  res.json({ account: accountView(shown) });
}
