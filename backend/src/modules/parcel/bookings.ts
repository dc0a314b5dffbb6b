import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import { ok, refuse, type Refusal, type Result } from "@commonlot/domain";
import { newId } from "../../lib/ids";
import { inTransaction, row, rows, type Transaction } from "../../lib/sql";
import { append } from "../outbox/append";
import { adapterOf, carriersOf } from "./carriers";
import { safeNumber } from "./types";

/** Shipments asked of the carrier in one call, and so the parcels of one booking intent. The carrier takes 5,000. */
export const PARCELS_PER_BOOKING = 1_000;

/** Why a carrier would not take a parcel that the rest of its handover went without. */
export type BookingFault = "no_phone" | "carrier_refused";

export interface Booking {
  id: string;
  handover_id: string;
  part: number;
  key: string;
  carrier: string;
  state: "pending" | "booked" | "refused" | "cancelled";
  asked_at: Date | null;
}

export interface BookingParcel {
  number: string;
  carrier: string;
  service: string;
  gross_g: number;
  name: string;
  phone: string;
  province_code: string;
  address: string;
}

interface ParcelToBook {
  id: string;
  carrier: string;
  phone: string;
}

/** What carriers are asked to take: an intent with its key before any call, its end after. */
export class Bookings {
  constructor(private readonly sql: Knex) {}

  /** Intents of a handover that have no end yet. */
  open(handover_id: string): Promise<Booking[]> {
    return rows<Booking>(
      this.sql,
      `select id, handover_id, part, key, coalesce(carrier, 'standin') as carrier, state, asked_at from booking
       where handover_id = ? and state = 'pending' order by part`,
      [handover_id],
    );
  }

  async parcels(booking_id: string): Promise<BookingParcel[]> {
    const found = await rows<Omit<BookingParcel, "gross_g"> & { gross_g: string }>(
      this.sql,
      `select p.number, p.carrier, p.service, p.gross_g, p.name, p.phone, p.province_code, p.address
       from booking_parcel b join parcel p on p.id = b.parcel_id where b.booking_id = ? order by p.number`,
      [booking_id],
    );
    return found.map((parcel) => ({ ...parcel, gross_g: safeNumber(parcel.gross_g) }));
  }

  /** Notes, before the call, that the carrier is being asked: whoever finds this after a crash looks before repeating. */
  async markAsked(booking_id: string): Promise<void> {
    await this.sql.raw(`update booking set asked_at = now(), updated_at = now() where id = ? and state = 'pending'`, [
      booking_id,
    ]);
  }

  /** Stores the carrier's tracking numbers; the booking ends when every parcel of it has one. True when it did. */
  record(booking_id: string, tracked: readonly { number: string; tracking_number: string }[]): Promise<boolean> {
    return inTransaction(this.sql, async (tx) => {
      await tx.raw(`select id from booking where id = ? for update`, [booking_id]);
      if ((await storeTracking(tx, booking_id, tracked)) > 0) return false;
      await tx.raw(`update booking set state = 'booked', updated_at = now() where id = ? and state = 'pending'`, [
        booking_id,
      ]);
      return true;
    });
  }

  async refuse(booking_id: string, reason: string): Promise<void> {
    await this.sql.raw(
      `update booking set state = 'refused', reason = ?, updated_at = now() where id = ? and state = 'pending'`,
      [reason.slice(0, 500), booking_id],
    );
  }

  /** Intents of a handover that its carriers refused, with the reason. */
  refusedOf(handover_id: string): Promise<{ id: string; reason: string | null }[]> {
    return rows(this.sql, `select id, reason from booking where handover_id = ? and state = 'refused' order by part`, [
      handover_id,
    ]);
  }

  /** Parcels that a carrier would not take, with the reason: the page of those somebody must see to. */
  refused(page: {
    cooperative_id: string;
    after?: string | undefined;
    limit: number;
  }): Promise<{ id: string; number: string; order_id: string; carrier: string; name: string; fault: BookingFault }[]> {
    return rows(
      this.sql,
      `select p.id, p.number, p.order_id, p.carrier, p.name, coalesce(p.booking_refusal, 'carrier_refused') as fault
       from parcel p left join booking_parcel bp on bp.parcel_id = p.id left join booking b on b.id = bp.booking_id
       where p.cooperative_id = ? and p.tracking_number is null and p.state in ('handed_over', 'in_transit')
         and (p.booking_refusal is not null or b.state = 'refused') and p.id > ?
       order by p.id limit ?`,
      [page.cooperative_id, page.after ?? "", page.limit],
    );
  }

