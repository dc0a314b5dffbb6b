import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import { checkPickupDay, ok, refuse, type Refusal, type Result } from "@commonlot/domain";
import { atKey, placeOf } from "../../lib/keyset";
import { newId } from "../../lib/ids";
import { inTransaction, row, rows } from "../../lib/sql";
import { append } from "../outbox/append";
import { adapterOf, carriersOf } from "./carriers";

export interface PickupOrder {
  id: string;
  at_key: string;
  cooperative_id: string;
  carrier: string;
  handover_id: string | null;
  /** "2026-11-26". */
  day: string;
  until: string;
  parcels: number;
  weight_g: number;
  key: string;
  state: "pending" | "ordered" | "refused" | "cancelled";
  confirmation: string | null;
  reason: string | null;
  asked_at: Date | null;
  cancel_wanted_at: Date | null;
  cancel_refused: string | null;
  person: string;
  created_at: Date;
}

const PICKUP = `id, ${atKey("created_at")}, cooperative_id, carrier, handover_id, day::text as day, until, parcels, weight_g::float8 as weight_g, key, state,
  confirmation, reason, asked_at, cancel_wanted_at, cancel_refused, person, created_at`;
/** Parcels of a day that a courier is ordered for: what is labelled and waits, or left by hand-over and was not fetched. */
const TO_FETCH = `p.cooperative_id = ? and p.carrier = ? and p.state in ('labelled', 'packed', 'handed_over')`;

type OrderRefusal = Refusal<
  | "unknown_carrier"
  | "by_hand"
  | "invalid_day"
  | "day_past"
  | "no_pickup_day"
  | "cutoff_passed"
  | "nothing_to_fetch"
  | "handover_not_found"
>;

/** Couriers who are asked to come: an order a day and carrier, written before the call. */
export class Pickups {
  constructor(private readonly sql: Knex) {}

  /** Orders a courier for a day, for one handover or all that waits for this carrier. Another order of that day is that one. */
  order(input: {
    cooperative_id: string;
    person: string;
    carrier: string;
    day: string;
    handover_id?: string | undefined;
    /** Where the cooperative is: "2026-11-26" and "15:59". */
    now: { today: string; time: string };
  }): Promise<Result<{ pickup: PickupOrder; created: boolean }, OrderRefusal>> {
    return inTransaction(this.sql, async (tx) => {
      const carrier = (await carriersOf(tx, input.cooperative_id)).find((one) => one.code === input.carrier);
      if (!carrier) return refuse("unknown_carrier", "There is no such carrier.", "carrier");
      if (adapterOf(carrier.code) === "manual") {
        return refuse(
          "by_hand",
          "This carrier has no interface: ring it up before its cut-off. Nothing was ordered.",
          "carrier",
        );
      }
      const rule = { cutoff: carrier.cutoff, days: carrier.pickup_days };
      const day = checkPickupDay(rule, input.day, input.now.today, input.now.time);
      if (!day.ok) return day;
      // Two at once for one day: the second finds the first one's order.
      await tx.raw(`select pg_advisory_xact_lock(hashtextextended(?, 0))`, [
        `pickup:${input.cooperative_id}:${input.carrier}:${input.day}`,
      ]);
      const ordered = await row<PickupOrder>(
        tx,
        `select ${PICKUP} from pickup_order where cooperative_id = ? and carrier = ? and day = ? and state in ('pending', 'ordered')`,
        [input.cooperative_id, input.carrier, input.day],
      );
      if (ordered) return ok({ pickup: ordered, created: false });
      if (input.handover_id !== undefined) {
        const found = await row(tx, `select 1 from handover where id = ? and cooperative_id = ?`, [
          input.handover_id,
          input.cooperative_id,
        ]);
        if (!found) return refuse("handover_not_found", "There is no such handover.");
      }
      const load = await row<{ parcels: number; weight_g: string | null }>(
        tx,
        `select count(*)::int as parcels, sum(p.gross_g) as weight_g from parcel p where ${TO_FETCH} and p.handover_id is not distinct from coalesce(?, p.handover_id)`,
        [input.cooperative_id, input.carrier, input.handover_id ?? null],
      );
      if (!load || load.parcels === 0) {
        return refuse("nothing_to_fetch", "No parcel waits for this carrier. Nothing was ordered.", "carrier");
      }
      const id = newId("pickup");
      const message_id = await append(tx, { job: "order-pickup", payload: { pickup_id: id }, dedup_key: id });
      const pickup = await row<PickupOrder>(
        tx,
        `insert into pickup_order (id, cooperative_id, carrier, handover_id, day, until, parcels, weight_g, key, person, message_id)
         values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) returning ${PICKUP}`,
        [
          id,
          input.cooperative_id,
          input.carrier,
          input.handover_id ?? null,
          input.day,
          carrier.cutoff,
          load.parcels,
          load.weight_g,
          `${id}_v1`,
          input.person,
          message_id ?? null,
        ],
      );
      return ok({ pickup: pickup!, created: true });
    });
  }

