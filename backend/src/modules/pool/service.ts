import type { Result } from "@commonlot/domain";
import type { Invariant } from "../../lib/invariant";
import { inTransaction, row, rows } from "../../lib/sql";
import { append } from "../outbox/append";
import { releaseOrder_, ship_ } from "./allocation-ends";
import { allocateOrder_, allocationsOfOrder, coverageOfOrder, wasAllocated, type OrderLine } from "./allocations";
import {
  confirmHold_,
  holdOfCart,
  releaseExpired_,
  releaseHold_,
  undoHold_,
  type HoldBefore,
  type HoldRefusal,
  type HoldRow,
} from "./holds";
import { holding } from "./holding";
import { PoolIdeas } from "./ideas";
import { createPool, receiveLot_, type ReceiveLotRefusal } from "./intake";
import { stockInvariants } from "./invariants";
import * as mirror from "./mirror";
import { poolById } from "./queries";
import type { HouseholdFloor } from "./offers";
import * as reports from "./reports";
import { keepRecalledFromSale_ } from "./recall-holds";
import type { Allocation, CreatePoolInput, PoolRow, PoolUnits, ReceiveLotInput, ReceivedLot } from "./types";

/**
 * The pool ledger: lots in, holds, allocation, shipping. Public methods open the transaction; their twins with an
 * underscore, in the files beside, work inside it.
 */
class PoolService extends PoolIdeas {
  createPool(input: CreatePoolInput): Promise<PoolRow> {
    return inTransaction(this.sql, (tx) => createPool(tx, input));
  }

  async receiveLot(input: ReceiveLotInput): Promise<Result<ReceivedLot, ReceiveLotRefusal>> {
    const received = await inTransaction(this.sql, (tx) => receiveLot_(tx, input));
    // Who waits for these goods has them before the shop says that there are some. What goes wrong here the tick does.
    if (received.ok) await this.preorders.serve(input.pool_id).catch(() => undefined);
    return received;
  }

  holdForCart(input: {
    cart_id: string;
    run_id: string;
    lines: readonly PoolUnits[];
    soft?: boolean;
  }): Promise<Result<HoldBefore, HoldRefusal>> {
    return this.holdGroups.hold({ ...input, soft: input.soft ?? false });
  }

  undoHold(input: { cart_id: string; run_id: string; before: HoldBefore }): Promise<boolean> {
    return inTransaction(this.sql, (tx) => undoHold_(tx, input));
  }

  confirmHold(input: {
    cart_id: string;
    order_id: string;
    lines: readonly PoolUnits[];
  }): Promise<Result<void, HoldRefusal>> {
    const pool_ids = input.lines.map((line) => line.pool_id);
    return holding(this.sql, pool_ids, (tx) => confirmHold_(tx, input));
  }

  releaseHold(input: { cart_id: string; reason: string; void_session_ids?: readonly string[] }): Promise<boolean> {
    return inTransaction(this.sql, (tx) =>
      releaseHold_(tx, { ...input, void_session_ids: input.void_session_ids ?? [] }),
    );
  }

  /** Sends payment sessions to be voided, without touching the hold. */
  async voidSessions(session_ids: readonly string[]): Promise<void> {
    await inTransaction(this.sql, async (tx) => {
      for (const payment_session_id of session_ids) {
        // A row for each refusal: the card may have been authorised since the last one was looked at.
        await append(tx, { job: "void-payment", payload: { payment_session_id } });
      }
    });
  }

  /** Two transactions, each with its pools locked in one go: in one they would be locked in two orders. */
  async releaseExpired(): Promise<number> {
    const ended = await inTransaction(this.sql, (tx) => releaseExpired_(tx, null));
    await inTransaction(this.sql, (tx) => keepRecalledFromSale_(tx, null));
    return ended;
  }

  holdOfCart(cart_id: string): Promise<HoldRow | undefined> {
    return inTransaction(this.sql, (tx) => holdOfCart(tx, cart_id));
  }

  /** Carts whose hold waits for its end longer than `age_s`: for the sweeper. */
  async pendingCarts(age_s: number): Promise<string[]> {
    const found = await rows<{ owner_id: string }>(
      this.sql,
      `select owner_id from hold where kind = 'cart' and state = 'pending' and updated_at < now() - make_interval(secs => ?)
       order by updated_at limit 500`,
      [age_s],
    );
    return found.map((f) => f.owner_id);
  }

  /** `floors`: what the priority households are promised of every order; theirs, so the caller brings it. */
  allocateOrder(input: {
    message_id: string;
    order_id: string;
    lines: readonly OrderLine[];
    floors?: readonly HouseholdFloor[];
  }): Promise<void> {
    return inTransaction(this.sql, (tx) => allocateOrder_(tx, input));
  }

  allocationsOfOrder(order_id: string): Promise<Allocation[]> {
    return allocationsOfOrder(this.sql, order_id);
  }

  /** How much of an order lots cover. */
  coverageOfOrder(order_id: string) {
    return coverageOfOrder(this.sql, order_id);
  }

  wasAllocated(order_id: string): Promise<boolean> {
    return wasAllocated(this.sql, order_id);
  }

  /** Medusa's stock location of each pool that fills an order. */
  async locationsOf(
    order_id: string,
  ): Promise<{ pool_id: string; inventory_item_id: string; location_id: string; cooperative_id: string }[]> {
    return rows(
      this.sql,
      `select distinct p.id as pool_id, p.inventory_item_id, p.location_id, p.cooperative_id
       from hold h join hold_line l on l.hold_id = h.id join pool p on p.id = l.pool_id where h.order_id = ? order by p.id`,
      [order_id],
    );
  }

