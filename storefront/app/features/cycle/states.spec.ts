import { expect, test } from "vitest";
import { formatsOf } from "../../lib/formats";
import { byItsClock, isCounted, sayOfOrder } from "./states";

test("the desk reads the figures that were typed into its form, by whichever clock", () => {
  expect(formatsOf("zh-CN").time(byItsClock("2026-12-01T08:30"))).toBe("12月1日 08:30");
});

test("an order of a cycle that was missed or called off is never said to stand, before and after its job", () => {
  for (const waits of [true, false]) {
    expect(sayOfOrder({ state: "missed", waits })).toBe("orderMissed");
    expect(sayOfOrder({ state: "called_off", waits })).toBe("orderCalledOff");
  }
  expect(sayOfOrder({ state: "reached", waits: true })).toBe("orderWaits");
  expect(sayOfOrder({ state: "reached", waits: false })).toBe("orderOver");
});

test("an order is called back until its cycle closes", () => {
  expect((["published", "closing", "reached", "missed"] as const).filter((state) => isCounted({ state }))).toEqual([
    "closing",
    "reached",
  ]);
});
