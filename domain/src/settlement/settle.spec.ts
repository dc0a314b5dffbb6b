import fc from "fast-check";
import { expect, test } from "vitest";
import { reasonOf, valueOf } from "../../test/expect-result";
import { choosePayouts, settle, type HouseholdUnsettled, type Rail } from "./settle";

const period = { period_id: "period_1", currency: "CNY" };
const posting = (posting_id: string, kind: "sale" | "deduction" | "advance" | "payout", amount_minor: bigint) => ({
  posting_id,
  kind,
  amount_minor,
  memo: posting_id,
});

test("a statement explains from gross to what remains", () => {
  const [li, wang] = valueOf(
    settle(period, [
      {
        household: "wang",
        brought_forward_minor: 120n,
        postings: [
          posting("p3", "advance", 1_000n),
          posting("p1", "sale", 6_064n),
          posting("p2", "deduction", 64n),
          posting("p4", "payout", 500n),
        ],
      },
      { household: "li", brought_forward_minor: -700n, postings: [posting("p5", "sale", 200n)] },
    ]),
  );
  expect(wang).toEqual({
    ...period,
    household: "wang",
    lines: ["p1", "p2", "p3", "p4"].map((id) => expect.objectContaining({ posting_id: id }) as unknown),
    brought_forward_minor: 120n,
    gross_minor: 6_064n,
    deductions_minor: 64n,
    advances_minor: 1_000n,
    net_minor: 5_120n,
    paid_minor: 500n,
    remaining_minor: 4_620n,
  });
  expect(li).toMatchObject({ household: "li", net_minor: -500n, remaining_minor: -500n });
});

test("a posting or a household listed twice is refused: it would be paid twice", () => {
  const entry = { household: "a", brought_forward_minor: 0n, postings: [posting("p1", "sale", 5n)] };
  expect(reasonOf(settle(period, [entry, entry]))).toBe("duplicate_household");
  expect(reasonOf(settle(period, [entry, { ...entry, household: "b" }]))).toBe("duplicate_posting");
});

const anyUnsettled: fc.Arbitrary<HouseholdUnsettled[]> = fc
  .array(
    fc.record({
      brought: fc.bigInt({ min: -5_000n, max: 5_000n }),
      amounts: fc.array(
        fc.tuple(
          fc.constantFrom("sale" as const, "deduction" as const, "advance" as const, "payout" as const),
          fc.bigInt({ min: -500n, max: 9_000n }),
        ),
        { maxLength: 6 },
      ),
    }),
    { maxLength: 8 },
  )
  .map((entries) =>
    entries.map(({ brought, amounts }, index) => ({
      household: `h${index}`,
      brought_forward_minor: brought,
      postings: amounts.map(([kind, amount], n) => posting(`p${index}.${n}`, kind, amount)),
    })),
  );

test("nothing is lost between postings, statements, payouts and what carries over", () => {
  fc.assert(
    fc.property(anyUnsettled, fc.bigInt({ min: 0n, max: 6_000n }), (unsettled, minimum_minor) => {
      const statements = valueOf(settle(period, unsettled));
      const owed = unsettled.reduce((sum, entry) => {
        const signed = entry.postings.map((line) => (line.kind === "sale" ? line.amount_minor : -line.amount_minor));
        return sum + signed.reduce((all, amount) => all + amount, entry.brought_forward_minor);
      }, 0n);
      expect(statements.reduce((sum, statement) => sum + statement.remaining_minor, 0n)).toBe(owed);
      const rails = new Map<string, Rail>(unsettled.slice(1).map((entry) => [entry.household, "bank_file"]));
      const { payouts, carried } = choosePayouts(statements, minimum_minor, rails);
      const sum = (rows: readonly { amount_minor: bigint }[]): bigint =>
        rows.reduce((all, row) => all + row.amount_minor, 0n);
      expect(sum(payouts) + sum(carried)).toBe(owed);
      expect(payouts.length + carried.length).toBe(statements.length);
      for (const payout of payouts) {
        expect(payout.amount_minor > 0n && payout.amount_minor >= minimum_minor).toBe(true);
        expect(rails.get(payout.household)).toBe(payout.rail);
      }
    }),
  );
});

test("who is not paid is told why", () => {
  const statements = valueOf(
    settle(
      period,
      [-5n, 0n, 99n, 100n, 100n].map((brought_forward_minor, index) => ({
        household: `h${index}`,
        brought_forward_minor,
        postings: [],
      })),
    ),
  );
  const { payouts, carried } = choosePayouts(
    statements,
    100n,
    new Map<string, Rail>([
      ["h0", "cash"],
      ["h2", "cash"],
      ["h3", "cash"],
    ]),
  );
  expect(payouts).toEqual([{ household: "h3", rail: "cash", amount_minor: 100n }]);
  expect(carried.map((row) => [row.household, row.reason])).toEqual([
    ["h0", "owes"],
    ["h1", "nothing_owed"],
    ["h2", "below_minimum"],
    ["h4", "no_rail"],
  ]);
  expect(() => choosePayouts(statements, -1n, new Map())).toThrow(RangeError);
});
