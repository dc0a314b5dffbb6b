import { row, rows, type Sql, type Transaction } from "../../lib/sql";
import { append } from "../outbox/append";
import { completeOrders } from "./queries-track";

const DAY_MS = 86_400_000;

/** When the last parcel of an order arrived; null while any has not. */
export async function deliveredAt(sql: Sql, order_id: string): Promise<Date | null> {
  const found = await row<{ delivered_at: Date | null }>(
    sql,
    `select delivered_at from parcel_plan where order_id = ?`,
    [order_id],
  );
  return found?.delivered_at ?? null;
}

/**
 * Sends the division of orders on its way that are complete now. `without_parcels`: also those that have no live parcel
 * at all, since everything of them fell short.
 */
export async function postCompleted(
  tx: Transaction,
  order_ids: readonly string[],
  hold_days: ReadonlyMap<string, number>,
  without_parcels = false,
): Promise<void> {
  const done = await completeOrders(tx, [...order_ids]);
  if (without_parcels) {
    done.push(
      ...(await rows<{ order_id: string; delivered_at: Date }>(
        tx,
        `update parcel_plan pl set delivered_at = now(), updated_at = now()
         where pl.order_id = any(?) and pl.delivered_at is null and pl.withdrawn_for is null and not pl.waits
           and not exists (select from parcel p where p.order_id = pl.order_id and p.state <> 'void') returning pl.order_id, pl.delivered_at`,
        [[...order_ids]],
      )),
    );
  }
  for (const order of done) {
    const due_at = new Date(order.delivered_at.getTime() + (hold_days.get(order.order_id) ?? 0) * DAY_MS);
    await append(tx, { job: "post", payload: { order_id: order.order_id }, due_at, dedup_key: order.order_id });
  }
}

/** Those of these orders whose goods have all arrived; one query for any number. */
export async function deliveredOf(sql: Sql, order_ids: readonly string[]): Promise<Set<string>> {
  const found = await rows<{ order_id: string }>(
    sql,
    `select order_id from parcel_plan where order_id = any(?) and delivered_at is not null`,
    [[...order_ids]],
  );
  return new Set(found.map((one) => one.order_id));
}
