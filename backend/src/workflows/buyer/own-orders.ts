import type { MedusaContainer } from "@medusajs/framework/types";
import { ContainerRegistrationKeys } from "@medusajs/framework/utils";
import { atKey, nextCursor, placeOf } from "../../lib/keyset";
import { rows } from "../../lib/sql";
import type ParcelService from "../../modules/parcel/service";

const A_PAGE = 20;

/** A customer's orders, newest first: what was bought, for how much, and where its parcels stand. */
export async function ordersOfCustomer(
  container: MedusaContainer,
  {
    customer_id,
    cursor,
    limit = A_PAGE,
  }: { customer_id: string; cursor: string | undefined; limit: number | undefined },
) {
  const sql = container.resolve(ContainerRegistrationKeys.PG_CONNECTION);
  const place = placeOf(cursor);
  // Medusa's lists have no place between two rows of one millisecond.
  const page = await rows<{ id: string; at_key: string }>(
    sql,
    `select id, ${atKey("created_at")} from "order"
     where customer_id = ? and deleted_at is null and not is_draft_order and (created_at, id) < (?::timestamptz, ?)
     order by created_at desc, id desc limit ?`,
    [customer_id, place.at, place.id, limit],
  );
  if (page.length === 0) return { orders: [], next: null };
  const ids = page.map(({ id }) => id);
  const query = container.resolve(ContainerRegistrationKeys.QUERY);
  const parcels: ParcelService = container.resolve("parcel");
  const [{ data }, ways] = await Promise.all([
    query.graph({ entity: "order", fields: FIELDS, filters: { id: ids } }),
    parcels.forgetting.ways(ids),
  ]);
  const known = new Map(data.map((order) => [order.id, order]));
  const states = new Map(ways.map((way) => [way.order_id, way.states]));
  return {
    orders: ids.flatMap((id) => {
      const order = known.get(id);
      if (!order) return [];
      return {
        id,
        number: Number(order.display_id),
        placed_at: order.created_at,
        canceled: order.status === "canceled",
        currency: order.currency_code,
        total: Number(order.total),
        states: states.get(id) ?? [],
        lines: (order.items ?? []).map((item) => ({
          title: item?.product_title ?? item?.title ?? "",
          pack: item?.variant_title ?? "",
          quantity: Number(item?.quantity),
        })),
      };
    }),
    next: nextCursor(page, limit),
  };
}

const FIELDS = [
  "id",
  "display_id",
  "created_at",
  "status",
  "currency_code",
  "total",
  "items.title",
  "items.product_title",
  "items.variant_title",
  "items.quantity",
];
