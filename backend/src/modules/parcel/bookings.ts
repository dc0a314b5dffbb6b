import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import { newId } from "../../lib/ids";
import { isPhone } from "../../lib/phone";
import { inTransaction, row, rows, type Sql, type Transaction } from "../../lib/sql";
import { append } from "../outbox/append";
import { fetchLabels_ } from "./carrier-labels";
import { adapterOf, carriersOf, TELLING_CARRIERS } from "./carriers";
import { tellTracked_ } from "./fulfilments";
import { WEIGHS } from "./queries-handover";
import { safeNumber } from "./types";

/** Shipments asked of the carrier in one call, and so the parcels of one booking intent. The carrier takes 5,000. */
export const PARCELS_PER_BOOKING = 1_000;

export interface Booking {
  id: string;
  handover_id: string | null;
  part: number;
  key: string;
  carrier: string;
  state: "pending" | "booked" | "refused" | "cancelled" | "divided";
  asked_at: Date | null;
}

export interface BookingParcel {
  /** Our number of the parcel when it was asked for: what the carrier knows it by. */
  number: string;
  carrier: string;
  service: string;
  gross_g: number;
  /** Declared to the carrier, who insures it; null where nothing is. */
  declared_minor: number | null;
  currency: string;
  name: string;
  phone: string;
  province_code: string;
  address: string;
}

export interface ParcelToBook {
  id: string;
  number: string;
  carrier: string;
  phone: string;
}

/** What a carrier says against single parcels of a call that it refused. */
export interface NamedFault {
  reference: string;
  reason: string;
}

const BOOKING = `id, handover_id, part, key, coalesce(carrier, 'standin') as carrier, state, asked_at`;

/** What carriers are asked to take: an intent with its key before any call, its end after. */
export class Bookings {
  constructor(private readonly sql: Knex) {}

  /** Intents of a handover that have no end yet. */
  open(handover_id: string): Promise<Booking[]> {
    return rows<Booking>(
      this.sql,
      `select ${BOOKING} from booking where handover_id = ? and state = 'pending' order by part`,
      [handover_id],
    );
  }

  booking(id: string): Promise<Booking | undefined> {
    return row<Booking>(this.sql, `select ${BOOKING} from booking where id = ?`, [id]);
  }

  parcels(booking_id: string): Promise<BookingParcel[]> {
    return parcelsOf(this.sql, booking_id);
  }

  /**
   * Notes, before the call, that the carrier is being asked, and for which parcels: from here on they stay the same, so that
   * the key stands for one asking. `asked_before`: look before repeating. Undefined when there is nothing to ask.
   */
  ask(booking_id: string): Promise<{ asked_before: boolean; parcels: BookingParcel[] } | undefined> {
    return inTransaction(this.sql, async (tx) => {
      const booking = await lockBooking(tx, booking_id);
      if (booking?.state !== "pending") return undefined;
      await tx.raw(`update booking set asked_at = now(), updated_at = now() where id = ?`, [booking_id]);
      return { asked_before: booking.asked_at !== null, parcels: await parcelsOf(tx, booking_id) };
    });
  }

  /** Stores the carrier's tracking numbers; the booking ends when every parcel of it has one. True when it did. */
  record(booking_id: string, tracked: readonly { number: string; tracking_number: string }[]): Promise<boolean> {
    return inTransaction(this.sql, async (tx) => {
      const booking = await lockWithParcels(tx, booking_id);
      if ((await storeTracking(tx, booking_id, tracked)) > 0) return false;
      if (booking?.state !== "pending") return true;
      await tx.raw(`update booking set state = 'booked', updated_at = now() where id = ?`, [booking_id]);
      await fetchLabels_(tx, booking_id);
      const booked = await rows<{ parcel_id: string }>(
        tx,
        `select parcel_id from booking_parcel where booking_id = ? and left_at is null`,
        [booking_id],
      );
      await tellTracked_(
        tx,
        booked.map((one) => one.parcel_id),
        booking_id,
      );
      return true;
    });
  }

