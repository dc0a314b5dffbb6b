import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { valueOf } from "../../../../../lib/refusal";
import type PoolService from "../../../../../modules/pool/service";
import { namesOf, returnedView } from "../../../ledger/views";
import { requireMember } from "../../../scope";

/** Ticked sellable, the goods go back to the lots they came from; else they are written off. */
export async function POST(
  req: AuthenticatedMedusaRequest<{ sellable: boolean; words: string }>,
  res: MedusaResponse,
): Promise<void> {
  const { cooperative_id, member_id } = await requireMember(req, ["weigher", "packer"]);
  const pools: PoolService = req.scope.resolve("pool");
  const done = valueOf(
    await pools.returnedGoods.decide({
      ...req.validatedBody,
      id: req.params.id ?? "",
      cooperative_id,
      person: member_id,
    }),
  );
  const names = await namesOf(req.scope, { members: [done.decided_by] });
  res.json({ returned: returnedView(done, names) });
}
