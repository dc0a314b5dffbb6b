import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { sendLotPhoto } from "../../../../../../lib/send-photo";
import type PoolService from "../../../../../../modules/pool/service";
import { requireHousehold } from "../../../../scope";

/** A picture of a lot, for the household that brought it. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { household_id } = await requireHousehold(req);
  const pools: PoolService = req.scope.resolve("pool");
  const lot_id = req.params.id ?? "";
  const photos = (await pools.tickets.ofHousehold(lot_id, household_id)) ? await pools.lotPhotos.ofLot(lot_id) : [];
  await sendLotPhoto(res, photos, req.params.photo_id ?? "");
}
