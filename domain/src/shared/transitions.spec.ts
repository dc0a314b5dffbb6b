import { describe, expect, test } from "vitest";
import { reasonOf, valueOf } from "../../test/expect-result";
import { PARCEL_TRANSITIONS } from "../parcel/states";
import { CORRECTION_TRANSITIONS, OBJECTION_TRANSITIONS } from "../pool/correction";
import { HOLD_TRANSITIONS } from "../pool/hold";
import { PAYOUT_TRANSITIONS } from "../settlement/settle";
import { assertTransition, defineTransitions, findTransitionFaults, type Transitions } from "./transitions";

describe.each<[string, Transitions<string>]>([
  ["correction", CORRECTION_TRANSITIONS],
  ["hold", HOLD_TRANSITIONS],
  ["objection", OBJECTION_TRANSITIONS],
  ["parcel", PARCEL_TRANSITIONS],
  ["payout", PAYOUT_TRANSITIONS],
])("the %s table", (_, table) => {
  test("reaches every state and lets every state end", () => {
    expect(findTransitionFaults(table)).toEqual({ unreachable: [], dead_ends: [], leaky_terminals: [], unknown: [] });
  });
});

test("the walk finds what is wrong with a table", () => {
  const broken = defineTransitions<string>({
    thing: "lamp",
    initial: "off",
    terminal: ["broken", "gone"],
    next: { off: ["on"], on: ["off", "melted"], stuck: ["stuck"], broken: ["off"], lonely: ["broken"] },
  });
  expect(findTransitionFaults(broken)).toEqual({
    unreachable: ["stuck", "broken", "lonely"],
    dead_ends: ["off", "on", "stuck"],
    leaky_terminals: ["broken"],
    unknown: ["gone", "melted"],
  });
});

test("only what the table lists may follow", () => {
  expect(valueOf(assertTransition(PARCEL_TRANSITIONS, "packed", "handed_over"))).toBe("handed_over");
  expect(reasonOf(assertTransition(PARCEL_TRANSITIONS, "handed_over", "packed"))).toBe("transition_not_allowed");
  expect(reasonOf(assertTransition(PARCEL_TRANSITIONS, "packed", "packed"))).toBe("transition_not_allowed");
  expect(reasonOf(assertTransition(PARCEL_TRANSITIONS, "packed", "toString"))).toBe("unknown_state");
  expect(reasonOf(assertTransition(PARCEL_TRANSITIONS, "nowhere", "packed"))).toBe("unknown_state");
});

test("a parcel never leaves after it was voided, and is never voided after hand-over", () => {
  expect(reasonOf(assertTransition(PARCEL_TRANSITIONS, "void", "labelled"))).toBe("transition_not_allowed");
  for (const state of ["handed_over", "in_transit", "delivered", "lost", "returned"]) {
    expect(reasonOf(assertTransition(PARCEL_TRANSITIONS, state, "void"))).toBe("transition_not_allowed");
  }
});

test("a payout whose outcome is unknown is never simply tried anew", () => {
  expect(PAYOUT_TRANSITIONS.next.unknown).toEqual(["created", "failed"]);
  expect(PAYOUT_TRANSITIONS.next.failed).toEqual([]);
});
