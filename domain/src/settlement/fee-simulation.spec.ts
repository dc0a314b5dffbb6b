import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FREIGHT_RULES, carryFreight } from "./carriage";
import { addSimulations, simulateFees, type BookedLine, type SimulatedRates } from "./fee-simulation";
import { waterfall } from "./waterfall";
import type { RatesColumn } from "./waterfall-arrays";

interface Sold {
  order: string;
  paid: number;
  tax: number;
  freight_paid: number;
  cost: number;
  lots: { household: string; grams: number }[];
}

const bp = fc.integer({ min: 0, max: 3_000 });
const policy: fc.Arbitrary<SimulatedRates> = fc.record({
  rates: fc.record({
    platform_bp: bp,
    cooperative_bp: bp,
    agent_bp: bp,
    packing_minor_per_kg: fc.integer({ min: 0, max: 300 }),
    holdback_bp: fc.integer({ min: 0, max: 10_000 }),
  }),
  freight_rule: fc.constantFrom(...FREIGHT_RULES),
});
const sold: fc.Arbitrary<Sold> = fc.record({
  order: fc.constantFrom("o1", "o2", "o3"),
  paid: fc.integer({ min: 200, max: 9_000 }),
  tax: fc.integer({ min: 0, max: 90 }),
  freight_paid: fc.integer({ min: 0, max: 90 }),
  cost: fc.integer({ min: 0, max: 900 }),
  // Many small lots beside a large one, so that some get nothing at all.
  lots: fc.array(
    fc.record({ household: fc.constantFrom("wang", "li", "zhao"), grams: fc.integer({ min: 1, max: 5_000 }) }),
    { minLength: 1, maxLength: 12 },
  ),
});

/** The lines as the books have them after `waterfall`, one by one, has divided them by `by`. */
function inTheBooks(lines: readonly Sold[], by: SimulatedRates, after: SimulatedRates): BookedLine[] {
  const carried = carryFreight(
    lines.map((line, index) => ({
      line: `${line.order}:${index}`,
      cooperative: line.order,
      filled: true,
      cost_minor: BigInt(line.cost),
      purse_minor: BigInt(line.freight_paid),
      rule: by.freight_rule,
    })),
  );
  return lines.map((line, index): BookedLine => {
    const name = `${line.order}:${index}`;
    const { freight_minor = 0n, left_minor = 0n, borne_minor = 0n } = carried.get(name) ?? {};
    const lots = line.lots.map((lot, at) => ({ lot: `${name}:${at}`, ...lot }));
    const divided = waterfall({
      currency: "CNY",
      paid_minor: line.paid,
      tax_minor: line.tax,
      freight_minor,
      freight_left_minor: left_minor,
      freight_borne_minor: borne_minor,
      bearer: "cooperative",
      policy: by.rates,
      lots,
    });
    if (!divided.ok) throw new Error(divided.refusal.message);
    const { rows } = divided.value;
    const sum = (is: (row: (typeof rows)[number]) => boolean) =>
      Number(rows.filter(is).reduce((all, row) => all + row.amount_minor, 0n));
    return {
      line: name,
      order: line.order,
      cooperative: line.order,
      paid: line.paid,
      tax: line.tax,
      refund: 0,
      cost: line.cost,
      purse: line.freight_paid,
      mode: "by_sale",
      lots: lots.map((lot) => ({ ...lot, got: sum((row) => row.lot === lot.lot) })),
      got: {
        carriers: sum((row) => row.account === "freight"),
        cooperative: sum((row) => row.party === "cooperative"),
        platform: sum((row) => row.party === "platform"),
        agent: sum((row) => row.party === "agent"),
        households: sum((row) => row.lot !== undefined),
        price_pools: 0,
        returned_goods: 0,
      },
      before: by,
      after,
    };
  });
}

const whole = (sides: Record<string, { before: number; after: number }>, side: "before" | "after") =>
  Object.values(sides).reduce((sum, one) => sum + one[side], 0);

