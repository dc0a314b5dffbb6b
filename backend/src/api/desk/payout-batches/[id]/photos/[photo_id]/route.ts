import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { sendLotPhoto } from "../../../../../../lib/send-photo";
import type SettlementService from "../../../../../../modules/settlement/service";
import { requireMember } from "../../../../scope";

/** A picture of what was signed for cash. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { cooperative_id } = await requireMember(req, ["accountant"]);
  const settlement: SettlementService = req.scope.resolve("settlement");
  const photos = await settlement.cash.photos(req.params.id ?? "", cooperative_id);
  await sendLotPhoto(res, photos, req.params.photo_id ?? "");
}
