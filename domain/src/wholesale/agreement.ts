import { compareText } from "../shared/order";
import { ok, refuse, type Refusal, type Result } from "../shared/result";
import { assertTransition, defineTransitions } from "../shared/transitions";

// An agreement: a season's price and volume, signed by both sides, drawn down by call-offs (docs: adr, wholesale).

/**
 * An agreement's states. Its words stand while it is `proposed`: changed ones are a draft again, and nobody has signed them. Active from
 * the second signature on; it ends with its season, or both sides end it before.
 */
export const AGREEMENT_TRANSITIONS = defineTransitions({
  thing: "agreement",
  initial: "draft",
  terminal: ["ended", "ended_early", "dropped"],
  next: {
    draft: ["proposed", "dropped"],
    proposed: ["draft", "active", "dropped"],
    active: ["ended", "ended_early"],
    ended: [],
    ended_early: [],
    dropped: [],
  },
});
export type AgreementState = keyof typeof AGREEMENT_TRANSITIONS.next;

export type AgreementSide = "buyer" | "seller";

export interface Signature {
  readonly side: AgreementSide;
  readonly person: string;
  /** As it stands under the paper. */
  readonly name: string;
  readonly signed_at: Date;
  /** SHA-256 of the PDF that was signed, 64 hex digits. */
  readonly sha256: string;
}

export type SignRefusal = Refusal<
  "not_open_to_sign" | "not_your_role" | "signed_already" | "same_person" | "paper_changed" | "name_needed"
>;

/** What a signature makes of an agreement. */
export interface SignedAgreement {
  readonly state: "proposed" | "active";
  readonly signatures: readonly Signature[];
}

/**
 * Adds a signature; the second one makes the agreement active. Refuses a draft, who may not sign for the side, a second signature of a
 * side, one person for both sides, a paper other than the one that is proposed now (its hash differs from what the signer saw), and no
 * name.
 */
export function decideSign(
  agreement: { readonly state: AgreementState; readonly sha256: string; readonly signatures: readonly Signature[] },
  by: { readonly side: AgreementSide; readonly person: string; readonly name: string; readonly sha256: string },
  may_sign: boolean,
  now: Date,
): Result<SignedAgreement, SignRefusal> {
  if (!may_sign)
    return refuse("not_your_role", "An owner or approver of the company, or a manager of the cooperative, signs.");
  if (!assertTransition(AGREEMENT_TRANSITIONS, agreement.state, "active").ok)
    return refuse(
      "not_open_to_sign",
      `This agreement is ${agreement.state.replace("_", " ")}: it can't be signed now.`,
    );
  if (by.sha256 !== agreement.sha256)
    return refuse(
      "paper_changed",
      "The agreement was changed after you opened it. Read it again, then sign.",
      "sha256",
    );
  // Signatures under another paper count for nothing.
  const standing = agreement.signatures.filter((one) => one.sha256 === agreement.sha256);
  if (standing.some((one) => one.side === by.side))
    return refuse("signed_already", "Your side has signed this already. Nothing was changed.");
  if (standing.some((one) => one.person === by.person))
    return refuse("same_person", "You signed for the other side: somebody else signs for this one.");
  const name = by.name.trim();
  if (name.length < 2) return refuse("name_needed", "Write your name, as it stands under the paper.", "name");
  const signatures = [
    ...standing,
    { side: by.side, person: by.person, name, signed_at: now, sha256: by.sha256 },
  ] as const;
  return ok({ state: signatures.length === 2 ? "active" : "proposed", signatures });
}

/** A cooperative's part of an agreement, base units (grams or pieces). */
export interface Commitment {
  readonly cooperative_id: string;
  readonly committed_units: number;
  /** By call-offs that stand: cancelled ones give back. */
  readonly drawn_units: number;
}

export interface CallOffLine {
  readonly cooperative_id: string;
  readonly units: number;
}

export interface CallOffInput {
  readonly state: AgreementState;
  /** First and last day on which goods may be called off, ISO. */
  readonly from_day: string;
  readonly to_day: string;
  /** Together at least so much in one call-off. */
  readonly minimum_units: number;
  readonly commitments: readonly Commitment[];
  readonly lines: readonly CallOffLine[];
  /** The cooperatives' today. */
  readonly today: string;
}

export type CallOffRefusal = Refusal<
  | "agreement_not_active"
  | "outside_season"
  | "invalid_units"
  | "below_minimum"
  | "duplicate_line"
  | "cooperative_not_found"
  | "over_agreement"
>;

/** What is drawn of each cooperative once this call-off stands, by cooperative id. */
export type Drawn = readonly { readonly cooperative_id: string; readonly drawn_units: number }[];

/**
 * Whether a call-off may be taken, and what is drawn after it. Never above what each cooperative committed (`details.left_units` says what
 * is left of it); refuses besides an agreement that is not active, a day outside its season, part units, a cooperative named twice or not
 * in it, and too little.
 */
export function decideCallOff(input: CallOffInput): Result<Drawn, CallOffRefusal> {
  const { commitments, lines, today } = input;
  if (input.state !== "active")
    return refuse("agreement_not_active", "This agreement is not active: nothing can be called off from it.");
  if (today < input.from_day || today > input.to_day) {
    const message = `Goods of this agreement are called off from ${input.from_day} to ${input.to_day}.`;
    return refuse("outside_season", message);
  }
  if (new Set(lines.map((line) => line.cooperative_id)).size !== lines.length)
    return refuse("duplicate_line", "A cooperative is named twice.", "lines");
  const wanted = new Map<string, number>();
  for (const [at, line] of lines.entries()) {
    const commitment = commitments.find((one) => one.cooperative_id === line.cooperative_id);
    if (!commitment)
      return refuse("cooperative_not_found", "This cooperative is not in the agreement.", `lines.${at}.cooperative_id`);
    if (!Number.isSafeInteger(line.units) || line.units <= 0)
      return refuse("invalid_units", "Call off whole units, more than none.", `lines.${at}.units`);
    const left_units = commitment.committed_units - commitment.drawn_units;
    if (line.units > left_units) return overAgreement(line, left_units, at);
    wanted.set(line.cooperative_id, line.units);
  }
  const total = lines.reduce((sum, line) => sum + line.units, 0);
  if (lines.length === 0 || total < input.minimum_units) {
    const message = `One call-off has at least ${input.minimum_units} units; this one has ${total}.`;
    return refuse("below_minimum", message, "lines");
  }
  const drawn = commitments.map(({ cooperative_id, drawn_units }) => ({
    cooperative_id,
    drawn_units: drawn_units + (wanted.get(cooperative_id) ?? 0),
  }));
  return ok(drawn.sort((a, b) => compareText(a.cooperative_id, b.cooperative_id)));
}

function overAgreement(line: CallOffLine, left_units: number, at: number): Result<never, CallOffRefusal> {
  const left = Math.max(0, left_units);
  const message = `Of this agreement ${left} units are left at this cooperative, not ${line.units}. Call off less, or agree on more.`;
  const details = { cooperative_id: line.cooperative_id, left_units: left };
  return { ok: false, refusal: { reason: "over_agreement", message, field: `lines.${at}.units`, details } };
}
