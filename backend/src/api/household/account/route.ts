import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import type CooperativeService from "../../../modules/cooperative/service";
import { changeOwnAccountWorkflow } from "../../../workflows/cooperative/change-own-account";
import { accountView } from "../../desk/households/views";
import { requireHousehold } from "../scope";
import type { OwnAccountBody } from "../validators";

/** The household says where its money goes, with its PIN or a fresh code; in force after 72 hours. */
export async function POST(req: AuthenticatedMedusaRequest<OwnAccountBody>, res: MedusaResponse): Promise<void> {
  const { household_id, name } = await requireHousehold(req);
  const { proof, old_stops, ...account } = req.validatedBody;
  await changeOwnAccountWorkflow(req.scope).run({
    input: { household_id, name, account: { ...account, household_id }, old_stops, proof },
  });
  const cooperatives: CooperativeService = req.scope.resolve("cooperative");
  const [shown] = await cooperatives.accountsShown([household_id]);
  res.json({ account: accountView(shown) });
}
