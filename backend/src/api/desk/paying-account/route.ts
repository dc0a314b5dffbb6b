import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { valueOf } from "../../../lib/refusal";
import type SettlementService from "../../../modules/settlement/service";
import type { PayingAccountBody } from "../bank-answers/validators";
import { requireMember } from "../scope";

/** A manager names the account that bank files are paid from, for batches that are approved from now on. */
export async function POST(req: AuthenticatedMedusaRequest<PayingAccountBody>, res: MedusaResponse): Promise<void> {
  const { cooperative_id, member_id } = await requireMember(req, ["manager"]);
  const settlement: SettlementService = req.scope.resolve("settlement");
  const { bank, as_on_paper, ...account } = req.validatedBody;
  const rest = { ...(bank ? { bank } : {}), ...(as_on_paper ? { as_on_paper } : {}) };
  valueOf(await settlement.setPayingAccount({ ...account, ...rest, cooperative_id, person: member_id }));
  res.json({ account: (await settlement.bankSheets.of(cooperative_id)) ?? null });
}
