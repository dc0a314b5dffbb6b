import {
  ASKED_MINUTES,
  decidePreorder,
  isWithheld,
  ok,
  refuse,
  type BuyerLanguage,
  type PoolAhead,
  type PreorderMail,
  type PreorderState,
  type Refusal,
  type Result,
} from "@commonlot/domain";
import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import { readEnv } from "../../env";
import { blindIndex } from "../../lib/blind-index";
import { Cipher } from "../../lib/cipher";
import { newId } from "../../lib/ids";
import { inTransaction, row, rows, type Sql, type Transaction } from "../../lib/sql";
import { append, claim } from "../outbox/append";
import { keepExpiredFromSale_ } from "./expiry";
import { Forecasts } from "./forecasts";
import { handOverToCart_ } from "./hand-over-hold";
import { releaseHold_ } from "./holds";
import { move_, poolsToServe, serveQueues_ } from "./preorder-queue";
import { lockPools } from "./queries";
import { keepRecalledFromSale_ } from "./recall-holds";

/** What is pre-ordered: packs of one size of a product. */
export interface PreorderedPacks {
  cooperative_id: string;
  pool_id: string;
  product_id: string;
  variant_id: string;
  units_per_pack: number;
  packs: number;
}

export interface Preorder extends PreorderedPacks {
  id: string;
  state: PreorderState;
  language: BuyerLanguage;
  /** Whole packs that are kept. */
  packs_kept: number;
  confirmed_at: Date | null;
  kept_until: Date | null;
  cart_id: string | null;
  order_id: string | null;
  ended_reason: "withdrawn" | "unpaid" | "nothing_came" | "cooperative" | null;
  created_at: Date;
}

/** A mail that was asked for a moment ago is on its way. */
const PAUSE_MINUTES = 10;
/** Mails about one product to one address, until one is answered by a yes, or a week is over. */
const MAX_ASKS = 3;
/** Mails that our form sends to one address within a day. */
const ASKED_A_DAY = 5;
/** An unanswered question is forgotten after so many days, and one that ended after so many. */
const UNCONFIRMED_DAYS = 7;
const ENDED_DAYS = 30;
/** Rows deleted by one statement. */
const SWEEP = 5_000;

const LIVE = `('asked', 'waiting', 'kept', 'basket')`;
const SHOWN = `q.id, q.cooperative_id, q.pool_id, q.product_id, q.variant_id, q.units_per_pack::float8 as units_per_pack, q.packs, q.state, q.language,
  q.confirmed_at, q.kept_until, q.cart_id, q.order_id, q.ended_reason, q.created_at,
  floor(coalesce((select l.units from hold h join hold_line l on l.hold_id = h.id
    where l.pool_id = q.pool_id and (h.kind, h.owner_id) = (case when q.state in ('basket', 'ordered') then 'cart' else 'preorder' end,
      case when q.state in ('basket', 'ordered') then q.cart_id else q.id end)), 0) / q.units_per_pack)::int as packs_kept`;
const emailCell = (id: string): string => `preorder:${id}:email`;
const hashOf = (email: string): string => blindIndex("preorder", email);
const GONE: Refusal = { reason: "preorder_not_found", message: "This pre-order is not there any more." };

/** Places in the queues for goods that are still in the field (docs/adr/0050). Addresses are given as `emailName` has them. */
export class Preorders {
  /** How long a place is kept for who has not said yes. */
  readonly minutes = ASKED_MINUTES;
  private sealer: Cipher | undefined;

  constructor(private readonly sql: Knex) {}

