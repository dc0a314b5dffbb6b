import { z } from "zod";
import { dayNumber, isoDate } from "../shared/dates";
import { parseInput } from "../shared/parse";
import { ok, refuse, type Refusal, type Result } from "../shared/result";
import { defineTransitions } from "../shared/transitions";
import { reportDaysUsed } from "./report-days";

// A parcel that was lost, damaged, came back, or lacked something: who may say so, about how much, and what is done.

/**
 * What is wrong with a parcel:
 * - `lost`: it never came; `returned`: it came back. Both are about all that is in it;
 * - `damaged`, `missing`: it came, and so many packs of it are spoilt or were not in it.
 */
export const CLAIM_KINDS = ["lost", "damaged", "missing", "returned"] as const;
export type ClaimKind = (typeof CLAIM_KINDS)[number];

/** Who says so. */
export const CLAIM_SOURCES = ["desk", "buyer", "carrier"] as const;
export type ClaimSource = (typeof CLAIM_SOURCES)[number];

/** What the buyer gets: the money of these packs, or the same packs again. */
export const CLAIM_REMEDIES = ["refund", "reship"] as const;
export type ClaimRemedy = (typeof CLAIM_REMEDIES)[number];

/** Why a claim ends without anything: it was opened in error, or the cooperative looked and says no in words that its buyer reads. */
export const DROP_REASONS = ["error", "refused"] as const;
export type DropReason = (typeof DROP_REASONS)[number];

/** What the carrier said to what it was asked for. */
export const CARRIER_ANSWERS = ["paid", "refused", "none"] as const;
export type CarrierAnswer = (typeof CARRIER_ANSWERS)[number];

/**
 * A claim's life. `decided` is on its way through pool, parcels and books; `done`: the buyer has what is theirs, the
 * carrier's answer or the replacement's leaving is waited for; `withdrawing`: a replacement that has not left is taken
 * back, and the claim is open again.
 */
export const CLAIM_TRANSITIONS = defineTransitions({
  thing: "claim",
  initial: "opened",
  terminal: ["dropped", "closed"],
  next: {
    opened: ["decided", "dropped"],
    decided: ["opened", "done"],
    done: ["withdrawing", "closed"],
    withdrawing: ["opened", "done"],
    dropped: [],
    closed: [],
  },
});
export type ClaimState = "opened" | "decided" | "done" | "withdrawing" | "dropped" | "closed";

const id = z.string().min(1).max(200);
const packs = z.int().positive().max(1_000_000);

export const claimEntrySchema = z.strictObject({
  kind: z.enum(CLAIM_KINDS),
  source: z.enum(CLAIM_SOURCES),
  parcel: z.strictObject({
    number: z.string().max(100),
    state: z.string().max(40),
    /** A short, or an earlier claim, answers for all of it already. */
    accounted: z.boolean(),
    /** The day it arrived, where that is known, as the cooperative's calendar says. */
    delivered_on: z.iso.date().nullable(),
    /** When claims of it waited for their answer, in days of the same calendar: for that long the days for reporting stand still. */
    waited: z
      .array(z.strictObject({ from: z.iso.date(), to: z.iso.date() }))
      .max(10_000)
      .optional(),
    lines: z
      .array(
        z.strictObject({
          order_line: id,
          packs,
          /** Named by other claims that stand. */
          claimed: z.int().nonnegative(),
        }),
      )
      .min(1)
      .max(10_000),
  }),
  /** Which packs; of a parcel that is lost or came back all are meant, and naming some is refused. */
  lines: z
    .array(z.strictObject({ order_line: id, packs }))
    .max(10_000)
    .optional(),
  /** A buyer may report so many days after the parcel came. */
  report_days: z.int().positive(),
  today: z.iso.date(),
});

export type ClaimEntry = z.input<typeof claimEntrySchema>;
export type ClaimRefusal = Refusal<
  | "invalid_input"
  | "parcel_accounted"
  | "parcel_claimed"
  | "not_handed_over"
  | "still_on_its_way"
  | "parcel_arrived"
  | "not_arrived"
  | "not_returned"
  | "packs_not_in_parcel"
  | "report_too_late"
>;

