import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { packsOfCooperative } from "../../../workflows/parcel/packs";
import { requireMember } from "../scope";

/** Every pack that my cooperative sells, with what packing knows of it. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { cooperative_id } = await requireMember(req);
  res.json({ packs: await packsOfCooperative(req.scope, cooperative_id) });
}