  /**
   * Somebody asks for this address, who may be anybody: it is asked by mail, or told that it has a pre-order of this product already. Too
   * soon, or too often, and nothing is sent. Whether it is refused depends on the pool alone, never on the address.
   */
  ask(email: string, wanted: PreorderedPacks, language: BuyerLanguage): Promise<Result<void>> {
    return inTransaction(this.sql, async (tx) => {
      const may = await decide_(tx, wanted);
      if (!may.ok) return may;
      const live = await this.lockOwn_(tx, email, wanted.product_id);
      const counted = live
        ? await row<{ id: string }>(
            tx,
            `update preorder set asked_at = now(), asks = asks + 1, updated_at = now(), language = ?,
               packs = case when state = 'asked' then ?::int else packs end, variant_id = case when state = 'asked' then ? else variant_id end,
               units_per_pack = case when state = 'asked' then ?::bigint else units_per_pack end
             where id = ? and asks < ${MAX_ASKS} and asked_at < now() - interval '${PAUSE_MINUTES} minutes' returning id`,
            [language, wanted.packs, wanted.variant_id, wanted.units_per_pack, live.id],
          )
        : (await this.mayAsk_(tx, email, wanted.product_id))
          ? await this.insert_(tx, email, wanted, language, "asked")
          : undefined;
      if (counted) await tell_(tx, counted.id, live && live.state !== "asked" ? "stands" : "question");
      return ok(undefined);
    });
  }

  /** Whoever has proven the address has their place at once. With a pre-order of this product, it is changed. */
  place(email: string, wanted: PreorderedPacks, language: BuyerLanguage): Promise<Result<{ id: string }>> {
    return inTransaction(this.sql, async (tx) => {
      await serveQueues_(tx, [wanted.pool_id]);
      await lockPools(tx, [wanted.pool_id]);
      const live = await this.lockOwn_(tx, email, wanted.product_id);
      if (live) return change_(tx, live, wanted);
      const may = await decide_(tx, wanted);
      if (!may.ok) return may;
      const { id } = await this.insert_(tx, email, wanted, language, "waiting");
      await seen_(tx, wanted.pool_id);
      return ok({ id });
    });
  }

  /** By who has shown the link of the mail. Pressed twice it is confirmed once. */
  confirm(id: string): Promise<Result<{ id: string }>> {
    return this.withLocked(id, async (tx, found) => {
      if (found.state === "waiting" || found.state === "kept" || found.state === "basket") return ok({ id });
      if (found.state !== "asked") return { ok: false, refusal: GONE };
      return change_(tx, found, found);
    });
  }

  /** Another number of packs: fewer keep the place, more go to the end of the queue. */
  change(id: string, packs: number): Promise<Result<{ id: string }>> {
    return this.withLocked(id, (tx, found) => change_(tx, found, { ...found, packs }));
  }

  /** The buyer does not want it any more; what was kept goes to the next. Of a question that nobody answered nothing stays. */
  withdraw(id: string): Promise<Result<{ id: string }>> {
    return inTransaction(this.sql, async (tx) => {
      const seen = await this.read_(tx, id);
      if (!seen) return { ok: false, refusal: GONE };
      // A cart's hold is locked before any pool.
      if (seen.state === "basket") {
        const freed = await releaseHold_(tx, {
          cart_id: seen.cart_id ?? "",
          reason: "preorder over",
          void_session_ids: [],
        });
        if (!freed)
          return refuse(
            "preorder_paying",
            "It is being paid for just now. Nothing was changed; look again in a minute.",
          );
      }
      await lockPools(tx, [seen.pool_id]);
      const found = await this.read_(tx, id, "for update of q");
      if (!found || found.state === "withdrawn" || found.state === "lapsed") return ok({ id });
      if (found.state === "ordered")
        return refuse("preorder_ordered", "This is an order already. An order is called back on its own page.");
      // Somebody took it to a basket since it was read.
      if (found.state === "basket" && seen.state !== "basket")
        return refuse("preorder_paying", "It is being paid for just now. Nothing was changed; look again in a minute.");
      if (found.state === "asked") await tx.raw(`delete from preorder where id = ?`, [id]);
      else {
        await move_(tx, found.pool_id, [{ id, to: "withdrawn", held_units: 0, ended_reason: "withdrawn" }]);
        await serveQueues_(tx, [found.pool_id]);
      }
      await seen_(tx, found.pool_id);
      return ok({ id });
    });
  }

