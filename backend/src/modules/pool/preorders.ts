import {
  ASKED_MINUTES,
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
import { Cipher } from "../../lib/cipher";
import { UNCONFIRMED_DAYS } from "../../lib/question-limits";
import { inTransaction, row, rows, type Transaction } from "../../lib/sql";
import { claim } from "../outbox/append";
import { keepExpiredFromSale_ } from "./expiry";
import { handOverToCart_ } from "./hand-over-hold";
import { releaseHold_ } from "./holds";
import { ask_, emailCell, hashOf, LIVE, place_ } from "./preorder-ask";
import { change_, GONE, lockServed_, seen_ } from "./preorder-change";
import { move_, poolsToServe, serveQueues_ } from "./preorder-queue";
import {
  aheadOf,
  findPreorder,
  SHOWN,
  unitsBefore,
  waitingByPool,
  type PoolQueue,
  type Preorder,
  type PreorderedPacks,
} from "./preorder-reads";
import { lockPools } from "./queries";
import { keepRecalledFromSale_ } from "./recall-holds";

/** One that ended is forgotten after so many days. */
const ENDED_DAYS = 30;
/** Rows deleted by one statement. */
const SWEEP = 5_000;

/** In which states a mail still says what is so. */
const TRUE_WHILE: Readonly<Record<PreorderMail, readonly PreorderState[]>> = {
  question: ["asked"],
  stands: ["waiting", "kept", "basket"],
  kept: ["kept"],
  unpaid: ["lapsed"],
  nothing_came: ["lapsed"],
  cooperative: ["lapsed"],
};

/** Places in the queues for goods that are still in the field (docs/adr/0050). Addresses are given as `emailName` has them. */
export class Preorders {
  /** How long a place is kept for who has not said yes. */
  readonly minutes = ASKED_MINUTES;
  private sealer: Cipher | undefined;

  constructor(private readonly sql: Knex) {}

  ask(email: string, wanted: PreorderedPacks, language: BuyerLanguage): Promise<Result<void>> {
    return inTransaction(this.sql, (tx) => ask_(tx, () => this.cipher(), email, wanted, language));
  }

  place(email: string, wanted: PreorderedPacks, language: BuyerLanguage): Promise<Result<{ id: string }>> {
    return inTransaction(this.sql, (tx) => place_(tx, () => this.cipher(), email, wanted, language));
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
      const seen = await findPreorder(tx, id);
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
      const found = await findPreorder(tx, id, "for update of q");
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
      await handOverToCart_(tx, {
        hold_id: hold.id,
        cart_id,
        until: found.kept_until,
        source: id,
        ended: "preorder over",
      });
      await tx.raw(`update preorder set state = 'basket', cart_id = ?, updated_at = now() where id = ?`, [cart_id, id]);
      return ok({ cart_id });
    });
  }

  byId(id: string): Promise<Preorder | undefined> {
    return findPreorder(this.sql, id);
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
  before(id: string): Promise<number> {
    return unitsBefore(this.sql, id);
  }

  /** Pool id -> how many buyers wait for how much of it, and what of that is kept. */
  ofPools(pool_ids: readonly string[]): Promise<Map<string, PoolQueue>> {
    return waitingByPool(this.sql, pool_ids);
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
    return TRUE_WHILE[about].includes(found.state) ? { ...found, email } : undefined;
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
      const seen = await findPreorder(tx, id);
      if (!seen) return { ok: false, refusal: GONE };
      await lockServed_(tx, seen.pool_id);
      const found = await findPreorder(tx, id, "for update of q");
      return found ? work(tx, found) : { ok: false, refusal: GONE };
    });
  }

  /** Made when it is needed: who only serves a queue has no use for the key. */
  private cipher(): Cipher {
    this.sealer ??= new Cipher(readEnv().HOUSEHOLD_KEY);
    return this.sealer;
  }
}

function notKept(found: Preorder): { ok: false; refusal: Refusal } {
  if (found.state === "ordered") return refuse("preorder_ordered", "It is ordered and paid for already.");
  if (found.state === "withdrawn" || found.state === "lapsed")
    return refuse("preorder_over", "This pre-order has ended, and its goods went to others. You were charged nothing.");
  return refuse("preorder_waits", "Its goods are not there yet. We write to you when they are.");
}
