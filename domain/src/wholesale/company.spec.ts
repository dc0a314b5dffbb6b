import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { reasonOf, valueOf } from "../../test/expect-result";
import { findTransitionFaults, statesOf } from "../shared/transitions";
import {
  COMPANY_ACTS,
  COMPANY_ROLES,
  COMPANY_TRANSITIONS,
  decideRoles,
  decideVetting,
  mayAct,
  type VettingInput,
} from "./company";
import { checkTaxNumber } from "./tax-number";

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

describe("a tax number", () => {
  it("in China is a unified social credit code whose last sign fits", () => {
    expect(valueOf(checkTaxNumber("CN", "91350100m000100y43"))).toBe("91350100M000100Y43");
    expect(valueOf(checkTaxNumber("CN", " 91330100 79965505-8B "))).toBe("91330100799655058B");
    expect(reasonOf(checkTaxNumber("CN", "91350100M000100Y34"))).toBe("invalid_tax_number");
    expect(reasonOf(checkTaxNumber("CN", "91350100I000100Y43"))).toBe("invalid_tax_number");
    expect(reasonOf(checkTaxNumber("CN", ""))).toBe("invalid_tax_number");
  });

  it("with one sign mistyped or two neighbours swapped is refused", () => {
    const good = "91350100M000100Y43";
    const signs = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    fc.assert(
      fc.property(fc.nat(17), fc.constantFrom(...signs), (at, sign) => {
        fc.pre(good[at] !== sign);
        expect(checkTaxNumber("CN", good.slice(0, at) + sign + good.slice(at + 1)).ok).toBe(false);
      }),
    );
    for (let at = 0; at < 17; at++) {
      if (good[at] === good[at + 1]) continue;
      const swapped = good.slice(0, at) + good[at + 1] + good[at] + good.slice(at + 2);
      expect(checkTaxNumber("CN", swapped).ok, swapped).toBe(false);
    }
  });

  it("elsewhere is letters and digits", () => {
    expect(valueOf(checkTaxNumber("DE", "de 811.569-869"))).toBe("DE811569869");
    expect(reasonOf(checkTaxNumber("DE", "1234"))).toBe("invalid_tax_number");
    expect(reasonOf(checkTaxNumber("Germany", "DE811569869"))).toBe("invalid_country");
  });
});