  /**
   * What is kept becomes the hold of this new cart, in one transaction. Answers with the cart that has the goods: another click may have
   * been quicker, and its cart stands.
   */
  toBasket(id: string, cart_id: string): Promise<Result<{ cart_id: string }>> {
    return this.withLocked(id, async (tx, found) => {
      if (found.state === "basket" && found.cart_id !== null) return ok({ cart_id: found.cart_id });
      if (found.state !== "kept" || found.kept_until === null) return notKept(found);
      const hold = await row<{ id: string }>(
        tx,
        `select id from hold where kind = 'preorder' and owner_id = ? for update`,
        [id],
      );
      if (!hold) throw new Error(`pre-order ${id} is kept without a hold`);
      await handOverToCart_(tx, { hold_id: hold.id, cart_id, until: found.kept_until, source: id });
      await tx.raw(`update preorder set state = 'basket', cart_id = ?, updated_at = now() where id = ?`, [cart_id, id]);
      return ok({ cart_id });
    });
  }

  byId(id: string): Promise<Preorder | undefined> {
    return this.read_(this.sql, id);
  }

  /** What this address has pre-ordered, and what of it ended lately. */
  of(email: string): Promise<Preorder[]> {
    return rows<Preorder>(
      this.sql,
      `select ${SHOWN} from preorder q where q.email_hash = ? order by q.created_at desc, q.id`,
      [hashOf(email)],
    );
  }

  /** Units still wanted by those before this one in the queue; of one that nobody confirmed yet, by all in it. */
  async before(id: string): Promise<number> {
    const found = await row<{ units: number }>(
      this.sql,
      `select coalesce(sum(q.packs * q.units_per_pack - coalesce(l.units, 0)), 0)::float8 as units from preorder q join preorder own on own.id = ?
       left join hold h on h.kind = 'preorder' and h.owner_id = q.id left join hold_line l on l.hold_id = h.id and l.pool_id = q.pool_id
       where q.pool_id = own.pool_id and q.state = 'waiting' and (q.confirmed_at, q.id) < (coalesce(own.confirmed_at, now()), own.id)`,
      [id],
    );
    return found?.units ?? 0;
  }

  /** Pool id -> how many buyers wait for how much of it, and what of that is kept. */
  async ofPools(
    pool_ids: readonly string[],
  ): Promise<Map<string, { buyers: number; units: number; kept_units: number }>> {
    const found = await rows<{ pool_id: string; buyers: number; units: number; kept_units: number }>(
      this.sql,
      `select q.pool_id, count(*)::int as buyers, sum(case when q.state = 'kept' then coalesce(l.units, 0) else q.packs * q.units_per_pack end)::float8 as units,
              coalesce(sum(l.units), 0)::float8 as kept_units
       from preorder q left join hold h on h.kind = 'preorder' and h.owner_id = q.id
       left join hold_line l on l.hold_id = h.id and l.pool_id = q.pool_id
       where q.pool_id = any(?) and q.state in ('waiting', 'kept') group by q.pool_id`,
      [[...pool_ids]],
    );
    return new Map(found.map(({ pool_id, ...one }) => [pool_id, one]));
  }

  /** A pool as whoever wants to pre-order finds it. */
  ahead(pool_id: string): Promise<PoolAhead> {
    return aheadOf(this.sql, pool_id, null);
  }

  /** Serves the queues of all pools, for the tick. How many pre-orders it changed. */
  async serveAll(): Promise<number> {
    let changed = 0;
    for (const pool_id of await poolsToServe(this.sql, null)) changed += await this.serve(pool_id);
    return changed;
  }

