import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { valueOf } from "../../../../../lib/refusal";
import type PoolService from "../../../../../modules/pool/service";
import { requireMember } from "../../../scope";
import type { ExplainBody } from "../../../weigh-in/validators";

/** Answers an objection with words; the weight stays. */
export async function POST(req: AuthenticatedMedusaRequest<ExplainBody>, res: MedusaResponse): Promise<void> {
  const { cooperative_id, member_id } = await requireMember(req, ["weigher"]);
  const pools: PoolService = req.scope.resolve("pool");
  const answered = valueOf(
    await pools.objections.explain({
      objection_id: req.params.id ?? "",
      cooperative_id,
      words: req.validatedBody.words,
      person: member_id,
    }),
  );
  res.json({ objection: { id: req.params.id, lot_id: answered.lot_id, state: "explained" } });
}