  /**
   * The carrier refused: nothing of this intent was done. The parcels it named are marked with its words, the others are
   * asked for again in an intent of their own. When it named none of several, they are asked for in halves, until the one at
   * fault stands alone. A parcel alone is marked with the reason. Does nothing to a booking that has ended.
   */
  refuse(booking_id: string, reason: string, named: readonly NamedFault[] = []): Promise<void> {
    return inTransaction(this.sql, async (tx) => {
      const booking = await lockWithParcels(tx, booking_id);
      if (booking?.state !== "pending") return;
      const here = await rows<{ parcel_id: string; reference: string }>(
        tx,
        `update booking_parcel set left_at = now() where booking_id = ? and left_at is null returning parcel_id, reference`,
        [booking_id],
      );
      here.sort((a, b) => (a.reference < b.reference ? -1 : 1));
      const reasons = new Map(named.map((fault) => [fault.reference, fault.reason]));
      const faulty = here.length === 1 ? here : here.filter((one) => reasons.has(one.reference));
      await markRefused(
        tx,
        faulty.map((one) => ({ id: one.parcel_id, reason: reasons.get(one.reference) ?? reason })),
      );
      const rest = here.filter((one) => !faulty.includes(one));
      const middle = faulty.length > 0 ? rest.length : Math.ceil(rest.length / 2);
      const parts = [rest.slice(0, middle), rest.slice(middle)].filter((part) => part.length > 0);
      await tx.raw(`update booking set state = ?, reason = ?, updated_at = now() where id = ?`, [
        parts.length > 0 ? "divided" : "refused",
        reason.slice(0, 500),
        booking_id,
      ]);
      for (const part of parts) {
        await writeBooking_(tx, { ...booking, parcel_ids: part.map((one) => one.parcel_id), send: true });
      }
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
 * Booking intents, one carrier and a thousand parcels each: the key stands before any call. Parcels in a booking that counts
 * are not asked for twice, those of carriers without an interface not at all. A parcel without the phone its carrier needs is
 * marked, and left out. Each intent is sent unless a handover's own message carries it. Answers how many parcels are asked for.
 */
export async function insertBookings_(
  tx: Transaction,
  input: {
    cooperative_id: string;
    handover_id: string | null;
    parcels: readonly ParcelToBook[];
    message_id?: string | undefined;
  },
): Promise<number> {
  const carriers = new Map((await carriersOf(tx, input.cooperative_id)).map((carrier) => [carrier.code, carrier]));
  const fresh = await unbooked(tx, input.parcels);
  const needsPhone = (parcel: ParcelToBook): boolean => carriers.get(parcel.carrier)?.needs_phone ?? false;
  const without = fresh.filter((parcel) => needsPhone(parcel) && !isPhone(parcel.phone));
  if (without.length > 0) {
    await tx.raw(`update parcel set booking_refusal = 'no_phone', updated_at = now() where id = any(?)`, [
      without.map((parcel) => parcel.id),
    ] as never);
  }
  const refused = new Set(without.map((parcel) => parcel.id));
  const asked = fresh.filter((parcel) => !refused.has(parcel.id) && adapterOf(parcel.carrier) !== "manual");
  for (const carrier of [...new Set(asked.map((parcel) => parcel.carrier))].sort()) {
    const ids = asked.filter((parcel) => parcel.carrier === carrier).map((parcel) => parcel.id);
    for (let start = 0; start < ids.length; start += PARCELS_PER_BOOKING) {
      const parcel_ids = ids.slice(start, start + PARCELS_PER_BOOKING);
      await writeBooking_(tx, { ...input, carrier, parcel_ids, send: input.message_id === undefined });
    }
  }
  return asked.length;
}

export interface BookingCounts {
  booked: number;
  asked: number;
  refused: number;
  /** Of a carrier with an interface, and not asked for yet. */
  open: number;
}

/** How the live parcels of a wave or a handover stand with carriers that have an interface. */
export async function bookingCounts(sql: Sql, of: "wave_id" | "handover_id", id: string): Promise<BookingCounts> {
  const found = await row<BookingCounts>(
    sql,
    `select count(*) filter (where p.tracking_number is not null)::int as booked,
       count(*) filter (where p.tracking_number is null and k.parcel_id is not null)::int as asked,
       count(*) filter (where p.tracking_number is null and p.booking_refusal is not null)::int as refused,
       count(*) filter (where p.tracking_number is null and k.parcel_id is null and p.booking_refusal is null)::int as open
     from parcel p left join booking_parcel k on k.parcel_id = p.id and k.left_at is null
     where p.${of} = ? and p.state <> 'void' and p.carrier = any(?)`,
    [id, [...TELLING_CARRIERS]],
  );
  return found ?? { booked: 0, asked: 0, refused: 0, open: 0 };
}

/** One intent for these parcels under the numbers they have now. The next part of its handover, when it has one. */
export async function writeBooking_(
  tx: Transaction,
  input: {
    cooperative_id: string;
    handover_id: string | null;
    carrier: string;
    parcel_ids: readonly string[];
    message_id?: string | undefined;
    send: boolean;
  },
): Promise<string> {
  const id = newId("booking");
  // Two that write for one handover at once must not both take the next part.
  if (input.handover_id !== null)
    await tx.raw(`select id from handover where id = ? for no key update`, [input.handover_id]);
  const message_id = input.send
    ? await append(tx, { job: "book-batch", payload: { booking_id: id }, dedup_key: id })
    : input.message_id;
  await tx.raw(
    `insert into booking (id, cooperative_id, handover_id, part, key, carrier, message_id)
     values (?, ?, ?, (select coalesce(max(part), -1) + 1 from booking where handover_id = ?), ?, ?, ?)`,
    [id, input.cooperative_id, input.handover_id, input.handover_id, `${id}_v1`, input.carrier, message_id ?? null],
  );
  await tx.raw(
    `insert into booking_parcel (booking_id, parcel_id, reference) select ?, id, number from parcel where id = any(?)`,
    [id, [...input.parcel_ids]] as never,
  );
  return id;
}

type Locked = Booking & { cooperative_id: string };

function lockBooking(tx: Transaction, id: string): Promise<Locked | undefined> {
  return row<Locked>(tx, `select ${BOOKING}, cooperative_id from booking where id = ? for update`, [id]);
}

/** Parcels before their booking, each in the order of their ids, as who voids parcels and takes their bookings back. */
async function lockWithParcels(tx: Transaction, id: string): Promise<Locked | undefined> {
  await rows(
    tx,
    `select id from parcel where id in (select parcel_id from booking_parcel where booking_id = ?) order by id for no key update`,
    [id],
  );
  return lockBooking(tx, id);
}

/** Those of the parcels that no booking counts for and that nobody must see to first. */
async function unbooked(tx: Transaction, parcels: readonly ParcelToBook[]): Promise<ParcelToBook[]> {
  const found = await rows<{ id: string }>(
    tx,
    `select p.id from parcel p where p.id = any(?) and p.tracking_number is null and p.booking_refusal is null
       and not exists (select from booking_parcel k where k.parcel_id = p.id and k.left_at is null)`,
    [parcels.map((parcel) => parcel.id)],
  );
  const ids = new Set(found.map((parcel) => parcel.id));
  return parcels.filter((parcel) => ids.has(parcel.id));
}

async function parcelsOf(sql: Sql, booking_id: string): Promise<BookingParcel[]> {
  const found = await rows<Omit<BookingParcel, "gross_g"> & { gross_g: string }>(
    sql,
    `select b.reference as number, p.carrier, p.service, ${WEIGHS} as gross_g,
       case when p.insurance_minor > 0 then p.value_minor::float8 end as declared_minor, upper(p.currency) as currency, p.name, p.phone, p.province_code, p.address
     from booking_parcel b join parcel p on p.id = b.parcel_id
     where b.booking_id = ? order by b.reference`,
    [booking_id],
  );
  return found.map((parcel) => ({ ...parcel, gross_g: safeNumber(parcel.gross_g) }));
}

async function markRefused(tx: Transaction, faulty: readonly { id: string; reason: string }[]): Promise<void> {
  if (faulty.length === 0) return;
  const ordered = [...faulty].sort((a, b) => (a.id < b.id ? -1 : 1));
  await tx.raw(
    `update parcel p set booking_refusal = 'carrier_refused', booking_reason = t.reason, updated_at = now()
     from unnest(?::text[], ?::text[]) as t (id, reason) where p.id = t.id and p.tracking_number is null and p.state <> 'void'`,
    [ordered.map((one) => one.id), ordered.map((one) => one.reason.slice(0, 500))] as never,
  );
}

/**
 * Stores the tracking numbers of one booking; says how many of its parcels still have none. A parcel that left the booking
 * meanwhile keeps what it has: its number there is known only to cancel it.
 */
async function storeTracking(
  tx: Transaction,
  booking_id: string,
  tracked: readonly { number: string; tracking_number: string }[],
): Promise<number> {
  await tx.raw(
    `with found as (
       update booking_parcel b set tracking_number = t.tracking_number
       from unnest(?::text[], ?::text[]) as t (number, tracking_number)
       where b.booking_id = ? and b.reference = t.number and b.tracking_number is null
       returning b.parcel_id, b.tracking_number, b.left_at)
     update parcel p set tracking_number = f.tracking_number, booking_refusal = null, booking_reason = null, updated_at = now()
     from found f where p.id = f.parcel_id and f.left_at is null and p.tracking_number is null`,
    [tracked.map((t) => t.number), tracked.map((t) => t.tracking_number), booking_id] as never,
  );
  const missing = await row<{ missing: string }>(
    tx,
    `select count(*) as missing from booking_parcel where booking_id = ? and tracking_number is null`,
    [booking_id],
  );
  return Number(missing?.missing ?? 0);
}
