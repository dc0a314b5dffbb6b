import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { valueOf } from "../../../../lib/refusal";
import type CooperativeService from "../../../../modules/cooperative/service";
import { accountView } from "../../../desk/households/views";
import { requireHousehold } from "../../scope";

/** The household takes a change of account back while it waits. A relative who may confirm may do it too: it only keeps. */
export async function POST(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { household_id, actor, relative } = await requireHousehold(req, "confirm");
  const cooperatives: CooperativeService = req.scope.resolve("cooperative");
  valueOf(await cooperatives.accounts.callOff(household_id, relative ?? { actor }, new Date()));
  const [shown] = await cooperatives.accountsShown([household_id]);
  res.json({ account: accountView(shown) });
}
