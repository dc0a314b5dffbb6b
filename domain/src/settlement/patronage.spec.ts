import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { patronageJournal, patronageOf, proposedSurplus, whyPatronage, type Patron } from "./patronage";

const patron = (household: string, grams: bigint, more: Partial<Patron> = {}): Patron => ({
  household,
  member: true,
  grams,
  value_minor: grams * 2n,
  ...more,
});
const terms = { distributable_minor: 100_000n, share_bp: 6_000, basis: "weight" as const, there_minor: 100_000n };

describe("the patronage refund of a year", () => {
  it("worked example: 60 % of 1,000.00 by what each brought, to the cent", () => {
    const made = patronageOf(terms, [patron("wang", 86_000n), patron("li", 14_000n), patron("zhao", 50_000n)]);
    expect(made).toMatchObject({ ok: true, value: { refund_minor: 60_000n, total_units: 150_000n } });
    // 34,400; 5,600; 20,000 exactly.
    expect(made.ok && made.value.shares.map((one) => [one.household, one.amount_minor])).toEqual([
      ["li", 5_600n],
      ["wang", 34_400n],
      ["zhao", 20_000n],
    ]);
  });

  it("gives nothing to who is no member, and the members' shares are none the smaller for it", () => {
    const made = patronageOf(terms, [patron("wang", 1n), patron("guest", 99n, { member: false })]);
    expect(made.ok && made.value.shares.map((one) => one.amount_minor)).toEqual([0n, 60_000n]);
  });

  it("refuses more than is there, nothing, no share, a household twice and a year without patronage", () => {
    const reason = (more: Partial<typeof terms>, patrons = [patron("wang", 1n)]) => {
      const made = patronageOf({ ...terms, ...more }, patrons);
      return made.ok ? null : made.refusal.reason;
    };
    expect(reason({ distributable_minor: 100_001n })).toBe("surplus_not_there");
    expect(reason({ distributable_minor: 1n, there_minor: -5n })).toBe("surplus_not_there");
    expect(reason({ distributable_minor: 0n })).toBe("invalid_distributable");
    expect(reason({ share_bp: 0 })).toBe("invalid_share");
    expect(reason({ share_bp: 10_001 })).toBe("invalid_share");
    expect(reason({ distributable_minor: 1n })).toBe("nothing_to_share");
    expect(reason({}, [patron("wang", 1n), patron("wang", 2n)])).toBe("duplicate_household");
    expect(reason({}, [patron("wang", 0n), patron("guest", 9n, { member: false })])).toBe("no_patronage");
  });

  it("property: sums to the refund, each within one unit of exact, whatever the order; its journal balances", () => {
    const patrons = fc.uniqueArray(
      fc.record({
        household: fc.string({ minLength: 1, maxLength: 6 }),
        member: fc.boolean(),
        grams: fc.bigInt(0n, 10n ** 12n),
        value_minor: fc.bigInt(-(10n ** 6n), 10n ** 12n),
      }),
      { selector: (one) => one.household, minLength: 1, maxLength: 30 },
    );
    fc.assert(
      fc.property(
        patrons,
        fc.bigInt(1n, 10n ** 14n),
        fc.integer({ min: 1, max: 10_000 }),
        fc.constantFrom("weight" as const, "value" as const),
        (all, distributable_minor, share_bp, basis) => {
          const given = { distributable_minor, share_bp, basis, there_minor: distributable_minor };
          const made = patronageOf(given, all);
          if (!made.ok) {
            expect(["no_patronage", "nothing_to_share"]).toContain(made.refusal.reason);
            return;
          }
          const { shares, refund_minor, total_units } = made.value;
          expect(shares.reduce((sum, one) => sum + one.amount_minor, 0n)).toBe(refund_minor);
          for (const one of shares) {
            const off = one.amount_minor * total_units - refund_minor * one.units;
            expect(off < total_units && off > -total_units).toBe(true);
            expect(one.member || one.amount_minor === 0n).toBe(true);
          }
          expect(patronageOf(given, [...all].reverse())).toEqual(made);
          const journal = patronageJournal({ cooperative_id: "coop", currency: "CNY", shares, memo: "x" });
          expect(journal.ok && journal.value.postings[0]?.amount_minor).toBe(refund_minor);
        },
      ),
    );
  });

  it("proposes the year's surplus, never more than is there, never below zero", () => {
    expect(proposedSurplus({ year_minor: 500n, there_minor: 300n })).toBe(300n);
    expect(proposedSurplus({ year_minor: 200n, there_minor: 300n })).toBe(200n);
    expect(proposedSurplus({ year_minor: -1n, there_minor: 300n })).toBe(0n);
  });

  it("says why, in both languages", () => {
    const of = { year: 2025, currency: "CNY", basis: "weight" as const, member: true, units: 86_000n };
    const sums = { total_units: 150_000n, refund_minor: 60_000n, amount_minor: 34_400n };
    expect(whyPatronage({ ...of, ...sums }).zh).toBe(
      "2025 年全体社员通过合作社卖出 150 公斤（300 斤），您家 86 公斤（172 斤）；返利一共 600.00 元，按比例分给您家 344.00 元。",
    );
    expect(whyPatronage({ ...of, ...sums, basis: "value", units: 1_000n }).en).toContain("you 10.00 yuan");
    expect(whyPatronage({ ...of, ...sums, member: false }).zh).toContain("不是社员");
    expect(whyPatronage({ ...of, ...sums, units: 0n }).en).toContain("Nothing was sold");
  });
});
