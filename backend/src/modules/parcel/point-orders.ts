import { randomInt } from "node:crypto";
import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import {
  codesLockedUntil,
  FETCH_WITHIN_DAYS,
  moreComes,
  ok,
  PICKUP,
  pickupState,
  refuse,
  type PickupState,
  type Refusal,
  type Result,
  WRONG_CODES,
} from "@commonlot/domain";
import { databaseClock } from "../../lib/database-clock";
import { newId } from "../../lib/ids";
import { atKey, placeOf } from "../../lib/keyset";
import { inTransaction, row, rows, type Transaction } from "../../lib/sql";
import { append } from "../outbox/append";
import { handOver_ } from "./handover";
import { POINT, type PickupPointRow } from "./pickup-points";
import { searched, type PointOrderFilter } from "./point-order-search";
import { recordEvents_ } from "./record-events";

const DAY_MS = 86_400_000;

/** What of an order one cooperative has ready at a point, or will. */
export interface PointOrder {
  id: string;
  order_id: string;
  cooperative_id: string;
  code: string;
  point: PickupPointRow;
  state: PickupState;
  /** More comes beside what stands there. */
  more: boolean;
  parcels: number;
}

/** The same as the desk lists it, with who fetches it. */
export interface PointOrderAtDesk extends PointOrder {
  at_key: string;
  name: string;
  phone: string;
  /** Since when it stands ready. */
  ready_at: Date | null;
  /** Nobody has fetched it for a week. */
  late: boolean;
}

type PointRow = Omit<PointOrder, "state" | "more" | "parcels" | "point"> & { point: PickupPointRow; states: string[] };

const COLUMNS = `o.id, o.order_id, o.cooperative_id, o.code, (select to_jsonb(p) from (select ${POINT} from pickup_point k where k.id = o.point_id) p) as point`;
/** Its live parcels `p`: those of another carrier were sent after all. */
const OF_IT = `p.order_id = o.order_id and p.cooperative_id = o.cooperative_id and p.carrier = '${PICKUP.carrier}' and p.state <> 'void'`;
/** With void ones: where all are, nothing comes any more; where there is none yet, it is packed. */
const STATES = `coalesce((select array_agg(p.state order by p.id) from parcel p where p.order_id = o.order_id
  and p.cooperative_id = o.cooperative_id and p.carrier = '${PICKUP.carrier}'), '{}')`;
/** As the index `parcel_to_fetch` has it. */
const OPEN = `p.carrier = '${PICKUP.carrier}' and parcel_rank(p.state) < 50`;

/** The word for a parcel that stands at its point. Our carrier's own: it is in transit until it is fetched. */
const AT_POINT = "at_point";

/**
 * What buyers fetch. Nothing of its state is kept here: parcels are handed over to go to the point, in transit while they stand there, and
 * delivered when they are fetched, so payout, claims and papers go on as with any other parcel.
 */
export class PointOrders {
  constructor(private readonly sql: Knex) {}

  /** What of an order is fetched where, by cooperative; each has its code from now on. Asked again it is the same. */
  async open(order_id: string, points: ReadonlyMap<string, string>): Promise<Map<string, PointOrder>> {
    if (points.size === 0) return new Map();
    const cooperatives = [...points.keys()];
    await this.sql.raw(
      `insert into point_order (id, order_id, cooperative_id, point_id, code)
       select t.id, ?, t.cooperative_id, t.point_id, t.code from unnest(?::text[], ?::text[], ?::text[], ?::text[]) as t (id, cooperative_id, point_id, code)
       on conflict (order_id, cooperative_id) do nothing`,
      [
        order_id,
        cooperatives.map(() => newId("porder")),
        cooperatives,
        [...points.values()],
        cooperatives.map(() => String(randomInt(0, 1_000_000)).padStart(6, "0")),
      ] as never,
    );
    return new Map((await this.ofOrder(order_id)).map((one) => [one.cooperative_id, one]));
  }

  async ofOrder(order_id: string): Promise<PointOrder[]> {
    const found = await rows<PointRow>(
      this.sql,
      `select ${COLUMNS}, ${STATES} as states from point_order o where o.order_id = ? order by o.cooperative_id`,
      [order_id],
    );
    return found.map(viewOf);
  }

