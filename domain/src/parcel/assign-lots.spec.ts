import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { reasonOf, shuffled, valueOf } from "../../test/expect-result";
import { assignLots, type AssignLotsInput } from "./assign-lots";

const eggs = { kind: "egg", pack_g: 500, blendable: false };
const nuts = { kind: "nut", pack_g: 500, blendable: true };

test("lots that expire first fill the first parcels, each going on where the last ended", () => {
  const lines = valueOf(
    assignLots({
      parcels: [
        { parcel: "p1", items: [{ kind: "nut", count: 2 }] },
        { parcel: "p2", items: [{ kind: "nut", count: 2 }] },
      ],
      kinds: [nuts],
      lots: [
        { lot: "none", kind: "nut", grams: 400 },
        { lot: "late", kind: "nut", grams: 700, best_before: "2027-01-01" },
        { lot: "soon", kind: "nut", grams: 900, best_before: "2026-12-01" },
      ],
    }),
  );
  expect(lines).toEqual([
    { parcel: "p1", kind: "nut", lot: "soon", grams: 900 },
    { parcel: "p1", kind: "nut", lot: "late", grams: 100 },
    { parcel: "p2", kind: "nut", lot: "late", grams: 600 },
    { parcel: "p2", kind: "nut", lot: "none", grams: 400 },
  ]);
});

/** Parcels, and for each kind lots cut out of what the parcels need. */
const anyInput: fc.Arbitrary<AssignLotsInput> = fc
  .record({
    parcels: fc.array(fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 2, maxLength: 2 }), {
      minLength: 1,
      maxLength: 12,
    }),
    cuts: fc.array(fc.integer({ min: 1, max: 3_000 }), { minLength: 1, maxLength: 12 }),
    dates: fc.array(fc.constantFrom("2026-12-01", "2026-12-09", undefined), { minLength: 4, maxLength: 4 }),
  })
  .map(({ parcels, cuts, dates }) => {
    const kinds = [eggs, nuts];
    const lots = kinds.flatMap(({ kind, pack_g, blendable }, index) => {
      let left = parcels.reduce((sum, row) => sum + row[index]!, 0) * pack_g;
      const cut: AssignLotsInput["lots"] = [];
      for (let n = 0; left > 0; n++) {
        const part = blendable ? cuts[n % cuts.length]! : Math.ceil(cuts[n % cuts.length]! / pack_g) * pack_g;
        const best_before = dates[n % dates.length];
        cut.push({
          lot: `l${n}`,
          kind,
          grams: Math.min(left, part),
          ...(best_before === undefined ? {} : { best_before }),
        });
        left -= Math.min(left, part);
      }
      return cut;
    });
    return {
      kinds,
      lots,
      parcels: parcels.map((row, index) => ({
        parcel: `p${index}`,
        items: kinds.map(({ kind }, at) => ({ kind, count: row[at]! })).filter((item) => item.count > 0),
      })),
    };
  });

describe("for any parcels and lots", () => {
  test("what goes into each parcel and out of each lot adds up, and packs that are not blendable stay whole", () => {
    fc.assert(
      fc.property(anyInput, (input) => {
        const lines = valueOf(assignLots(input));
        const sum = (of: (line: (typeof lines)[number]) => boolean): number =>
          lines.filter(of).reduce((all, line) => all + line.grams, 0);
        for (const { parcel, items } of input.parcels) {
          for (const { kind, count } of items) {
            expect(sum((line) => line.parcel === parcel && line.kind === kind)).toBe(count * 500);
          }
        }
        for (const { lot, kind, grams } of input.lots)
          expect(sum((line) => line.lot === lot && line.kind === kind)).toBe(grams);
        for (const line of lines) {
          expect(line.grams).toBeGreaterThan(0);
          if (line.kind === "egg") expect(line.grams % 500).toBe(0);
        }
      }),
    );
  });

  test("there are at most parcels + lots - 1 lines of a kind", () => {
    fc.assert(
      fc.property(anyInput, (input) => {
        const lines = valueOf(assignLots(input));
        for (const kind of ["egg", "nut"]) {
          const parcels = input.parcels.filter((parcel) => parcel.items.some((item) => item.kind === kind)).length;
          const lots = input.lots.filter((lot) => lot.kind === kind).length;
          expect(lines.filter((line) => line.kind === kind).length).toBeLessThanOrEqual(
            Math.max(0, parcels + lots - 1),
          );
        }
      }),
    );
  });

  test("the order of the lots does not matter", () => {
    fc.assert(
      fc.property(anyInput, fc.array(fc.integer(), { minLength: 5, maxLength: 5 }), (input, order) => {
        expect(assignLots({ ...input, lots: shuffled(input.lots, order) })).toEqual(assignLots(input));
      }),
    );
  });
});

describe("refuses, with a sentence", () => {
  const good: AssignLotsInput = {
    parcels: [{ parcel: "p1", items: [{ kind: "egg", count: 2 }] }],
    kinds: [eggs],
    lots: [{ lot: "l1", kind: "egg", grams: 1_000 }],
  };
  test.each<[string, Partial<AssignLotsInput>, string]>([
    ["a gram missing", { lots: [{ lot: "l1", kind: "egg", grams: 999 }] }, "grams_differ"],
    ["a gram over", { lots: [{ lot: "l1", kind: "egg", grams: 1_001 }] }, "grams_differ"],
    [
      "half a pack of a lot",
      {
        lots: [
          { lot: "l1", kind: "egg", grams: 750 },
          { lot: "l2", kind: "egg", grams: 250 },
        ],
      },
      "lot_not_whole_packs",
    ],
    ["a kind nobody described", { kinds: [] }, "unknown_kind"],
    ["lots of a kind nobody described", { lots: [...good.lots, { lot: "l1", kind: "tea", grams: 5 }] }, "unknown_kind"],
    ["a parcel listed twice", { parcels: [...good.parcels, ...good.parcels] }, "listed_twice"],
    ["a lot listed twice", { lots: [...good.lots, ...good.lots] }, "listed_twice"],
    ["half a gram", { lots: [{ lot: "l1", kind: "egg", grams: 0.5 }] }, "invalid_input"],
  ])("%s", (_, change, reason) => {
    expect(assignLots(good).ok).toBe(true);
    expect(reasonOf(assignLots({ ...good, ...change }))).toBe(reason);
  });
});
