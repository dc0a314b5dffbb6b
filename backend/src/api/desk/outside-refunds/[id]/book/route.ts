import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { valueOf } from "../../../../../lib/refusal";
import type SettlementService from "../../../../../modules/settlement/service";
import { requireMember } from "../../../scope";

/** Books it as what it is: the buyer has the money, the cooperative bears it. */
export async function POST(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { cooperative_id, member_id } = await requireMember(req, ["accountant"]);
  const settlement: SettlementService = req.scope.resolve("settlement");
  const id = req.params.id ?? "";
  valueOf(await settlement.processorRefunds.book({ id, cooperative_id, person: member_id }));
  res.json({ refund: { id, closed: true } });
}
