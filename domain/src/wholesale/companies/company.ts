import { ok, refuse, type Refusal, type Result } from "../../shared/result";
import { assertTransition, defineTransitions, type TransitionRefusal } from "../../shared/transitions";

// A company that buys in bulk: how it is let in, and what its people may do (docs: adr, wholesale).

/**
 * A company's states. It registers, is asked for papers it did not bring, and is approved or refused; who was refused may come again.
 * Suspended: it buys nothing new, what it ordered goes on. Closed for good.
 */
export const COMPANY_TRANSITIONS = defineTransitions({
  thing: "company",
  initial: "registered",
  terminal: ["closed"],
  next: {
    registered: ["documents_asked", "approved", "refused", "closed"],
    documents_asked: ["registered", "refused", "closed"],
    approved: ["suspended", "closed"],
    refused: ["registered", "closed"],
    suspended: ["approved", "closed"],
    closed: [],
  },
});
export type CompanyState = keyof typeof COMPANY_TRANSITIONS.next;

/** Papers that a company is approved with; others may come beside them. */
export const COMPANY_DOCUMENTS = ["licence", "representative_id", "bank_account"] as const;
export type CompanyDocument = (typeof COMPANY_DOCUMENTS)[number];
/** Without these nobody is approved. */
export const NEEDED_DOCUMENTS: readonly CompanyDocument[] = ["licence"];

export interface VettingInput {
  readonly state: CompanyState;
  readonly decision: CompanyState;
  /** Papers that are there. */
  readonly documents: readonly CompanyDocument[];
  /** Whether the one who decides is a member of this very company. */
  readonly is_member: boolean;
  /** Why, as the company reads it; needed for every decision but approval. */
  readonly words: string;
}

export type VettingRefusal = TransitionRefusal | Refusal<"own_company" | "document_missing" | "words_needed">;

/**
 * What the operator or a cooperative decides about a company. Refuses who belongs to it, a decision that its state does not allow, an
 * approval without the papers it needs (`details.missing`), and any other decision without words. Coming again after papers were asked
 * (`registered`) is the company's own act and not decided here.
 */
export function decideVetting(input: VettingInput): Result<CompanyState, VettingRefusal> {
  if (input.is_member)
    return refuse("own_company", "You belong to this company: somebody else decides. Nothing was changed.");
  const next = assertTransition(COMPANY_TRANSITIONS, input.state, input.decision);
  if (!next.ok) return next;
  if (next.value === "registered")
    return refuse("transition_not_allowed", "A company comes again by itself, with the papers that were asked for.");
  if (next.value !== "approved") {
    if (input.words.trim().length < 2)
      return refuse("words_needed", "Say why, so that the company can read it.", "words");
    return ok(next.value);
  }
  const missing = NEEDED_DOCUMENTS.filter((one) => !input.documents.includes(one));
  if (missing.length > 0) {
    const message = "Papers are missing. Ask the company for them; nothing was changed.";
    return { ok: false, refusal: { reason: "document_missing", message, details: { missing } } };
  }
  return ok(next.value);
}

/** What a member of a company is; one person may be several of these. */
export const COMPANY_ROLES = ["owner", "buyer", "approver", "accountant"] as const;
export type CompanyRole = (typeof COMPANY_ROLES)[number];

/**
 * What is done in a company's name:
 * - look: its quotes, agreements, orders and their ways;
 * - buy: ask for quotes, counter, accept, order, call off, send addressees, accept goods or claim;
 * - approve: orders above what a buyer may spend;
 * - sign: agreements, which bind for a season;
 * - accounts: invoices, statement of account, credit, bank references;
 * - people: members, their roles and limits, addresses.
 */
export const COMPANY_ACTS = ["look", "buy", "approve", "sign", "accounts", "people"] as const;
export type CompanyAct = (typeof COMPANY_ACTS)[number];

const ACTS_OF: Readonly<Record<CompanyRole, readonly CompanyAct[]>> = {
  owner: ["look", "sign", "accounts", "people"],
  buyer: ["look", "buy"],
  approver: ["look", "approve", "sign"],
  accountant: ["look", "accounts"],
};

/** Whether a member with these roles may do this; roles add up, and one who has none may do nothing. */
export function mayAct(roles: readonly CompanyRole[], act: CompanyAct): boolean {
  return roles.some((role) => ACTS_OF[role].includes(act));
}

export interface CompanyMember {
  readonly member_id: string;
  readonly roles: readonly CompanyRole[];
}

/**
 * Gives one member other roles; none: the member leaves. Refuses what would leave the company without an owner, since nobody could
 * invite one, and a member that it has not.
 */
export function decideRoles(
  members: readonly CompanyMember[],
  member_id: string,
  roles: readonly CompanyRole[],
): Result<readonly CompanyRole[], Refusal<"member_not_found" | "last_owner">> {
  if (!members.some((one) => one.member_id === member_id))
    return refuse("member_not_found", "The company has no such member.", "member_id");
  const others = members.filter((one) => one.member_id !== member_id);
  if (!roles.includes("owner") && !others.some((one) => one.roles.includes("owner")))
    return refuse("last_owner", "A company keeps at least one owner. Make somebody else one first.", "roles");
  return ok(COMPANY_ROLES.filter((role) => roles.includes(role)));
}
