import { calendarWindow, spentIn, type CalendarWindow, type SpentOrder } from "@commonlot/domain";
import { rows, type Sql } from "../../../lib/sql";
import type { Company, Member } from "./company-types";
import { companyOrders } from "../quotes/quote-rows";

/** A member's orders as limits count them, from a moment on: those that came of quotes. Whoever adds other orders of companies answers here. */
export async function ordersOf(sql: Sql, member_id: string, from: Date): Promise<SpentOrder[]> {
  const found = await companyOrders(sql, { asked_by: member_id }, from);
  return found.map(({ id: order_id, asked_at, total_minor, state }) => ({
    order_id,
    person: member_id,
    asked_at,
    total_minor,
    state,
  }));
}

/** Those of the window of now, on the company's own calendar; none without a limit that counts them. */
export async function spentOrders(
  sql: Sql,
  company: Pick<Company, "time_zone">,
  member: Pick<Member, "member_id" | "limits">,
  now: Date,
): Promise<SpentOrder[]> {
  const window = windowOf(company, member, now);
  return window === null ? [] : ordersOf(sql, member.member_id, window.from);
}

export interface SpentNow {
  window: CalendarWindow;
  /** Of orders that stand. */
  spent_minor: bigint;
  /** Of those that wait for an approver: a limit counts both. */
  waiting_minor: bigint;
  /** Of others' orders that they let through, which count when they approve. */
  approved_minor: bigint;
}

/** What a member has spent and approved in the window of now, on the company's own calendar; null without such a limit. */
export async function spentNow(
  sql: Sql,
  company: Pick<Company, "time_zone">,
  member: Pick<Member, "member_id" | "limits">,
  now: Date,
): Promise<SpentNow | null> {
  const window = windowOf(company, member, now);
  if (window === null) return null;
  const { member_id } = member;
  const [orders, approved] = await Promise.all([
    ordersOf(sql, member_id, window.from),
    approvedBy(sql, [member_id], now),
  ]);
  const sum = (state: SpentOrder["state"]) =>
    spentIn(
      orders.filter((one) => one.state === state),
      member_id,
      window,
    );
  return {
    window,
    spent_minor: sum("placed"),
    waiting_minor: sum("awaiting_approval"),
    approved_minor: spentIn(approved, member_id, window),
  };
}

function windowOf(
  company: Pick<Company, "time_zone">,
  { limits }: Pick<Member, "limits">,
  now: Date,
): CalendarWindow | null {
  if (limits.per_window === null) return null;
  const window = calendarWindow(limits.per_window.kind, company.time_zone, now);
  if (!window.ok) throw new Error(`a company has a time zone that is none: ${company.time_zone}`);
  return window.value;
}

/** The longest window is a month, and no month is longer than this. */
const LONGEST_WINDOW_MS = 33 * 86_400_000;

/** What these approvers have let through, by the day they did; one query for any number of them. */
export async function approvedBy(sql: Sql, member_ids: readonly string[], now: Date): Promise<SpentOrder[]> {
  if (member_ids.length === 0) return [];
  const found = await rows<{ order_id: string; person: string; asked_at: Date; total_minor: string }>(
    sql,
    `select id as order_id, decided_by as person, decided_at as asked_at, total_minor from company_order
     where decided_by = any(?) and decided_at >= ? and state = 'placed' order by decided_at, id`,
    [[...member_ids], new Date(now.getTime() - LONGEST_WINDOW_MS)],
  );
  return found.map(({ total_minor, ...one }) => ({
    ...one,
    total_minor: BigInt(total_minor),
    state: "placed" as const,
  }));
}