/** From hand-over to the end of the way. */
const ON_ITS_WAY: ReadonlySet<string> = new Set(["handed_over", "in_transit"]);
const HERE: ReadonlySet<string> = new Set(["planned", "labelled", "packed", "void"]);

/**
 * Whether such a claim may be opened, and about which packs of which lines (by line id). Refuses a parcel that never left,
 * one that another paper answers for, packs that are not in it or that another claim names, a loss of what arrived, damage
 * in what has not arrived (the carrier may tell of it before), and a buyer's report after the days of the policy.
 */
export function decideClaim(input: ClaimEntry): Result<{ order_line: string; packs: number }[], ClaimRefusal> {
  const parsed = parseInput(claimEntrySchema, input);
  if (!parsed.ok) return parsed;
  const { kind, source, parcel, report_days, today } = parsed.value;
  if (HERE.has(parcel.state)) {
    const message = `Parcel ${parcel.number} was not handed over. Enter a short instead; nothing was opened.`;
    return refuse("not_handed_over", message, "parcel_id");
  }
  if (parcel.accounted) {
    const message = `Parcel ${parcel.number} has been accounted for already. Nothing was opened.`;
    return refuse("parcel_accounted", message, "parcel_id");
  }
  const fits = fitsState(kind, source, parcel.state, parcel.number);
  if (!fits.ok) return fits;
  if (source === "buyer" && parcel.delivered_on !== null) {
    if (reportDaysUsed(parcel.delivered_on, today, parcel.waited ?? []) > report_days) {
      const message = `This can be reported for ${report_days} days after the parcel came; days on which a report of it waited for its answer are not counted. Please phone the cooperative; nothing was opened.`;
      return refuse("report_too_late", message);
    }
  }
  return isWhole(kind) ? allOf(parsed.value) : someOf(parsed.value);
}

/** Whether a claim of this kind is about all that is in the parcel. */
export function isWhole(kind: ClaimKind): boolean {
  return kind === "lost" || kind === "returned";
}

function fitsState(kind: ClaimKind, source: ClaimSource, state: string, number: string): Result<void, ClaimRefusal> {
  const way = ON_ITS_WAY.has(state);
  if (kind === "lost" && (way || state === "lost")) return ok(undefined);
  if (kind === "lost") {
    const message = `Parcel ${number} is ${state}: it is not lost. Nothing was opened.`;
    return refuse("parcel_arrived", message, "kind");
  }
  if (kind === "returned") {
    const message = `Parcel ${number} has not come back yet. When it is here, say so on its page; the claim opens with that.`;
    return state === "returned" ? ok(undefined) : refuse("not_returned", message, "kind");
  }
  if (state === "delivered" || (kind === "damaged" && source === "carrier" && way)) return ok(undefined);
  const message = way
    ? `Parcel ${number} is still on its way. Wait until it arrives, or say that it is lost.`
    : `Parcel ${number} is ${state}: open the claim as that.`;
  return refuse(way ? "still_on_its_way" : "not_arrived", message, "kind");
}

type Parsed = z.output<typeof claimEntrySchema>;

function allOf({ lines, parcel }: Parsed): Result<{ order_line: string; packs: number }[], ClaimRefusal> {
  if (parcel.lines.some((line) => line.claimed > 0)) {
    const message = `Another claim stands for parcel ${parcel.number}. Nothing was opened; go on with that one.`;
    return refuse("parcel_claimed", message, "parcel_id");
  }
  if (lines !== undefined && lines.length > 0) {
    return refuse("packs_not_in_parcel", "Of a parcel that did not arrive all packs are meant: name none.", "lines");
  }
  return ok(byLine(parcel.lines));
}

function someOf({ lines = [], parcel }: Parsed): Result<{ order_line: string; packs: number }[], ClaimRefusal> {
  if (lines.length === 0) return refuse("packs_not_in_parcel", "Say how many packs of which goods are meant.", "lines");
  if (new Set(lines.map((line) => line.order_line)).size !== lines.length) {
    return refuse("packs_not_in_parcel", "A line is named twice.", "lines");
  }
  for (const wanted of lines) {
    const line = parcel.lines.find((one) => one.order_line === wanted.order_line);
    const left = line ? line.packs - line.claimed : 0;
    if (wanted.packs > left) {
      const message = `Of these goods ${left} packs of parcel ${parcel.number} can still be claimed, not ${wanted.packs}. Nothing was opened; name at most that many.`;
      const details = { order_line: wanted.order_line, left_packs: left, packs: wanted.packs };
      return { ok: false, refusal: { reason: "packs_not_in_parcel", message, field: "lines", details } };
    }
  }
  return ok(byLine(lines));
}