  ship(input: {
    message_id: string;
    handover_id: string;
    person: string;
    lines: readonly { allocation_id: string; units: number }[];
  }): Promise<void> {
    return inTransaction(this.sql, (tx) => ship_(tx, input));
  }

  releaseOrder(input: { order_id: string; reason: string; person: string }): Promise<boolean> {
    return inTransaction(this.sql, (tx) => releaseOrder_(tx, input));
  }

  /** Pools that changed since Medusa's level was last set, with what it should say. */
  poolsToMirror(): Promise<mirror.PoolToMirror[]> {
    return mirror.poolsToMirror(this.sql);
  }

  markMirrored(pool_id: string, version: string): Promise<void> {
    return mirror.markMirrored(this.sql, pool_id, version);
  }

  touchPools(inventory_item_ids: readonly string[]): Promise<void> {
    return mirror.touchPools(this.sql, inventory_item_ids);
  }

  async poolOf(pool_id: string, cooperative_id: string): Promise<PoolRow | undefined> {
    const pool = await poolById(this.sql, pool_id);
    return pool?.cooperative_id === cooperative_id ? pool : undefined;
  }

  /** Whether pools lie at a stock location of Medusa. */
  async hasPoolsAt(location_id: string): Promise<boolean> {
    return (await row(this.sql, `select 1 from pool where location_id = ? limit 1`, [location_id])) !== undefined;
  }

  /** The pool that takes a household's produce of a grade: its village's own, or else its region's. */
  poolFor(input: {
    cooperative_id: string;
    produce: string;
    grade: string;
    village_id: string;
    region_id: string;
  }): Promise<PoolRow | undefined> {
    return reports.poolFor(this.sql, input);
  }

  poolsOfCooperative(cooperative_id: string): Promise<PoolRow[]> {
    return reports.poolsOfCooperative(this.sql, cooperative_id);
  }

  householdsOfPools(input: Parameters<typeof reports.householdsOfPools>[1]): Promise<string[]> {
    return reports.householdsOfPools(this.sql, input);
  }

  /** Whose pools these are, each cooperative once. */
  async cooperativesOf(pool_ids: readonly string[]): Promise<string[]> {
    const found = await rows<{ cooperative_id: string }>(
      this.sql,
      `select distinct cooperative_id from pool where id = any(?) order by 1`,
      [[...pool_ids]],
    );
    return found.map((one) => one.cooperative_id);
  }

  poolsByInventoryItem(ids: readonly string[]): Promise<PoolRow[]> {
    return reports.poolsByInventoryItem(this.sql, ids);
  }

  poolReport(pool_id: string) {
    return reports.poolReport(this.sql, pool_id);
  }

  originOfPool(pool_id: string) {
    return reports.originOfPool(this.sql, pool_id);
  }

  movementsOfPool(input: Parameters<typeof reports.movementsOfPool>[1]) {
    return reports.movementsOfPool(this.sql, input);
  }

  lotsOfHousehold(household_id: string, page?: Parameters<typeof reports.lotsOfHousehold>[2]) {
    return reports.lotsOfHousehold(this.sql, household_id, page);
  }

  lotsOfCooperative(input: Parameters<typeof reports.lotsOfCooperative>[1]) {
    return reports.lotsOfCooperative(this.sql, input);
  }

  seasonsOf(household_id: string) {
    return reports.seasonsOf(this.sql, household_id);
  }

  lotNames(lot_ids: readonly string[], cooperative_id: string) {
    return reports.lotNames(this.sql, lot_ids, cooperative_id);
  }

  /** A lot of a cooperative, and whether it is recalled. */
  lotById(
    id: string,
    cooperative_id: string,
  ): Promise<{ id: string; number: string; blocked: boolean; in_orders: number } | undefined> {
    return row(
      this.sql,
      `select id, number, blocked_at is not null as blocked, (allocated - shipped)::float8 as in_orders from lot where id = ? and cooperative_id = ?`,
      [id, cooperative_id],
    );
  }

  seasonTotal(household_id: string, produce: string, since: string): Promise<number> {
    return reports.seasonTotal(this.sql, household_id, produce, since);
  }

  /** Kilos in, sold, held, left, lost over all pools, per unit. */
  async seasonFigures(): Promise<
    { unit: "g" | "piece"; in: number; sold: number; held: number; left: number; lost: number }[]
  > {
    return rows(
      this.sql,
      `select p.unit, coalesce(sum(d.intake + d.returned + d.adjusted + d.split), 0)::float8 as in, coalesce(-sum(d.shipped), 0)::float8 as sold,
              sum(p.held)::float8 as held, sum(p.on_hand - p.held)::float8 as left, coalesce(-sum(d.wasted), 0)::float8 as lost
       from pool p left join lateral (select * from pool_day x where x.pool_id = p.id order by x.day desc limit 1) d on true
       group by p.unit order by p.unit`,
    );
  }

  invariants(): Promise<Invariant[]> {
    return stockInvariants(this.sql);
  }

  /** Whether a hold of this order is confirmed: the mark of an order that really stands. */
  async isConfirmed(order_id: string): Promise<boolean> {
    const hold = await row<{ state: string }>(this.sql, `select state from hold where order_id = ?`, [order_id]);
    return hold?.state === "confirmed";
  }
}

export default PoolService;
