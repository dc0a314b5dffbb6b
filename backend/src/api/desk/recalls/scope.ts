import type { AuthenticatedMedusaRequest } from "@medusajs/framework/http";
import { refuseWith } from "../../../lib/refusal";
import type { Role } from "../../../modules/cooperative/types";
import type { RecallRow } from "../../../modules/pool/recall-rows";
import type PoolService from "../../../modules/pool/service";
import { requireMember, type MemberScope } from "../scope";

/** The recall of this request's cooperative; another cooperative's is not there. */
export async function requireRecall(
  req: AuthenticatedMedusaRequest,
  roles?: readonly Role[],
): Promise<{ member: MemberScope; recall: RecallRow; pools: PoolService }> {
  const member = await requireMember(req, roles);
  const pools: PoolService = req.scope.resolve("pool");
  const recall = await pools.recalls.byId(req.params.id ?? "", member.cooperative_id);
  if (!recall) refuseWith("recall_not_found", "There is no such recall.");
  return { member, recall, pools };
}