function byLine(lines: readonly { order_line: string; packs: number }[]): { order_line: string; packs: number }[] {
  return lines
    .map((line) => ({ order_line: line.order_line, packs: line.packs }))
    .sort((a, b) => (a.order_line < b.order_line ? -1 : 1));
}

/** Above so many times what the parcel weighs with all that is in it, a weight is a slip of the hand. */
const MAX_TIMES_GROSS = 2;

/**
 * What the claimed goods weighed when they were looked at, in whole grams; null where nobody said. It moves no money: that counts packs.
 * Refuses one of a parcel that did not come, and one below zero or above twice the parcel's gross weight.
 */
export function checkWeighed(
  weighed_g: number | undefined,
  of: { readonly kind: ClaimKind; readonly number: string; readonly gross_g: number },
): Result<number | null, Refusal<"weight_not_possible">> {
  if (weighed_g === undefined) return ok(null);
  if (of.kind === "lost") {
    const message = `Parcel ${of.number} did not come, so nothing of it was weighed. Leave the weight empty; nothing was opened.`;
    return refuse("weight_not_possible", message, "weighed_g");
  }
  const most_g = of.gross_g * MAX_TIMES_GROSS;
  if (Number.isSafeInteger(weighed_g) && weighed_g >= 0 && weighed_g <= most_g) return ok(weighed_g);
  const message = `Parcel ${of.number} weighs ${of.gross_g / 1000} kg with its box: what was claimed of it can't have weighed ${weighed_g / 1000} kg. Give 0 to ${most_g / 1000} kg, or leave it empty; nothing was opened.`;
  return refuse("weight_not_possible", message, "weighed_g");
}

/** By when the carrier must have been asked: so many days after it took the parcel. Null where the policy names none. */
export function carrierDueOn(handed_over_on: string, claim_days: number | null): string | null {
  const day = dayNumber(handed_over_on);
  return day === null || claim_days === null ? null : isoDate(day + claim_days);
}

export interface RemedyFacts {
  readonly state: string;
  readonly kind: ClaimKind;
  /** What the buyer asked for; null while they have said nothing. */
  readonly wish: ClaimRemedy | null;
  /** Until when a silent buyer is waited for. */
  readonly wish_due_at: Date;
  readonly parcel_state: string;
}

/**
 * Whether this may be done about it now. Something is sent again only to who asked for it. Money goes back to who asked for
 * it, to who said nothing in time, and where sending again was asked for and is not possible: then with words. Refuses
 * while the parcel may still arrive, except for one that is given up as lost.
 */
export function decideRemedy(
  claim: RemedyFacts,
  remedy: ClaimRemedy,
  said: { readonly words: string; readonly now: Date },
): Result<ClaimRemedy, Refusal<"claim_state" | "still_on_its_way" | "ask_first" | "wish_differs" | "invalid_words">> {
  if (claim.state !== "opened") {
    return refuse("claim_state", `This claim is ${claim.state}: it can't be decided now. Nothing was changed.`);
  }
  if (claim.kind !== "lost" && ON_ITS_WAY.has(claim.parcel_state)) {
    return refuse("still_on_its_way", "This parcel is still on its way. Say first where it ended.");
  }
  if (claim.wish === remedy) return ok(remedy);
  if (remedy === "reship") {
    return claim.wish === null
      ? refuse("ask_first", "The buyer has not said that they want it again. Ask them, and enter what they say.")
      : refuse("wish_differs", "The buyer asked for the money, so nothing is sent again. Nothing was changed.");
  }
  if (claim.wish === null) {
    if (said.now >= claim.wish_due_at) return ok(remedy);
    const message = "The buyer still has time to say what they want. Ask them, and enter what they say; or wait.";
    return refuse("ask_first", message);
  }
  return said.words.trim() === ""
    ? refuse("invalid_words", "The buyer asked for the goods again. Write why the money goes back instead.", "words")
    : ok(remedy);
}
