import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { reasonOf } from "../../../test/expect-result";
import { ACCOUNT_ENTRIES, AGES, checkAccountSpan, companyAccount, type AccountMove } from "./company-account";

const NOON = new Date("2026-11-30T04:00:00Z");
const DAY_MS = 86_400_000;
const late = (days: number, left: bigint) => ({
  left_minor: left,
  due_at: new Date(NOON.getTime() - days * DAY_MS),
});

describe("a company's account", () => {
  it("says after each line what is owed, and what the lines so far come to", () => {
    const entries: AccountMove[] = [
      { what: "owed", amount_minor: 10_000n },
      { what: "paid", amount_minor: 4_000n },
      { what: "freight", amount_minor: 500n },
      { what: "taken_back", amount_minor: 4_000n },
      { what: "credited", amount_minor: 3_000n },
    ];
    const of = companyAccount({ opening_minor: 200n, entries, open: [late(0.5, 7_200n), late(-3, 500n)] }, NOON);
    expect(of.lines.map((line) => line.balance_minor)).toEqual([10_200n, 6_200n, 6_700n, 10_700n, 7_700n]);
    expect(of.lines.at(-2)).toMatchObject({ debits_minor: 14_500n, credits_minor: 4_000n, credit_minor: 0n });
    expect(of).toMatchObject({ debits_minor: 14_500n, credits_minor: 7_000n, closing_minor: 7_700n });
    expect(of.ages).toMatchObject({ not_due: 500n, up_to_30: 7_200n });
  });

  it("puts what is open by whole days late: the border belongs to the younger, and a credit is never late", () => {
    const open = [late(0, 1n), late(30.9, 2n), late(31, 4n), late(60, 8n), late(61, 16n), late(90, 32n), late(91, 64n)];
    const closing = 127n - 5n;
    const { ages } = companyAccount({ opening_minor: closing, entries: [], open: [...open, late(400, -5n)] }, NOON);
    expect(ages).toEqual({ not_due: -4n, up_to_30: 2n, up_to_60: 12n, up_to_90: 48n, later: 64n });
  });

  it("of nothing is nothing", () => {
    expect(companyAccount({ opening_minor: 0n, entries: [], open: [] }, NOON)).toMatchObject({
      lines: [],
      closing_minor: 0n,
    });
  });

  it("adds up whatever moves it, and refuses to say what doesn't", () => {
    const entry = fc.record({ what: fc.constantFrom(...ACCOUNT_ENTRIES), amount_minor: fc.bigInt(1n, 10n ** 15n) });
    fc.assert(
      fc.property(
        fc.array(entry),
        fc.bigInt(-(10n ** 12n), 10n ** 12n),
        fc.integer({ min: -200, max: 200 }),
        (entries, opening_minor, days) => {
          const closing = entries.reduce(
            (sum, { what, amount_minor }) =>
              what === "paid" || what === "credited" ? sum - amount_minor : sum + amount_minor,
            opening_minor,
          );
          const of = companyAccount({ opening_minor, entries, open: [late(days, closing)] }, NOON);
          expect(of.closing_minor).toBe(closing);
          expect(of.opening_minor + of.debits_minor - of.credits_minor).toBe(closing);
          expect(AGES.reduce((sum, age) => sum + of.ages[age], 0n)).toBe(closing);
          expect(of.lines.at(-1)?.balance_minor ?? opening_minor).toBe(closing);
          expect(() => companyAccount({ opening_minor, entries, open: [late(1, closing + 1n)] }, NOON)).toThrow("open");
        },
      ),
    );
  });
});

describe("the span of a statement", () => {
  it("is two days in their order; one day is a span", () => {
    expect(checkAccountSpan({ from: "2026-02-28", to: "2026-02-28" }).ok).toBe(true);
    expect(reasonOf(checkAccountSpan({ from: "2026-02-29", to: "2026-03-01" }))).toBe("invalid_days");
    expect(checkAccountSpan({ from: "2026-02-01", to: "2026-02-29" })).toMatchObject({ refusal: { field: "to" } });
    expect(checkAccountSpan({ from: "2026-03-01", to: "2026-02-28" })).toMatchObject({ refusal: { field: "to" } });
  });
});