  /** Gives a parcel the phone it lacked, and asks its carrier for it, in one commit. */
  givePhone(input: {
    parcel_id: string;
    cooperative_id: string;
    phone: string;
  }): Promise<Result<void, Refusal<"parcel_not_found" | "not_waiting_for_phone">>> {
    return inTransaction(this.sql, async (tx) => {
      const parcel = await row<{ handover_id: string; carrier: string; booking_refusal: string | null; phone: string }>(
        tx,
        `select handover_id, carrier, booking_refusal, phone from parcel where id = ? and cooperative_id = ? for no key update`,
        [input.parcel_id, input.cooperative_id],
      );
      if (!parcel) return refuse("parcel_not_found", "There is no such parcel.");
      if (parcel.booking_refusal === null && parcel.phone === input.phone) return ok(undefined);
      if (parcel.booking_refusal !== "no_phone") {
        return refuse("not_waiting_for_phone", "This parcel does not wait for a phone number. Nothing was changed.");
      }
      await tx.raw(`update parcel set phone = ?, booking_refusal = null, updated_at = now() where id = ?`, [
        input.phone,
        input.parcel_id,
      ]);
      if (adapterOf(parcel.carrier) === "manual") return ok(undefined);
      // Two phones at once must not both write the next part.
      await tx.raw(`select id from handover where id = ? for no key update`, [parcel.handover_id]);
      const last = await row<{ part: number }>(
        tx,
        `select coalesce(max(part), -1)::int as part from booking where handover_id = ?`,
        [parcel.handover_id],
      );
      const part = (last?.part ?? -1) + 1;
      await insertBooking(tx, parcel.handover_id, part, parcel.carrier, [input.parcel_id]);
      await append(tx, {
        job: "book-parcels",
        payload: { handover_id: parcel.handover_id },
        dedup_key: `${parcel.handover_id}:${part}`,
      });
      return ok(undefined);
    });
  }

  /**
   * Parcels on their way of which nothing was heard for so long, and which nobody asked about meanwhile; marked as asked
   * about, so that two askers take different ones. The longest silence first.
   */
  takeSilent(input: {
    carriers: readonly string[];
    silent_s: number;
    limit: number;
  }): Promise<{ number: string; carrier: string; tracking_number: string }[]> {
    return rows(
      this.sql,
      `with silent as (
         select p.id from parcel p
         where p.state in ('handed_over', 'in_transit') and p.tracking_number is not null and p.carrier = any(?)
           and greatest(p.handed_over_at, p.polled_at, (select max(e.recorded_at) from parcel_event e where e.parcel_id = p.id)) < now() - make_interval(secs => ?)
         order by p.handed_over_at, p.id limit ? for no key update of p skip locked)
       update parcel p set polled_at = now() from silent where p.id = silent.id returning p.number, p.carrier, p.tracking_number`,
      [[...input.carriers], input.silent_s, input.limit],
    );
  }
}

/**
 * Booking intents of a handover, one carrier and a thousand parcels each, written with it: the key stands before any call.
 * Carriers without an interface are not asked. A parcel without the phone its carrier needs is marked, and left out.
 */
export async function insertBookings(
  tx: Transaction,
  handover: { handover_id: string; cooperative_id: string; parcels: readonly ParcelToBook[] },
): Promise<void> {
  const carriers = new Map((await carriersOf(tx, handover.cooperative_id)).map((carrier) => [carrier.code, carrier]));
  const needsPhone = (parcel: ParcelToBook): boolean => carriers.get(parcel.carrier)?.needs_phone ?? false;
  const without = handover.parcels.filter((parcel) => needsPhone(parcel) && parcel.phone.trim() === "");
  if (without.length > 0) {
    await tx.raw(`update parcel set booking_refusal = 'no_phone', updated_at = now() where id = any(?)`, [
      without.map((parcel) => parcel.id),
    ] as never);
  }
  const refused = new Set(without.map((parcel) => parcel.id));
  const asked = handover.parcels.filter((parcel) => !refused.has(parcel.id) && adapterOf(parcel.carrier) !== "manual");
  let part = 0;
  for (const carrier of [...new Set(asked.map((parcel) => parcel.carrier))].sort()) {
    const ids = asked.filter((parcel) => parcel.carrier === carrier).map((parcel) => parcel.id);
    for (let start = 0; start < ids.length; start += PARCELS_PER_BOOKING) {
      await insertBooking(tx, handover.handover_id, part, carrier, ids.slice(start, start + PARCELS_PER_BOOKING));
      part += 1;
    }
  }
}

async function insertBooking(
  tx: Transaction,
  handover_id: string,
  part: number,
  carrier: string,
  parcel_ids: readonly string[],
): Promise<void> {
  const id = newId("booking");
  await tx.raw(`insert into booking (id, handover_id, part, key, carrier) values (?, ?, ?, ?, ?)`, [
    id,
    handover_id,
    part,
    `${id}_v1`,
    carrier,
  ]);
  await tx.raw(`insert into booking_parcel (booking_id, parcel_id) select ?, id from unnest(?::text[]) as t (id)`, [
    id,
    [...parcel_ids],
  ] as never);
}

/** Stores the tracking numbers of one booking; says how many of its parcels still have none. */
async function storeTracking(
  tx: Transaction,
  booking_id: string,
  tracked: readonly { number: string; tracking_number: string }[],
): Promise<number> {
  await tx.raw(
    `update parcel p set tracking_number = t.tracking_number, updated_at = now()
     from unnest(?::text[], ?::text[]) as t (number, tracking_number), booking_parcel b
     where p.number = t.number and b.parcel_id = p.id and b.booking_id = ? and p.tracking_number is null`,
    [tracked.map((t) => t.number), tracked.map((t) => t.tracking_number), booking_id] as never,
  );
  const missing = await row<{ missing: string }>(
    tx,
    `select count(*) as missing from booking_parcel b join parcel p on p.id = b.parcel_id where b.booking_id = ? and p.tracking_number is null`,
    [booking_id],
  );
  return Number(missing?.missing ?? 0);
}
