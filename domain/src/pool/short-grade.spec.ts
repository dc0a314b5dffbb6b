import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { shuffled, valueOf } from "../../test/expect-result";
import { decideShort } from "./short";
import { goodsBack, stillSubstituted } from "./short-grade";
import { decideLostParcel } from "./short-parcel";
import { refundOf } from "./short-refund";
import { shortLineSchema, type ShortInput } from "./short-types";

type Line = ShortInput["lines"][number];
type Other = NonNullable<Line["other"]>;

/** 20.00 a pack was ordered; the other grade costs 15.00. */
const terms = { from_minor: 2000, from_units: 1000, to_minor: 1500, to_units: 1000 };
const other = (answer: Other["answer"], more: Partial<Other> = {}): Other => ({
  ...terms,
  pool: "second",
  answer,
  packs: answer === "yes" ? 99 : 0,
  kept: 0,
  ...more,
});

const line = (packs: number, more: Partial<Line> = {}): Line => ({
  order: "order",
  order_line: "line",
  placed_at: "2026-10-01",
  pool: "first",
  cooperative: "coop",
  pack_units: 1000,
  packs,
  short_packs: 0,
  policy: "other_grade",
  money: {
    paid_minor: packs * 2000,
    freight_paid_minor: 0,
    tax_minor: 0,
    refunded_goods_minor: 0,
    refunded_freight_minor: 0,
    lost_freight_minor: 0,
    refunded_tax_minor: 0,
  },
  allocations: [{ lot: "a", household: "hh_a", units: packs * 1000, frozen: 0 }],
  ...more,
});

function entry(one: Line, lost: number, second: Record<string, number>, more: Partial<ShortInput> = {}): ShortInput {
  const free = Object.values(second).reduce((sum, units) => sum + units, 0);
  return {
    losses: lost > 0 ? [{ lot: "a", units: lost }] : [],
    goods: "lost",
    restock: false,
    salt: "short",
    pools: [
      { pool: "first", rule: "fefo", blendable: true, pack_units: null, available: 0 },
      { pool: "second", rule: "pro_rata", blendable: true, pack_units: null, available: free },
    ],
    lots: [
      { lot: "a", household: "hh_a", pool: "first", free: 0 },
      ...Object.entries(second).map(([lot, units]) => ({ lot, household: `hh_${lot}`, pool: "second", free: units })),
    ],
    lines: [one],
    destinations: [
      {
        order: "order",
        destination: "to",
        items: [{ order_line: "line", packs: one.packs, short: one.short_packs, lost: 0, frozen: 0 }],
      },
    ],
    ...more,
  };
}

describe("packs that fall short of a pool whose policy names another grade", () => {
  it("are offered when nobody has been asked: short and refunded as long as nobody has agreed", () => {
    const plan = valueOf(decideShort(entry(line(4, { other: other("open") }), 2000, { b: 5000 })));
    expect(plan.lines).toMatchObject([
      { packs: 2, goods_minor: 4000n, regraded: 0, offer: { pool: "second", packs: 2, ...terms } },
    ]);
    expect(plan.shares).toMatchObject([{ lot: "a", after: 2000 }]);
  });

  it("are filled by the other pool's rule when the buyer agreed, and the difference goes back", () => {
    const plan = valueOf(decideShort(entry(line(4, { other: other("yes") }), 2000, { b: 3000, c: 1000 })));
    expect(plan.lines).toMatchObject([{ packs: 0, regraded: 2, goods_minor: 1000n, drops: [], offer: null }]);
    expect(plan.shares).toMatchObject([
      { lot: "a", after: 2000 },
      { lot: "b", pool: "second", line_pool: "first", after: 1500 },
      { lot: "c", pool: "second", line_pool: "first", after: 500 },
    ]);
  });

  it("cost the buyer nothing more when the other grade is dearer", () => {
    const dear = other("yes", { to_minor: 9000 });
    expect(valueOf(decideShort(entry(line(2, { other: dear }), 1000, { b: 1000 }))).lines).toMatchObject([
      { packs: 0, regraded: 1, goods_minor: 0n },
    ]);
  });

  it.each([
    ["a no", other("no"), { b: 5000 }],
    ["an offer of all or none with too little there", other("open"), { b: 1999 }],
    ["a yes when the goods are gone", other("yes"), {}],
  ])("are refunded whole after %s", (_, said, second: Record<string, number>) => {
    expect(valueOf(decideShort(entry(line(4, { other: said }), 2000, second))).lines).toMatchObject([
      { packs: 2, regraded: 0, goods_minor: 4000n, offer: null },
    ]);
  });

  it("are never taken from what others were promised, but from what is held for this line", () => {
    const pools = [
      { pool: "first", rule: "fefo" as const, blendable: true, pack_units: null, available: 0 },
      { pool: "second", rule: "fefo" as const, blendable: true, pack_units: null, available: 500, aside: 500 },
    ];
    const with_kept = (kept: number) =>
      valueOf(decideShort(entry(line(2, { other: other("yes", { kept }) }), 1000, { b: 9000 }, { pools })));
    expect(with_kept(0).lines).toMatchObject([{ packs: 1, regraded: 0 }]);
    expect(with_kept(1000).lines).toMatchObject([{ packs: 0, regraded: 1 }]);
  });

  it("that fall short themselves later give the rest of their price back, not more", () => {
    const before = line(4, {
      policy: "refund",
      substituted: [{ ...terms, pool: "second", packs: 1 }],
      money: { ...line(4).money, refunded_goods_minor: 500 },
      allocations: [
        { lot: "a", household: "hh_a", units: 3000, frozen: 0 },
        { lot: "b", household: "hh_b", units: 1000, frozen: 0, pool: "second" },
      ],
    });
    const lost = (lot: string) =>
      valueOf(decideShort(entry(before, 0, { b: 0 }, { losses: [{ lot, units: 1000 }] }))).lines;
    expect(lost("b")).toMatchObject([{ packs: 1, goods_minor: 1500n, substituted: [] }]);
    expect(lost("a")).toMatchObject([{ packs: 1, goods_minor: 2000n, substituted: [{ packs: 1 }] }]);
  });
});