  /** Serves the queue of one pool with what is for sale of it. */
  async serve(pool_id: string): Promise<number> {
    if ((await poolsToServe(this.sql, [pool_id])).length === 0) return 0;
    return inTransaction(this.sql, async (tx) => {
      await keepExpiredFromSale_(tx, [pool_id]);
      await keepRecalledFromSale_(tx, [pool_id]);
      return serveQueues_(tx, [pool_id]);
    });
  }

  /** The address behind a pre-order, for its cart. */
  async emailOf(id: string): Promise<string | undefined> {
    const found = await row<{ email_sealed: string }>(this.sql, `select email_sealed from preorder where id = ?`, [id]);
    return found && this.cipher().open(found.email_sealed, emailCell(id));
  }

  /** What is to be mailed; undefined when it is not true any more, or nobody is there to read it. */
  async mail(id: string, about: PreorderMail): Promise<(Preorder & { email: string }) | undefined> {
    const [found, email] = await Promise.all([this.byId(id), this.emailOf(id)]);
    if (!found || email === undefined) return undefined;
    const still =
      about === "question"
        ? found.state === "asked"
        : about === "kept"
          ? found.state === "kept"
          : about === "stands"
            ? ["waiting", "kept", "basket"].includes(found.state)
            : found.state === "lapsed";
    return still ? { ...found, email } : undefined;
  }

  async recordMailed(message_id: string): Promise<void> {
    await inTransaction(this.sql, async (tx) => {
      await claim(tx, "preorder-mail", message_id);
    });
  }

  /** The owner of the address is forgotten: what was kept goes to the next. */
  async forget(email: string): Promise<void> {
    const own = await rows<{ id: string }>(
      this.sql,
      `select id from preorder where email_hash = ? and state in ${LIVE}`,
      [hashOf(email)],
    );
    for (const { id } of own) {
      const done = await this.withdraw(id);
      // It becomes an order, or came to nothing, within minutes: the eraser comes again.
      if (!done.ok) throw new Error(`pre-order ${id} can't be forgotten yet: ${done.refusal.message}`);
    }
    await this.sql.raw(`delete from preorder where email_hash = ?`, [hashOf(email)]);
  }

  /** Deletes questions that nobody answered, and what ended a month ago. How many. */
  async prune(): Promise<number> {
    const gone = await rows(
      this.sql,
      `delete from preorder where id in (
         (select id from preorder where state = 'asked' and asked_at < now() - interval '${UNCONFIRMED_DAYS} days' limit ${SWEEP})
         union all (select id from preorder where ended_at < now() - interval '${ENDED_DAYS} days' limit ${SWEEP})) and (state = 'asked' or ended_at is not null)
       returning id`,
    );
    return gone.length;
  }

  /** With the pool locked, its queue served and the pre-order locked. */
  private withLocked<T>(
    id: string,
    work: (tx: Transaction, found: Preorder) => Promise<Result<T>>,
  ): Promise<Result<T>> {
    return inTransaction(this.sql, async (tx) => {
      const seen = await this.read_(tx, id);
      if (!seen) return { ok: false, refusal: GONE };
      await serveQueues_(tx, [seen.pool_id]);
      await lockPools(tx, [seen.pool_id]);
      const found = await this.read_(tx, id, "for update of q");
      return found ? work(tx, found) : { ok: false, refusal: GONE };
    });
  }

  private read_(sql: Sql, id: string, lock = ""): Promise<Preorder | undefined> {
    return row<Preorder>(sql, `select ${SHOWN} from preorder q where q.id = ? ${lock}`, [id]);
  }

  private lockOwn_(tx: Transaction, email: string, product_id: string): Promise<Preorder | undefined> {
    return row<Preorder>(
      tx,
      `select ${SHOWN} from preorder q where q.email_hash = ? and q.product_id = ? and q.state in ${LIVE} for update of q`,
      [hashOf(email), product_id],
    );
  }

