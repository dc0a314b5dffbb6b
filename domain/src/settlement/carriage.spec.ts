import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { shuffled } from "../../test/expect-result";
import { carryFreight, type CarriedLine } from "./carriage";

const line = (name: string, cost: bigint, purse: bigint, filled = true): CarriedLine => ({
  line: name,
  cooperative: "coop",
  filled,
  cost_minor: cost,
  purse_minor: purse,
});
const freights = (lines: CarriedLine[]) =>
  Object.fromEntries([...carryFreight(lines)].map(([name, { freight_minor }]) => [name, freight_minor]));

describe("the freight of an order is one purse", () => {
  it("pays the box of the line that kept too little: A 3 of 4 packs and 7.50 of the freight, then two of A are short", () => {
    // One pack of each is left; the box of 10.00 is shared by weight, the freight kept is 7.50 and 2.50.
    expect(freights([line("a", 500n, 750n), line("b", 500n, 250n)])).toEqual({ a: 750n, b: 250n });
  });

  it("lines without goods pay first, and have nothing left while a box is to be paid", () => {
    expect(freights([line("a", 0n, 720n, false), line("b", 600n, 280n), line("c", 400n, 500n)])).toEqual({
      a: 720n,
      b: 115n,
      c: 165n,
    });
  });

  it("what the whole purse lacks is paid by the line whose box it is; another cooperative's purse is not touched", () => {
    const other = { ...line("z", 0n, 5000n), cooperative: "other" };
    expect(freights([line("a", 900n, 100n), line("b", 100n, 300n), other])).toEqual({ a: 700n, b: 300n, z: 0n });
  });

  it("freight that no box took stays named on a line that has no goods", () => {
    expect(carryFreight([line("a", 0n, 300n, false), line("b", 200n, 100n)])).toEqual(
      new Map([
        ["a", { freight_minor: 200n, left_minor: 100n, borne_minor: 0n }],
        ["b", { freight_minor: 0n, left_minor: 0n, borne_minor: 0n }],
      ]),
    );
  });
});

describe("other freight rules", () => {
  const carried = (rule: CarriedLine["rule"], ...lines: CarriedLine[]) => [
    ...carryFreight(lines.map((one) => ({ ...one, ...(rule ? { rule } : {}) }))).values(),
  ];

  it("actual: each line pays its own boxes, nobody helps it out; freight without goods to take it is the cooperative's", () => {
    expect(carried("actual", line("a", 500n, 750n), line("b", 500n, 250n), line("c", 0n, 90n, false))).toEqual([
      { freight_minor: 500n, left_minor: 0n, borne_minor: 0n },
      { freight_minor: 500n, left_minor: 0n, borne_minor: 0n },
      { freight_minor: 0n, left_minor: 90n, borne_minor: 0n },
    ]);
  });

  it("buyer pays: what is over is the cooperative's, what is missing it puts in, goods are not touched", () => {
    expect(carried("buyer_pays", line("a", 500n, 750n), line("b", 500n, 200n))).toEqual([
      { freight_minor: 500n, left_minor: 250n, borne_minor: 0n },
      { freight_minor: 500n, left_minor: 0n, borne_minor: 300n },
    ]);
  });

  it("lines of another rule leave the common purse alone", () => {
    const both = carryFreight([line("a", 500n, 0n), { ...line("b", 100n, 900n), rule: "buyer_pays" }]);
    expect(both.get("a")).toEqual({ freight_minor: 500n, left_minor: 0n, borne_minor: 0n });
  });
});

it("for any lines: what is paid is what the boxes cost, a line pays above its purse only when the whole purse lacks, in any order", () => {
  const any = fc.array(
    fc.record({
      cooperative: fc.constantFrom("x", "y"),
      filled: fc.boolean(),
      cost_minor: fc.bigInt({ min: 0n, max: 5_000n }),
      purse_minor: fc.bigInt({ min: 0n, max: 5_000n }),
    }),
    { maxLength: 6 },
  );
  fc.assert(
    fc.property(any, fc.array(fc.integer(), { minLength: 6, maxLength: 6 }), (given, keys) => {
      const lines = given.map((one, index) => ({
        ...one,
        line: `l${index}`,
        cost_minor: one.filled ? one.cost_minor : 0n,
      }));
      const carried = carryFreight(lines);
      expect(carryFreight(shuffled(lines, keys))).toEqual(carried);
      for (const cooperative of ["x", "y"]) {
        const mine = lines.filter((one) => one.cooperative === cooperative);
        const sum = (of: (one: CarriedLine) => bigint) => mine.reduce((all, one) => all + of(one), 0n);
        const paid = (one: CarriedLine) => carried.get(one.line)!.freight_minor;
        expect(sum(paid)).toBe(sum((one) => one.cost_minor));
        const lacks = sum((one) => one.cost_minor) > sum((one) => one.purse_minor);
        for (const one of mine) {
          expect(paid(one)).toBeGreaterThanOrEqual(0n);
          if (!lacks) expect(paid(one)).toBeLessThanOrEqual(one.purse_minor);
          if (!one.filled) expect(paid(one) + carried.get(one.line)!.left_minor).toBe(one.purse_minor);
        }
      }
    }),
  );
});
