import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { reasonOf, valueOf } from "../../test/expect-result";
import { mergeLines, priceOneParcel, splitLines, type RegroupLine } from "./regroup";

/** Lines with lots cut at random; `whole`: lots in whole packs, as a pool that is not blendable has them. */
const line = (index: number) =>
  fc
    .record({
      packs: fc.integer({ min: 1, max: 40 }),
      pack_units: fc.integer({ min: 1, max: 5_000 }),
      freight: fc.nat(10_000),
      cuts: fc.array(fc.nat(200_000), { maxLength: 4 }),
      whole: fc.boolean(),
    })
    .map(({ packs, pack_units, freight, cuts, whole }): RegroupLine & { whole: boolean } => {
      const units = packs * pack_units;
      const step = whole ? pack_units : 1;
      const at = [...new Set(cuts.map((cut) => Math.floor((cut % units) / step) * step))]
        .filter((cut) => cut > 0)
        .sort((a, b) => a - b);
      return {
        order_line_id: `line_${index}`,
        packs,
        pack_units,
        pack_g: pack_units,
        freight_minor: BigInt(freight),
        contents: [...at, units].map((cut, n) => ({
          allocation_id: `alloc_${index}_${n}`,
          group: `pool_${index}`,
          units: cut - (n === 0 ? 0 : at[n - 1]!),
        })),
        whole,
      };
    });

const sums = (lines: readonly RegroupLine[]) => {
  const found = new Map<string, bigint>();
  const add = (key: string, amount: bigint) => found.set(key, (found.get(key) ?? 0n) + amount);
  for (const one of lines) {
    add(`packs ${one.order_line_id}`, BigInt(one.packs));
    add(`freight ${one.order_line_id}`, one.freight_minor);
    for (const content of one.contents) add(`units ${content.allocation_id}`, BigInt(content.units));
  }
  return Object.fromEntries([...found].sort());
};

describe("parting a parcel and putting parcels together", () => {
  test("conserves packs, every allocation's units and the freight paid; each part holds whole packs", () => {
    fc.assert(
      fc.property(
        fc.tuple(line(0), line(1), line(2)),
        fc.array(fc.nat(40), { minLength: 3, maxLength: 3 }),
        (lines, n) => {
          const move = Object.fromEntries(lines.map((one, index) => [one.order_line_id, n[index]! % (one.packs + 1)]));
          const split = splitLines(lines, move);
          if (!split.ok) {
            expect(["nothing_moved", "nothing_left"]).toContain(split.refusal.reason);
            return;
          }
          const { stay, moved } = split.value;
          const plain = sums(lines);
          expect(sums([...stay, ...moved])).toEqual(plain);
          for (const part of [...stay, ...moved]) {
            expect(part.contents.reduce((sum, one) => sum + one.units, 0)).toBe(part.packs * part.pack_units);
            const whole = lines.find((one) => one.order_line_id === part.order_line_id)?.whole;
            if (whole) for (const one of part.contents) expect(one.units % part.pack_units).toBe(0);
          }
          expect(sums(valueOf(mergeLines([stay, moved])))).toEqual(plain);
        },
      ),
    );
  });

  test("never mixes two grades in one pack, however the lots of two pools lie among one another", () => {
    const packs = fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 2, maxLength: 2 });
    fc.assert(
      fc.property(
        packs,
        fc.integer({ min: 2, max: 900 }),
        fc.array(fc.double({ noNaN: true })),
        fc.nat(12),
        (n, unit, mix, moved) => {
          // Each pool gives whole packs, in two lots of which none is.
          const contents = n
            .flatMap((count, pool) =>
              [1, count * unit - 1].map((units, lot) => ({
                allocation_id: `a_${pool}_${lot}`,
                group: `pool_${pool}`,
                units,
              })),
            )
            .map((content, index) => ({ content, at: mix[index] ?? index % 2 }))
            .sort((a, b) => a.at - b.at)
            .map(({ content }) => content);
          const all = n[0]! + n[1]!;
          const one = { order_line_id: "l", packs: all, pack_units: unit, pack_g: unit, freight_minor: 0n, contents };
          const { stay, moved: parcel } = valueOf(splitLines([one], { l: 1 + (moved % (all - 1)) }));
          for (const part of [...stay, ...parcel]) {
            for (const group of ["pool_0", "pool_1"]) {
              const held = part.contents.filter((content) => content.group === group);
              expect(held.reduce((sum, content) => sum + content.units, 0) % unit).toBe(0);
            }
          }
        },
      ),
    );
  });

  test("refuses to move nothing, everything, more than there is, or what is not in it", () => {
    const one: RegroupLine = fc.sample(line(0), { numRuns: 1, seed: 7 })[0]!;
    const two = { ...one, order_line_id: "line_9" };
    expect(reasonOf(splitLines([one, two], {}))).toBe("nothing_moved");
    expect(reasonOf(splitLines([one, two], { line_0: one.packs, line_9: two.packs }))).toBe("nothing_left");
    for (const packs of [-1, 1.5, one.packs + 1]) {
      expect(reasonOf(splitLines([one, two], { line_0: packs }))).toBe("packs_differ");
    }
    expect(reasonOf(splitLines([one], { line_4: 1 }))).toBe("line_not_found");
    expect(reasonOf(mergeLines([[one]]))).toBe("too_few_parcels");
    expect(reasonOf(mergeLines([[one], [{ ...one, pack_units: one.pack_units + 1 }]]))).toBe("parcels_differ");
  });
});

test("one parcel costs its cheapest carton and carriage, and what nothing carries is refused", () => {
  const rates = {
    cartons: [
      { code: "S", tare_g: 100, max_weight_g: 2_100, cost_minor: 100, currency: "CNY" },
      { code: "L", tare_g: 400, max_weight_g: 10_400, cost_minor: 300, currency: "CNY" },
    ],
    rate_cards: [
      {
        carrier: "a",
        service: "b",
        currency: "CNY",
        first_weight_g: 1_000,
        step_g: 1_000,
        max_weight_g: 30_000,
        zones: [{ zone: "near", provinces: ["44"], first_minor: 600, step_minor: 150 }],
      },
    ],
  };
  expect(valueOf(priceOneParcel({ goods_g: 2_000 }, "44", rates))).toMatchObject({
    carton: "S",
    gross_g: 2_100,
    carton_minor: 100n,
    carriage_minor: 900n,
  });
  expect(valueOf(priceOneParcel({ goods_g: 4_000 }, "440106", rates))).toMatchObject({
    carton: "L",
    carriage_minor: 1_200n,
  });
  expect(reasonOf(priceOneParcel({ goods_g: 10_001 }, "44", rates))).toBe("no_box");
  expect(reasonOf(priceOneParcel({ goods_g: 1_000 }, "54", rates))).toBe("no_box");
});
