import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { valueOf } from "../../../../../lib/refusal";
import type SettlementService from "../../../../../modules/settlement/service";
import { readCash } from "../../../../../lib/money-facts/cash";
import { requireMember } from "../../../scope";
import type { CashConfirmBody } from "../../validators";

/** The witness, another person, confirms what was handed out. 403 `same_person` for the payer. */
export async function POST(req: AuthenticatedMedusaRequest<CashConfirmBody>, res: MedusaResponse): Promise<void> {
  const { cooperative_id, member_id } = await requireMember(req, ["accountant"]);
  const settlement: SettlementService = req.scope.resolve("settlement");
  const of = { batch_id: req.params.id ?? "", cooperative_id, person: member_id };
  const done = valueOf(await settlement.cash.confirm({ ...of, ...req.validatedBody }));
  res.json({ ...done, cash: await readCash(req.scope, of.batch_id, cooperative_id) });
}
