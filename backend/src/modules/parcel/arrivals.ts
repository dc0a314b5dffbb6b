import { ok, PICKUP, refuse, type Refusal, type Result } from "@commonlot/domain";
import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import { newId } from "../../lib/ids";
import { inTransaction, row, rows, type Transaction } from "../../lib/sql";
import { adapterOf, TELLING_CARRIERS } from "./carriers";
import { lockParcel } from "./lock-parcels";
import { recordEvents_ } from "./record-events";

export const ARRIVALS = ["delivered", "returned", "lost"] as const;
export type Arrival = (typeof ARRIVALS)[number];

/** One parcel, or all of a handover that are still on their way. */
export type ArrivalOf = { parcel_id: string } | { handover_id: string };

interface OnItsWay {
  number: string;
  handover_id: string;
}

export type ArrivalRefusal = Refusal<
  | "parcel_not_found"
  | "handover_not_found"
  | "carrier_tells"
  | "fetched_by_code"
  | "not_handed_over"
  | "ended_otherwise"
>;

/** Of these a person says the end for a whole handover: neither their carrier does, nor are they given out by code. */
const NOT_BY_HAND = [...TELLING_CARRIERS, PICKUP.carrier];
const ON_ITS_WAY = `state in ('handed_over', 'in_transit') and carrier <> all(?)`;
const TELLS = "This carrier tells by itself where its parcels are. Nothing was saved.";

/**
 * Where parcels ended whose carrier tells us nothing: a person at the desk says it. Without that an order is never complete,
 * and its households are never paid.
 */
export class Arrivals {
  constructor(private readonly sql: Knex) {}

  /** How many parcels of a handover somebody must still say the end of; those at a pick-up point are given out one by one. */
  async open(handover_id: string): Promise<number> {
    const found = await row<{ open: number }>(
      this.sql,
      `select count(*)::int as open from parcel where handover_id = ? and ${ON_ITS_WAY}`,
      [handover_id, NOT_BY_HAND],
    );
    return found?.open ?? 0;
  }

  /** The orders it is about, whose hold days `record` is given: fixed since the handover. */
  async orders(of: ArrivalOf, cooperative_id: string): Promise<string[]> {
    const column = "parcel_id" in of ? "id" : "handover_id";
    const found = await rows<{ order_id: string }>(
      this.sql,
      `select distinct order_id from parcel where ${column} = ? and cooperative_id = ? order by order_id`,
      [Object.values(of)[0], cooperative_id],
    );
    return found.map((order) => order.order_id);
  }

  /**
   * Records that they arrived, came back, or are lost, once, however often it is sent: what has ended stays as it is.
   * Refused for a carrier that tells by itself, for a parcel that was not handed over, and for one that ended otherwise.
   */
  record(input: {
    cooperative_id: string;
    person: string;
    of: ArrivalOf;
    said: Arrival;
    now: Date;
    hold_days: ReadonlyMap<string, number>;
  }): Promise<Result<{ moved: number }, ArrivalRefusal>> {
    return inTransaction(this.sql, async (tx) => {
      const meant = await parcelsOf(tx, input);
      if (!meant.ok) return meant;
      const [first] = meant.value;
      if (!first) return ok({ moved: 0 });
      const id = newId("arrival");
      const events = meant.value.map(({ number }) => ({
        event_id: input.said,
        number,
        said: input.said,
        at: input.now,
        place: null,
      }));
      const { moved } = await recordEvents_(
        tx,
        { message_id: id, events, hold_days: input.hold_days },
        { source: "house", person: input.person },
      );
      // Two presses at once: the second waited for the first, and finds nothing on its way.
      if (moved > 0) {
        await tx.raw(
          `insert into parcel_arrival (id, cooperative_id, handover_id, parcel_id, said, parcels, person) values (?, ?, ?, ?, ?, ?, ?)`,
          [
            id,
            input.cooperative_id,
            first.handover_id,
            "parcel_id" in input.of ? input.of.parcel_id : null,
            input.said,
            moved,
            input.person,
          ],
        );
      }
      return ok({ moved });
    });
  }
}

async function parcelsOf(
  tx: Transaction,
  { of, cooperative_id, said }: { of: ArrivalOf; cooperative_id: string; said: Arrival },
): Promise<Result<OnItsWay[], ArrivalRefusal>> {
  return "parcel_id" in of
    ? oneParcel(tx, of.parcel_id, cooperative_id, said)
    : parcelsOfHandover(tx, of.handover_id, cooperative_id);
}

async function oneParcel(
  tx: Transaction,
  id: string,
  cooperative_id: string,
  said: Arrival,
): Promise<Result<OnItsWay[], ArrivalRefusal>> {
  const parcel = await lockParcel(tx, id, cooperative_id);
  if (!parcel) return refuse("parcel_not_found", "There is no such parcel.");
  if (adapterOf(parcel.carrier) !== "manual") return refuse("carrier_tells", TELLS);
  if (parcel.carrier === PICKUP.carrier && said === "delivered") {
    const message = `Parcel ${parcel.number} is fetched at a pick-up point: give it out there by its code. Nothing was saved.`;
    return refuse("fetched_by_code", message);
  }
  if (parcel.handover_id === null) {
    return refuse("not_handed_over", `Parcel ${parcel.number} was not handed over yet. Nothing was saved.`);
  }
  if (parcel.state === said) return ok([]);
  if (parcel.state !== "handed_over" && parcel.state !== "in_transit") {
    return refuse("ended_otherwise", `Parcel ${parcel.number} is ${parcel.state} already. Nothing was saved.`);
  }
  return ok([{ number: parcel.number, handover_id: parcel.handover_id }]);
}

async function parcelsOfHandover(
  tx: Transaction,
  id: string,
  cooperative_id: string,
): Promise<Result<OnItsWay[], ArrivalRefusal>> {
  const handover = await row<{ by_hand: boolean }>(
    tx,
    `select exists (select from parcel p where p.handover_id = h.id and p.carrier <> all(?)) as by_hand
     from handover h where h.id = ? and h.cooperative_id = ?`,
    [NOT_BY_HAND, id, cooperative_id],
  );
  if (!handover) return refuse("handover_not_found", "There is no such handover.");
  if (!handover.by_hand) return refuse("carrier_tells", TELLS);
  return ok(
    await rows<OnItsWay>(
      tx,
      `select number, handover_id from parcel where handover_id = ? and ${ON_ITS_WAY} order by id`,
      [id, NOT_BY_HAND],
    ),
  );
}
