import { calendarWindow, spentIn, type CalendarWindow, type SpentOrder } from "@commonlot/domain";
import type { Company, Member } from "./company-types";

/**
 * A member's orders as limits count them, from a moment on. Companies order through quotes, which are not there yet: until then nobody
 * has spent anything. Whoever adds orders of companies answers here, and nowhere else.
 */
export function ordersOf(_member_id: string, _from: Date): Promise<SpentOrder[]> {
  return Promise.resolve([]);
}

/** What a member has spent in the window of now, on the company's own calendar; null without such a limit. */
export async function spentNow(
  company: Pick<Company, "time_zone">,
  member: Pick<Member, "member_id" | "limits">,
  now: Date,
): Promise<{ window: CalendarWindow; spent_minor: bigint } | null> {
  const { per_window } = member.limits;
  if (per_window === null) return null;
  const window = calendarWindow(per_window.kind, company.time_zone, now);
  if (!window.ok) throw new Error(`a company has a time zone that is none: ${company.time_zone}`);
  const orders = await ordersOf(member.member_id, window.value.from);
  return { window: window.value, spent_minor: spentIn(orders, member.member_id, window.value) };
}
