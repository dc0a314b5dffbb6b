import { formatKg, isGrams } from "../shared/weight";
import { ok, refuse, type Refusal, type Result } from "../shared/result";

/** How far the scale may be from the plan: the greater of a fixed weight and a share of the planned weight. */
export interface WeighPolicy {
  /** Grams: what a scale in a shed, tape and filling paper make up. */
  readonly tolerance_g: number;
  /** Basis points (1/100 of a percent) of the planned gross weight. */
  readonly tolerance_bp: number;
}

export const DEFAULT_WEIGH_POLICY: WeighPolicy = { tolerance_g: 30, tolerance_bp: 200 };

/** Letters of a reason: "wet box" is one, an empty sigh is none. Two Chinese characters may say it. */
export const MIN_REASON_LENGTH = 2;

/** Grams by which a parcel of this planned weight may be off; exactly so much is still good. A part of a gram is left out. */
export function toleranceGrams(planned_g: number, policy: WeighPolicy): number {
  return Math.max(policy.tolerance_g, Math.floor((planned_g * policy.tolerance_bp) / 10_000));
}

export interface WeighCheck {
  readonly weighed_g: number;
  /** Weighed less planned: below zero when the parcel is too light. */
  readonly difference_g: number;
  readonly tolerance_g: number;
  readonly within: boolean;
}

/**
 * What the scale says about a parcel, against its planned gross weight. Refuses no weight at all, and a difference over the
 * tolerance without a reason: with one it is let through, and the reason stays beside the parcel.
 */
export function weighCheck(input: {
  readonly planned_g: number;
  readonly weighed_g: number;
  readonly policy: WeighPolicy;
  readonly reason?: string | undefined;
}): Result<WeighCheck, Refusal<"invalid_weight" | "weight_off">> {
  const { planned_g, weighed_g, policy } = input;
  if (!isGrams(weighed_g) || weighed_g === 0) {
    return refuse("invalid_weight", "A parcel weighs whole grams above zero.", "weighed_g");
  }
  const tolerance_g = toleranceGrams(planned_g, policy);
  const difference_g = weighed_g - planned_g;
  const within = Math.abs(difference_g) <= tolerance_g;
  if (!within && (input.reason ?? "").trim().length < MIN_REASON_LENGTH) {
    const way = difference_g < 0 ? "less" : "more";
    const message = `The parcel weighs ${formatKg(weighed_g)} kg, ${formatKg(Math.abs(difference_g))} kg ${way} than its plan of ${formatKg(planned_g)} kg; ${formatKg(tolerance_g)} kg are allowed. Nothing was saved. Look into the box; if it is right, write why.`;
    return refuse("weight_off", message, "weighed_g");
  }
  return ok({ weighed_g, difference_g, tolerance_g, within });
}

/** The letters of a code as our papers print them; a trace page's address gives the parcel's number at its end. */
export function scannedCode(typed: string): string {
  const plain = typed.normalize("NFKC").trim();
  const last = /^https?:\/\//i.test(plain) ? (plain.split(/[?#]/)[0]?.split("/").filter(Boolean).at(-1) ?? "") : plain;
  // Pools and order lines are scanned by their id, which has small letters; numbers on papers are capital.
  return /^pool_/i.test(last) ? last.toLowerCase() : last.replaceAll(/\s+/g, "").toUpperCase();
}

/** What a code turned out to be, of this cooperative only: others' things are `unknown`. */
export type Scanned =
  | { readonly what: "lot"; readonly lot_id: string; readonly number: string; readonly recalled: boolean }
  | { readonly what: "pool"; readonly pool_id: string }
  | { readonly what: "parcel"; readonly parcel_id: string; readonly number: string; readonly state: string }
  | { readonly what: "old_label"; readonly parcel_id: string; readonly number: string; readonly new_number: string }
  | { readonly what: "unknown"; readonly code: string };

/** What lies, or should lie, in a parcel: one order line's units of one lot. */
export interface ContentToTick {
  readonly allocation_id: string;
  readonly order_line_id: string;
  readonly lot_id: string;
  readonly pool_id: string;
  readonly title: string;
  readonly ticked: boolean;
}

