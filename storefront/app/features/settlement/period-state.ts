import type { Period } from "../desk/data.server";

/** What a reader is told: all payouts were sent, but what the bank has not answered for is on its way, and not paid. */
export function stateToRead(period: Pick<Period, "state" | "totals">): Period["state"] {
  return period.state === "paid" && period.totals.some((sum) => sum.on_its_way_minor > 0) ? "approved" : period.state;
}
