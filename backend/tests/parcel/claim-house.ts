import { randomUUID } from "node:crypto";
import type { ClaimCause, ClaimKind, ClaimRemedy } from "@commonlot/domain";
import type { ClaimRow } from "../../src/modules/parcel/claim-types";
import { runClaim } from "../../src/workflows/parcel/claim/run";
import type { ShortHouse } from "../pool/short-house";
import { id, value } from "../pool/short-house";

export const DAY_MS = 86_400_000;

/** What people do with claims, on the house of shorts. */
export function claimsOf(house: ShortHouse) {
  const { parcels, pools, settlement } = house;
  const of = (claim: ClaimRow, person = "member_manager") => ({
    claim_id: claim.id,
    cooperative_id: house.cooperative_id,
    person,
  });
  type Sent = {
    lines?: { order_line_id: string; packs: number }[];
    wish?: ClaimRemedy;
    weighed_g?: number;
    key?: string;
    person?: string;
  };
  const open = (parcel_id: string, kind: ClaimKind, change: Sent = {}) =>
    parcels.claims.open({
      cooperative_id: house.cooperative_id,
      parcel_id,
      kind,
      source: "desk",
      lines: change.lines,
      wish: change.wish,
      weighed_g: change.weighed_g,
      words: "the box was torn",
      person: change.person ?? "member_packer",
      idempotency_key: change.key ?? randomUUID(),
      now: new Date(),
      tz: "Asia/Shanghai",
      today: new Date().toISOString().slice(0, 10),
    });
  const decide = (
    claim: ClaimRow,
    remedy: ClaimRemedy,
    cause: ClaimCause = "carrier",
    words = "",
    now = new Date(),
    person?: string,
  ) => parcels.claims.decide({ ...of(claim, person), remedy, cause, words, now });
  return {
    /** Two packs of 1 kg each for 20.00, sold, packed and handed over. */
    async sent(packs = 2, tax = 0) {
      const lots = [await house.lot(1000 * packs), await house.lot(1000)];
      const order = await house.order([{ packs, tax }]);
      await house.ship(await house.handOver(order.order_id));
      const [parcel] = await parcels.parcelsOfOrder(order.order_id);
      if (!parcel) throw new Error("nothing was sent");
      return { ...order, lots, parcel };
    },
    tell: (number: string, said: string, at = new Date()) =>
      parcels.recordCarrierEvents({
        message_id: id("out"),
        events: [{ event_id: randomUUID(), number, said, at, place: null }],
        hold_days: new Map(),
      }),
    open,
    async opened(...args: Parameters<typeof open>): Promise<ClaimRow> {
      return value(await open(...args));
    },
    decide,
    async decided(...args: Parameters<typeof decide>): Promise<ClaimRow> {
      value(await decide(...args));
      return runClaim(house.container, args[0].id);
    },
    run: (claim: ClaimRow) => runClaim(house.container, claim.id),
    of,
    /** What stands on an account, as its owner sees it: owed is above zero. */
    async balance(kind: string, party: string): Promise<number> {
      const { rows } = await house.db.query<{ sum: string }>(
        "select coalesce(sum(p.amount_minor), 0) as sum from posting p join account a on a.id = p.account_id where a.kind = $1 and a.party = $2",
        [kind, party],
      );
      return Number(rows[0]?.sum);
    },
    async refunds(order_id: string): Promise<number[]> {
      const { rows } = await house.db.query<{ amount: string }>(
        "select amount_minor as amount from refund_intent where order_id = $1 and state <> 'cancelled'",
        [order_id],
      );
      return rows.map((row) => Number(row.amount));
    },
    /** The post job. */
    async post(order_id: string): Promise<void> {
      const [allocations, freight] = await Promise.all([
        pools.allocationsOfOrder(order_id),
        parcels.freightOfOrder(order_id),
      ]);
      value(await settlement.postSale({ order_id, allocations, freight }));
    },
    /** What each lot of an order brought its household. */
    async paid(order_id: string): Promise<Record<string, number>> {
      const { rows } = await house.db.query<{ lot_id: string; sum: string }>(
        "select r.lot_id, sum(r.amount_minor) as sum from sale_line l join sale_line_row r on r.sale_line_id = l.id where l.order_id = $1 and r.lot_id is not null group by r.lot_id",
        [order_id],
      );
      return Object.fromEntries(rows.map((row) => [row.lot_id, Number(row.sum)]));
    },
  };
}
