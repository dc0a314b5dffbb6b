import type { AuthenticatedMedusaRequest } from "@medusajs/framework/http";
import { refuseWith } from "../../../lib/refusal";
import type { Role } from "../../../modules/cooperative/types";
import type { ShortRow } from "../../../modules/pool/short-types";
import type PoolService from "../../../modules/pool/service";
import { requireMember, type MemberScope } from "../scope";

/** The short of this request's cooperative; another cooperative's is not there. */
export async function requireShort(
  req: AuthenticatedMedusaRequest,
  roles?: readonly Role[],
): Promise<{ member: MemberScope; short: ShortRow; pools: PoolService }> {
  const member = await requireMember(req, roles);
  const pools: PoolService = req.scope.resolve("pool");
  const short = await pools.shorts.byId(req.params.id ?? "", member.cooperative_id);
  if (!short) refuseWith("short_not_found", "There is no such short.");
  return { member, short, pools };
}
