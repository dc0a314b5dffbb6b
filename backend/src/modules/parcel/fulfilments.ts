import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import { rows, type Transaction } from "../../lib/sql";
import { appendAll } from "../outbox/append";
import { TO_COME } from "./queries-track";

/**
 * Of an intent `i`, in SQL: none of its parcels is still to come. In the order of `parcel_to_come`, so that the first that index has is taken,
 * whatever the statistics say.
 */
const HAS_ARRIVED = `(select true from parcel p where p.order_id = i.order_id and p.handover_id = i.handover_id and p.${TO_COME}
  order by p.accounted_by limit 1) is null`;

/** Medusa's fulfilment of one handover of an order. */
export interface FulfilmentNews {
  id: string;
  handover_id: string;
  fulfillment_id: string;
  /** Every parcel of it has arrived, and Medusa has not been told. */
  delivered: boolean;
}

/** What Medusa hears of parcels after they left: tracking numbers as labels of their fulfilment, and that it was delivered. */
export class Fulfilments {
  constructor(private readonly sql: Knex) {}

  /** The shipped fulfilment of a handover of an order; of all its handovers, first one first, when none is named. Reads no parcel that has arrived. */
  news(order_id: string, handover_id?: string): Promise<FulfilmentNews[]> {
    return rows<FulfilmentNews>(
      this.sql,
      `select i.id, i.handover_id, i.fulfillment_id, i.delivered_at is null and ${HAS_ARRIVED} as delivered
       from fulfil_intent i
       where i.order_id = ? and i.handover_id = coalesce(?, i.handover_id) and i.state = 'shipped' order by i.created_at, i.id`,
      [order_id, handover_id ?? null],
    );
  }

  async recordDelivered(intent_id: string): Promise<void> {
    await this.sql.raw(
      `update fulfil_intent set delivered_at = now(), updated_at = now() where id = ? and delivered_at is null`,
      [intent_id],
    );
  }
}

/**
 * The last parcels of these orders' handovers have arrived: Medusa is told, once for each handover. In one statement, whatever their number;
 * a handover of which one is still to come is told by that one. The orders' plans are locked by the caller, as for `completeOrders`.
 */
export async function tellDelivered_(tx: Transaction, order_ids: readonly string[]): Promise<void> {
  const arrived = await rows<{ order_id: string; handover_id: string }>(
    tx,
    `select i.order_id, i.handover_id from fulfil_intent i where i.order_id = any(?) and i.delivered_at is null and ${HAS_ARRIVED}
     order by i.order_id, i.handover_id`,
    [[...order_ids]],
  );
  await appendAll(
    tx,
    arrived.map(({ order_id, handover_id }) => ({
      job: "fulfil" as const,
      payload: { order_id, handover_id },
      dedup_key: `${handover_id}:${order_id}:delivered`,
    })),
  );
}

/** Tracking numbers came in for these parcels, some of which have left: Medusa hears those of their handovers. `cause`: what brought them, once. */
export async function tellTracked_(tx: Transaction, parcel_ids: readonly string[], cause: string): Promise<void> {
  const left = await rows<{ order_id: string; handover_id: string }>(
    tx,
    `select distinct order_id, handover_id from parcel where id = any(?) and handover_id is not null order by order_id, handover_id`,
    [[...parcel_ids]],
  );
  await appendAll(
    tx,
    left.map(({ order_id, handover_id }) => ({
      job: "fulfil" as const,
      payload: { order_id, handover_id },
      dedup_key: `${handover_id}:${order_id}:tracked:${cause}`,
    })),
  );
}
