import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { reasonOf, valueOf } from "../../test/expect-result";
import { assignLots } from "./assign-lots";
import { queueLots } from "./queue-lots";

const KIND = { kind: "nut", packs: 4, pack_units: 500, blendable: true };

describe("the order of lots", () => {
  it("is that of assignLots: where a parcel's units and a lot's overlap, that lot is in that parcel", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 12 }),
        fc.array(
          fc.record({
            cut: fc.integer({ min: 1, max: 99_999 }),
            day: fc.integer({ min: 1, max: 28 }),
            group: fc.constantFrom("a", "b"),
          }),
          {
            maxLength: 10,
          },
        ),
        (counts, cuts) => {
          const all = counts.reduce((sum, count) => sum + count, 0) * 500;
          const at = [...new Set(cuts.map(({ cut }) => cut % all))].filter((cut) => cut > 0).sort((a, b) => a - b);
          const lots = [...at, all].map((cut, i) => ({
            lot: `lot_${i}`,
            kind: "nut",
            units: cut - (at[i - 1] ?? 0),
            best_before: `2026-12-${String(cuts[i]?.day ?? 1).padStart(2, "0")}`,
            group: cuts[i]?.group ?? "a",
          }));
          const queue = valueOf(queueLots([{ ...KIND, packs: all / 500 }], lots)).get("nut")!;
          let start = 0;
          const overlaps = counts.flatMap((count, parcel) => {
            const [from, until] = [start, start + count * 500];
            start = until;
            return queue.flatMap(({ first, lot }) => {
              const grams = Math.min(until, first + lot.units) - Math.max(from, first);
              return grams > 0 ? [{ parcel: String(parcel), kind: "nut", lot: lot.lot, grams }] : [];
            });
          });
          const given = assignLots({
            parcels: counts.map((count, parcel) => ({ parcel: String(parcel), items: [{ kind: "nut", count }] })),
            kinds: [{ kind: "nut", pack_g: 500, blendable: true }],
            lots: lots.map(({ units, ...lot }) => ({ ...lot, grams: units })),
          });
          expect(overlaps).toEqual(valueOf(given));
        },
      ),
    );
  });

  it("refuses lots that do not fit what is needed", () => {
    const lot = (name: string, units: number, kind = "nut") => ({ lot: name, kind, units });
    expect(reasonOf(queueLots([KIND], [lot("a", 1_999)]))).toBe("grams_differ");
    expect(reasonOf(queueLots([KIND], [lot("a", 1_000), lot("a", 1_000)]))).toBe("listed_twice");
    expect(reasonOf(queueLots([KIND], [lot("a", 2_000, "egg")]))).toBe("unknown_kind");
    expect(reasonOf(queueLots([{ ...KIND, blendable: false }], [lot("a", 1_250), lot("b", 750)]))).toBe(
      "lot_not_whole_packs",
    );
    expect(
      valueOf(queueLots([{ ...KIND, blendable: false }], [lot("a", 1_500), lot("b", 500)])).get("nut"),
    ).toHaveLength(2);
  });
});
