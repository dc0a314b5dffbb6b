import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { valueOf } from "../../../../../../lib/refusal";
import type SettlementService from "../../../../../../modules/settlement/service";
import { requireMember } from "../../../../scope";
import type { ReversalBody } from "../../../validators";

/** Asks that a posted refund be taken back, or confirms what another person has asked for. */
export async function POST(req: AuthenticatedMedusaRequest<ReversalBody>, res: MedusaResponse): Promise<void> {
  const { cooperative_id, member_id, role } = await requireMember(req, ["accountant"]);
  const { patronage }: SettlementService = req.scope.resolve("settlement");
  const body = req.validatedBody;
  const who = { run_id: req.params.id ?? "", cooperative_id, person: member_id };
  const { id, state } = valueOf(
    body.act === "ask"
      ? await patronage.askReversal({ ...who, words: body.words })
      : await patronage.confirmReversal({ ...who, is_manager: role === "manager" }),
  );
  res.json({ run: { id, state } });
}