  private async mayAsk_(tx: Transaction, email: string, product_id: string): Promise<boolean> {
    const asked = await row<{ today: number; of_this: number }>(
      tx,
      `select coalesce(sum(asks) filter (where asked_at > now() - interval '1 day'), 0)::int as today,
              coalesce(sum(asks) filter (where product_id = ?), 0)::int as of_this
       from preorder where email_hash = ? and asked_at > now() - interval '${UNCONFIRMED_DAYS} days'`,
      [product_id, hashOf(email)],
    );
    return asked !== undefined && asked.today < ASKED_A_DAY && asked.of_this < MAX_ASKS;
  }

  private async insert_(
    tx: Transaction,
    email: string,
    wanted: PreorderedPacks,
    language: BuyerLanguage,
    state: "asked" | "waiting",
  ): Promise<{ id: string }> {
    const id = newId("preorder");
    await tx.raw(
      `insert into preorder (id, cooperative_id, pool_id, product_id, variant_id, units_per_pack, packs, state, email_hash, email_sealed, language,
         asks, confirmed_at)
       values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, case when ? = 'waiting' then clock_timestamp() end)`,
      [
        id,
        wanted.cooperative_id,
        wanted.pool_id,
        wanted.product_id,
        wanted.variant_id,
        wanted.units_per_pack,
        wanted.packs,
        state,
        hashOf(email),
        this.cipher().seal(email, emailCell(id)),
        language,
        state === "asked" ? 1 : 0,
        state,
      ],
    );
    return { id };
  }

  /** Made when it is needed: who only serves a queue has no use for the key. */
  private cipher(): Cipher {
    this.sealer ??= new Cipher(readEnv().HOUSEHOLD_KEY);
    return this.sealer;
  }
}

/** A manager ends a pre-order whose hold stands in the list of holds. False: there is none of this id. */
export async function endPreorder_(
  tx: Transaction,
  input: { id: string; cooperative_id: string },
): Promise<Result<void> | undefined> {
  const seen = await row<{ pool_id: string }>(
    tx,
    `select pool_id from preorder where id = ? and cooperative_id = ? and state in ('waiting', 'kept')`,
    [input.id, input.cooperative_id],
  );
  if (!seen) return undefined;
  await lockPools(tx, [seen.pool_id]);
  const live = await row(tx, `select 1 from preorder where id = ? and state in ('waiting', 'kept') for update`, [
    input.id,
  ]);
  if (!live) return refuse("not_found", "There is no such hold on your pools, or it has ended.");
  await move_(tx, seen.pool_id, [{ id: input.id, to: "lapsed", held_units: 0, ended_reason: "cooperative" }]);
  await serveQueues_(tx, [seen.pool_id]);
  return ok(undefined);
}

/** Whether so much may be pre-ordered, with the pool locked and its queue served. `except`: the one that is changed. */
async function decide_(tx: Transaction, wanted: PreorderedPacks, except: string | null = null): Promise<Result<void>> {
  await serveQueues_(tx, [wanted.pool_id]);
  await lockPools(tx, [wanted.pool_id]);
  return decidePreorder(await aheadOf(tx, wanted.pool_id, except), wanted);
}

