import type { Look } from "../ui/Tag";
import type { Cycle } from "./selling.server";

/** How a cycle stands for people: a published one opens and closes by the clock. */
export type Standing = "draft" | "soon" | "open" | "closing" | "reached" | "missed" | "called_off";

export const LOOKS: Record<Standing, Look> = {
  draft: { sign: "✎", tone: "" },
  soon: { sign: "◷", tone: "" },
  open: { sign: "●", tone: "good" },
  closing: { sign: "◔", tone: "warn" },
  reached: { sign: "✓", tone: "good" },
  missed: { sign: "✕", tone: "warn" },
  called_off: { sign: "✕", tone: "warn" },
};

export function standingOf(cycle: Cycle, now: string): Standing {
  if (cycle.state === "dropped") return "draft";
  if (cycle.state !== "published") return cycle.state;
  if (now < cycle.opens_at) return "soon";
  return now < cycle.closes_at ? "open" : "closing";
}
