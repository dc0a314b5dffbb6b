import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { waterfall } from "./waterfall";
import { waterfallArrays, type RatesColumn, type WaterfallLines } from "./waterfall-arrays";

interface Line {
  paid: number;
  tax: number;
  refund: number;
  freight: number;
  left?: number;
  put_in?: number;
  policy: number;
  lots: { grams: number; price: number }[];
}

const bp = (max: number) => fc.integer({ min: 0, max });
const rates: fc.Arbitrary<RatesColumn> = fc.record({
  platform_bp: bp(3000),
  cooperative_bp: bp(3000),
  agent_bp: bp(3000),
  packing_minor_per_kg: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 500 })),
  holdback_bp: bp(10_000),
});

const lineOf = (max: number, lots: number): fc.Arbitrary<Line> =>
  fc.record({
    paid: fc.integer({ min: 0, max }),
    tax: fc.integer({ min: 0, max: 40 }),
    refund: fc.integer({ min: 0, max: 40 }),
    freight: fc.integer({ min: 0, max: 40 }),
    left: fc.integer({ min: 0, max: 9 }),
    put_in: fc.integer({ min: 0, max: 9 }),
    policy: fc.nat(1),
    lots: fc.array(
      fc.record({ grams: fc.integer({ min: 0, max: 50_000 }), price: fc.integer({ min: 0, max: 9_000 }) }),
      { maxLength: lots },
    ),
  });

/** Lots at prices, and whether the cooperative bears what a line lacks. */
interface Mode {
  priced: boolean;
  borne: boolean;
}

function columns(lines: readonly Line[], policies: readonly RatesColumn[], { priced, borne }: Mode): WaterfallLines {
  const lots = lines.flatMap((line) => line.lots);
  let first = 0;
  return {
    paid: Float64Array.from(lines, (line) => line.paid),
    tax: Float64Array.from(lines, (line) => line.tax),
    refund: Float64Array.from(lines, (line) => line.refund),
    freight: Float64Array.from(lines, (line) => line.freight),
    ...(borne
      ? {
          borne,
          left: Float64Array.from(lines, (line) => line.left ?? 0),
          put_in: Float64Array.from(lines, (line) => line.put_in ?? 0),
        }
      : {}),
    policy: Uint16Array.from(lines, (line) => line.policy),
    policies,
    first_lot: Uint32Array.from([0, ...lines.map((line) => (first += line.lots.length))]),
    grams: Float64Array.from(lots, (lot) => lot.grams),
    ...(priced ? { price: Float64Array.from(lots, (lot) => lot.price) } : {}),
  };
}

/** Row by row what `waterfall` gives for one line; null when it refuses. */
function alone(line: Line, policies: readonly RatesColumn[], { priced, borne }: Mode) {
  const divided = waterfall({
    currency: "CNY",
    paid_minor: line.paid,
    tax_minor: line.tax,
    refund_minor: line.refund,
    freight_minor: line.freight,
    ...(borne
      ? { bearer: "cooperative" as const, freight_left_minor: line.left ?? 0, freight_borne_minor: line.put_in ?? 0 }
      : {}),
    policy: policies[line.policy]!,
    lots: line.lots.map(({ grams, price }, index) => ({
      lot: `lot_${String(index).padStart(4, "0")}`,
      household: "h",
      grams,
      ...(priced ? { price_minor_per_kg: price } : {}),
    })),
  });
  if (!divided.ok) return null;
  const ruled = (...rules: string[]) =>
    Number(
      divided.value.rows.filter((row) => rules.includes(row.rule)).reduce((total, row) => total + row.amount_minor, 0n),
    );
  const sum = (account: string, lot?: number) =>
    Number(
      divided.value.rows
        .filter(
          (row) => row.account === account && (lot === undefined || row.lot === `lot_${String(lot).padStart(4, "0")}`),
        )
        .reduce((total, row) => total + row.amount_minor, 0n),
    );
  return {
    packing: sum("packing"),
    platform: sum("platform_fee"),
    cooperative: ruled("cooperative_bp"),
    freight_borne: Math.abs(ruled("freight_borne")),
    packing_borne: Math.abs(ruled("packing_borne")),
    agent: sum("agent_commission"),
    payable: line.lots.map((_, lot) => sum("household_payable", lot)),
    holdback: line.lots.map((_, lot) => sum("household_holdback", lot)),
  };
}

function sameAsAlone(lines: readonly Line[], policies: readonly RatesColumn[], mode: Mode): void {
  const expected = lines.map((line) => alone(line, policies, mode));
  const divided = waterfallArrays(columns(lines, policies, mode));
  expect(divided.ok).toBe(!expected.includes(null));
  if (!divided.ok) return;
  const { value } = divided;
  let first = 0;
  lines.forEach((line, index) => {
    const lots = [first, (first += line.lots.length)] as const;
    expect({
      packing: value.packing[index],
      platform: value.platform[index],
      cooperative: value.cooperative[index],
      freight_borne: value.freight_borne[index],
      packing_borne: value.packing_borne[index],
      agent: value.agent[index],
      payable: [...value.payable.subarray(...lots)],
      holdback: [...value.holdback.subarray(...lots)],
    }).toEqual(expected[index]);
  });
}

describe("waterfall in columns", () => {
  it("gives every lot of every line what the waterfall of that line alone gives", () => {
    fc.assert(
      fc.property(
        fc.tuple(rates, rates),
        fc.record({ priced: fc.boolean(), borne: fc.boolean() }),
        fc.oneof(
          fc.array(lineOf(9_000, 5), { maxLength: 4 }),
          fc.array(lineOf(900_000_000_000, 4), { maxLength: 3 }),
          fc.array(lineOf(500_000, 60), { maxLength: 2 }),
        ),
        (policies, mode, lines) => {
          sameAsAlone(lines, policies, mode);
          for (const line of lines) sameAsAlone([line], policies, mode);
        },
      ),
      { numRuns: 400 },
    );
  });

  it("refuses a line below zero, money without a lot, amounts it can't divide exactly, and names the line", () => {
    const policies: RatesColumn[] = [
      { platform_bp: 300, cooperative_bp: 500, agent_bp: 0, packing_minor_per_kg: 40, holdback_bp: 0 },
    ];
    const line = (more: Partial<Line>): Line => ({
      paid: 1000,
      tax: 0,
      refund: 0,
      freight: 0,
      policy: 0,
      lots: [{ grams: 500, price: 1 }],
      ...more,
    });
    const reason = (...lines: Line[]) => {
      const divided = waterfallArrays(columns(lines, policies, { priced: false, borne: false }));
      return divided.ok ? null : [divided.refusal.reason, divided.refusal.message.split(" ")[1]];
    };
    expect(reason(line({}))).toBeNull();
    expect(reason(line({}), line({ freight: 981 }))).toEqual(["net_below_zero", "1"]);
    expect(reason(line({ lots: [] }))).toEqual(["no_lot_to_pay", "0"]);
    expect(reason(line({ paid: 900_000_000_001 }))).toEqual(["too_large", "0"]);
    const over = waterfallArrays(
      columns([line({})], [{ ...policies[0]!, agent_bp: 9_500 }], { priced: false, borne: false }),
    );
    expect(over.ok).toBe(false);
  });
});
