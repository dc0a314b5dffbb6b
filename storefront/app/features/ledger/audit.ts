import type { AuditDay } from "./data.server";

/** Columns of the weight-loss audit, in the order they are read: what came, what changed it, what went. */
export const AUDIT_COLUMNS = [
  "net",
  "accepted",
  "ticket_kept_apart",
  "on_hand_before",
  "intake",
  "returned",
  "adjusted",
  "split",
  "wasted",
  "shipped",
  "on_hand_after",
  "shipped_in_parcels",
] as const satisfies readonly (keyof AuditDay)[];

/** The sum of what should be nothing, without sign: 0 when a day adds up. */
export function unexplained(day: AuditDay): number {
  return day.differences.reduce((sum, one) => sum + Math.abs(one.units), 0);
}
