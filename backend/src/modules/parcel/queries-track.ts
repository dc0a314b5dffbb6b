import { PICKUP } from "@commonlot/domain";
import { row, rows, type Sql, type Transaction } from "../../lib/sql";
import { insertAll } from "../../lib/unnest";
import type { EventSource } from "./record-events";
import type { EventToRecord, TrackedParcel } from "./track";

export async function ordersOfNumbers(sql: Sql, numbers: readonly string[]): Promise<string[]> {
  const found = await rows<{ order_id: string }>(
    sql,
    `select distinct order_id from parcel where number = any(?) order by order_id`,
    [numbers],
  );
  return found.map((order) => order.order_id);
}

/**
 * Locks the plans of the orders these parcels are of, one after another in id order, then their parcels. Two batches
 * that each deliver half an order wait for one another here, so that the second sees that the order is complete.
 */
export async function lockOrdersAndParcels(
  tx: Transaction,
  numbers: readonly string[],
  from: EventSource,
): Promise<TrackedParcel[]> {
  await rows(
    tx,
    `select order_id from parcel_plan where order_id in (select order_id from parcel where number = any(?)) order by order_id for update`,
    [numbers],
  );
  return rows<TrackedParcel>(
    tx,
    // Of what is fetched no carrier knows anything: it is given out by its code.
    `select id, number, order_id, state from parcel where number = any(?) and (carrier <> '${PICKUP.carrier}' or ? = 'house')
     order by id for update`,
    [numbers, from.source],
  );
}

export async function insertEvents(
  tx: Transaction,
  from: EventSource,
  events: readonly EventToRecord[],
): Promise<void> {
  await insertAll<EventToRecord>(
    tx,
    "parcel_event",
    [
      ["parcel_id", "text", (e) => e.parcel_id],
      ["source", "text", () => from.source],
      ["person", "text", () => ("person" in from ? from.person : null)],
      ["event_id", "text", (e) => e.event_id],
      ["state", "text", (e) => e.state],
      ["said", "text", (e) => e.said],
      ["place", "text", (e) => e.place],
      ["at", "timestamptz", (e) => e.at.toISOString()],
      ["moved", "boolean", (e) => e.moved],
    ],
    events,
  );
}

/** Events we have kept before, of those named: the same event may come in another batch. */
export async function knownEvents(
  tx: Transaction,
  source: string,
  parcel_ids: readonly string[],
): Promise<Set<string>> {
  const known = await rows<{ parcel_id: string; event_id: string }>(
    tx,
    `select parcel_id, event_id from parcel_event where source = ? and parcel_id = any(?)`,
    [source, parcel_ids],
  );
  return new Set(known.map((event) => `${event.parcel_id}/${event.event_id}`));
}

export async function moveParcels(
  tx: Transaction,
  moves: readonly { parcel_id: string; state: string; at: Date }[],
): Promise<void> {
  await tx.raw(
    `update parcel p set state = t.state, updated_at = now(),
       delivered_at = case when t.state = 'delivered' then t.at else p.delivered_at end
     from unnest(?::text[], ?::text[], ?::timestamptz[]) as t (id, state, at) where p.id = t.id`,
    [
      moves.map((m) => m.parcel_id),
      moves.map((m) => m.state),
      moves.map((m) => m.at.toISOString()),
    ] as unknown as string[],
  );
}

/** Of parcels: live, and not delivered. As the index `parcel_to_come` has it. */
export const TO_COME = `state not in ('void', 'delivered')`;

/**
 * Orders whose every live parcel is delivered now, or lost and accounted for by a short; marked so, once, with the time of
 * the last delivery. An order of which one parcel is still to come is told by that one: its parcels are read once, by the batch that ends it.
 * Who ends a parcel holds the order's plan from before that to its commit, so of two that end the last ones the second, whose statements
 * begin after the first's commit, finds none to come.
 */
export async function completeOrders(
  tx: Sql,
  order_ids: readonly string[],
): Promise<{ order_id: string; delivered_at: Date }[]> {
  const over = await rows<{ order_id: string }>(
    tx,
    // In brackets, so that it is looked up order by order, whatever the statistics say.
    `select pl.order_id from parcel_plan pl
     where pl.order_id = any(?) and pl.delivered_at is null and pl.withdrawn_for is null and not pl.waits
       and (select true from parcel p where p.order_id = pl.order_id and p.${TO_COME} and p.accounted_by is null limit 1) is null`,
    [order_ids],
  );
  if (over.length === 0) return [];
  return rows(
    tx,
    `update parcel_plan pl set delivered_at = done.at, updated_at = now()
     from (select order_id, coalesce(max(delivered_at), now()) as at from parcel where order_id = any(?) and state <> 'void'
           group by order_id having bool_and(state = 'delivered' or accounted_by is not null)) done
     where pl.order_id = done.order_id and pl.delivered_at is null and pl.withdrawn_for is null and not pl.waits
     returning pl.order_id, pl.delivered_at`,
    [over.map((order) => order.order_id)],
  );
}

export async function planExists(sql: Sql, order_id: string): Promise<{ parcels: number } | undefined> {
  return row<{ parcels: number }>(sql, `select parcels from parcel_plan where order_id = ?`, [order_id]);
}
