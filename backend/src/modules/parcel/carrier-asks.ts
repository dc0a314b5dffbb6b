import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import type { JobName, JobPayload } from "@commonlot/domain";
import { inTransaction, row, rows, type Transaction } from "../../lib/sql";
import { append, isOnItsWay } from "../outbox/append";

/** An intent that waits this long without an end is looked at: its message may have died while the carrier was away. */
export const WAITS_S = 600;
/** Intents looked at in one beat, of each kind. */
const PER_BEAT = 100;

interface Ask<N extends JobName> {
  job: N;
  /** A job that does the same for many: its message counts as well. */
  within?: JobName;
  table: string;
  message: string;
  /** Which rows have no end yet. */
  open: string;
  payload(id: string): JobPayload<N>;
}

const ask = <N extends JobName>(one: Ask<N>): Ask<JobName> => one;

/** Everything that is asked of carriers, and how it is asked again. */
const ASKS: readonly Ask<JobName>[] = [
  ask({
    job: "book-batch",
    within: "book-parcels",
    table: "booking",
    message: "message_id",
    open: "t.state = 'pending'",
    payload: (booking_id) => ({ booking_id }),
  }),
  ask({
    job: "cancel-bookings",
    table: "booking_cancel",
    message: "message_id",
    open: "t.state = 'pending'",
    payload: (cancel_id) => ({ cancel_id }),
  }),
  ask({
    job: "fetch-labels",
    table: "booking",
    message: "labels_message_id",
    open: "t.labels_message_id is not null and exists (select from carrier_label l where l.booking_id = t.id and l.state = 'pending')",
    payload: (booking_id) => ({ booking_id }),
  }),
  ask({
    job: "order-pickup",
    table: "pickup_order",
    message: "message_id",
    open: "(t.state = 'pending' or (t.state = 'ordered' and t.cancel_wanted_at is not null and t.cancel_refused is null))",
    payload: (pickup_id) => ({ pickup_id }),
  }),
  ask({
    job: "close-manifest",
    table: "carrier_manifest",
    message: "message_id",
    open: "t.state = 'pending'",
    payload: (manifest_id) => ({ manifest_id }),
  }),
];

/** What was asked of carriers and has neither an end nor a message on its way is sent again, with the same key. */
export class CarrierAsks {
  constructor(private readonly sql: Knex) {}

  async sendAgain(waits_s: number = WAITS_S): Promise<number> {
    let sent = 0;
    for (const one of ASKS) {
      const waiting = await rows<{ id: string }>(
        this.sql,
        `select t.id from ${one.table} t where ${one.open} and t.updated_at < now() - make_interval(secs => ?) order by t.updated_at, t.id limit ${PER_BEAT}`,
        [waits_s],
      );
      for (const { id } of waiting) {
        sent += (await inTransaction(this.sql, (tx) => sendAgain_(tx, one, id))) ? 1 : 0;
      }
    }
    return sent;
  }
}

async function sendAgain_(tx: Transaction, one: Ask<JobName>, id: string): Promise<boolean> {
  const found = await row<{ message_id: string | null }>(
    tx,
    `select t.${one.message} as message_id from ${one.table} t where t.id = ? and ${one.open} for update of t`,
    [id],
  );
  if (!found) return false;
  if (await isTried(tx, one, found.message_id)) {
    // It is being tried: looked at again after the next wait.
    await tx.raw(`update ${one.table} set updated_at = now() where id = ?`, [id]);
    return false;
  }
  const message_id = await append(tx, { job: one.job, payload: one.payload(id) });
  await tx.raw(`update ${one.table} set ${one.message} = ?, updated_at = now() where id = ?`, [message_id ?? null, id]);
  return true;
}

async function isTried(tx: Transaction, one: Ask<JobName>, message_id: string | null): Promise<boolean> {
  if (message_id === null) return false;
  for (const job of one.within === undefined ? [one.job] : [one.job, one.within]) {
    if (await isOnItsWay(tx, { job, message_id })) return true;
  }
  return false;
}
