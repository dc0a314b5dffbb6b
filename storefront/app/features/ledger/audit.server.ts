import { today } from "../../lib/today.server";

const DAY = /^\d{4}-\d{2}-\d{2}$/;
/** Without an answer of the reader's: the last month. */
const DAYS = 30;

/** The days that were asked for; the last month without. */
export function auditPeriod(url: string): { from: string; to: string } {
  const asked = new URL(url).searchParams;
  const from = asked.get("from") ?? "";
  const to = asked.get("to") ?? "";
  if (DAY.test(from) && DAY.test(to)) return { from, to };
  return { from: today(new Date(Date.now() - DAYS * 86_400_000)), to: today() };
}
