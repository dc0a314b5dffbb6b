import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { valueOf } from "../../../../../lib/refusal";
import type SettlementService from "../../../../../modules/settlement/service";
import { readCash } from "../../../../../lib/money-facts/cash";
import { requireMember } from "../../../scope";
import type { CashBackBody } from "../../validators";

/** Takes back that somebody was paid, while nobody has confirmed it. */
export async function POST(req: AuthenticatedMedusaRequest<CashBackBody>, res: MedusaResponse): Promise<void> {
  const { cooperative_id, member_id } = await requireMember(req, ["accountant"]);
  const settlement: SettlementService = req.scope.resolve("settlement");
  const of = { batch_id: req.params.id ?? "", cooperative_id, person: member_id };
  const done = valueOf(await settlement.cash.takeBack({ ...of, ...req.validatedBody }));
  res.json({ ...done, cash: await readCash(req.scope, of.batch_id, cooperative_id) });
}