  async byId(id: string): Promise<PointOrder | undefined> {
    const found = await row<PointRow>(
      this.sql,
      `select ${COLUMNS}, ${STATES} as states from point_order o where o.id = ?`,
      [id],
    );
    return found && viewOf(found);
  }

  /** A cooperative's, newest first: those that still wait, or those that are over. */
  async list(
    cooperative_id: string,
    page: { over: boolean; cursor?: string | undefined; limit: number; now: Date },
    filter: PointOrderFilter = {},
  ): Promise<PointOrderAtDesk[]> {
    const before = placeOf(page.cursor);
    const { and, bindings } = searched(cooperative_id, filter);
    const found = await rows<PointRow & { at_key: string; name: string; phone: string; ready_at: Date | null }>(
      this.sql,
      `select ${COLUMNS}, ${atKey("o.created_at")}, ${STATES} as states, who.name, who.phone,
         (select max(e.at) from parcel p join parcel_event e on e.parcel_id = p.id and e.said = '${AT_POINT}' where ${OF_IT}) as ready_at
       from point_order o cross join lateral (select p.name, p.phone from parcel p where ${OF_IT} order by p.id limit 1) who
       where o.cooperative_id = ? and (o.created_at, o.id) < (?::timestamptz, ?)
         and o.order_id ${page.over ? "not in" : "in"} (select p.order_id from parcel p where p.cooperative_id = ? and ${OPEN})${and}
       order by o.created_at desc, o.id desc limit ?`,
      [cooperative_id, before.at, before.id, cooperative_id, ...bindings, page.limit],
    );
    return found.map((one) => {
      const { at_key, name, phone, ready_at } = one;
      const view = viewOf(one);
      const stood_ms = ready_at === null ? 0 : page.now.getTime() - ready_at.getTime();
      const late = view.state === "ready" && stood_ms > FETCH_WITHIN_DAYS * DAY_MS;
      return { ...view, at_key, name, phone, ready_at, late };
    });
  }

  /** The order it is of, whose hold days `fetched` is given. */
  async orderOf(id: string, cooperative_id: string): Promise<string | undefined> {
    return (
      await row<{ order_id: string }>(
        this.sql,
        `select order_id from point_order where id = ? and cooperative_id = ?`,
        [id, cooperative_id],
      )
    )?.order_id;
  }

  /**
   * It stands at the point: what has not left yet leaves with this, and the buyer is told, once for what came. Refused while something
   * of it is not labelled. Sent again it changes nothing.
   */
  ready(input: {
    id: string;
    cooperative_id: string;
    person: string;
    recalled_lots: readonly string[];
    unpaid_orders?: readonly string[];
  }): Promise<Result<{ moved: number }, Refusal>> {
    return inTransaction(this.sql, async (tx) => {
      const one = await locked(tx, input.id, input.cooperative_id);
      if (!one) return NOT_FOUND;
      const here = one.parcels.filter((parcel) => BEFORE.has(parcel.state)).map((parcel) => parcel.id);
      if (here.length > 0) {
        const left = await handOver_(tx, {
          cooperative_id: input.cooperative_id,
          person: input.person,
          parcel_ids: here,
          recalled_lots: input.recalled_lots,
          unpaid_orders: input.unpaid_orders,
        });
        if (!left.ok) return left;
      }
      const came = one.parcels.filter((parcel) => BEFORE.has(parcel.state) || parcel.state === "handed_over");
      if (came.length === 0) return one.parcels.length === 0 ? NOT_PACKED : ok({ moved: 0 });
      // By the database's clock, after its hand-over: events stand in their order.
      const now = new Date(await databaseClock(tx));
      const { message_id, moved } = await say(tx, came, AT_POINT, { person: input.person, now, hold_days: new Map() });
      if (moved > 0)
        await append(tx, { job: "pickup-notice", payload: { point_order_id: input.id }, dedup_key: message_id });
      return ok({ moved });
    });
  }

