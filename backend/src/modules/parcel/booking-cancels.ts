import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import { ok, refuse, type Refusal, type Result } from "@commonlot/domain";
import { atKey, placeOf } from "../../lib/keyset";
import { newId } from "../../lib/ids";
import { inTransaction, row, rows, type Transaction } from "../../lib/sql";
import { append } from "../outbox/append";
import { lockParcel } from "./lock-parcels";

export type CancelWhy = "asked" | "voided" | "relabelled";

/** One parcel's booking that is to be taken back. */
export interface ToCancel {
  reference: string;
  parcel_id: string;
  /** Its own booking has no end yet: the carrier may still be writing it down. */
  booking_open: boolean;
}

export interface CancelView {
  id: string;
  at_key: string;
  parcel_id: string;
  reference: string;
  carrier: string;
  why: CancelWhy;
  words: string | null;
  state: "pending" | "done" | "refused";
  reason: string | null;
  at: Date;
}

/** Bookings taken back of parcels that did not leave: by a person, or because the parcel is void or got another number. */
export class BookingCancels {
  constructor(private readonly sql: Knex) {}

  /**
   * Takes back the booking of one parcel that is still here. Its label said the carrier's number, so it is void: a new one is
   * printed, and until then the parcel can't leave. Asked twice, there is nothing left to take back.
   */
  cancel(input: {
    parcel_id: string;
    cooperative_id: string;
    person: string;
    words: string;
  }): Promise<Result<{ cancelled: boolean }, Refusal<"parcel_not_found" | "parcel_left">>> {
    return inTransaction(this.sql, async (tx) => {
      const parcel = await lockParcel(tx, input.parcel_id, input.cooperative_id);
      if (!parcel) return refuse("parcel_not_found", "There is no such parcel.");
      if (!["planned", "labelled", "packed"].includes(parcel.state)) {
        const message = `Parcel ${parcel.number} is ${parcel.state}: the carrier has it. Ask the carrier to turn it back.`;
        return refuse("parcel_left", message);
      }
      const cancelled = await cancelBookings_(tx, [parcel.id], {
        why: "asked",
        words: input.words,
        person: input.person,
      });
      if (cancelled === 0) return ok({ cancelled: false });
      const live = await rows(
        tx,
        `update parcel_label set voided_at = now() where parcel_id = ? and voided_at is null returning sheet_id`,
        [parcel.id],
      );
      if (live.length > 0) {
        await append(tx, {
          job: "print-labels",
          payload: { order_id: parcel.order_id, parcel_ids: [parcel.id] },
          dedup_key: `unbooked:${newId("label")}`,
        });
      }
      return ok({ cancelled: true });
    });
  }

  /** What is still to be asked of one intent, and of whom; undefined when there is no such intent. */
  async open(cancel_id: string): Promise<{ carrier: string; parcels: ToCancel[] } | undefined> {
    const intent = await row<{ carrier: string }>(this.sql, `select carrier from booking_cancel where id = ?`, [
      cancel_id,
    ]);
    if (!intent) return undefined;
    const parcels = await rows<ToCancel>(
      this.sql,
      `select c.reference, c.parcel_id, b.state = 'pending' as booking_open
       from booking_cancel_parcel c join booking b on b.id = c.booking_id where c.cancel_id = ? and c.state = 'pending' order by c.reference`,
      [cancel_id],
    );
    return { carrier: intent.carrier, parcels };
  }

  /** Records how one question ended; the intent ends with its last parcel. */
  record(
    cancel_id: string,
    reference: string,
    end: { state: "done" } | { state: "refused"; reason: string },
  ): Promise<void> {
    return inTransaction(this.sql, async (tx) => {
      await tx.raw(`select id from booking_cancel where id = ? for update`, [cancel_id]);
      await tx.raw(
        `update booking_cancel_parcel set state = ?, reason = ? where cancel_id = ? and reference = ? and state = 'pending'`,
        [end.state, end.state === "refused" ? end.reason.slice(0, 500) : null, cancel_id, reference],
      );
      await tx.raw(
        `update booking_cancel c set state = 'done', updated_at = now() where id = ? and state = 'pending'
           and not exists (select from booking_cancel_parcel k where k.cancel_id = c.id and k.state = 'pending')`,
        [cancel_id],
      );
    });
  }

