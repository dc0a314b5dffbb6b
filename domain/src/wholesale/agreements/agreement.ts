import { ok, refuse, type Refusal, type Result } from "../../shared/result";
import { assertTransition, defineTransitions } from "../../shared/transitions";

// An agreement: a season's price and volume, signed by both sides, drawn down by call-offs (docs: adr, wholesale).

/**
 * An agreement's states. While it is `proposed` either side may put another version in the place of the last one, which nobody has signed
 * then. Active from the second signature on; it ends with its season, or both sides end it before.
 */
export const AGREEMENT_TRANSITIONS = defineTransitions({
  thing: "agreement",
  initial: "proposed",
  terminal: ["ended", "ended_early", "dropped"],
  next: {
    proposed: ["active", "dropped"],
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
  /** The same word for the same human being, on whichever side they are. */
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
 * Adds a signature; the second one makes the agreement active. Refuses one that is not proposed, who may not sign for the side, a second signature of a
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
