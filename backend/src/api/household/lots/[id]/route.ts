import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { refuseWith } from "../../../../lib/refusal";
import type PoolService from "../../../../modules/pool/service";
import { ticketView } from "../../../desk/weigh-in/ticket-view";
import { requireHousehold } from "../../scope";

/** The whole receipt of one of the household's lots. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { household_id } = await requireHousehold(req);
  const pools: PoolService = req.scope.resolve("pool");
  const ticket = await pools.tickets.ofHousehold(req.params.id ?? "", household_id);
  if (!ticket) refuseWith("lot_not_found", "There is no such receipt.");
  res.json({ ticket: await ticketView(req.scope, ticket) });
}
