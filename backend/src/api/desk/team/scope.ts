import type { AuthenticatedMedusaRequest } from "@medusajs/framework/http";
import type { TeamActor } from "../../../modules/cooperative/team-log";
import { requireMember } from "../scope";

/** A manager, and no other role. */
export async function requireManager(req: AuthenticatedMedusaRequest): Promise<TeamActor> {
  const { cooperative_id, member_id, name } = await requireMember(req, []);
  return { cooperative_id, member_id, name };
}
