import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { valueOf } from "../../../../../../lib/refusal";
import type SettlementService from "../../../../../../modules/settlement/service";
import type { SaidBody } from "../../../../../desk/clawbacks/validators";

/** For the operator: the same of an order of several cooperatives, each of which bears its part. */
export async function POST(req: AuthenticatedMedusaRequest<SaidBody>, res: MedusaResponse): Promise<void> {
  const settlement: SettlementService = req.scope.resolve("settlement");
  const id = req.params.id ?? "";
  const { words } = req.validatedBody;
  valueOf(await settlement.disputes.writeOff({ id, person: req.auth_context.actor_id, words }));
  res.status(201).json({ dispute: { id } });
}
