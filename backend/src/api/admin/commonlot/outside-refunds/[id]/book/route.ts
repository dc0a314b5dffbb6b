import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { valueOf } from "../../../../../../lib/refusal";
import type SettlementService from "../../../../../../modules/settlement/service";
import type { OutsideLinesBody } from "../../../../../desk/clawbacks/validators";

/** The operator says which lines the buyer was refunded: each cooperative bears its own, and reads it in its record of acts. */
export async function POST(req: AuthenticatedMedusaRequest<OutsideLinesBody>, res: MedusaResponse): Promise<void> {
  const settlement: SettlementService = req.scope.resolve("settlement");
  const id = req.params.id ?? "";
  const person = req.auth_context.actor_id;
  valueOf(await settlement.processorRefunds.ofOperator.book({ ...req.validatedBody, id, person }));
  res.json({ refund: { id, closed: true } });
}
