import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { reasonOf, valueOf } from "../../../test/expect-result";
import { findTransitionFaults, statesOf } from "../../shared/transitions";
import {
  COMPANY_ACTS,
  COMPANY_ROLES,
  COMPANY_TRANSITIONS,
  decideRoles,
  decideVetting,
  mayAct,
  type VettingInput,
} from "./company";

const vetting = (change: Partial<VettingInput> = {}) =>
  decideVetting({
    state: "registered",
    decision: "approved",
    documents: ["licence"],
    is_member: false,
    words: "",
    ...change,
  });

describe("a company", () => {
  it("reaches every state and can end from each", () => {
    expect(findTransitionFaults(COMPANY_TRANSITIONS)).toEqual({
      unreachable: [],
      dead_ends: [],
      leaky_terminals: [],
      unknown: [],
    });
  });

  it("is approved with its licence, by somebody who does not belong to it", () => {
    expect(valueOf(vetting())).toBe("approved");
    expect(reasonOf(vetting({ is_member: true }))).toBe("own_company");
    const lacking = vetting({ documents: ["bank_account"] });
    expect(reasonOf(lacking)).toBe("document_missing");
    expect(!lacking.ok && lacking.refusal.details).toEqual({ missing: ["licence"] });
  });

  it("is told why it is refused, suspended or asked for papers", () => {
    for (const decision of ["documents_asked", "refused"] as const) {
      expect(reasonOf(vetting({ decision, words: " " }))).toBe("words_needed");
      expect(valueOf(vetting({ decision, words: "The licence has expired." }))).toBe(decision);
    }
    expect(reasonOf(vetting({ state: "approved", decision: "suspended" }))).toBe("words_needed");
    expect(valueOf(vetting({ state: "approved", decision: "suspended", words: "Unpaid." }))).toBe("suspended");
  });

  it("does not come again by somebody else's word, and is never approved out of a state that forbids it", () => {
    expect(reasonOf(vetting({ state: "refused", decision: "registered", words: "again" }))).toBe(
      "transition_not_allowed",
    );
    const approvable = statesOf(COMPANY_TRANSITIONS).filter((state) => vetting({ state }).ok);
    expect(approvable).toEqual(["registered", "suspended"]);
  });
});

describe("roles", () => {
  it("say who may do what; they add up and nothing else does", () => {
    const table = COMPANY_ROLES.map((role) => [role, COMPANY_ACTS.filter((act) => mayAct([role], act))]);
    expect(table).toEqual([
      ["owner", ["look", "sign", "accounts", "people"]],
      ["buyer", ["look", "buy"]],
      ["approver", ["look", "approve", "sign"]],
      ["accountant", ["look", "accounts"]],
    ]);
    fc.assert(
      fc.property(fc.subarray([...COMPANY_ROLES]), fc.constantFrom(...COMPANY_ACTS), (roles, act) => {
        expect(mayAct(roles, act)).toBe(roles.some((role) => mayAct([role], act)));
      }),
    );
  });

  it("never leave a company without an owner", () => {
    const member = fc.record({ member_id: fc.constantFrom("a", "b", "c"), roles: fc.subarray([...COMPANY_ROLES]) });
    const members = fc.uniqueArray(member, { selector: (one) => one.member_id });
    fc.assert(
      fc.property(members, fc.constantFrom("a", "b", "c"), fc.subarray([...COMPANY_ROLES]), (all, id, roles) => {
        const decided = decideRoles(all, id, roles);
        const after = all.map((one) => (one.member_id === id ? { ...one, roles } : one));
        if (!all.some((one) => one.member_id === id)) expect(reasonOf(decided)).toBe("member_not_found");
        else if (after.some((one) => one.roles.includes("owner"))) expect(valueOf(decided)).toEqual(roles);
        else expect(reasonOf(decided)).toBe("last_owner");
      }),
    );
  });
});
