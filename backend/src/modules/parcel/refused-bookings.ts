import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import { ok, refuse, type Refusal, type Result } from "@commonlot/domain";
import { newId } from "../../lib/ids";
import { isPhone } from "../../lib/phone";
import { inTransaction, row, rows } from "../../lib/sql";
import { insertBookings_, writeBooking_, type ParcelToBook } from "./bookings";
import { adapterOf, carriersOf, TELLING_CARRIERS } from "./carriers";
import { lockParcel, lockThese } from "./lock-parcels";

/** Why a carrier would not take a parcel that the rest of its handover went without. */
export type BookingFault = "no_phone" | "carrier_refused";

export interface RefusedParcel {
  id: string;
  number: string;
  order_id: string;
  handover_id: string | null;
  carrier: string;
  service: string;
  state: string;
  name: string;
  phone: string;
  address: string;
  fault: BookingFault;
  /** The carrier's own words, as it said them. */
  reason: string | null;
}

/** What is put right of a refused parcel. Nothing of it: it is asked again as it is, since the carrier was at fault. */
export interface Mend {
  name?: string | undefined;
  phone?: string | undefined;
  address?: string | undefined;
  carrier?: string | undefined;
  service?: string | undefined;
}

interface Waiting {
  handover_id: string | null;
  carrier: string;
  service: string;
  name: string;
  phone: string;
  address: string;
  booking_refusal: string | null;
  booking_reason: string | null;
  tracking_number: string | null;
  state: string;
}

/** Parcels that a carrier would not take: named with its reason, put right, and asked for again. */
export class RefusedBookings {
  constructor(private readonly sql: Knex) {}

  /** Of a cooperative, or of one handover of it. */
  list(page: {
    cooperative_id: string;
    handover_id?: string | undefined;
    parcel_id?: string | undefined;
    after?: string | undefined;
    limit: number;
  }): Promise<RefusedParcel[]> {
    return rows(
      this.sql,
      `select id, number, order_id, handover_id, carrier, service, state, name, phone, address, booking_refusal as fault, booking_reason as reason
       from parcel where cooperative_id = ? and booking_refusal is not null and tracking_number is null
         and state in ('planned', 'labelled', 'packed', 'handed_over', 'in_transit')
         and handover_id is not distinct from coalesce(?, handover_id) and id = coalesce(?, id) and id > ?
       order by id limit ?`,
      [page.cooperative_id, page.handover_id ?? null, page.parcel_id ?? null, page.after ?? "", page.limit],
    );
  }

  /** How many refused parcels of a handover one press asks for again. */
  async askable(handover_id: string, cooperative_id: string): Promise<number> {
    const found = await row<{ parcels: number }>(
      this.sql,
      `select count(*)::int as parcels from parcel where ${ASKABLE}`,
      [handover_id, cooperative_id, [...TELLING_CARRIERS]],
    );
    return found?.parcels ?? 0;
  }

  /**
   * Asks the carriers again for all refused parcels of a handover as they are, in one commit: the carrier was at fault, or its
   * counter was closed. What lacks a phone stays and is mended by itself. Pressed twice, the second finds nothing to ask for.
   */
  askAllAgain(input: {
    handover_id: string;
    cooperative_id: string;
    person: string;
  }): Promise<Result<{ asked: number }, Refusal<"handover_not_found">>> {
    return inTransaction(this.sql, async (tx) => {
      const { handover_id, cooperative_id, person } = input;
      const handover = await row(tx, `select id from handover where id = ? and cooperative_id = ?`, [
        handover_id,
        cooperative_id,
      ]);
      if (!handover) return refuse("handover_not_found", "There is no such handover.");
      const bindings = [handover_id, cooperative_id, [...TELLING_CARRIERS]];
      const seen = await rows<{ id: string }>(tx, `select id from parcel where ${ASKABLE}`, bindings);
      await lockThese(
        tx,
        seen.map((parcel) => parcel.id),
        cooperative_id,
      );
      // Looked at once more under the locks: what somebody mended meanwhile is let be.
      const parcels = await rows<ParcelToBook>(
        tx,
        `select id, number, carrier, phone from parcel where id = any(?) and ${ASKABLE} order by id`,
        [seen.map((parcel) => parcel.id), ...bindings],
      );
      const ids = parcels.map((parcel) => parcel.id);
      await tx.raw(
        `insert into parcel_mend (id, parcel_id, cooperative_id, changed, carrier, reason, person)
         select t.id, p.id, p.cooperative_id, '{}', p.carrier, p.booking_reason, ?
         from unnest(?::text[], ?::text[]) as t (id, parcel_id) join parcel p on p.id = t.parcel_id`,
        [person, ids.map(() => newId("mend")), ids] as never,
      );
      await tx.raw(
        `update parcel set booking_refusal = null, booking_reason = null, updated_at = now() where id = any(?)`,
        [ids] as never,
      );
      return ok({ asked: await insertBookings_(tx, { cooperative_id, handover_id, parcels }) });
    });
  }

