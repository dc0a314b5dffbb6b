import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import type SettlementService from "../../../modules/settlement/service";
import { openPeriodWorkflow } from "../../../workflows/settlement/open-period";
import { requireMember } from "../scope";
import type { OpenPeriodBody } from "./validators";

/** The cooperative's periods, newest first, with their sums; `unposted`: captured lines that no period can hold yet. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { cooperative_id } = await requireMember(req, ["accountant"]);
  const settlement: SettlementService = req.scope.resolve("settlement");
  const [periods, unposted] = await Promise.all([
    settlement.periods(cooperative_id),
    settlement.unpostedLines(cooperative_id),
  ]);
  res.json({ periods, unposted });
}

export async function POST(req: AuthenticatedMedusaRequest<OpenPeriodBody>, res: MedusaResponse): Promise<void> {
  const { cooperative_id, member_id } = await requireMember(req, ["accountant"]);
  const { result } = await openPeriodWorkflow(req.scope).run({
    input: { ...req.validatedBody, cooperative_id, person: member_id },
  });
  res.status(201).json({ period: result });
}
