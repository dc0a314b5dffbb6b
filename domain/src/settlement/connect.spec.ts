import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CONNECT_NEEDS, connectNeeds, connectState, isServedCountry, type ConnectFacts } from "./connect";

const facts: ConnectFacts = {
  details_submitted: true,
  transfers: "active",
  payouts_enabled: true,
  due: [],
  disabled_reason: null,
};

describe("an account that a household opens at the processor", () => {
  it("is ready only when money can be sent to it and on to its bank", () => {
    expect(connectState(facts)).toBe("ready");
    expect(connectState({ ...facts, payouts_enabled: false })).toBe("in_review");
    expect(connectState({ ...facts, transfers: "inactive", due: ["external_account"] })).toBe("needs_more");
    expect(connectState({ ...facts, transfers: "inactive", details_submitted: false })).toBe("wanted");
    expect(connectState({ ...facts, disabled_reason: "rejected.fraud" })).toBe("restricted");
    expect(connectState({ ...facts, transfers: "pending", disabled_reason: "requirements.pending_verification" })).toBe(
      "in_review",
    );
  });

  it("is asked for each thing once, in words, whatever the processor calls it", () => {
    expect(
      connectNeeds([
        "individual.dob.day",
        "individual.dob.month",
        "tos_acceptance.date",
        "person_1.verification.document",
        "x",
      ]),
    ).toEqual(["terms", "document", "birth_date", "other"]);
    fc.assert(
      fc.property(fc.array(fc.string()), (due) => {
        const needs = connectNeeds(due);
        expect(new Set(needs).size).toBe(needs.length);
        expect(needs.every((need) => CONNECT_NEEDS.includes(need))).toBe(true);
        expect(needs.length === 0).toBe(due.length === 0);
      }),
    );
  });

  it("is offered where payouts reach, and not in mainland China", () => {
    expect(isServedCountry("DE")).toBe(true);
    expect(isServedCountry("CN")).toBe(false);
  });
});
