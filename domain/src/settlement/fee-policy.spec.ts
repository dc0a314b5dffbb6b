import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { reasonOf, valueOf } from "../../test/expect-result";
import {
  checkFeeTerms,
  decideOnProposal,
  decideProposal,
  PROPOSAL_TRANSITIONS,
  type DecisionInput,
  type FeeTermsInput,
  type ProposalInput,
} from "./fee-policy";

const terms: FeeTermsInput = {
  platform_bp: 300,
  cooperative_bp: 500,
  agent_bp: 0,
  packing_minor_per_kg: 40,
  freight_rule: "pooled",
  tax_treatment: "set_apart",
  holdback_bp: 0,
  holdback_release: "after_days",
  holdback_days: 30,
  hold_days: 3,
  minimum_payout_minor: 1000,
  seller: "cooperative",
};

const proposal = (more: Partial<ProposalInput> = {}): ProposalInput => ({
  terms,
  currency: "CNY",
  cooperative_currency: "CNY",
  from_day: "2026-12-01",
  until_day: null,
  today: "2026-11-26",
  by_operator: false,
  charged_by: "platform",
  of_product: false,
  in_force: { platform_bp: 300, seller: "cooperative" },
  versions: [{ version: 1, from_day: "2026-01-01", until_day: null }],
  ...more,
});

const without = (name: keyof FeeTermsInput): FeeTermsInput =>
  Object.fromEntries(Object.entries(terms).filter(([key]) => key !== name)) as FeeTermsInput;

describe("terms of a fee policy", () => {
  it("are refused when one is missing, negative, a fraction or unknown: silence is no rate", () => {
    for (const name of Object.keys(terms) as (keyof FeeTermsInput)[])
      expect(reasonOf(checkFeeTerms(without(name)))).toBe("invalid_input");
    for (const wrong of [
      { platform_bp: -1 },
      { agent_bp: 0.5 },
      { packing_minor_per_kg: -40 },
      { holdback_bp: 10_001 },
    ])
      expect(reasonOf(checkFeeTerms({ ...terms, ...wrong }))).toBe("invalid_input");
    expect(reasonOf(checkFeeTerms({ ...terms, hold_days: 366 }))).toBe("invalid_input");
  });

  it("are refused exactly when the fees are more than the whole", () => {
    const bp = fc.integer({ min: 0, max: 10_000 });
    fc.assert(
      fc.property(bp, bp, bp, (platform_bp, cooperative_bp, agent_bp) => {
        const checked = checkFeeTerms({ ...terms, platform_bp, cooperative_bp, agent_bp });
        expect(checked.ok).toBe(platform_bp + cooperative_bp + agent_bp <= 10_000);
        if (!checked.ok) expect(checked.refusal.reason).toBe("fees_over_whole");
      }),
    );
  });
});

describe("proposing a change", () => {
  it("may begin today or later, in the currency of the cooperative", () => {
    expect(valueOf(decideProposal(proposal({ from_day: "2026-11-26" }))).cooperative_bp).toBe(500);
    expect(reasonOf(decideProposal(proposal({ from_day: "2026-11-25" })))).toBe("from_day_past");
    expect(reasonOf(decideProposal(proposal({ from_day: "2026-02-30" })))).toBe("invalid_date");
    expect(reasonOf(decideProposal(proposal({ from_day: "2036-01-01" })))).toBe("invalid_date");
    expect(reasonOf(decideProposal(proposal({ until_day: "2026-12-01" })))).toBe("until_before_from");
    expect(reasonOf(decideProposal(proposal({ currency: "USD" })))).toBe("wrong_currency");
    expect(reasonOf(decideProposal(proposal({ currency: "ABC" })))).toBe("unknown_currency");
  });

  it("one without an end gives way; days that another version has already are refused", () => {
    const coming = { version: 2, from_day: "2027-01-01", until_day: null };
    const dated = { version: 3, from_day: "2026-12-10", until_day: "2026-12-20" };
    const asks = (from_day: string, until_day: string | null, ...versions: ProposalInput["versions"]) =>
      decideProposal(proposal({ from_day, until_day, versions }));
    expect(reasonOf(asks("2026-12-01", null, coming))).toBe("overlapping");
    expect(asks("2026-12-01", "2027-01-01", coming).ok).toBe(true);
    expect(asks("2027-02-01", null, coming).ok).toBe(true);
    expect(reasonOf(asks("2027-01-01", null, coming))).toBe("overlapping");
    expect(reasonOf(asks("2026-12-15", null, dated))).toBe("overlapping");
    expect(reasonOf(asks("2026-12-01", "2026-12-11", dated))).toBe("overlapping");
    expect(asks("2026-12-20", null, dated).ok).toBe(true);
    // Begun today without an end: one that begins today as well takes its place.
    expect(asks("2026-11-26", null, { version: 4, from_day: "2026-11-26", until_day: null }).ok).toBe(true);
  });

  it("leaves the platform's terms to its operator", () => {
    const dearer = { ...terms, platform_bp: 301 };
    const sold = { ...terms, seller: "platform" as const };
    expect(reasonOf(decideProposal(proposal({ terms: dearer })))).toBe("platform_terms");
    expect(reasonOf(decideProposal(proposal({ terms: sold })))).toBe("platform_terms");
    expect(reasonOf(decideProposal(proposal({ in_force: null })))).toBe("platform_terms");
    expect(decideProposal(proposal({ terms: dearer, by_operator: true })).ok).toBe(true);
    expect(decideProposal(proposal({ in_force: null, by_operator: true })).ok).toBe(true);
    // Said plainly rather than charged elsewhere than the books say.
    expect(reasonOf(decideProposal(proposal({ by_operator: true, charged_by: "cooperative" })))).toBe(
      "own_account_not_built",
    );
  });
});

describe("deciding on a proposal", () => {
  const decision = (more: Partial<DecisionInput> = {}): DecisionInput => ({
    state: "proposed",
    proposed_by: "maker",
    from_day: "2026-12-01",
    decision: "confirmed",
    person: "checker",
    is_manager: true,
    today: "2026-11-26",
    words: "",
    ...more,
  });

  it("takes a second person, who is a manager", () => {
    expect(decideOnProposal(decision())).toEqual({ ok: true, value: "confirmed" });
    expect(reasonOf(decideOnProposal(decision({ person: "maker" })))).toBe("same_person");
    expect(reasonOf(decideOnProposal(decision({ is_manager: false })))).toBe("not_your_role");
    expect(reasonOf(decideOnProposal(decision({ state: "confirmed" })))).toBe("stale");
    expect(reasonOf(decideOnProposal(decision({ today: "2026-12-02" })))).toBe("from_day_past");
  });

  it("no is said with a reason, by whom it is theirs to say", () => {
    expect(reasonOf(decideOnProposal(decision({ decision: "rejected" })))).toBe("words_needed");
    expect(decideOnProposal(decision({ decision: "rejected", words: "too dear" })).ok).toBe(true);
    expect(reasonOf(decideOnProposal(decision({ decision: "withdrawn", words: "a slip" })))).toBe("not_your_proposal");
    expect(decideOnProposal(decision({ decision: "withdrawn", words: "a slip", person: "maker" })).ok).toBe(true);
  });

  it("ends once: every end is an end", () => {
    for (const state of PROPOSAL_TRANSITIONS.terminal) {
      expect(PROPOSAL_TRANSITIONS.next[state]).toEqual([]);
      expect(reasonOf(decideOnProposal(decision({ state: state as DecisionInput["state"] })))).toBe("stale");
    }
  });
});
