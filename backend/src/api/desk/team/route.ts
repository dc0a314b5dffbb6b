import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { nextCursor } from "../../../lib/keyset";
import type CooperativeService from "../../../modules/cooperative/service";
import { requireManager } from "./scope";
import type { TeamQuery } from "./validators";

const PAGE = 50;

/** Who works here and as what, whom somebody has invited, and who changed what. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { cooperative_id, member_id } = await requireManager(req);
  const { cursor } = req.validatedQuery as TeamQuery;
  const { team, invites }: CooperativeService = req.scope.resolve("cooperative");
  const [members, open, events] = await Promise.all([
    team.members({ cooperative_id, cursor, limit: PAGE }),
    invites.open(cooperative_id),
    team.events(cooperative_id),
  ]);
  res.json({
    members: members.map(({ member_id: id, name, email, phone_last4, role, active, at }) => ({
      id,
      name,
      email,
      phone_last4,
      role,
      active,
      since: at.toISOString(),
      you: id === member_id,
    })),
    invites: open.map(({ id, name, email, phone_last4, role, expires_at }) => ({
      id,
      name,
      email,
      phone_last4,
      role,
      expires_at: expires_at.toISOString(),
    })),
    events: events.map((event) => ({ ...event, at: event.at.toISOString() })),
    next: nextCursor(
      members.map((one) => ({ at_key: one.at_key, id: one.member_id })),
      PAGE,
    ),
  });
}
