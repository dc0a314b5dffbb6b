import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { valueOf } from "../../../../../lib/refusal";
import type SettlementService from "../../../../../modules/settlement/service";
import type { CloseItemBody } from "../../../bank-answers/validators";
import { requireMember } from "../../../scope";

/** Closed with what was found out. */
export async function POST(req: AuthenticatedMedusaRequest<CloseItemBody>, res: MedusaResponse): Promise<void> {
  const { cooperative_id, member_id } = await requireMember(req, ["accountant"]);
  const settlement: SettlementService = req.scope.resolve("settlement");
  const id = req.params.id ?? "";
  valueOf(
    await settlement.openItems.close({ id, cooperative_id, person: member_id, reason: req.validatedBody.reason }),
  );
  res.json({ item: { id, closed: true } });
}
