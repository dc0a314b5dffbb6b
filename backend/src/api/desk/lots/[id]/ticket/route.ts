import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { refuseWith } from "../../../../../lib/refusal";
import type PoolService from "../../../../../modules/pool/service";
import { requireMember } from "../../../scope";
import { ticketView } from "../../../weigh-in/ticket-view";

/** The whole weigh ticket of one of the cooperative's lots. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { cooperative_id } = await requireMember(req);
  const pools: PoolService = req.scope.resolve("pool");
  const ticket = await pools.tickets.ofCooperative(req.params.id ?? "", cooperative_id);
  if (!ticket) refuseWith("lot_not_found", "There is no such lot in your cooperative.");
  res.json({ ticket: await ticketView(req.scope, ticket) });
}
