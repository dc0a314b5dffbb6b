import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { inWorkOrder } from "@commonlot/domain";
import type ParcelService from "../../../modules/parcel/service";
import { orderNumbers } from "../../../lib/order-numbers";
import { todayOf } from "../../../lib/today";
import type WholesaleService from "../../../modules/wholesale/service";
import { requireMember } from "../scope";
import type { WaitingQuery } from "../shed/validators";

/** Orders on a page of the form, oldest first: what one looks through at once. */
const PAGE = 100;

/** Orders with labelled parcels that wait for a wave, those that wait longest first; of these a page, those wanted days later at its end. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { cooperative_id } = await requireMember(req);
  const { limit = PAGE } = req.validatedQuery as unknown as WaitingQuery;
  const parcels: ParcelService = req.scope.resolve("parcel");
  const orders = await parcels.waves.waiting(cooperative_id, limit);
  const wholesale: WholesaleService = req.scope.resolve("wholesale");
  const order_ids = orders.map((order) => order.order_id);
  const [numbers, wanted] = await Promise.all([
    orderNumbers(req.scope, order_ids),
    wholesale.orders.wantedDays(order_ids, cooperative_id),
  ]);
  const found = orders.map((order) => ({
    order_id: order.order_id,
    display_id: numbers.get(order.order_id) ?? null,
    parcels: order.parcels,
    gross_g: order.gross_g,
    wanted_on: wanted.get(order.order_id) ?? null,
    planned_at: order.planned_at.toISOString(),
  }));
  res.json({ orders: inWorkOrder(found, todayOf()) });
}
