import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { ContainerRegistrationKeys } from "@medusajs/framework/utils";
import type ParcelService from "../../../modules/parcel/service";
import { requireMember } from "../scope";
import type { OrdersQuery } from "./validators";

/** Orders with parcels of my cooperative, newest first, and how many of their parcels stand where. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const member = await requireMember(req);
  const { limit, before } = req.validatedQuery as unknown as OrdersQuery;
  const parcels: ParcelService = req.scope.resolve("parcel");
  const page = await parcels.ordersOfCooperative(member.cooperative_id, {
    limit,
    before: before ? new Date(before) : undefined,
  });
  const query = req.scope.resolve(ContainerRegistrationKeys.QUERY);
  const { data } = await query.graph({
    entity: "order",
    fields: ["id", "display_id"],
    filters: { id: page.map((order) => order.order_id) },
  });
  const numbers = new Map(data.map((order) => [order.id, order.display_id]));
  res.json({
    orders: page.map((order) => ({
      order_id: order.order_id,
      display_id: numbers.get(order.order_id) ?? null,
      planned_at: order.planned_at,
      gross_g: order.gross_g,
      parcels: Object.values(order.states).reduce((sum, count) => sum + count, 0),
      states: order.states,
    })),
    next: page.length === limit ? (page.at(-1)?.planned_at ?? null) : null,
  });
}
