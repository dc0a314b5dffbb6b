import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { valueOf } from "../../../../../../lib/refusal";
import type SettlementService from "../../../../../../modules/settlement/service";
import { requireMember } from "../../../../scope";
import type { DecidePatronageBody } from "../../../validators";

/** The second person's word: posts all of it or nothing. 403 `same_person` for who proposed it. */
export async function POST(req: AuthenticatedMedusaRequest<DecidePatronageBody>, res: MedusaResponse): Promise<void> {
  const { cooperative_id, member_id, role } = await requireMember(req, ["accountant"]);
  const settlement: SettlementService = req.scope.resolve("settlement");
  const who = { run_id: req.params.id ?? "", cooperative_id, person: member_id, is_manager: role === "manager" };
  const { id, state } = valueOf(await settlement.patronage.decide({ ...who, ...req.validatedBody }));
  res.json({ run: { id, state } });
}
