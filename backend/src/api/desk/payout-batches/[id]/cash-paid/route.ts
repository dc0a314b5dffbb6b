import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { valueOf } from "../../../../../lib/refusal";
import type SettlementService from "../../../../../modules/settlement/service";
import { readCash } from "../../../../../lib/money-facts/cash";
import { requireMember } from "../../../scope";
import type { CashPaidBody } from "../../validators";

/** The payer says that these households have their money, with a photo of what they signed. */
export async function POST(req: AuthenticatedMedusaRequest<CashPaidBody>, res: MedusaResponse): Promise<void> {
  const { cooperative_id, member_id } = await requireMember(req, ["accountant"]);
  const settlement: SettlementService = req.scope.resolve("settlement");
  const of = { batch_id: req.params.id ?? "", cooperative_id, person: member_id };
  const done = valueOf(await settlement.cash.handOut({ ...of, ...req.validatedBody }));
  res.json({ ...done, cash: await readCash(req.scope, of.batch_id, cooperative_id) });
}
