import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { refuseWith } from "../../../../lib/refusal";
import type PoolService from "../../../../modules/pool/service";
import { ticketView } from "../../../desk/weigh-in/ticket-view";
import { requireHousehold } from "../../scope";

/** The whole receipt of one of the household's lots, and what became of it beside its sales, with the reasons. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { household_id } = await requireHousehold(req);
  const pools: PoolService = req.scope.resolve("pool");
  const ticket = await pools.tickets.ofHousehold(req.params.id ?? "", household_id);
  if (!ticket) refuseWith("lot_not_found", "There is no such receipt.");
  const [view, changes, { parent }] = await Promise.all([
    ticketView(req.scope, ticket),
    pools.lotLives.changes(ticket.lot_id),
    pools.lotLives.relatives(ticket.lot_id),
  ]);
  res.json({
    ticket: view,
    changes: changes.map(({ id, at, kind, units, reason }) => ({ id, at: at.toISOString(), kind, units, reason })),
    parent: parent && { id: parent.lot_id, number: parent.number },
  });
}