describe("trying other rates on what was sold", () => {
  it("the same rates give no difference, to the cent, and leave no line out", () => {
    fc.assert(
      fc.property(fc.array(sold, { maxLength: 8 }), policy, (lines, by) => {
        const { shares, households, left_as_they_are } = simulateFees(
          inTheBooks(lines, by, { ...by, rates: { ...by.rates } }),
        );
        expect(left_as_they_are).toBe(0);
        for (const one of [...Object.values(shares), ...households.values()]) expect(one.after).toBe(one.before);
      }),
    );
  });

  it("for any rates: what one side gets the other loses, and households are what their lots are", () => {
    fc.assert(
      fc.property(fc.array(sold, { maxLength: 8 }), policy, policy, (lines, by, after) => {
        const books = inTheBooks(lines, by, after);
        const simulated = simulateFees(books);
        const { shares, households, paid, tax } = simulated;
        expect(whole(shares, "before") + tax).toBe(paid);
        expect(whole(shares, "after") + tax).toBe(paid);
        for (const side of ["before", "after"] as const)
          expect([...households.values()].reduce((sum, one) => sum + one[side], 0)).toBe(shares.households[side]);
        // What the other rates give is what the waterfall itself gives by them.
        expect(shares.households.after).toBe(
          inTheBooks(lines, after, after).reduce((sum, line) => sum + line.got.households, 0),
        );
        // In parts as in one piece.
        const parts = ["o1", "o2", "o3"].map((order) => simulateFees(books.filter((line) => line.order === order)));
        expect(addSimulations(parts)).toEqual(simulated);
      }),
    );
  });

  const rates: RatesColumn = {
    platform_bp: 0,
    cooperative_bp: 500,
    agent_bp: 0,
    packing_minor_per_kg: 0,
    holdback_bp: 0,
  };
  const by: SimulatedRates = { rates, freight_rule: "pooled" };
  const dearer: SimulatedRates = { ...by, rates: { ...rates, cooperative_bp: 1_000 } };
  const plain: Sold = {
    order: "o1",
    paid: 1_000,
    tax: 0,
    freight_paid: 0,
    cost: 0,
    lots: [{ household: "wang", grams: 1 }],
  };

  it("a line that does not come out as it stands in the books is left as it is, and spoils no other", () => {
    const [wrong, right] = inTheBooks([plain, { ...plain, order: "o2" }], by, dearer);
    const changed = { ...wrong!, paid: 2_000 };
    const broken = { ...wrong!, line: "o1:9", tax: 5_000 };
    const simulated = simulateFees([changed, broken, right!]);
    expect(simulated.left_as_they_are).toBe(2);
    expect(simulated.shares.cooperative).toEqual({ before: 150, after: 50 + 50 + 100 });
  });

  it("at fixed prices households get what they got, and the margin moves; an averaged line moves its price pool", () => {
    const [line] = inTheBooks([plain], by, dearer);
    const fixed: BookedLine = {
      ...line!,
      mode: "fixed",
      lots: [{ ...line!.lots[0]!, got: 700 }],
      got: { ...line!.got, cooperative: 300, households: 700 },
      after: { ...dearer, rates: { ...dearer.rates, platform_bp: 300, cooperative_bp: 500 } },
    };
    expect(simulateFees([fixed]).shares).toMatchObject({
      households: { before: 700, after: 700 },
      cooperative: { before: 300, after: 270 },
      platform: { before: 0, after: 30 },
    });
    const averaged: BookedLine = {
      ...line!,
      mode: "pool_average",
      lots: [{ ...line!.lots[0]!, got: 0 }],
      got: { ...line!.got, households: 0, price_pools: 950 },
    };
    expect(simulateFees([averaged]).shares).toMatchObject({
      price_pools: { before: 950, after: 900 },
      households: { before: 0, after: 0 },
    });
  });

  it("what goods bring that came back moves with the rates, and is no household's", () => {
    const [line] = inTheBooks([plain], by, dearer);
    const back: BookedLine = {
      ...line!,
      lots: [{ ...line!.lots[0]!, household: null }],
      got: { ...line!.got, households: 0, returned_goods: 950 },
    };
    const simulated = simulateFees([back]);
    expect(simulated.shares).toMatchObject({
      returned_goods: { before: 950, after: 900 },
      households: { before: 0, after: 0 },
    });
    expect([...simulated.households]).toEqual([]);
  });
});
