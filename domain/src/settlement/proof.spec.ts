import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { reasonOf, shuffled, valueOf } from "../../test/expect-result";
import {
  proofFiguresHash,
  proofFiguresOf,
  proofKept,
  proofLack,
  proofText,
  proofVillages,
  pseudonymOf,
  readProof,
  sameProofSums,
  type ProofParts,
  type ProofRow,
} from "./proof";

const MAYA = { zh: "麻崖村", en: "Maya" };
const ZHUTANG = { zh: "竹塘村", en: "Zhutang" };
const minor = fc.bigInt({ min: 0n, max: 1_000_000n });
const row = fc.record({
  household: fc.uint8Array({ minLength: 8, maxLength: 8 }).map(pseudonymOf),
  village: fc.constantFrom(MAYA, ZHUTANG),
  cooperative: fc.constant({ zh: "合作社", en: "Coop" }),
  lots: fc.integer({ min: 1, max: 9 }),
  grams: fc.bigInt({ min: 1n, max: 10_000_000n }),
  payable_minor: minor,
  holdback_minor: minor,
  taken_back_minor: minor,
});
const rows = fc.uniqueArray(row, { minLength: 1, maxLength: 20, selector: (one) => one.household });
const head = {
  order_number: 1043,
  placed_on: "2026-11-20",
  divided_on: "2026-11-28",
  currency: "CNY",
  buyer: "林家食堂",
  goods: [{ title: "核桃", pack: "1 公斤", packs: 20, grams: 20_000n }],
};
const given = (all: readonly ProofRow[]) => all.reduce((sum, one) => sum + one.payable_minor + one.holdback_minor, 0n);
/** Parts to which the rows are what is missing. */
const partsFor = (all: readonly ProofRow[], more: Partial<ProofParts> = {}): ProofParts => {
  const parts = {
    paid_minor: 0n,
    tax_minor: 900n,
    refund_minor: 100n,
    freight_minor: 800n,
    packing_minor: 40n,
    platform_fee_minor: 300n,
    cooperative_fee_minor: 500n,
    agent_commission_minor: 0n,
    price_pool_minor: 0n,
    returned_goods_minor: 0n,
    put_in_minor: -100n,
    ...more,
  };
  const { paid_minor: _, ...others } = parts;
  return { ...parts, paid_minor: Object.values(others).reduce((sum, one) => sum + one, given(all)) };
};
const of = { number: "1043-1", version: 1, issued_at: "2026-11-28T08:00:00.000Z" };

describe("the figures of a proof", () => {
  test("are one text, whatever order the rows came in, and are read again as they were", () => {
    fc.assert(
      fc.property(rows, fc.array(fc.integer(), { minLength: 1 }), (all, keys) => {
        const figures = valueOf(proofFiguresOf(head, all, partsFor(all)));
        const again = valueOf(proofFiguresOf(head, shuffled(all, keys), partsFor(all)));
        expect(proofText(again, of)).toBe(proofText(figures, of));
        expect(proofFiguresHash(again)).toBe(proofFiguresHash(figures));
        expect(readProof(proofText(figures, of))).toEqual({ ...figures, ...of, form: "commonlot-proof-1" });
      }),
    );
  });

  test("sum to what was paid, by part, by household and by village", () => {
    fc.assert(
      fc.property(rows, (all) => {
        const { totals, rows: shown } = valueOf(proofFiguresOf(head, all, partsFor(all)));
        const { paid_minor, taken_back_minor, ...parts } = totals;
        expect(Object.values(parts).reduce((sum, one) => sum + one, 0n)).toBe(paid_minor);
        const kept = totals.households_minor - taken_back_minor;
        expect(shown.reduce((sum, one) => sum + proofKept(one), 0n)).toBe(kept);
        const villages = proofVillages(shown);
        expect(villages.reduce((sum, one) => sum + one.kept_minor, 0n)).toBe(kept);
        expect(villages.reduce((sum, one) => sum + one.households, 0)).toBe(all.length);
      }),
    );
  });

  test("are refused when a cent has no home, and when nothing reached a household", () => {
    const [one] = fc.sample(rows, 1);
    const parts = partsFor(one ?? []);
    expect(reasonOf(proofFiguresOf(head, one ?? [], { ...parts, paid_minor: parts.paid_minor + 1n }))).toBe(
      "proof_sums_differ",
    );
    expect(reasonOf(proofFiguresOf(head, [], partsFor([])))).toBe("nothing_to_prove");
  });

  test("are the same sums when only a name is written otherwise", () => {
    const [all = []] = fc.sample(rows, 1);
    const one = valueOf(proofFiguresOf(head, all, partsFor(all)));
    const renamed = valueOf(proofFiguresOf({ ...head, buyer: "另一个名字" }, all, partsFor(all)));
    expect(sameProofSums(one.totals, renamed.totals)).toBe(true);
    expect(proofFiguresHash(renamed)).not.toBe(proofFiguresHash(one));
    const refunded = valueOf(proofFiguresOf(head, all, partsFor(all, { refund_minor: 101n })));
    expect(sameProofSums(one.totals, refunded.totals)).toBe(false);
  });
});

test("a pseudonym is twelve letters that nobody mistakes, and other bytes are another one", () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), (bytes) => {
      expect(pseudonymOf(bytes)).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$/);
    }),
  );
  expect(pseudonymOf(new Uint8Array(8))).toBe("0000-0000-0000");
  expect(pseudonymOf(Uint8Array.from([0, 0, 0, 0, 0, 0, 0, 1]))).toBe("1000-0000-0000");
});

test("what is missing is said with the day from which it is there", () => {
  const sale = { captured: true, divided: false, withdrawn: false, by_claim: false, delivered_at: null, hold_days: 3 };
  expect(proofLack({ ...sale, captured: false })).toEqual({ lack: "not_paid", from: null });
  expect(proofLack(sale)).toEqual({ lack: "not_delivered", from: null });
  expect(proofLack({ ...sale, delivered_at: new Date("2026-11-20T08:00:00Z") })).toEqual({
    lack: "not_divided",
    from: new Date("2026-11-23T08:00:00Z"),
  });
  expect(proofLack({ ...sale, divided: true, by_claim: true })).toEqual({ lack: "paid_by_claim", from: null });
  expect(proofLack({ ...sale, divided: true })).toBeNull();
});
