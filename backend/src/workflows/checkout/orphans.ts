import type { MedusaContainer } from "@medusajs/framework/types";
import { ContainerRegistrationKeys } from "@medusajs/framework/utils";
import { cancelOrderWorkflow } from "@medusajs/medusa/core-flows";
import { rows, type Sql } from "../../lib/sql";

/** An order older than this without a cart was left by a process that died between writing it and linking it. */
const ORPHAN_AFTER_S = 180;
/** Orphans that one round cancels: each is a process that died in one moment of a checkout. */
const PER_ROUND = 100;

/**
 * Orders that a checkout wrote and died over: they ask for goods of a pool, no cart leads to them, and no hold names them. Whatever
 * else makes an order here takes its goods from the pool under the order's own id before it writes the order (`replacements.take`),
 * and an order without goods of a pool (an operator's own) is none of a checkout's concern: so both are known by what
 * made them, and nothing has to be marked.
 */
export async function orphanOrders(sql: Sql): Promise<string[]> {
  const found = await rows<{ id: string }>(
    sql,
    `select o.id from "order" o
     where o.status <> 'canceled' and not o.is_draft_order and o.deleted_at is null
       and o.created_at < now() - make_interval(secs => ?)
       and not exists (select from order_cart c where c.order_id = o.id and c.deleted_at is null)
       and not exists (select from hold h where h.order_id = o.id)
       and exists (
         select from order_item i join order_line_item l on l.id = i.item_id
         join product_variant_inventory_item v on v.variant_id = l.variant_id join pool p on p.inventory_item_id = v.inventory_item_id
         where i.order_id = o.id)
     order by o.created_at, o.id limit ${PER_ROUND}`,
    [ORPHAN_AFTER_S],
  );
  return found.map((order) => order.id);
}

/** Cancels them: nobody can pay or see them, but they keep stock reserved in Medusa. */
export async function cancelOrphans(container: MedusaContainer): Promise<void> {
  for (const order_id of await orphanOrders(container.resolve(ContainerRegistrationKeys.PG_CONNECTION))) {
    await cancelOrderWorkflow(container).run({ input: { order_id, no_notification: true } });
  }
}
