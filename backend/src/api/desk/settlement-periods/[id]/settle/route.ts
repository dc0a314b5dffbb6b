import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { valueOf } from "../../../../../lib/refusal";
import type SettlementService from "../../../../../modules/settlement/service";
import { requireMember } from "../../../scope";

/** Asks for the statements of a period; a job makes them. 202: look at the period for its state. */
export async function POST(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { cooperative_id, member_id } = await requireMember(req, ["accountant"]);
  const settlement: SettlementService = req.scope.resolve("settlement");
  const period = valueOf(
    await settlement.requestSettlement({
      period_id: req.params.id ?? "",
      cooperative_id,
      person: member_id,
      now: new Date(),
    }),
  );
  res.status(202).json({ period });
}
