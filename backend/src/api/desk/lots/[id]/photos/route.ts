import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { keepPhoto } from "../../../../../lib/keep-photo";
import { refuseWith } from "../../../../../lib/refusal";
import type PoolService from "../../../../../modules/pool/service";
import { requireMember } from "../../../scope";

/** Keeps a picture of a lot: the body is the file. 201, or 200 when this picture is there already. */
export async function POST(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { cooperative_id, member_id } = await requireMember(req, ["weigher"]);
  const pools: PoolService = req.scope.resolve("pool");
  const of = { lot_id: req.params.id ?? "", cooperative_id, person: member_id };
  if (!(await pools.tickets.ofCooperative(of.lot_id, cooperative_id))) {
    refuseWith("lot_not_found", "There is no such lot in your cooperative.");
  }
  const { photo, repeated } = await keepPhoto("lot-photos", req, (kept) => pools.lotPhotos.record({ ...of, ...kept }));
  res.status(repeated ? 200 : 201).json({ photo });
}
