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

/**
 * A time of day as the cooperative's own form says it, "2026-12-01T08:00", for `Formats.time`, which is by the clock of the villages' country:
 * the same figures, wherever the cooperative is.
 */
export const byItsClock = (local: string): string => `${local}:00+08:00`;

/** Of a buyer's order: how far its cycle is. */
interface OfOrder {
  readonly state: Cycle["state"];
  readonly waits: boolean;
}

/** Whether all of it goes back: it was missed, or called off. */
export const goesBack = ({ state }: Pick<OfOrder, "state">): boolean => state === "missed" || state === "called_off";

/** Whether everybody's price is counted with the order: then its buyer calls it back no more. */
export const isCounted = ({ state }: Pick<OfOrder, "state">): boolean => state === "closing" || state === "reached";

/** What is said of an order first. That it stands only when it does. */
export function sayOfOrder(cycle: OfOrder): "orderMissed" | "orderCalledOff" | "orderWaits" | "orderOver" {
  if (cycle.state === "missed") return "orderMissed";
  if (cycle.state === "called_off") return "orderCalledOff";
  return cycle.waits ? "orderWaits" : "orderOver";
}
