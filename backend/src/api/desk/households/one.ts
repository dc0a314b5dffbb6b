import type { AuthenticatedMedusaRequest } from "@medusajs/framework/http";
import { refuseWith } from "../../../lib/refusal";
import type CooperativeService from "../../../modules/cooperative/service";
import type { Actor, Household, Role } from "../../../modules/cooperative/types";
import { requireMember, type MemberScope } from "../scope";

/** Who keeps the register: whoever stands at the scale, and the manager. */
export const REGISTRARS: readonly Role[] = ["weigher"];
/** Who may say where a household's money goes. */
export const PAYERS: readonly Role[] = ["accountant"];

export function actorOf(member: MemberScope): Actor {
  return { kind: "coop_member", id: member.member_id, name: member.name };
}

/** The member and the household in the address; another cooperative's household is not there. */
export async function requireTheirHousehold(
  req: AuthenticatedMedusaRequest,
  roles?: readonly Role[],
): Promise<{ member: MemberScope; household: Household; cooperatives: CooperativeService }> {
  const member = await requireMember(req, roles);
  const cooperatives: CooperativeService = req.scope.resolve("cooperative");
  const household = await cooperatives.householdIn(member.cooperative_id, { household_id: req.params.id ?? "-" });
  if (!household) refuseWith("household_not_found", "There is no such household in your cooperative.");
  return { member, household, cooperatives };
}