describe("a yes whose goods never came, since all was refunded instead", () => {
  const agreed = line(4, {
    short_packs: 2,
    policy: "refund",
    substituted: [{ ...terms, pool: "second", packs: 2 }],
    money: { ...line(4).money, refunded_goods_minor: 4000 },
    allocations: [{ lot: "a", household: "hh_a", units: 2000, frozen: 0 }],
  });

  it("gives nothing back when another line of the order falls short", () => {
    const beside = line(2, {
      order_line: "beside",
      policy: "refund",
      allocations: [{ lot: "z", household: "hh_z", units: 2000, frozen: 0 }],
    });
    const input = entry(agreed, 0, {}, { losses: [{ lot: "z", units: 1000 }] });
    const plan = valueOf(
      decideShort({
        ...input,
        lots: [...input.lots, { lot: "z", household: "hh_z", pool: "first", free: 0 }],
        lines: [agreed, beside],
        destinations: [
          {
            order: "order",
            destination: "to",
            items: [
              { order_line: "line", packs: 4, short: 2, lost: 0, frozen: 0 },
              { order_line: "beside", packs: 2, short: 0, lost: 0, frozen: 0 },
            ],
          },
        ],
      }),
    );
    expect(plan.lines).toMatchObject([{ order_line: "beside", packs: 1, goods_minor: 2000n }]);
  });

  it("gives nothing back when a parcel is lost: its packs count, and no more", () => {
    const lost = decideLostParcel({
      parcel: { order: "order", destination: "to", items: [{ order_line: "line", packs: 1 }] },
      lines: [{ ...agreed, allocations: [{ lot: "a", household: "hh_a", units: 2000, frozen: 2000 }] }],
      destinations: [
        {
          order: "order",
          destination: "to",
          items: [{ order_line: "line", packs: 4, short: 2, lost: 0, frozen: 2 }],
        },
      ],
      carried: [{ order_line: "line", packs: 2, cost_minor: 0n }],
      boxes: [{ order_line: "line", packs: 1, cost_minor: 0n, lost: 0, now: 1 }],
    });
    expect(valueOf(lost)).toMatchObject([{ packs: 1, goods_minor: 2000n, substituted: [] }]);
  });
});

