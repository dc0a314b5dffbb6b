import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { valueOf } from "../../../../../lib/refusal";
import type SettlementService from "../../../../../modules/settlement/service";
import { requireMember } from "../../../scope";
import type { SettlePeriodBody } from "../../validators";

/** Asks for the statements of a period; a job makes them. 202: look at the period for its state. */
export async function POST(req: AuthenticatedMedusaRequest<SettlePeriodBody>, res: MedusaResponse): Promise<void> {
  const { cooperative_id, member_id } = await requireMember(req, ["accountant"]);
  const settlement: SettlementService = req.scope.resolve("settlement");
  const period = valueOf(
    await settlement.requestSettlement({
      period_id: req.params.id ?? "",
      cooperative_id,
      person: member_id,
      now: new Date(),
      last_day_goes_on: req.validatedBody.last_day_goes_on,
    }),
  );
  res.status(202).json({ period });
}
