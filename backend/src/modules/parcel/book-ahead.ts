import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import { ok, refuse, type Refusal, type Result } from "@commonlot/domain";
import { inTransaction, row, rows } from "../../lib/sql";
import { bookingCounts, insertBookings_, type BookingCounts, type ParcelToBook } from "./bookings";
import { lockThese } from "./lock-parcels";

export interface BookedAhead {
  /** Parcels that are being asked for now. */
  asked: number;
  /** Those that somebody must see to first. */
  refused: number;
}

/** Parcels booked before they leave, so that the carrier's label and number are on the box when it is packed. */
export class BookAhead {
  constructor(private readonly sql: Knex) {}

  /** How the parcels of a wave stand with carriers that can be asked. */
  counts(wave_id: string): Promise<BookingCounts> {
    return bookingCounts(this.sql, "wave_id", wave_id);
  }

  /** Asks for the labelled and packed parcels of a wave. Asked again, only what is new is asked for. */
  wave(input: { wave_id: string; cooperative_id: string }): Promise<Result<BookedAhead, Refusal<"wave_not_found">>> {
    return inTransaction(this.sql, async (tx) => {
      const wave = await row(tx, `select id from wave where id = ? and cooperative_id = ?`, [
        input.wave_id,
        input.cooperative_id,
      ]);
      if (!wave) return refuse("wave_not_found", "There is no such wave.");
      const here = await rows<{ id: string }>(
        tx,
        `select id from parcel where wave_id = ? and cooperative_id = ? and state in ('labelled', 'packed')`,
        [input.wave_id, input.cooperative_id],
      );
      const locked = (
        await lockThese(
          tx,
          here.map((parcel) => parcel.id),
          input.cooperative_id,
        )
      ).filter((parcel) => parcel.state === "labelled" || parcel.state === "packed");
      const parcels = await rows<ParcelToBook>(
        tx,
        `select id, number, carrier, phone from parcel where id = any(?) order by id`,
        [locked.map((parcel) => parcel.id)],
      );
      const asked = await insertBookings_(tx, { cooperative_id: input.cooperative_id, handover_id: null, parcels });
      const refused = await row<{ refused: number }>(
        tx,
        `select count(*)::int as refused from parcel where id = any(?) and booking_refusal is not null and tracking_number is null`,
        [locked.map((parcel) => parcel.id)],
      );
      return ok({ asked, refused: refused?.refused ?? 0 });
    });
  }
}
