import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { moneyBack } from "./money-back";

const OF = {
  state: "created",
  by_transfer: true,
  amount_minor: 20_000n,
  credited_minor: 0n,
  lies_minor: 0n,
  returned_minor: 0n,
};

describe("how far a refund is", () => {
  test("a card's is promised, sent, or looked into", () => {
    const card = { ...OF, by_transfer: false };
    expect(moneyBack({ ...card, state: "intended" }).state).toBe("promised");
    expect(moneyBack({ ...card, state: "unknown" }).state).toBe("promised");
    expect(moneyBack({ ...card, state: "failed" }).state).toBe("looked_into");
    expect(moneyBack(card)).toMatchObject({ state: "sent", sent_minor: 20_000n });
  });

  test("a transfer's is never said to be sent before somebody noted that it was", () => {
    expect(moneyBack({ ...OF, state: "intended" })).toMatchObject({ state: "to_settle", sent_minor: 0n });
    expect(moneyBack({ ...OF, lies_minor: 20_000n })).toMatchObject({ state: "lies", sent_minor: 0n });
    expect(moneyBack({ ...OF, returned_minor: 20_000n }).state).toBe("sent");
    expect(moneyBack(OF)).toMatchObject({ state: "used", used_minor: 20_000n });
  });

  test("what never came is only taken off, and the rest lies: each part to the cent", () => {
    expect(moneyBack({ ...OF, credited_minor: 20_000n }).state).toBe("not_owed");
    expect(moneyBack({ ...OF, credited_minor: 7_000n, lies_minor: 13_000n })).toEqual({
      state: "parts",
      off_minor: 7_000n,
      lies_minor: 13_000n,
      sent_minor: 0n,
      used_minor: 0n,
    });
  });

  test("the parts are the whole, whatever became of it; more than the whole is a bug", () => {
    const minor = fc.bigInt({ min: 0n, max: 10n ** 12n });
    fc.assert(
      fc.property(minor, minor, minor, minor, (credited_minor, lies_minor, returned_minor, used) => {
        const amount_minor = credited_minor + lies_minor + returned_minor + used;
        const found = moneyBack({ ...OF, amount_minor, credited_minor, lies_minor, returned_minor });
        expect(found.off_minor + found.lies_minor + found.sent_minor + found.used_minor).toBe(amount_minor);
      }),
    );
    expect(() => moneyBack({ ...OF, credited_minor: 15_000n, lies_minor: 6_000n })).toThrow(RangeError);
  });
});
