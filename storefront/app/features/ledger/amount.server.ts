import { gramsOf } from "../weigh-in/read";

/** What was typed in kilograms (or pieces) as base units; null when it is no amount. */
export function unitsTyped(typed: string, unit: "g" | "piece"): number | null {
  if (unit === "g") return gramsOf(typed);
  const text = typed.normalize("NFKC");
  return /^\d{1,9}$/.test(text) ? Number(text) : null;
}
