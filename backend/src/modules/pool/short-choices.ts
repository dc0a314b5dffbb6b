import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import {
  choiceLock,
  ok,
  refuse,
  type ChoiceLock,
  type Refusal,
  type Result,
  type ShortChoice,
} from "@commonlot/domain";
import { inTransaction, row, rows, type Sql, type Transaction } from "../../lib/sql";
import { STANDING } from "./short-facts";
import { lockOrdersOfShorts, ordersOf } from "./short-moves";
import type { PolicyInForce } from "./short-policies";
import type { StoredPlan } from "./short-types";

/** A pool as its buyers are told of it: what is done there when nobody chooses. */
export interface PoolOfBuyer extends Pick<PolicyInForce, "policy" | "wait_days"> {
  pool_id: string;
  cooperative_id: string;
  has_other: boolean;
}

/** What stands about an order's missing goods, and whether its buyer may say otherwise. */
export interface ChoiceOfOrder {
  choice: ShortChoice | null;
  lock: ChoiceLock | null;
  /** Pools that fill it. */
  pool_ids: string[];
}

export type ChoiceRefusal = Refusal<"order_not_found" | "order_ended" | "goods_missing" | "already_packed">;

/** What buyers want done about missing packs: by cart until it is an order, and on the order's page as long as nothing is missing. */
export class ShortChoices {
  constructor(private readonly sql: Knex) {}

  async ofCart(cart_id: string): Promise<ShortChoice | null> {
    return lastOf(this.sql, cart_id);
  }

  /** Each order's, null where its buyer has said nothing. */
  ofOrders(order_ids: readonly string[]): Promise<Map<string, ShortChoice>> {
    return choicesOf(this.sql, order_ids);
  }

  /**
   * Writes a cart's choice; said again it is the same and nothing is written. Once the cart is an order nothing done to the cart changes
   * it: what was settled then stands.
   */
  setForCart(input: {
    cart_id: string;
    choice: ShortChoice | null;
  }): Promise<Result<ShortChoice | null, Refusal<"already_ordered">>> {
    return inTransaction(this.sql, async (tx) => {
      // Whoever confirms this cart's hold waits, or is done and is seen here.
      const hold = await row<{ state: string }>(
        tx,
        `select state from hold where kind = 'cart' and owner_id = ? for update`,
        [input.cart_id],
      );
      if (hold?.state === "confirmed" || hold?.state === "consumed") return { ok: false, refusal: ALREADY_CHOSEN };
      await say(tx, input, "cart");
      return ok(input.choice);
    });
  }

  /** `packed`: something of the order is packed; the parcels' room knows. */
  async ofOrder(order_id: string, packed: boolean): Promise<ChoiceOfOrder | undefined> {
    const found = await standing(this.sql, order_id);
    if (!found) return undefined;
    const { pool_ids } = found;
    return { choice: await lastOf(this.sql, found.cart_id), lock: choiceLock({ ...found, packed }), pool_ids };
  }

  /**
   * The buyer of a placed order says otherwise, until goods of it are missing. One after the other with the shorts that touch it: a short that
   * was decided from the choice before finds that it no longer holds, and is looked at again.
   */
  setForOrder(input: {
    order_id: string;
    choice: ShortChoice | null;
    packed: boolean;
  }): Promise<Result<ShortChoice | null, ChoiceRefusal>> {
    return inTransaction(this.sql, async (tx) => {
      await lockOrdersOfShorts(tx, [input.order_id]);
      const found = await standing(tx, input.order_id);
      if (!found) return refuse("order_not_found", "There is no such order.");
      // Said twice, it is the same, whatever has happened since.
      if ((await lastOf(tx, found.cart_id)) === input.choice) return ok(input.choice);
      const lock = choiceLock({ ...found, packed: input.packed });
      if (lock !== null) return { ok: false, refusal: LOCKED[lock] };
      await say(tx, { cart_id: found.cart_id, choice: input.choice }, "order");
      return ok(input.choice);
    });
  }

