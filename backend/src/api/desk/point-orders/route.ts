import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { nextCursor } from "../../../lib/keyset";
import { orderNumbers, ordersByNumber } from "../../../lib/order-numbers";
import type ParcelService from "../../../modules/parcel/service";
import type { PointOrdersQuery } from "../pickup-points/validators";
import { requireMember } from "../scope";

const A_PAGE = 50;

/**
 * What buyers fetch: what waits, or with `over=1` what is over; `search` finds an order's number, the last digits of a phone, or a name,
 * `point_id` what stands at one point. The code is the buyer's: the desk asks for it.
 */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { cooperative_id } = await requireMember(req);
  const { over, cursor, limit = A_PAGE, point_id, search } = req.validatedQuery as unknown as PointOrdersQuery;
  const parcels: ParcelService = req.scope.resolve("parcel");
  const page = { over: over === "1", cursor, limit, now: new Date() };
  const order_ids = search === undefined ? [] : await ordersByNumber(req.scope, search);
  const found = await parcels.pointOrders.list(cooperative_id, page, { point_id, search, order_ids });
  const numbers = await orderNumbers(
    req.scope,
    found.map((one) => one.order_id),
  );
  res.json({
    orders: found.map((one) => ({
      id: one.id,
      order_id: one.order_id,
      order_number: numbers.get(one.order_id) ?? null,
      state: one.state,
      more: one.more,
      parcels: one.parcels,
      name: one.name,
      phone: one.phone,
      point: { id: one.point.id, name: { zh: one.point.name_zh, en: one.point.name_en } },
      ready_at: one.ready_at,
      late: one.late,
    })),
    next: nextCursor(found, limit),
  });
}
