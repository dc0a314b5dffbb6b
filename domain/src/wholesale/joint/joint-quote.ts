import { compareText } from "../../shared/order";
import { ok, refuse, type Refusal, type Result } from "../../shared/result";
import { isExpired, turnOf, type QuoteFacts } from "../quotes/quote";

// A joint quote: one request that several cooperatives answer, each for its own part, and that is accepted at once (docs: adr, joint quotes).

/** Parts of one joint quote at most: more cooperatives than anybody talks with, and few enough for one page and one transaction. */
export const MAX_JOINT_PARTS = 20;

/** A part: the quote of one cooperative. */
export interface JointPart extends QuoteFacts {
  readonly quote_id: string;
  /** Of its last version. */
  readonly packs: number;
}

/** `waiting`: some part is not offered yet. `offered`: all parts that stand can be accepted. `over`: none stands. */
export type JointState = "waiting" | "offered" | "accepted" | "over";

export interface JointStanding {
  readonly state: JointState;
  /** Of the parts that stand, or were accepted. */
  readonly standing_packs: number;
  /** Of those that stand or were accepted, what the request still lacks: to be spread once more, or gone without. */
  readonly missing_packs: number;
  /** The clock that ends first of the parts that stand; null when none does. */
  readonly ends_at: Date | null;
}

/** How a joint quote stands: nothing of it is kept beside its parts, so that it can never say otherwise than they do. */
export function jointStanding(asked_packs: number, parts: readonly JointPart[], now: Date): JointStanding {
  const open = parts.filter((part) => stands(part, now));
  const accepted = parts.filter((part) => part.state === "accepted");
  const given = [...(accepted.length > 0 ? accepted : open)].reduce((sum, part) => sum + part.packs, 0);
  const ends = open.map((part) => part.expires_at.getTime());
  return {
    state:
      accepted.length > 0
        ? "accepted"
        : open.length === 0
          ? "over"
          : open.every((part) => part.state === "offered")
            ? "offered"
            : "waiting",
    standing_packs: given,
    missing_packs: Math.max(0, asked_packs - given),
    ends_at: ends.length === 0 ? null : new Date(Math.min(...ends)),
  };
}

export type JointRefusal = Refusal<
  "quote_not_found" | "nothing_chosen" | "joint_parts_open" | "joint_accepted" | "above_joint" | "too_many_parts"
>;

/**
 * Which parts are accepted together: exactly those that were named, and no part that still stands is left behind, since nobody could accept it
 * alone later. Whether each of them may be accepted is `decideAccept`'s. In the order of their ids, as they are locked.
 */
export function chooseParts<P extends JointPart>(
  parts: readonly P[],
  chosen: readonly { readonly quote_id: string; readonly upon_version: number }[],
  now: Date,
): Result<{ part: P; upon_version: number }[], JointRefusal> {
  if (parts.some((part) => part.state === "accepted"))
    return refuse("joint_accepted", "This joint quote was accepted already. Nothing was changed.");
  if (chosen.length === 0) return refuse("nothing_chosen", "Nothing here can be accepted yet. Wait for an offer.");
  const versions = new Map(chosen.map((one) => [one.quote_id, one.upon_version]));
  if ([...versions.keys()].some((id) => !parts.some((part) => part.quote_id === id)))
    return refuse("quote_not_found", "There is no such quote.");
  if (parts.some((part) => stands(part, now) && !versions.has(part.quote_id))) {
    const message =
      "A part that you do not accept still stands. Wait for its offer, or take that part back first; nothing was changed.";
    return refuse("joint_parts_open", message);
  }
  return ok(
    parts
      .filter((part) => versions.has(part.quote_id))
      .map((part) => ({ part, upon_version: versions.get(part.quote_id)! }))
      .sort((a, b) => compareText(a.part.quote_id, b.part.quote_id)),
  );
}

/** Whether so many packs more may be asked for, in so many more parts: never above what the request was for, and not once it is accepted. */
export function decideMoreParts(
  asked_packs: number,
  parts: readonly JointPart[],
  more: readonly { readonly packs: number }[],
  now: Date,
): Result<void, JointRefusal> {
  const { state, missing_packs } = jointStanding(asked_packs, parts, now);
  if (state === "accepted")
    return refuse("joint_accepted", "This joint quote was accepted already. Nothing was changed.");
  if (more.length === 0) return refuse("nothing_chosen", "Say how many packs of which cooperative.", "parts");
  if (parts.length + more.length > MAX_JOINT_PARTS)
    return refuse("too_many_parts", `A joint quote has at most ${MAX_JOINT_PARTS} parts. Ask for a new one.`, "parts");
  if (more.reduce((sum, one) => sum + one.packs, 0) <= missing_packs) return ok(undefined);
  const message = `Only ${missing_packs} packs are missing. Ask for so many or fewer; nothing was asked.`;
  return { ok: false, refusal: { reason: "above_joint", message, field: "parts", details: { missing_packs } } };
}

const stands = (part: JointPart, now: Date): boolean => turnOf(part.state) !== null && !isExpired(part, now);
