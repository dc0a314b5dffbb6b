import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import { atKey, placeOf } from "../../lib/keyset";
import { row, rows } from "../../lib/sql";
import { WEIGHS } from "./queries-handover";
import { bookingCounts, type BookingCounts } from "./bookings";

export interface SignedHandover {
  id: string;
  at_key: string;
  number: string;
  wave_id: string | null;
  person: string;
  driver: string | null;
  plate: string | null;
  signature: string | null;
  parcels: number;
  gross_g: number;
  created_at: Date;
}

const SIGNED = `h.id, ${atKey("h.created_at")}, h.number, h.wave_id, h.person, h.driver, h.plate, h.signature, h.parcels,
  h.gross_g::float8 as gross_g, h.created_at`;

/** What was signed over to carriers: read only, the parcels of a handover are frozen. */
export class Handovers {
  constructor(private readonly sql: Knex) {}

  list(cooperative_id: string, page: { cursor?: string | undefined; limit: number }): Promise<SignedHandover[]> {
    const before = placeOf(page.cursor);
    return rows<SignedHandover>(
      this.sql,
      `select ${SIGNED} from handover h where h.cooperative_id = ? and (h.created_at, h.id) < (?::timestamptz, ?)
       order by h.created_at desc, h.id desc limit ?`,
      [cooperative_id, before.at, before.id, page.limit],
    );
  }

  view(id: string, cooperative_id: string): Promise<SignedHandover | undefined> {
    return row<SignedHandover>(this.sql, `select ${SIGNED} from handover h where h.id = ? and h.cooperative_id = ?`, [
      id,
      cooperative_id,
    ]);
  }

  /** How many parcels of an order each cooperative has sent its buyer so far; what left for a pick-up point is not among them. */
  leftOf(order_id: string): Promise<{ cooperative_id: string; parcels: number }[]> {
    return rows(
      this.sql,
      `select p.cooperative_id, count(*)::int as parcels from parcel p
       where p.order_id = ? and p.handover_id is not null
         and not exists (select from point_order o where o.order_id = p.order_id and o.cooperative_id = p.cooperative_id)
       group by p.cooperative_id order by p.cooperative_id`,
      [order_id],
    );
  }

  /** How its parcels stand with carriers that can be asked: booked, still asked for, refused. */
  bookings(handover_id: string): Promise<BookingCounts> {
    return bookingCounts(this.sql, "handover_id", handover_id);
  }

  /** Parcels of a handover by number; `after` is the number to go on from. */
  parcels(handover_id: string, page: { after?: string | undefined; limit: number }) {
    return rows<{
      id: string;
      number: string;
      name: string;
      carrier: string;
      service: string;
      tracking_number: string | null;
      gross_g: number;
    }>(
      this.sql,
      `select id, number, name, carrier, service, tracking_number, ${WEIGHS}::float8 as gross_g from parcel p
       where handover_id = ? and number > ? order by number limit ?`,
      [handover_id, page.after ?? "", page.limit],
    );
  }
}