  /**
   * The buyer has it: by the code, and only what is ready. It is delivered then. Sent again it changes nothing. Wrong codes are counted, and
   * after a few no code is taken for an hour, the right one neither.
   */
  fetched(input: {
    id: string;
    cooperative_id: string;
    person: string;
    code: string;
    hold_days: ReadonlyMap<string, number>;
    now: Date;
  }): Promise<Result<{ moved: number }, Refusal>> {
    return inTransaction(this.sql, async (tx) => {
      const one = await locked(tx, input.id, input.cooperative_id);
      if (!one) return NOT_FOUND;
      const possible = await tryCode(tx, one.code, input);
      if (!possible.ok) return possible;
      const ready = one.parcels.filter((parcel) => parcel.state === "in_transit");
      if (ready.length === 0 && one.parcels.some((parcel) => parcel.state === "delivered")) return ok({ moved: 0 });
      if (ready.length === 0)
        return refuse("not_ready", "It is not marked as ready at the point yet. Do that first; nothing was given out.");
      const { moved } = await say(tx, ready, "delivered", input);
      return ok({ moved });
    });
  }
}

/** Under the lock of the order's plan: of two tries at once the second counts the first. */
async function tryCode(
  tx: Transaction,
  code: string,
  input: { id: string; person: string; code: string },
): Promise<Result<void, Refusal>> {
  const wrong = await rows<{ at: Date }>(
    tx,
    `select at from point_order_wrong_code where point_order_id = ? order by at desc limit ?`,
    [input.id, WRONG_CODES],
  );
  const moments = wrong.map((one) => one.at);
  const now = new Date(await databaseClock(tx));
  if (codesLockedUntil(moments, now) !== null) return LOCKED;
  if (code === input.code) return ok(undefined);
  // A slip of the hand is no guess.
  if (!/^\d{6}$/.test(input.code)) return WRONG_CODE;
  await tx.raw(`insert into point_order_wrong_code (id, point_order_id, person, at) values (?, ?, ?, ?)`, [
    newId("pwrong"),
    input.id,
    input.person,
    now,
  ] as never);
  return codesLockedUntil([...moments, now], now) === null ? WRONG_CODE : LOCKED;
}

const BEFORE: ReadonlySet<string> = new Set(["planned", "labelled", "packed"]);
const NOT_FOUND = refuse("point_order_not_found", "There is nothing of this order at a pick-up point of yours.");
const WRONG_CODE = refuse(
  "wrong_code",
  "This is not the code of this order. Nothing was given out. Ask for the code on the buyer's order page or in the message.",
  "code",
);
const LOCKED = refuse(
  "too_many_codes",
  `${WRONG_CODES} wrong codes were tried for this order. Nothing was given out. No code is taken for an hour; let the buyer read it from their order page then.`,
  "code",
);
const NOT_PACKED = refuse("parcels_not_ready", "Nothing of this order is packed yet. Nothing was changed.");

interface Here {
  id: string;
  number: string;
  state: string;
}

/** It with its live parcels, locked as every writer does: the order's plan first. */
async function locked(
  tx: Transaction,
  id: string,
  cooperative_id: string,
): Promise<{ code: string; parcels: Here[] } | undefined> {
  const one = await row<{ order_id: string; code: string }>(
    tx,
    `select order_id, code from point_order where id = ? and cooperative_id = ?`,
    [id, cooperative_id],
  );
  if (!one) return undefined;
  await tx.raw(`select 1 from parcel_plan where order_id = ? for update`, [one.order_id]);
  const parcels = await rows<Here>(
    tx,
    `select id, number, state from parcel where order_id = ? and cooperative_id = ? and carrier = ? and state <> 'void' order by id for update`,
    [one.order_id, cooperative_id, PICKUP.carrier],
  );
  return { code: one.code, parcels };
}

async function say(
  tx: Transaction,
  parcels: readonly Here[],
  said: string,
  { person, now, hold_days }: { person: string; now: Date; hold_days: ReadonlyMap<string, number> },
): Promise<{ message_id: string; moved: number }> {
  const message_id = newId("arrival");
  const events = parcels.map(({ number }) => ({ event_id: said, number, said, at: now, place: null }));
  const { moved } = await recordEvents_(tx, { message_id, events, hold_days }, { source: "house", person });
  return { message_id, moved };
}

function viewOf({ states, ...one }: PointRow): PointOrder {
  const { id, order_id, cooperative_id, code, point } = one;
  const parcels = states.filter((state) => state !== "void").length;
  return { id, order_id, cooperative_id, code, point, state: pickupState(states), more: moreComes(states), parcels };
}
