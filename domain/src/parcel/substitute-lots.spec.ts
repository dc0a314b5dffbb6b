import fc from "fast-check";
import { expect, test } from "vitest";
import { reasonOf, valueOf } from "../../test/expect-result";
import type { ParcelLot } from "./assign-lots";
import { substituteLots } from "./substitute-lots";

const anyLines = fc
  .array(fc.tuple(fc.nat(9), fc.nat(2), fc.nat(4), fc.integer({ min: 1, max: 900 })), { minLength: 1, maxLength: 40 })
  .map((rows) => {
    const lines = new Map<string, ParcelLot>();
    for (const [parcel, kind, lot, grams] of rows) {
      lines.set(`${parcel}/${kind}/${lot}`, { parcel: `p${parcel}`, kind: `k${kind}`, lot: `l${lot}`, grams });
    }
    return [...lines.values()];
  });
const sum = (lines: readonly ParcelLot[], of: (line: ParcelLot) => string): Map<string, number> => {
  const sums = new Map<string, number>();
  for (const line of lines) sums.set(of(line), (sums.get(of(line)) ?? 0) + line.grams);
  return sums;
};

test("only parcels with the withdrawn lot change, each keeps its grams, and lines stay few", () => {
  fc.assert(
    fc.property(
      anyLines,
      fc.nat(4),
      fc.array(fc.integer({ min: 1, max: 2_000 }), { minLength: 3, maxLength: 6 }),
      (lines, out, sizes) => {
        const withdrawn = `l${out}`;
        const replacements = ["k0", "k1", "k2"].flatMap((kind) => [
          ...sizes.map((grams, at) => ({ lot: `n${at}`, kind, grams, best_before: `2026-12-0${(at % 3) + 1}` })),
          { lot: "last", kind, grams: 100_000 },
        ]);
        const { removed, added, parcels } = valueOf(substituteLots({ lines, withdrawn: [withdrawn], replacements }));
        expect(removed).toEqual(lines.filter((line) => line.lot === withdrawn));
        expect(new Set(parcels)).toEqual(new Set(removed.map((line) => line.parcel)));
        const at = (line: ParcelLot): string => `${line.parcel}/${line.kind}`;
        expect([...sum(added, at)].sort()).toEqual([...sum(removed, at)].sort());
        for (const [key, grams] of sum(added, (line) => `${line.lot}/${line.kind}`)) {
          expect(grams).toBeLessThanOrEqual(replacements.find((one) => `${one.lot}/${one.kind}` === key)!.grams);
        }
        for (const kind of ["k0", "k1", "k2"]) {
          const gaps = removed.filter((line) => line.kind === kind).length;
          const used = new Set(added.filter((line) => line.kind === kind).map((line) => line.lot)).size;
          if (gaps > 0) expect(added.filter((line) => line.kind === kind).length).toBeLessThanOrEqual(gaps + used - 1);
        }
      },
    ),
    { numRuns: 150 },
  );
});

test("refuses what is too little, what is withdrawn itself, and parts of packs that keep one lot", () => {
  const lines = [{ parcel: "p", kind: "egg", lot: "bad", grams: 1_000 }];
  const withdrawn = ["bad"];
  const half = [{ lot: "new", kind: "egg", grams: 750 }];
  expect(reasonOf(substituteLots({ lines, withdrawn, replacements: half }))).toBe("replacement_short");
  const itself = [{ lot: "bad", kind: "egg", grams: 1_000 }];
  expect(reasonOf(substituteLots({ lines, withdrawn, replacements: itself }))).toBe("replacement_withdrawn");
  const broken = [{ lot: "new", kind: "egg", grams: 1_250 }];
  const whole_packs_g = { egg: 500 };
  expect(reasonOf(substituteLots({ lines, withdrawn, replacements: broken, whole_packs_g }))).toBe(
    "lot_not_whole_packs",
  );
});
