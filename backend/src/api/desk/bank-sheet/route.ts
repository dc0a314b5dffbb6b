import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { valueOf } from "../../../lib/refusal";
import type SettlementService from "../../../modules/settlement/service";
import type { SheetBody } from "../bank-answers/validators";
import { requireMember } from "../scope";

/** The account that pays, of its number the end only, and the columns of its bank's sheet; null when none is named. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { cooperative_id, role } = await requireMember(req, ["accountant"]);
  const settlement: SettlementService = req.scope.resolve("settlement");
  const account = (await settlement.bankSheets.of(cooperative_id)) ?? null;
  res.json({ account, may_name: role === "manager" });
}

/** The columns of batches that are approved from now on; those of before keep theirs. */
export async function POST(req: AuthenticatedMedusaRequest<SheetBody>, res: MedusaResponse): Promise<void> {
  const { cooperative_id } = await requireMember(req, ["accountant"]);
  const settlement: SettlementService = req.scope.resolve("settlement");
  valueOf(await settlement.bankSheets.choose({ cooperative_id, layout: req.validatedBody.layout }));
  res.json({ account: (await settlement.bankSheets.of(cooperative_id)) ?? null });
}
