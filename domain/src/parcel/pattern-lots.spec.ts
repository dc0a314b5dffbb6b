import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { reasonOf, valueOf } from "../../test/expect-result";
import { assignLots } from "./assign-lots";
import { lotsOfPatterns, type LotPattern, type LotSupply } from "./pattern-lots";

const patternsAndLots = fc
  .record({
    patterns: fc.array(
      fc.record({
        parcels: fc.integer({ min: 1, max: 8 }),
        counts: fc.tuple(fc.nat(4), fc.nat(4), fc.nat(4)),
      }),
      { minLength: 1, maxLength: 6 },
    ),
    cuts: fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 30, maxLength: 30 }),
    days: fc.array(fc.option(fc.integer({ min: 1, max: 9 })), { minLength: 30, maxLength: 30 }),
  })
  .map(({ patterns, cuts, days }) => {
    const filled = patterns.map(({ parcels, counts }): LotPattern => ({
      parcels,
      items: counts.map((count, at) => ({ kind: `k${at}`, count })).filter((item) => item.count > 0),
    }));
    const lots: LotSupply[] = [];
    for (const kind of ["k0", "k1", "k2"]) {
      let left = filled.reduce(
        (sum, { parcels, items }) => sum + parcels * (items.find((item) => item.kind === kind)?.count ?? 0),
        0,
      );
      for (let at = lots.length; left > 0; at++) {
        const units = Math.min(left, cuts[at % cuts.length]! * (at + 1));
        const day = days[at % days.length];
        lots.push({ lot: `l${at}`, kind, units, ...(day == null ? {} : { best_before: `2026-12-0${day}` }) });
        left -= units;
      }
    }
    return { patterns: filled, lots };
  });

test("every pack has a lot, every lot gives what it has, and a kind has at most its parcels + its lots - 1 lines", () => {
  fc.assert(
    fc.property(patternsAndLots, ({ patterns, lots }) => {
      const lines = valueOf(lotsOfPatterns(patterns, lots));
      const given = new Map<string, number>();
      const packed = new Map<string, number>();
      const count = new Map<string, number>();
      for (let at = 0; at < lines.length; at++) {
        const kind = lines.kinds[lines.kind[at]!]!;
        const add = (sums: Map<string, number>, key: string, units: number): void =>
          void sums.set(key, (sums.get(key) ?? 0) + units);
        add(given, `${lines.lots[lines.lot[at]!]}/${kind}`, lines.units[at]!);
        add(packed, `${lines.parcel[at]}/${kind}`, lines.units[at]!);
        add(count, kind, 1);
      }
      expect(given).toEqual(new Map(lots.map((lot) => [`${lot.lot}/${lot.kind}`, lot.units])));
      const asked = new Map<string, number>();
      let parcel = 0;
      for (const { parcels, items } of patterns) {
        for (let n = 0; n < parcels; n++, parcel++) {
          for (const item of items) asked.set(`${parcel}/${item.kind}`, item.count);
        }
      }
      expect([...packed].sort()).toEqual([...asked].sort());
      for (const [kind, length] of count) {
        const parcels = [...asked.keys()].filter((key) => key.endsWith(`/${kind}`)).length;
        expect(length).toBeLessThanOrEqual(parcels + lots.filter((lot) => lot.kind === kind).length - 1);
      }
    }),
    { numRuns: 150 },
  );
});

test("line by line what the way with objects gives, first expiring first", () => {
  fc.assert(
    fc.property(patternsAndLots, ({ patterns, lots }) => {
      const lines = valueOf(lotsOfPatterns(patterns, lots));
      const parcels = patterns.flatMap(({ parcels: times, items }) => Array.from({ length: times }, () => ({ items })));
      const expected = valueOf(
        assignLots({
          parcels: parcels.map(({ items }, at) => ({ parcel: String(at), items: [...items] })),
          kinds: ["k0", "k1", "k2"].map((kind) => ({ kind, pack_g: 1, blendable: true })),
          lots: lots.map(({ units, ...lot }) => ({ ...lot, grams: units })),
        }),
      );
      const got = Array.from({ length: lines.length }, (_, at) => ({
        parcel: String(lines.parcel[at]),
        kind: lines.kinds[lines.kind[at]!],
        lot: lines.lots[lines.lot[at]!],
        grams: lines.units[at],
      }));
      expect(got).toEqual(expected);
    }),
    { numRuns: 60 },
  );
});

test("more than is needed: the lots that last longest are left", () => {
  const lines = valueOf(
    lotsOfPatterns(
      [{ parcels: 2, items: [{ kind: "nut", count: 3 }] }],
      [
        { lot: "late", kind: "nut", units: 9, best_before: "2027-01-01" },
        { lot: "early", kind: "nut", units: 4, best_before: "2026-12-01" },
      ],
    ),
  );
  expect(Array.from(lines.lot, (lot) => lines.lots[lot])).toEqual(["early", "early", "late"]);
  expect([...lines.units]).toEqual([3, 1, 2]);
});

describe("refuses, with a sentence", () => {
  const patterns = [{ parcels: 2, items: [{ kind: "egg", count: 3 }] }];
  const grams = [{ kind: "egg", pack_units: 500, blendable: false }];
  test.each<[string, LotSupply[], typeof grams | undefined, string]>([
    ["too few packs", [{ lot: "a", kind: "egg", units: 5 }], undefined, "lots_short"],
    ["no lot at all", [], undefined, "lots_short"],
    [
      "a part of a pack that may not be blended",
      [{ lot: "a", kind: "egg", units: 3_250 }],
      grams,
      "lot_not_whole_packs",
    ],
    ["half a unit", [{ lot: "a", kind: "egg", units: 6.5 }], undefined, "invalid_units"],
    ["a lot twice", [6, 6].map((units) => ({ lot: "a", kind: "egg", units })), undefined, "lot_listed_twice"],
  ])("%s", (_, lots, kinds, reason) => {
    expect(reasonOf(lotsOfPatterns(patterns, lots, kinds))).toBe(reason);
  });
});
