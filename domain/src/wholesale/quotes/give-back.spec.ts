import { describe, expect, test } from "vitest";
import { decideGiveBack, type GiveBackFacts } from "./give-back";

const accepted: GiveBackFacts = { order: "placed", ordered: false, hold: "soft", card: false, transfers: [] };
const answer = (given: Partial<GiveBackFacts>) => {
  const decided = decideGiveBack({ ...accepted, ...given });
  return decided.ok ? decided.value : decided.refusal.reason;
};

describe("an accepted quote is given back", () => {
  test("while nothing is paid, also when its goods are free already or a proforma waits for its first cent", () => {
    expect(answer({})).toBe("give_back");
    expect(answer({ hold: "released" })).toBe("give_back");
    expect(answer({ hold: null })).toBe("give_back");
    expect(answer({ transfers: [{ state: "open", came_minor: 0n }] })).toBe("give_back");
  });

  test("once: pressed again nothing is done", () => {
    expect(answer({ order: "given_back" })).toBe("done");
    expect(answer({ order: "given_back", hold: "pending", ordered: true })).toBe("done");
  });

  test("not when it was never accepted, or is over", () => {
    expect(answer({ order: null })).toBe("not_to_give_back");
    expect(answer({ order: "over" })).toBe("not_to_give_back");
  });

  test("not beside a payment: completing, confirmed, authorised, paid by transfer or put on account", () => {
    for (const hold of ["pending", "confirmed", "consumed"] as const) expect(answer({ hold })).toBe("being_paid");
    expect(answer({ ordered: true })).toBe("being_paid");
    expect(answer({ card: true })).toBe("being_paid");
    for (const state of ["paid", "granted", "ordered"] as const)
      expect(answer({ transfers: [{ state, came_minor: 1n }] })).toBe("being_paid");
  });

  test("not when a cent has come: a joint quote's other part does not change that", () => {
    expect(
      answer({
        transfers: [
          { state: "open", came_minor: 0n },
          { state: "open", came_minor: 1n },
        ],
      }),
    ).toBe("money_there");
  });
});