export type ScanRefusalReason =
  | "unknown_code"
  | "wrong_item"
  | "other_parcel"
  | "own_label"
  | "label_void"
  | "lot_recalled"
  | "line_complete"
  | "not_to_pack";

/**
 * Which contents of a parcel a scan ticks. A lot's number ticks what the parcel holds of that lot, the pool's code all that
 * it holds of that pool. Refuses, each in a sentence that says what was scanned and what to do: a parcel that is not being
 * packed, a code nobody knows, goods that do not belong in, another parcel's label, this parcel's own, an old label, a lot
 * that is recalled, and goods that are ticked already.
 */
export function decideScan(input: {
  readonly parcel: { readonly id: string; readonly number: string; readonly state: string };
  readonly contents: readonly ContentToTick[];
  readonly scanned: Scanned;
}): Result<readonly string[], Refusal<ScanRefusalReason>> {
  const { parcel, contents, scanned } = input;
  const closed = whyNotToPack(parcel);
  if (closed) return refuse("not_to_pack", closed);
  switch (scanned.what) {
    case "unknown":
      return refuse("unknown_code", `"${scanned.code.slice(0, 40)}" is no lot, pool or parcel of yours.`, "code");
    case "old_label":
      return refuse("label_void", oldLabel(scanned), "code");
    case "parcel":
      return scanned.parcel_id === parcel.id
        ? refuse("own_label", `This is the label of this parcel. Scan the goods that go in.`, "code")
        : refuse(
            "other_parcel",
            `This is the label of parcel ${scanned.number}. This box is ${parcel.number}: open the other one to pack it.`,
            "code",
          );
    case "lot": {
      if (scanned.recalled) {
        const message = `Lot ${scanned.number} is recalled. Put it aside and do not pack it.`;
        return refuse("lot_recalled", message, "code");
      }
      const of = contents.filter((one) => one.lot_id === scanned.lot_id);
      return tick(of, `Lot ${scanned.number} does not belong in this parcel. Put it back; the list says what goes in.`);
    }
    case "pool":
      return tick(
        contents.filter((one) => one.pool_id === scanned.pool_id),
        "These goods do not belong in this parcel. Put them back; the list says what goes in.",
      );
  }
}

/** As `decideScan`, for a line that a packer ticks by hand. */
export function decideTick(input: {
  readonly parcel: { readonly id: string; readonly number: string; readonly state: string };
  readonly contents: readonly ContentToTick[];
  readonly order_line_id: string;
}): Result<readonly string[], Refusal<ScanRefusalReason>> {
  const closed = whyNotToPack(input.parcel);
  if (closed) return refuse("not_to_pack", closed);
  return tick(
    input.contents.filter((one) => one.order_line_id === input.order_line_id),
    "This line is not in this parcel.",
  );
}

function tick(
  of: readonly ContentToTick[],
  wrong: string,
): Result<readonly string[], Refusal<"wrong_item" | "line_complete">> {
  if (of.length === 0) return refuse("wrong_item", wrong, "code");
  const open = of.filter((one) => !one.ticked);
  if (open.length === 0) {
    const message = `"${of[0]?.title ?? ""}" is ticked already. Nothing was counted twice.`;
    return refuse("line_complete", message, "code");
  }
  return ok(open.map((one) => one.allocation_id));
}

/** Said wherever an old label is scanned. */
export function oldLabel(old: { readonly number: string; readonly new_number: string }): string {
  return `Label ${old.number} was replaced by ${old.new_number}. Take it off the box and use the new one.`;
}

/** Why a parcel can't be packed now, in a sentence; null when it can. */
export function whyNotToPack(parcel: { readonly number: string; readonly state: string }): string | null {
  switch (parcel.state) {
    case "labelled":
      return null;
    case "planned":
      return `Parcel ${parcel.number} has no label yet. It is printed in a moment.`;
    case "packed":
      return `Parcel ${parcel.number} is packed already. Put it with those to hand over.`;
    case "void":
      return `Parcel ${parcel.number} is void: its order was planned anew. Take the goods out; its new parcel has another number.`;
    default:
      return `Parcel ${parcel.number} has left already.`;
  }
}
