import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { checkThere, packsThere, type CalledLine } from "./call-off-there";

const line = (variant_id: string, packs: number, units_per_pack = 1_000, pool_id = "pool"): CalledLine => ({
  variant_id,
  packs,
  units_per_pack,
  pool_id,
});
const there = (wanted: readonly CalledLine[], units: number) =>
  packsThere(wanted, new Map([["pool", units]])).map((one) => one.there_packs);

describe("what of a call-off lies there", () => {
  test("whole packs, never more than is called off, and none of a pool that is short or unknown", () => {
    expect(there([line("a", 40)], 25_999)).toEqual([25]);
    expect(there([line("a", 40)], 90_000)).toEqual([40]);
    expect(there([line("a", 40)], -5_000)).toEqual([0]);
    expect(packsThere([line("a", 40)], new Map())).toEqual([{ variant_id: "a", packs: 40, there_packs: 0 }]);
  });

  test("two sizes of one pool share what is there, the first named first", () => {
    expect(there([line("a", 4, 5_000), line("b", 10)], 25_000)).toEqual([4, 5]);
    expect(there([line("a", 6, 5_000), line("b", 10)], 27_000)).toEqual([5, 2]);
  });

  test("what lies there never takes more of a pool than is free", () => {
    const wanted = fc.array(
      fc.record({
        variant_id: fc.uuid(),
        pool_id: fc.constantFrom("one", "two"),
        units_per_pack: fc.integer({ min: 1, max: 5_000 }),
        packs: fc.integer({ min: 1, max: 100 }),
      }),
      { maxLength: 6 },
    );
    fc.assert(
      fc.property(wanted, fc.nat(100_000), fc.nat(100_000), (lines, one, two) => {
        const free = new Map([
          ["one", one],
          ["two", two],
        ]);
        const found = packsThere(lines, free);
        for (const [pool_id, units] of free) {
          const taken = lines.map((each, at) =>
            each.pool_id === pool_id ? (found[at]?.there_packs ?? 0) * each.units_per_pack : 0,
          );
          expect(taken.reduce((sum, each) => sum + each, 0)).toBeLessThanOrEqual(units);
        }
      }),
    );
  });
});

describe("a call-off above what lies there", () => {
  const refused = (packs: number, there_packs: number, minimum = 1) => {
    const found = checkThere([{ variant_id: "a", packs, there_packs }], minimum);
    return found.ok ? null : found.refusal;
  };

  test("is asked about, with the figures, and one that lies there whole is not", () => {
    expect(refused(25, 25)).toBeNull();
    expect(refused(40, 25)).toMatchObject({
      reason: "more_than_there",
      field: "lines",
      details: { lines: [{ variant_id: "a", packs: 40, there_packs: 25 }], now: true },
    });
    expect(refused(40, 25)?.message).toContain("Of these 40 packs 25 lie there now");
  });

  test("what lies there is offered by itself only where it could be called off", () => {
    expect(refused(40, 0)?.details).toMatchObject({ now: false });
    expect(refused(40, 25, 30)?.details).toMatchObject({ now: false });
    expect(refused(40, 25, 25)?.details).toMatchObject({ now: true });
  });
});
