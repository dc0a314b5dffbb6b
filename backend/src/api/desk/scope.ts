import type { AuthenticatedMedusaRequest } from "@medusajs/framework/http";
import { refuseWith } from "../../lib/refusal";
import { COOPERATIVE_MODULE } from "../../modules/cooperative";
import type CooperativeService from "../../modules/cooperative/service";
import type { Role } from "../../modules/cooperative/types";

/** Says in which of their cooperatives a person works now; the one they joined first when left out. */
export const COOPERATIVE_HEADER = "x-cooperative-id";

/** Who is at the desk. Every query of a desk route is bounded by `cooperative_id`. */
export interface MemberScope {
  member_id: string;
  cooperative_id: string;
  role: Role;
  name: string;
}

/**
 * The member behind a request, from the membership row as it is now, never from the token: a role taken away is gone at
 * once. With `roles`, only these may pass; a manager may do what any role may. A cooperative one is no member of is 404.
 */
export async function requireMember(req: AuthenticatedMedusaRequest, roles?: readonly Role[]): Promise<MemberScope> {
  const service = req.scope.resolve<CooperativeService>(COOPERATIVE_MODULE);
  const asked = req.get(COOPERATIVE_HEADER);
  const member = await service.memberships.scope(req.auth_context.actor_id, asked);
  if (!member && asked) refuseWith("cooperative_not_found", "You work in no such cooperative. Choose another.");
  if (!member) refuseWith("forbidden", "This sign-in belongs to no member of a cooperative.");
  if (!member.active) refuseWith("inactive", "Your membership is switched off. Ask your manager to switch it on.");
  if (roles && member.role !== "manager" && !roles.includes(member.role)) {
    refuseWith("not_your_role", `This is done by: ${roles.join(", ")}. You are signed in as ${member.role}.`);
  }
  return { member_id: member.member_id, cooperative_id: member.cooperative_id, role: member.role, name: member.name };
}