  /** What was taken back, newest first. */
  list(page: { cooperative_id: string; cursor?: string | undefined; limit: number }): Promise<CancelView[]> {
    const before = placeOf(page.cursor);
    return rows<CancelView>(
      this.sql,
      `select c.id || '/' || k.reference as id, ${atKey("c.created_at")}, k.parcel_id, k.reference, c.carrier, c.why, c.words, k.state, k.reason,
         c.created_at as at
       from booking_cancel c join booking_cancel_parcel k on k.cancel_id = c.id
       where c.cooperative_id = ? and (c.created_at, c.id || '/' || k.reference) < (?::timestamptz, ?)
       order by c.created_at desc, 1 desc limit ?`,
      [page.cooperative_id, before.at, before.id, page.limit],
    );
  }
}

/**
 * Takes back what was booked of these parcels, whose rows the caller has locked. One that its carrier was never asked about
 * just leaves its booking; of the others an intent is written, a carrier each, and sent. Their numbers are given up. Answers
 * how many bookings were given up.
 */
export async function cancelBookings_(
  tx: Transaction,
  parcel_ids: readonly string[],
  by: { why: CancelWhy; words?: string | undefined; person?: string | undefined },
): Promise<number> {
  if (parcel_ids.length === 0) return 0;
  // Bookings before their parcels' rows change: a job that is asking waits here, or has asked already.
  await rows(
    tx,
    `select id from booking where id in (select booking_id from booking_parcel where parcel_id = any(?) and left_at is null) order by id for update`,
    [[...parcel_ids]],
  );
  const left = await rows<{
    booking_id: string;
    parcel_id: string;
    reference: string;
    carrier: string;
    cooperative_id: string;
    asked: boolean;
  }>(
    tx,
    `update booking_parcel k set left_at = now() from booking b
     where b.id = k.booking_id and k.parcel_id = any(?) and k.left_at is null
     returning k.booking_id, k.parcel_id, k.reference, coalesce(b.carrier, 'standin') as carrier, b.cooperative_id, b.asked_at is not null as asked`,
    [[...parcel_ids]],
  );
  if (left.length === 0) return 0;
  await tx.raw(
    `delete from booking_parcel k using unnest(?::text[], ?::text[]) as t (booking_id, parcel_id)
     where k.booking_id = t.booking_id and k.parcel_id = t.parcel_id`,
    [
      left.filter((one) => !one.asked).map((one) => one.booking_id),
      left.filter((one) => !one.asked).map((one) => one.parcel_id),
    ] as never,
  );
  await tx.raw(
    `update booking b set state = 'cancelled', updated_at = now() where id = any(?) and state = 'pending' and asked_at is null
       and not exists (select from booking_parcel k where k.booking_id = b.id)`,
    [[...new Set(left.map((one) => one.booking_id))]] as never,
  );
  await tx.raw(
    `update parcel set tracking_number = null, booking_refusal = null, booking_reason = null, updated_at = now() where id = any(?)`,
    [left.map((one) => one.parcel_id)] as never,
  );
  const asked = left.filter((one) => one.asked);
  for (const carrier of [...new Set(asked.map((one) => one.carrier))].sort()) {
    const own = asked.filter((one) => one.carrier === carrier);
    for (const cooperative_id of [...new Set(own.map((one) => one.cooperative_id))].sort()) {
      await writeCancel_(
        tx,
        { carrier, cooperative_id, ...by },
        own.filter((one) => one.cooperative_id === cooperative_id),
      );
    }
  }
  return left.length;
}

async function writeCancel_(
  tx: Transaction,
  of: {
    carrier: string;
    cooperative_id: string;
    why: CancelWhy;
    words?: string | undefined;
    person?: string | undefined;
  },
  parcels: readonly { booking_id: string; parcel_id: string; reference: string }[],
): Promise<void> {
  const id = newId("cancel");
  const message_id = await append(tx, { job: "cancel-bookings", payload: { cancel_id: id }, dedup_key: id });
  await tx.raw(
    `insert into booking_cancel (id, cooperative_id, carrier, why, words, person, message_id) values (?, ?, ?, ?, ?, ?, ?)`,
    [id, of.cooperative_id, of.carrier, of.why, of.words ?? null, of.person ?? "house", message_id ?? null],
  );
  await tx.raw(
    `insert into booking_cancel_parcel (cancel_id, booking_id, parcel_id, reference)
     select ?, t.booking_id, t.parcel_id, t.reference from unnest(?::text[], ?::text[], ?::text[]) as t (booking_id, parcel_id, reference)`,
    [
      id,
      parcels.map((one) => one.booking_id),
      parcels.map((one) => one.parcel_id),
      parcels.map((one) => one.reference),
    ] as never,
  );
}
