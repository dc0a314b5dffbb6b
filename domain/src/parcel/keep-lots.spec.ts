import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { keepLots, type LineUnits } from "./keep-lots";

const one = (id: string, units: number, line = "walnut"): LineUnits => ({ id, line, units });
const sums = (rows: readonly LineUnits[], key: "id" | "line") => {
  const found: Record<string, number> = {};
  for (const row of rows) found[row[key]] = (found[row[key]] ?? 0) + row.units;
  return found;
};

describe("lots of parcels that stay", () => {
  it("keep what is promised to them, and what is lost is filled in by lots that lie in none of them", () => {
    const promised = [one("a", 200), one("b", 500), one("c", 300)];
    const decided = keepLots({ promised, kept: [one("a", 400), one("b", 400)] });
    expect(decided).toEqual({
      ok: true,
      value: {
        kept: [one("a", 200), one("b", 500), one("c", 100)],
        rest: [one("c", 200)],
        exchanged: 200,
      },
    });
  });

  it("fill in a lot that is promised no more at all", () => {
    const decided = keepLots({ promised: [one("b", 300)], kept: [one("gone", 100)] });
    expect(decided).toMatchObject({ ok: true, value: { kept: [one("b", 100)], rest: [one("b", 200)] } });
  });

  it("are refused when they hold more of a line than is promised, also when another line has plenty", () => {
    const decided = keepLots({ promised: [one("a", 300), one("z", 900, "tea")], kept: [one("a", 301)] });
    expect(decided).toMatchObject({ ok: false, refusal: { reason: "too_few_lots" } });
  });

  it("any promise, any parcels: nothing lost, nothing twice, no line in another's place, nothing exchanged without need", () => {
    const line = fc.constantFrom("walnut", "tea");
    const lots = fc.array(
      fc.record({ line, units: fc.integer({ min: 1, max: 50 }), held: fc.integer({ min: 0, max: 70 }) }),
      {
        maxLength: 12,
      },
    );
    fc.assert(
      fc.property(lots, (all) => {
        const promised = all.map(({ line: of, units }, at) => one(`l${at}`, units, of));
        const kept = all.map(({ line: of, held }, at) => one(`l${at}`, held, of)).filter((row) => row.units > 0);
        const decided = keepLots({ promised, kept });
        const [has, asks] = [sums(promised, "line"), sums(kept, "line")];
        expect(decided.ok).toBe(Object.entries(asks).every(([of, units]) => units <= (has[of] ?? 0)));
        if (!decided.ok) return;
        const { kept: now, rest, exchanged } = decided.value;
        expect(sums([...now, ...rest], "id")).toEqual(sums(promised, "id"));
        expect(sums(now, "line")).toEqual(asks);
        const of = sums(promised, "id");
        expect(exchanged).toBe(kept.reduce((sum, row) => sum + Math.max(0, row.units - (of[row.id] ?? 0)), 0));
      }),
    );
  });

  it("whole packs stay whole packs", () => {
    const packs = fc.array(fc.tuple(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 0, max: 9 })), { maxLength: 8 });
    fc.assert(
      fc.property(packs, (all) => {
        const decided = keepLots({
          promised: all.map(([units], at) => one(`l${at}`, 2_000 * units)),
          kept: all.map(([, units], at) => one(`l${at}`, 2_000 * units)),
        });
        if (!decided.ok) return;
        for (const row of [...decided.value.kept, ...decided.value.rest]) expect(row.units % 2_000).toBe(0);
      }),
    );
  });
});
