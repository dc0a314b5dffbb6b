import type { AuthenticatedMedusaRequest } from "@medusajs/framework/http";
import { refuseWith } from "../../lib/refusal";
import { COOPERATIVE_MODULE } from "../../modules/cooperative";
import type CooperativeService from "../../modules/cooperative/service";
import type { Role } from "../../modules/cooperative/types";

/** Who is at the desk. Every query of a desk route is bounded by `cooperative_id`. */
export interface MemberScope {
  member_id: string;
  cooperative_id: string;
  role: Role;
  name: string;
}

/**
 * The member behind a request, from its row as it is now, never from the token: a role taken away is gone at once.
 * With `roles`, only these may pass; a manager may do what any role may.
 */
export async function requireMember(req: AuthenticatedMedusaRequest, roles?: readonly Role[]): Promise<MemberScope> {
  const service = req.scope.resolve<CooperativeService>(COOPERATIVE_MODULE);
  const member = await service.memberOf(req.auth_context.actor_id);
  if (!member) refuseWith("forbidden", "This sign-in belongs to no member of a cooperative.");
  if (!member.active) refuseWith("inactive", "Your membership is switched off. Ask your manager to switch it on.");
  if (roles && member.role !== "manager" && !roles.includes(member.role)) {
    refuseWith("not_your_role", `This is done by: ${roles.join(", ")}. You are signed in as ${member.role}.`);
  }
  return { member_id: member.member_id, cooperative_id: member.cooperative_id, role: member.role, name: member.name };
}
