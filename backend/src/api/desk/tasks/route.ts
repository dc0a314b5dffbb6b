import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { rateDay } from "../../../modules/parcel/rates-today";
import type ParcelService from "../../../modules/parcel/service";
import { readTasks } from "../../../workflows/cooperative/read-activity";
import { requireMember } from "../scope";

/** What waits for somebody at this cooperative, counted, and until when rate cards let it send; money only for those who see it. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { cooperative_id, role } = await requireMember(req);
  const money = role === "manager" || role === "accountant";
  const parcels: ParcelService = req.scope.resolve("parcel");
  const today = rateDay();
  const rate_cards = { ...(await parcels.rateCards.cover(cooperative_id, today)), today };
  res.json({
    rate_cards,
    tasks: await readTasks(req.scope, { cooperative_id, money, sells: role === "manager" }),
    may_read_activity: money,
  });
}
