import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { deliveryStanding, ratingWindow, releaseNow, showsOther } from "./delivery";
import { inspectBy } from "./inspection";

const facts = {
  delivered_on: "2026-11-20",
  days: 3,
  accepted: false,
  claims: { open: 0, ended: 0 },
  today: "2026-11-22",
};

describe("how a delivery stands", () => {
  test.each([
    ["not_delivered", { delivered_on: null }],
    ["nothing_comes", { delivered_on: null, nothing_comes: true }],
    ["open", { nothing_comes: true }],
    ["open", {}],
    ["open", { today: "2026-11-23" }],
    ["accepted_by_silence", { today: "2026-11-24" }],
    ["accepted", { accepted: true }],
    ["accepted", { accepted: true, today: "2026-12-24" }],
    ["claimed", { claims: { open: 1, ended: 0 }, today: "2026-12-24" }],
    ["open", { claims: { open: 0, ended: 1 } }],
    ["settled", { claims: { open: 0, ended: 1 }, today: "2026-11-24" }],
  ] as const)("%s", (standing, more) => {
    expect(deliveryStanding({ ...facts, ...more })).toBe(standing);
  });

  test("money waits for a word, the last day or an open claim where that was agreed, and never for nothing", () => {
    fc.assert(
      fc.property(
        fc.record({
          release: fc.constantFrom("delivery" as const, "inspection" as const),
          days: fc.integer({ min: 0, max: 30 }),
          accepted: fc.boolean(),
          open: fc.integer({ min: 0, max: 2 }),
          after: fc.integer({ min: 0, max: 60 }),
        }),
        ({ release, days, accepted, open, after }) => {
          const today = inspectBy("2026-11-20", after);
          const claims = { open, ended: 0 };
          const standing = deliveryStanding({ ...facts, days, accepted, claims, today });
          const asked = releaseNow({ release, standing, delivered_on: "2026-11-20", days, today });
          const waits = release === "inspection" && (open > 0 || (!accepted && after <= days));
          expect(asked.now).toBe(!waits);
          // Asked again on a later day, so that nothing turns in circles.
          if (!asked.now) expect(asked.last_day >= today).toBe(true);
        },
      ),
    );
  });
});

test("each side rates within fourteen days, and reads the other when it has spoken or nobody may any more", () => {
  expect(ratingWindow(null, "2026-11-22")).toBe("not_yet");
  expect(ratingWindow("2026-11-22", "2026-12-06")).toBe("open");
  expect(ratingWindow("2026-11-22", "2026-12-07")).toBe("over");
  expect(showsOther({ own: false, window: "open" })).toBe(false);
  expect(showsOther({ own: true, window: "open" })).toBe(true);
  expect(showsOther({ own: false, window: "over" })).toBe(true);
});
