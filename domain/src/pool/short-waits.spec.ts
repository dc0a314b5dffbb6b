import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { valueOf } from "../../test/expect-result";
import { decideShort } from "./short";
import { shortLineSchema, type ShortInput } from "./short-types";
import { refundOf, withFreight } from "./short-refund";

type Line = ShortInput["lines"][number];

const line = (packs: number, given: Record<string, number>, more: Partial<Line> = {}): Line => ({
  order: "order",
  order_line: "line",
  placed_at: "2026-10-01",
  pool: "pool",
  cooperative: "coop",
  pack_units: 1000,
  packs,
  short_packs: 0,
  policy: "substitute",
  money: {
    paid_minor: packs * 1000 + 600,
    freight_paid_minor: 600,
    tax_minor: 0,
    refunded_goods_minor: 0,
    refunded_freight_minor: 0,
    lost_freight_minor: 0,
    refunded_tax_minor: 0,
  },
  allocations: Object.entries(given).map(([lot, units]) => ({ lot, household: `hh_${lot}`, units, frozen: 0 })),
  ...more,
});

function unfilled(one: Line, free: Record<string, number>, more: Partial<ShortInput> = {}): ShortInput {
  return {
    losses: [],
    goods: "lost",
    first_order: "order",
    unfilled: "held",
    restock: false,
    salt: "short",
    pools: [{ pool: "pool", rule: "fefo", blendable: true, pack_units: null, available: 0 }],
    lots: Object.entries(free).map(([lot, units]) => ({ lot, household: `hh_${lot}`, pool: "pool", free: units })),
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

describe("an order that its pool could not fill", () => {
  it("gets what good lots have, in whole packs, though the pool shows nothing available: it holds that for the order", () => {
    const plan = valueOf(decideShort(unfilled(line(5, {}), { good: 2400 })));
    expect(plan.shares).toMatchObject([{ lot: "good", before: 0, after: 2000 }]);
    expect(plan.lines).toMatchObject([{ packs: 3, never_given: 5000, goods_minor: 3000n, drops: [{ packs: 3 }] }]);
    expect(plan).toMatchObject({ orders: ["order"], wasted: [], aside: [] });
  });

  it("is filled whole when goods have come since", () => {
    const plan = valueOf(decideShort(unfilled(line(2, {}), { good: 9000 })));
    expect(plan.lines).toEqual([]);
    expect(plan.shares).toMatchObject([{ after: 2000 }]);
  });

  it("of a pool that is not blendable gets whole packs of one lot each", () => {
    const pools = [{ pool: "pool", rule: "fefo" as const, blendable: false, pack_units: 1000, available: 0 }];
    const plan = valueOf(decideShort(unfilled(line(3, {}), { a: 1900, b: 1900 }, { pools })));
    expect(plan.shares.map((one) => one.after)).toEqual([1000, 1000]);
    expect(plan.lines).toMatchObject([{ packs: 1 }]);
  });

  it("conserves, whatever is there: given + short = ordered, and no lot gives more than it has", () => {
    const lots = fc.dictionary(fc.constantFrom("a", "b", "c"), fc.integer({ min: 1, max: 4000 }));
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9 }), lots, fc.constantFrom("held", "free"), (packs, free, how) => {
        const available = Object.values(free).reduce((sum, units) => sum + units, 0);
        const pools = [{ pool: "pool", rule: "fefo" as const, blendable: true, pack_units: null, available }];
        const plan = valueOf(
          decideShort(unfilled(line(packs, {}), free, { unfilled: how, ...(how === "free" ? { pools } : {}) })),
        );
        const given = plan.shares.reduce((sum, one) => sum + one.after, 0);
        expect(given + (plan.lines[0]?.packs ?? 0) * 1000).toBe(packs * 1000);
        for (const share of plan.shares) expect(share.after).toBeLessThanOrEqual(free[share.lot] ?? 0);
      }),
    );
  });
});

it("goods past their day are not promised to anybody, though the pool's counters still show them", () => {
  const input = unfilled(
    line(3, { lost: 3000 }),
    { lost: 0, good: 500 },
    {
      losses: [{ lot: "lost", units: 1000 }],
      pools: [{ pool: "pool", rule: "fefo", blendable: true, pack_units: null, available: 5000 }],
    },
  );
  const { unfilled: _, ...entry } = input;
  expect(valueOf(decideShort(entry)).lines).toMatchObject([{ packs: 1 }]);
});

describe("packs that wait", () => {
  it.each(["wait", "split"] as const)("with policy %s are short and not refunded; their freight is kept", (policy) => {
    const parsed = line(3, { lost: 3000 }, { policy });
    const input = unfilled(parsed, { lost: 0 }, { losses: [{ lot: "lost", units: 1000 }] });
    const { unfilled: _, ...entry } = input;
    const plan = valueOf(decideShort(entry));
    const after = withFreight(
      plan,
      [shortLineSchema.parse(parsed)],
      [{ order: "order", cooperative: "coop", cost_minor: 300n }],
    );
    expect(after.lines).toMatchObject([{ packs: 1, goods_minor: 0n, freight_minor: 0n, policy }]);
  });

  it("whose day has come are refunded as if they had been refunded at once", () => {
    const waited = line(3, { a: 2000 }, { policy: "wait", short_packs: 1 });
    const { unfilled: _, ...entry } = unfilled(waited, {});
    const plan = valueOf(decideShort(entry));
    const once = refundOf(shortLineSchema.parse(line(3, {})), 1, 0n);
    expect(plan.lines).toMatchObject([{ packs: 0, goods_minor: once.goods_minor }]);
    expect(plan.orders).toEqual(["order"]);
  });

  it("and others that fall short beside them: only those are refunded", () => {
    const both = line(4, { lost: 3000 }, { policy: "refund", short_packs: 1, waiting_packs: 1 });
    const input = unfilled(both, { lost: 0 }, { losses: [{ lot: "lost", units: 1000 }] });
    const { unfilled: _, ...entry } = input;
    expect(valueOf(decideShort(entry)).lines).toMatchObject([{ packs: 1, goods_minor: 1000n }]);
  });
});