  /** Calls a courier off. One that nobody was asked for yet ends at once; else the job tells the carrier. */
  cancel(input: {
    id: string;
    cooperative_id: string;
  }): Promise<Result<{ state: PickupOrder["state"] }, Refusal<"pickup_not_found" | "pickup_over">>> {
    return inTransaction(this.sql, async (tx) => {
      const pickup = await row<PickupOrder>(
        tx,
        `select ${PICKUP} from pickup_order where id = ? and cooperative_id = ? for update`,
        [input.id, input.cooperative_id],
      );
      if (!pickup) return refuse("pickup_not_found", "There is no such pick-up.");
      if (pickup.state === "refused")
        return refuse("pickup_over", "This pick-up was refused: there is nothing to cancel.");
      if (pickup.state === "cancelled") return ok({ state: "cancelled" });
      if (pickup.state === "pending" && pickup.asked_at === null) {
        await tx.raw(
          `update pickup_order set state = 'cancelled', cancel_wanted_at = now(), updated_at = now() where id = ?`,
          [pickup.id],
        );
        return ok({ state: "cancelled" });
      }
      if (pickup.cancel_wanted_at === null || pickup.cancel_refused !== null) {
        const message_id = await append(tx, { job: "order-pickup", payload: { pickup_id: pickup.id } });
        await tx.raw(
          `update pickup_order set cancel_wanted_at = now(), cancel_refused = null, message_id = ?, updated_at = now() where id = ?`,
          [message_id ?? null, pickup.id],
        );
      }
      return ok({ state: pickup.state });
    });
  }

  pickup(id: string): Promise<PickupOrder | undefined> {
    return row<PickupOrder>(this.sql, `select ${PICKUP} from pickup_order where id = ?`, [id]);
  }

  /** Notes, before the call, that the carrier is being asked. False when there is nothing to ask any more. */
  async markAsked(id: string): Promise<boolean> {
    const asked = await rows(
      this.sql,
      `update pickup_order set asked_at = coalesce(asked_at, now()), updated_at = now() where id = ? and state = 'pending' returning id`,
      [id],
    );
    return asked.length === 1;
  }

  async record(
    id: string,
    end: { state: "ordered"; confirmation: string } | { state: "refused"; reason: string },
  ): Promise<void> {
    await this.sql.raw(
      `update pickup_order set state = ?, confirmation = ?, reason = ?, updated_at = now() where id = ? and state = 'pending'`,
      [
        end.state,
        end.state === "ordered" ? end.confirmation : null,
        end.state === "refused" ? end.reason.slice(0, 500) : null,
        id,
      ],
    );
  }

  async recordCancelled(id: string, refused?: string): Promise<void> {
    await this.sql.raw(
      refused === undefined
        ? `update pickup_order set state = 'cancelled', cancel_refused = ?, updated_at = now() where id = ? and state = 'ordered'`
        : `update pickup_order set cancel_refused = ?, updated_at = now() where id = ? and state = 'ordered'`,
      [refused?.slice(0, 500) ?? null, id],
    );
  }

  list(page: {
    cooperative_id: string;
    handover_id?: string | undefined;
    cursor?: string | undefined;
    limit: number;
  }): Promise<PickupOrder[]> {
    const before = placeOf(page.cursor);
    return rows<PickupOrder>(
      this.sql,
      `select ${PICKUP} from pickup_order where cooperative_id = ? and handover_id is not distinct from coalesce(?, handover_id)
         and (created_at, id) < (?::timestamptz, ?) order by created_at desc, id desc limit ?`,
      [page.cooperative_id, page.handover_id ?? null, before.at, before.id, page.limit],
    );
  }
}