  /** What these pools do when nobody chooses. */
  ofPools(pool_ids: readonly string[]): Promise<PoolOfBuyer[]> {
    return rows<PoolOfBuyer>(
      this.sql,
      `select id as pool_id, cooperative_id, short_policy as policy, short_wait_days as wait_days, short_other_pool_id is not null as has_other
       from pool where id = any(?) order by cooperative_id, id`,
      [[...pool_ids]],
    );
  }
}

const ALREADY_CHOSEN: Refusal<"already_ordered"> = {
  reason: "already_ordered",
  message:
    "This cart is already an order. What was chosen for missing goods stands with the order; change it on the order's page.",
};

const LOCKED: Record<ChoiceLock, ChoiceRefusal> = {
  ended: {
    reason: "order_ended",
    message: "Nothing of this order is still to be filled. Nothing was changed.",
  },
  missing: {
    reason: "goods_missing",
    message:
      "Goods of this order have fallen short, and what was chosen before is being done. Nothing was changed. Answer the question in your message if there is one, or phone the cooperative.",
  },
  packing: {
    reason: "already_packed",
    message: "This order is being packed: what was chosen for missing goods stays. Nothing was changed.",
  },
};

/** An order's choices as they stand now, in the caller's transaction. */
export async function choicesOf(sql: Sql, order_ids: readonly string[]): Promise<Map<string, ShortChoice>> {
  const found = await rows<{ order_id: string; choice: ShortChoice | null }>(
    sql,
    `select h.order_id, c.choice from hold h
     cross join lateral (select choice from short_choice c where c.cart_id = h.owner_id order by c.seq desc limit 1) c
     where h.order_id = any(?) and h.kind = 'cart'`,
    [[...order_ids]],
  );
  return new Map(found.flatMap(({ order_id, choice }) => (choice === null ? [] : [[order_id, choice] as const])));
}

/** Whether the buyers of a plan's orders still want what it was decided from; plans of before there were choices don't say. */
export async function choicesStand(tx: Transaction, plan: StoredPlan): Promise<boolean> {
  const { chosen } = plan;
  if (chosen === undefined) return true;
  const now = await choicesOf(tx, ordersOf(plan));
  return ordersOf(plan).every((order_id) => (now.get(order_id) ?? null) === (chosen[order_id] ?? null));
}

async function lastOf(sql: Sql, cart_id: string): Promise<ShortChoice | null> {
  const last = await row<{ choice: ShortChoice | null }>(
    sql,
    `select choice from short_choice where cart_id = ? order by seq desc limit 1`,
    [cart_id],
  );
  return last?.choice ?? null;
}

async function say(
  tx: Transaction,
  { cart_id, choice }: { cart_id: string; choice: ShortChoice | null },
  said_on: "cart" | "order",
): Promise<void> {
  if ((await lastOf(tx, cart_id)) === choice) return;
  await tx.raw(`insert into short_choice (cart_id, choice, said_on) values (?, ?, ?)`, [
    cart_id,
    choice,
    said_on,
  ] as never);
}

/** The cart an order was made of, and what has become of its goods. An order that no cart made (sent again for a claim) has no choice. */
function standing(
  sql: Sql,
  order_id: string,
): Promise<{ cart_id: string; standing: boolean; short: boolean; pool_ids: string[] } | undefined> {
  return row(
    sql,
    `select h.owner_id as cart_id, h.state = 'confirmed' as standing,
            exists (select from short_line l join short s on s.id = l.short_id where l.order_id = h.order_id and s.state in ${STANDING})
              or exists (select from short_question q join short s on s.id = q.short_id
                where q.order_id = h.order_id and s.state in ('entered', 'waiting_for_buyer', 'previewed', 'applying')) as short,
            array(select l.pool_id from hold_line l where l.hold_id = h.id order by l.pool_id) as pool_ids
     from hold h where h.order_id = ? and h.kind = 'cart'`,
    [order_id],
  );
}