/** A yes, or another number: decided anew unless no more is asked for than the place was kept for. */
async function change_(tx: Transaction, found: Preorder, wanted: PreorderedPacks): Promise<Result<{ id: string }>> {
  if (found.state === "kept" || found.state === "basket")
    return refuse("preorder_kept", "Its goods are kept already: pay for them, or withdraw. Nothing was changed.");
  if (found.state !== "asked" && found.state !== "waiting") return { ok: false, refusal: GONE };
  const units = wanted.packs * wanted.units_per_pack;
  const fresh = await row(
    tx,
    `select 1 from preorder where id = ? and (state = 'waiting' or asked_at > now() - interval '${ASKED_MINUTES} minutes')`,
    [found.id],
  );
  const more = units > found.packs * found.units_per_pack;
  if (!fresh || more || wanted.packs < 1) {
    const may = await decide_(tx, wanted, found.id);
    if (!may.ok) return may;
  }
  const to_the_end = more || found.state === "asked";
  // Whoever goes to the end leaves what was kept to those who are before them now.
  if (to_the_end && found.state === "waiting")
    await move_(tx, found.pool_id, [{ id: found.id, to: "waiting", held_units: 0 }]);
  await tx.raw(
    `update preorder set state = 'waiting', packs = ?, variant_id = ?, units_per_pack = ?, asks = 0, updated_at = now(),
       confirmed_at = case when ? then clock_timestamp() else confirmed_at end where id = ?`,
    [wanted.packs, wanted.variant_id, wanted.units_per_pack, to_the_end, found.id],
  );
  // Fewer packs may be all there already.
  await settle_(tx, found.pool_id, found.id);
  await serveQueues_(tx, [found.pool_id]);
  await seen_(tx, found.pool_id);
  return ok({ id: found.id });
}

/** A pre-order that wants no more than is kept for it is kept, and gives back what is too much. */
async function settle_(tx: Transaction, pool_id: string, id: string): Promise<void> {
  const full = await row<{ units: number }>(
    tx,
    `select (q.packs * q.units_per_pack)::float8 as units from preorder q join hold h on h.kind = 'preorder' and h.owner_id = q.id
     join hold_line l on l.hold_id = h.id and l.pool_id = q.pool_id where q.id = ? and l.units >= q.packs * q.units_per_pack`,
    [id],
  );
  if (full) await move_(tx, pool_id, [{ id, to: "kept", held_units: full.units }]);
}

async function aheadOf(sql: Sql, pool_id: string, except: string | null): Promise<PoolAhead> {
  const found = await row<{ free: number; today: string; wanted: number; kept: number }>(
    sql,
    `select (case when p.status = 'open' then p.on_hand - p.held else 0 end)::float8 as free, (now() at time zone p.tz)::date::text as today,
            coalesce(q.wanted, 0)::float8 as wanted, coalesce(q.kept, 0)::float8 as kept
     from pool p left join lateral (
       select sum(case when q.state = 'kept' then coalesce(l.units, 0) else q.packs * q.units_per_pack end) as wanted, sum(l.units) as kept
       from preorder q left join hold h on h.kind = 'preorder' and h.owner_id = q.id
       left join hold_line l on l.hold_id = h.id and l.pool_id = q.pool_id
       where q.pool_id = p.id and q.id <> coalesce(?::text, '')
         and (q.state in ('waiting', 'kept') or q.state = 'asked' and q.asked_at > now() - interval '${ASKED_MINUTES} minutes')) q on true
     where p.id = ?`,
    [except, pool_id],
  );
  const today = found?.today ?? "";
  const coming = found && (await new Forecasts(sql as Knex).comingTo([pool_id], today)).get(pool_id);
  return {
    free_units: found?.free ?? 0,
    expected_units: coming?.expected_units ?? null,
    wanted_units: found?.wanted ?? 0,
    kept_units: found?.kept ?? 0,
    withheld: isWithheld(coming?.households ?? 0),
  };
}

function notKept(found: Preorder): { ok: false; refusal: Refusal } {
  if (found.state === "ordered") return refuse("preorder_ordered", "It is ordered and paid for already.");
  if (found.state === "withdrawn" || found.state === "lapsed")
    return refuse("preorder_over", "This pre-order has ended, and its goods went to others. You were charged nothing.");
  return refuse("preorder_waits", "Its goods are not there yet. We write to you when they are.");
}

const tell_ = (tx: Transaction, preorder_id: string, about: PreorderMail) =>
  append(tx, { job: "preorder-mail", payload: { preorder_id, about } });

/** The queue shows on the product's page: written once more, it is rendered anew. */
async function seen_(tx: Transaction, pool_id: string): Promise<void> {
  await tx.raw(`update pool set version = version + 1 where id = ?`, [pool_id]);
}
