import { calendarWindow, spentIn, type CalendarWindow, type SpentOrder } from "@commonlot/domain";
import type { Sql } from "../../../lib/sql";
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

/** What a member has spent in the window of now, on the company's own calendar; null without such a limit. */
export async function spentNow(
  sql: Sql,
  company: Pick<Company, "time_zone">,
  member: Pick<Member, "member_id" | "limits">,
  now: Date,
): Promise<{ window: CalendarWindow; spent_minor: bigint } | null> {
  const window = windowOf(company, member, now);
  if (window === null) return null;
  return { window, spent_minor: spentIn(await ordersOf(sql, member.member_id, window.from), member.member_id, window) };
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
