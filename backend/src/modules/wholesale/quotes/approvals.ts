import { decideApproval, ok, refuse, type Refusal, type Result, type SpentOrder } from "@commonlot/domain";
import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import { inTransaction, row, rows, type Sql } from "../../../lib/sql";
import { approvedBy } from "../companies/spent";
import { lockCompany_ } from "../companies/company-rows";
import type { Company, Member } from "../companies/company-types";
import { eventOnAll_, findQuote, isOf, lockQuote_ } from "./quote-rows";
import type { QuoteActor } from "./quote-types";
import { cancelWaiting_, QUOTE_NOT_THERE } from "./quotes";

/** What waits for an approver: of a joint quote all its parts together, since they are decided about together. */
export interface WaitingOrder {
  /** Who wants to accept. */
  member_id: string;
  asked_at: Date;
  total_minor: bigint;
  currency: string;
}

/** Who decides about what waits, and taking the question back (docs/adr/0051). */
export class Approvals {
  constructor(private readonly sql: Knex) {}

  /** Of these members those who could let this through now: approvers other than who asks, whose own limits allow it. Their ids. */
  async able(
    company: Pick<Company, "state" | "currency" | "time_zone">,
    members: readonly Member[],
    order: WaitingOrder,
    now = new Date(),
  ): Promise<string[]> {
    const approvers = members.filter((one) => one.active && one.roles.includes("approver"));
    const before = await approvedBy(
      this.sql,
      approvers.map((one) => one.member_id),
      now,
    );
    return approvers.filter((one) => mayApprove(company, one, order, before, now)).map((one) => one.member_id);
  }

  /** Of these orders that wait, by their quotes, those that one approver could let through now. */
  async ableFor(
    company: Pick<Company, "state" | "currency" | "time_zone">,
    approver: Member,
    waiting: ReadonlyMap<string, WaitingOrder>,
    now = new Date(),
  ): Promise<Set<string>> {
    if (waiting.size === 0 || !approver.active || !approver.roles.includes("approver")) return new Set();
    const before = await approvedBy(this.sql, [approver.member_id], now);
    const able = [...waiting].filter(([, order]) => mayApprove(company, approver, order, before, now));
    return new Set(able.map(([quote_id]) => quote_id));
  }

  /** By quote, what waits for an approver of these quotes; those that nothing waits of are missing. */
  async waiting(quote_ids: readonly string[]): Promise<Map<string, WaitingOrder>> {
    const found = await rows<Omit<WaitingOrder, "total_minor"> & { quote_id: string; total: string }>(
      this.sql,
      `select q.id as quote_id, o.member_id, o.asked_at, o.currency,
         (select sum(w.total_minor) from company_order w join quote p on p.id = w.quote_id
          where w.state = 'awaiting_approval' and (p.id = q.id or p.joint_id = q.joint_id))::text as total
       from quote q join company_order o on o.quote_id = q.id and o.state = 'awaiting_approval' where q.id = any(?)`,
      [[...quote_ids]],
    );
    return new Map(found.map(({ quote_id, total, ...one }) => [quote_id, { ...one, total_minor: BigInt(total) }]));
  }

  /** Who wants to accept asks for no approval any more: the quote stands as it was, of a joint quote all its parts. Pressed again it is done. */
  takeBack(by: QuoteActor & { side: "buyer" }, quote_id: string): Promise<Result<void, Refusal>> {
    return inTransaction(this.sql, async (tx) => {
      const seen = await findQuote(tx, quote_id);
      if (!seen || !isOf(by, seen)) return QUOTE_NOT_THERE;
      // Of a joint quote every word about its orders takes the company first.
      await lockCompany_(tx, seen.company_id);
      const quote = await lockQuote_(tx, quote_id);
      const waits = await rows<{ quote_id: string; version: number }>(
        tx,
        `select o.quote_id, o.version from company_order o join quote q on q.id = o.quote_id
         where o.state = 'awaiting_approval' and (q.id = ? or q.joint_id = ?) order by o.id`,
        [quote_id, seen.joint_id],
      );
      if (!quote || waits.length === 0) return (await isTakenBack_(tx, quote_id)) ? ok(undefined) : DECIDED;
      await cancelWaiting_(tx, [quote_id], TAKEN_BACK);
      const quotes = waits.map(({ quote_id: id, version }) => ({ id, version }));
      await eventOnAll_(tx, quotes, { by: "buyer", person: by.id, act: "approval_taken_back" });
      return ok(undefined);
    });
  }
}

const TAKEN_BACK = "approval taken back";
const DECIDED = refuse(
  "stale",
  "Nothing waits for approval here any more: it has been decided. Look at the page again; nothing was changed.",
);

async function isTakenBack_(sql: Sql, quote_id: string): Promise<boolean> {
  const last = await row<{ words: string }>(
    sql,
    `select words from company_order where quote_id = ? order by asked_at desc, id desc limit 1`,
    [quote_id],
  );
  return last?.words === TAKEN_BACK;
}

function mayApprove(
  company: Pick<Company, "state" | "currency" | "time_zone">,
  approver: Member,
  order: WaitingOrder,
  before: readonly SpentOrder[],
  now: Date,
): boolean {
  const { member_id: person, asked_at, total_minor, currency } = order;
  return decideApproval({
    company_state: company.state,
    currency: company.currency,
    time_zone: company.time_zone,
    approver: { person: approver.member_id, roles: approver.roles, limits: approver.limits },
    order: { order_id: "", person, asked_at, total_minor, currency, state: "awaiting_approval" },
    approved_before: before,
    decision: "approved",
    words: "",
    now,
  }).ok;
}