  /**
   * Puts right what is given and asks the carrier for the parcel again, in one commit: a new intent with a key of its own,
   * since the old one was refused and nothing of it was done. A parcel that only lacks a phone is not asked for without one.
   * With a carrier that has no interface nothing is asked: its number is typed. Asked twice, the second finds nothing to mend
   * and is told so when it brings something new.
   */
  askAgain(
    input: { parcel_id: string; cooperative_id: string; person: string } & Mend,
  ): Promise<
    Result<
      { asked: boolean },
      Refusal<
        "parcel_not_found" | "not_refused" | "phone_needed" | "unknown_carrier" | "carrier_off" | "unknown_service"
      >
    >
  > {
    return inTransaction(this.sql, async (tx) => {
      const locked = await lockParcel(tx, input.parcel_id, input.cooperative_id);
      const parcel =
        locked &&
        (await row<Waiting>(
          tx,
          `select handover_id, carrier, service, name, phone, address, booking_refusal, booking_reason, tracking_number, state from parcel where id = ?`,
          [locked.id],
        ));
      if (!parcel) return refuse("parcel_not_found", "There is no such parcel.");
      const wanted = { ...parcel, ...given(input) };
      const changed = FIELDS.filter((field) => wanted[field] !== parcel[field]);
      if (parcel.booking_refusal === null || parcel.tracking_number !== null || parcel.state === "void") {
        if (changed.length === 0) return ok({ asked: false });
        return refuse("not_refused", "No carrier refused this parcel, or it was mended before. Nothing was changed.");
      }
      const carrier = (await carriersOf(tx, input.cooperative_id)).find((one) => one.code === wanted.carrier);
      if (!carrier) return refuse("unknown_carrier", "There is no such carrier. Nothing was changed.", "carrier");
      if (changed.includes("carrier")) {
        if (!carrier.active)
          return refuse("carrier_off", "This carrier is switched off here. Nothing was changed.", "carrier");
        const services = carrier.services.map((one) => one.service);
        if (input.service === undefined) wanted.service = services[0] ?? wanted.service;
        else if (services.length > 0 && !services.includes(input.service))
          return refuse("unknown_service", "This carrier has no such service here. Nothing was changed.", "service");
      }
      if (carrier.needs_phone && !isPhone(wanted.phone)) {
        return refuse("phone_needed", "This carrier needs a phone number. Nothing was changed.", "phone");
      }
      await tx.raw(
        `update parcel set name = ?, phone = ?, address = ?, carrier = ?, service = ?, booking_refusal = null, booking_reason = null, updated_at = now()
         where id = ?`,
        [wanted.name, wanted.phone, wanted.address, wanted.carrier, wanted.service, input.parcel_id],
      );
      await tx.raw(
        `insert into parcel_mend (id, parcel_id, cooperative_id, changed, carrier, reason, person) values (?, ?, ?, ?, ?, ?, ?)`,
        [
          newId("mend"),
          input.parcel_id,
          input.cooperative_id,
          FIELDS.filter((field) => wanted[field] !== parcel[field]),
          wanted.carrier,
          parcel.booking_reason,
          input.person,
        ] as never,
      );
      if (adapterOf(wanted.carrier) === "manual") return ok({ asked: false });
      await writeBooking_(tx, {
        cooperative_id: input.cooperative_id,
        handover_id: parcel.handover_id,
        carrier: wanted.carrier,
        parcel_ids: [input.parcel_id],
        send: true,
      });
      return ok({ asked: true });
    });
  }
}

/** Of refused parcels of a handover those that may be asked for as they are: with a carrier that has an interface, and not for want of a phone. */
const ASKABLE = `handover_id = ? and cooperative_id = ? and booking_refusal is not null and tracking_number is null
  and state in ('handed_over', 'in_transit') and carrier = any(?) and booking_refusal <> 'no_phone'`;

const FIELDS = ["name", "phone", "address", "carrier", "service"] as const;

/** What was given of a mend, without what was left out. */
function given(mend: Mend): Partial<Record<(typeof FIELDS)[number], string>> {
  return Object.fromEntries(FIELDS.flatMap((field) => (mend[field] === undefined ? [] : [[field, mend[field]]])));
}
