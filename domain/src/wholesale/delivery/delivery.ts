import { DEFAULT_INSPECTION_DAYS, inspectBy } from "./inspection";

// How a company's order stands once its goods have come, read from facts: whether the buyer has spoken, what was claimed, what day it is.

/** When the money of an order is divided: after its hold days like any sale, or not before the buyer has looked as well. */
export const RELEASES = ["delivery", "inspection"] as const;
export type Release = (typeof RELEASES)[number];

/** What a quote says of looking at the goods. */
export interface InspectionTerm {
  readonly days: number;
  readonly release: Release;
}

/** What holds where a quote says nothing. */
export const DEFAULT_INSPECTION: InspectionTerm = { days: DEFAULT_INSPECTION_DAYS, release: "delivery" };

export type DeliveryStanding =
  "not_delivered" | "nothing_comes" | "open" | "claimed" | "accepted" | "accepted_by_silence" | "settled";

/**
 * How the inspection of an order stands. A claim keeps it open until it is decided, however long that takes; silence until the last day
 * is a yes. `settled`: claims were decided, and nobody has said anything else in time. `nothing_comes`: all of it fell short, so that nothing
 * is ever delivered; said before anything has come alone.
 */
export function deliveryStanding(of: {
  readonly delivered_on: string | null;
  readonly nothing_comes?: boolean;
  readonly days: number;
  readonly accepted: boolean;
  readonly claims: { readonly open: number; readonly ended: number };
  readonly today: string;
}): DeliveryStanding {
  if (of.delivered_on === null) return of.nothing_comes === true ? "nothing_comes" : "not_delivered";
  if (of.claims.open > 0) return "claimed";
  if (of.accepted) return "accepted";
  if (of.today <= inspectBy(of.delivered_on, of.days)) return "open";
  return of.claims.ended > 0 ? "settled" : "accepted_by_silence";
}

/**
 * Whether the money of an order may be divided now, or what day it is asked again: the one after the last for inspecting, or tomorrow
 * while a claim is open. What has no parcel any more waits for nobody.
 */
export function releaseNow(of: {
  readonly release: Release;
  readonly standing: DeliveryStanding;
  readonly delivered_on: string | null;
  readonly days: number;
  readonly today: string;
}): { readonly now: true } | { readonly now: false; readonly last_day: string } {
  if (of.release === "delivery" || of.delivered_on === null) return { now: true };
  if (of.standing === "open") return { now: false, last_day: inspectBy(of.delivered_on, of.days) };
  if (of.standing === "claimed") return { now: false, last_day: of.today };
  return { now: true };
}

/** Each side says how it went within so many days after the inspection; then both are shown, whoever spoke. */
export const RATING_DAYS = 14;
export const MOST_STARS = 5;
/** Fewer would say what one company thinks. */
export const LEAST_RATINGS = 3;

/** Whether a side may still rate: after the inspection, within its days. */
export function ratingWindow(ended_on: string | null, today: string): "not_yet" | "open" | "over" {
  if (ended_on === null) return "not_yet";
  return today <= inspectBy(ended_on, RATING_DAYS) ? "open" : "over";
}

/** Whether the other side's rating is shown: when both have spoken, or nobody may any more. */
export function showsOther(of: { readonly own: boolean; readonly window: "not_yet" | "open" | "over" }): boolean {
  return of.own || of.window === "over";
}
