import { calendarWindow, leftOf, spentIn, type CalendarWindow, type SpentOrder } from "@commonlot/domain";
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
  /** Of the limit: what they may still buy alone, and what they may still let through. */
  left_minor: bigint;
  left_to_approve_minor: bigint;
  /** Of orders that stand. */
  spent_minor: bigint;
  /** Of those that wait for an approver: a limit counts both. */
  waiting_minor: bigint;
  /** Of others' orders that they let through, which count when they approve. */
  approved_minor: bigint;
}

/** What members of a company have spent and approved in their windows of now, on its own calendar; those without such a limit are missing. Two queries. */
export async function spentOfMembers(
  sql: Sql,
  company: Pick<Company, "time_zone">,
  members: readonly Pick<Member, "member_id" | "limits">[],
  now: Date,
): Promise<Map<string, SpentNow>> {
  const limited = members.flatMap((member) => {
    const window = windowOf(company, member, now);
    const { member_id, limits } = member;
    return window === null || limits.per_window === null
      ? []
      : [{ member_id, window, limit_minor: limits.per_window.limit_minor }];
  });
  const ids = limited.map((one) => one.member_id);
  const [orders, approved] = await Promise.all([askedBy(sql, ids, now), approvedBy(sql, ids, now)]);
  return new Map(
    limited.map(({ member_id, window, limit_minor }) => {
      const sum = (state: SpentOrder["state"]) =>
        spentIn(
          orders.filter((one) => one.state === state),
          member_id,
          window,
        );
      const [spent_minor, waiting_minor] = [sum("placed"), sum("awaiting_approval")];
      const approved_minor = spentIn(approved, member_id, window);
      const left_minor = leftOf(limit_minor, spent_minor + waiting_minor);
      const left_to_approve_minor = leftOf(limit_minor, approved_minor);
      return [member_id, { window, spent_minor, waiting_minor, approved_minor, left_minor, left_to_approve_minor }];
    }),
  );
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

/** What these members asked for, as limits count it; one query for any number of them. */
async function askedBy(sql: Sql, member_ids: readonly string[], now: Date): Promise<SpentOrder[]> {
  if (member_ids.length === 0) return [];
  const found = await rows<Omit<SpentOrder, "total_minor"> & { total_minor: string }>(
    sql,
    `select id as order_id, member_id as person, asked_at, total_minor, state from company_order
     where member_id = any(?) and asked_at >= ? order by asked_at, id`,
    [[...member_ids], new Date(now.getTime() - LONGEST_WINDOW_MS)],
  );
  return found.map(({ total_minor, ...one }) => ({ ...one, total_minor: BigInt(total_minor) }));
}

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
