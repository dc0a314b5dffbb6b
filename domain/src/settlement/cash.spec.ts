import fc from "fast-check";
import { expect, test } from "vitest";
import { assertTransition, findTransitionFaults } from "../shared/transitions";
import { CASH_TRANSITIONS, decideCarry, decideConfirm, decideHandOut, decideTakeBack, type CashPayout } from "./cash";

type Act = { who: string; what: "hand" | "confirm" | "back" | "carry" };
const act: fc.Arbitrary<Act> = fc.record({
  who: fc.constantFrom("a", "b", "c"),
  what: fc.constantFrom("hand", "confirm", "back", "carry"),
});

/** What a payout is after an act, and whether money left the drawer or was booked by it. */
function after(cash: CashPayout, { who, what }: Act): { cash: CashPayout; handed: boolean; booked: boolean } {
  const still = { cash, handed: false, booked: false };
  if (what === "hand") {
    const decided = decideHandOut(cash, who);
    return decided.ok && decided.value === "hand_out"
      ? { cash: { state: "handed", payer: who }, handed: true, booked: false }
      : still;
  }
  if (what === "confirm") {
    const decided = decideConfirm(cash, who);
    return decided.ok && decided.value === "confirm"
      ? { cash: { ...cash, state: "paid" }, handed: false, booked: true }
      : still;
  }
  if (what === "back") {
    return decideTakeBack(cash).ok ? { cash: { state: "open", payer: null }, handed: false, booked: false } : still;
  }
  const decided = decideCarry(cash);
  return decided.ok && decided.value === "carry"
    ? { cash: { state: "carried", payer: null }, handed: false, booked: false }
    : still;
}

test("whoever presses what how often, it is booked once at most, by another than who handed it out, never after it was carried", () => {
  fc.assert(
    fc.property(fc.array(act, { maxLength: 30 }), (acts) => {
      let cash: CashPayout = { state: "open", payer: null };
      let booked = 0;
      for (const one of acts) {
        const before = cash;
        const next = after(cash, one);
        if (next.cash.state !== before.state) {
          expect(assertTransition(CASH_TRANSITIONS, before.state, next.cash.state).ok).toBe(true);
        }
        if (next.booked) {
          expect(before.payer).not.toBe(one.who);
          expect(before.state).toBe("handed");
          booked += 1;
        }
        cash = next.cash;
      }
      expect(booked).toBe(cash.state === "paid" ? 1 : 0);
    }),
    { numRuns: 1_000 },
  );
});

test("its table of states has no dead end", () => {
  expect(findTransitionFaults(CASH_TRANSITIONS)).toEqual({
    unreachable: [],
    dead_ends: [],
    leaky_terminals: [],
    unknown: [],
  });
});

test("pressed twice it is said once, by another it is refused with what to do", () => {
  const handed: CashPayout = { state: "handed", payer: "a" };
  expect(decideHandOut(handed, "a")).toEqual({ ok: true, value: "nothing" });
  expect(decideHandOut(handed, "b")).toMatchObject({ refusal: { reason: "cash_handed" } });
  expect(decideConfirm(handed, "a")).toMatchObject({ refusal: { reason: "same_person" } });
  expect(decideCarry(handed)).toMatchObject({ refusal: { reason: "cash_handed" } });
  expect(decideConfirm({ state: "paid", payer: "a" }, "c")).toEqual({ ok: true, value: "nothing" });
});