describe("for any entry, answer and stock", () => {
  const any = fc.record({
    packs: fc.integer({ min: 1, max: 8 }),
    lost: fc.integer({ min: 1, max: 8000 }),
    answer: fc.constantFrom("open" as const, "yes" as const, "no" as const),
    agreed: fc.integer({ min: 0, max: 8 }),
    second: fc.dictionary(fc.constantFrom("b", "c", "d"), fc.integer({ min: 1, max: 4000 })),
    to_minor: fc.integer({ min: 1, max: 4000 }),
    order: fc.array(fc.integer(), { minLength: 6, maxLength: 6 }),
  });

  it("each pack comes once, from one grade, or is short; no lot gives more than it has; never without a yes", () => {
    fc.assert(
      fc.property(any, ({ packs, lost, answer, agreed, second, to_minor, order }) => {
        const said = other(answer, { packs: agreed, to_minor });
        const input = entry(line(packs, { other: said }), Math.min(lost, packs * 1000), second);
        const plan = valueOf(decideShort(input));
        const [outcome] = plan.lines;
        const instead = plan.shares.filter((share) => share.pool === "second");
        const units = instead.reduce((sum, share) => sum + share.after, 0);
        const first = plan.shares.find((share) => share.lot === "a")?.after ?? packs * 1000;
        expect(first + units + (outcome?.packs ?? 0) * 1000).toBe(packs * 1000);
        expect(units).toBe((outcome?.regraded ?? 0) * 1000);
        expect(outcome?.regraded ?? 0).toBeLessThanOrEqual(answer === "yes" ? agreed : 0);
        for (const share of instead) expect(share.after).toBeLessThanOrEqual(second[share.lot] ?? 0);
        expect(outcome?.goods_minor ?? 0n).toBeLessThanOrEqual(BigInt(packs * 2000));
        expect(valueOf(decideShort({ ...input, lots: shuffled(input.lots, order) }))).toEqual(plan);
      }),
    );
  });

  it("packs agreed to one after the other give back what one answer for all would: rounded once", () => {
    const price = fc.integer({ min: 1, max: 5000 });
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 1, max: 99_999 }),
        price,
        price,
        (packs, paid, a, b) => {
          const priced = { from_minor: a, from_units: 700, to_minor: b, to_units: 900, pool: "second" };
          let refunded = 0n;
          for (let one = 1; one <= packs; one++) {
            const money = { ...line(packs).money, paid_minor: paid, refunded_goods_minor: refunded };
            const each = Array.from({ length: one }, () => ({ ...priced, packs: 1 }));
            refunded += refundOf(shortLineSchema.parse(line(packs, { money })), 0, 0n, each).goods_minor;
          }
          const money = { ...line(packs).money, paid_minor: paid };
          const all = refundOf(shortLineSchema.parse(line(packs, { money })), 0, 0n, [{ ...priced, packs }]);
          expect(refunded).toBe(all.goods_minor);
        },
      ),
    );
  });
});

it("a pack counts as substituted only while whole packs of that grade are there, and never beside being short", () => {
  const two = [{ ...terms, pool: "second", packs: 2 }];
  const of = (units: number) => [{ lot: "lot", pool: "second", units }];
  expect(stillSubstituted(two, of(1999), 1000)).toMatchObject([{ packs: 1 }]);
  expect(stillSubstituted(two, of(0), 1000)).toEqual([]);
  const all_short = goodsBack(8000n, 4, 4, two);
  expect(all_short.num / all_short.den).toBe(8000n);
});

describe("two consents at different prices", () => {
  const dear = { ...terms, pool: "second", packs: 1, lots: [{ lot: "a", units: 1000 }] };
  const cheap = { ...terms, to_minor: 1200, pool: "second", packs: 1, lots: [{ lot: "b", units: 1000 }] };
  const given = (units: Record<string, number>) =>
    Object.entries(units).map(([lot, one]) => ({ lot, pool: "second", units: one }));

  it("each keeps its own price: what is lost is the pack whose lot is lost", () => {
    expect(stillSubstituted([dear, cheap], given({ a: 1000, b: 1000 }), 1000)).toEqual([dear, cheap]);
    expect(stillSubstituted([dear, cheap], given({ b: 1000 }), 1000)).toEqual([cheap]);
    expect(stillSubstituted([dear, cheap], given({ a: 1000 }), 1000)).toEqual([dear]);
    // Swapped for another lot: it fills what lacks its own.
    expect(stillSubstituted([dear, cheap], given({ b: 1000, c: 1000 }), 1000)).toEqual([dear, cheap]);
  });

  it("a pack that both fill in parts counts once, and whole packs are neither lost nor made", () => {
    const mixed = { ...dear, packs: 2, lots: [{ lot: "a", units: 1500 }, { lot: "b", units: 500 }] }; // prettier-ignore
    const rest = { ...cheap, packs: 1, lots: [{ lot: "b", units: 1000 }] };
    fc.assert(
      fc.property(fc.nat(1500), fc.nat(1500), fc.nat(1000), (a, b, c) => {
        const now = stillSubstituted([mixed, rest], given({ a, b, c }), 1000);
        const whole = Math.min(3, Math.floor((a + b + c) / 1000));
        expect(now.reduce((sum, one) => sum + one.packs, 0)).toBe(whole);
        for (const one of now) expect(one.packs).toBeLessThanOrEqual(one.to_minor === 1200 ? 1 : 2);
      }),
    );
  });
});
