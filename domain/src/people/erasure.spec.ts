import fc from "fast-check";
import { expect, test } from "vitest";
import { ERASE_AFTER_DAYS, erasedEmail, erasureOfOrder, type ErasableOrder } from "./erasure";

const DAY = 86_400_000;
const now = Date.parse("2026-11-26T08:00:00Z");
const STATES = ["planned", "labelled", "packed", "handed_over", "in_transit", "delivered", "lost", "returned", "void"];
const order = (more: Partial<ErasableOrder> = {}): ErasableOrder => ({
  canceled: false,
  states: ["delivered"],
  unsettled: false,
  last_at: now - 31 * DAY,
  ...more,
});
const why = (more: Partial<ErasableOrder>) => {
  const said = erasureOfOrder(order(more), now);
  return said.action === "wait" ? said.why : said.action;
};

test("an order that came to its end a month ago is blanked, one of yesterday on its day", () => {
  expect(why({})).toBe("erase");
  const recent = erasureOfOrder(order({ last_at: now - DAY }), now);
  expect(recent).toEqual({ action: "wait", why: "recent", again_at: now + (ERASE_AFTER_DAYS - 1) * DAY });
});

test("an order that nobody has planned yet waits; one that was cancelled before it left does not", () => {
  expect(why({ states: [] })).toBe("on_its_way");
  expect(why({ states: ["void"], canceled: true, last_at: now })).toBe("erase");
  expect(why({ states: [], canceled: true, last_at: now, unsettled: true })).toBe("unsettled");
});

test("whatever its parcels do: no address is blanked that a parcel on its way, an open claim or a refund needs", () => {
  fc.assert(
    fc.property(
      fc.record({
        canceled: fc.boolean(),
        states: fc.array(fc.constantFrom(...STATES), { maxLength: 5 }),
        unsettled: fc.boolean(),
        last_at: fc.integer({ min: now - 60 * DAY, max: now }),
      }),
      (one) => {
        if (erasureOfOrder(one, now).action === "wait") return;
        expect(one.unsettled).toBe(false);
        if (one.canceled) return;
        expect(one.states.length).toBeGreaterThan(0);
        for (const state of one.states) expect(["delivered", "lost", "returned", "void"]).toContain(state);
        expect(now - one.last_at).toBeGreaterThanOrEqual(ERASE_AFTER_DAYS * DAY);
      },
    ),
  );
});

test("the address of somebody forgotten can be nobody's", () => {
  expect(erasedEmail("erased_1f")).toBe("erased_1f@erased.invalid");
});
