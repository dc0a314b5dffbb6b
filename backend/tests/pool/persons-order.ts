import { id } from "../settlement/house";
import type { ShortHouse } from "./short-house";

/** A private person's order: of three packs, without a quote. */
export async function personsOrder(house: Pick<ShortHouse, "db">): Promise<string> {
  const put = (text: string, ...values: unknown[]) => house.db.query(text, values);
  const [order_id, item] = [id("order"), id("item")];
  await put(
    `insert into "order" (id, status, version, is_draft_order, no_notification, currency_code, created_at, updated_at)
     values ($1, 'pending', 1, false, false, 'cny', now(), now())`,
    order_id,
  );
  await put(
    `insert into order_line_item (id, title, variant_id, requires_shipping, is_discountable, is_tax_inclusive, is_custom_price, is_giftcard, unit_price, raw_unit_price, created_at, updated_at)
     values ($1, '核桃', 'variant_bag', true, true, true, false, false, 20, '{"value":"20"}', now(), now())`,
    item,
  );
  const zero = '{"value":"0","precision":20}';
  await put(
    `insert into order_item (id, order_id, version, item_id, quantity, raw_quantity, fulfilled_quantity, raw_fulfilled_quantity, shipped_quantity,
       raw_shipped_quantity, return_requested_quantity, raw_return_requested_quantity, return_received_quantity, raw_return_received_quantity,
       return_dismissed_quantity, raw_return_dismissed_quantity, written_off_quantity, raw_written_off_quantity, created_at, updated_at)
     values ($1, $2, 1, $3, 3, '{"value":"3","precision":20}', 0, $4, 0, $4, 0, $4, 0, $4, 0, $4, 0, $4, now(), now())`,
    ...[id("oitem"), order_id, item, zero],
  );
  return order_id;
}
