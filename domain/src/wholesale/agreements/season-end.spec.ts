import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { reasonOf } from "../../../test/expect-result";
import { checkMarketPrice, marketFrom } from "./market-price";
import { seasonEnd, type Season, type SeasonCallOff } from "./season-end";

const STEPS = [
  { from: 0, price_minor: 2_000n },
  { from: 60, price_minor: 1_800n },
];
const part = (packs: number, price_minor = 2_000n, variant_id = "walnuts") => ({ variant_id, packs, price_minor });
const ordered = (quote_id: string, parts: SeasonCallOff["parts"], missing = 0): SeasonCallOff => ({
  quote_id,
  outcome: "ordered",
  parts,
  missing: missing === 0 ? [] : [{ variant_id: "walnuts", packs: missing }],
});
const none = (quote_id: string, parts: SeasonCallOff["parts"]): SeasonCallOff => ({
  quote_id,
  outcome: "no_goods",
  parts,
  missing: [],
});
const season = (call_offs: readonly SeasonCallOff[], change: Partial<Season> = {}): Season => ({
  lines: [{ variant_id: "walnuts", packs: 100, steps: STEPS }],
  call_offs,
  compensation: { bp: 1_000, cap_bp: 500 },
  ...change,
});

describe("the end of a season", () => {
  it("worked example: of 100 packs 55 came, 5 fell short of an order, 20 waited in vain, 20 nobody called", () => {
    const end = seasonEnd(season([ordered("q1", [part(60)], 5), none("q2", [part(20, 1_800n)])]));
    expect(end.lines).toEqual([
      {
        variant_id: "walnuts",
        agreed_packs: 100,
        delivered_packs: 55,
        short_packs: 25,
        not_called_packs: 20,
        delivered_minor: 110_000n,
      },
    ]);
    // 20 x 18.00 + 5 x 20.00 = 460.00, of it 10 %; the cap is 5 % of 1,920.00.
    expect(end.lacks.map((lack) => [lack.quote_id, lack.packs, lack.amount_minor])).toEqual([
      ["q2", 20, 36_000n],
      ["q1", 5, 10_000n],
    ]);
    expect(end).toMatchObject({ agreed_minor: 192_000n, lacking_minor: 46_000n, cap_minor: 9_600n });
    expect(end.compensation_minor).toBe(4_600n);
  });

  it("is never above the cap, and nothing where the paper says nothing", () => {
    const all = [none("q1", [part(60), part(40, 1_800n)])];
    expect(seasonEnd(season(all)).compensation_minor).toBe(9_600n);
    expect(seasonEnd(season(all, { compensation: null }))).toMatchObject({ cap_minor: 0n, compensation_minor: 0n });
  });

  it("what was called off again and came is no shortfall, and what nobody called costs nothing", () => {
    const made_up = seasonEnd(season([none("q1", [part(50)]), ordered("q2", [part(60), part(40, 1_800n)])]));
    expect(made_up.lines[0]).toMatchObject({ delivered_packs: 100, short_packs: 0, not_called_packs: 0 });
    expect(made_up.lacks).toEqual([]);
    const twice = seasonEnd(season([none("q1", [part(80)]), none("q2", [part(80, 1_800n)])]));
    // Of the two, the latest first, and never more than was agreed.
    expect(twice.lacks.map((lack) => [lack.quote_id, lack.packs])).toEqual([
      ["q2", 80],
      ["q1", 20],
    ]);
    expect(seasonEnd(season([])).lines[0]).toMatchObject({ not_called_packs: 100, short_packs: 0 });
  });

  it("of an order across a step the last packs are those that did not come", () => {
    const end = seasonEnd(season([ordered("q1", [part(60), part(10, 1_800n)], 15)]));
    expect(end.lines[0]).toMatchObject({ delivered_packs: 55, delivered_minor: 110_000n });
    expect(end.lacking_minor).toBe(5n * 2_000n + 10n * 1_800n);
  });

  it("half a minor unit is rounded up, once, over the sum", () => {
    const lines = [{ variant_id: "walnuts", packs: 10, steps: [{ from: 0, price_minor: 5n }] }];
    const end = seasonEnd(season([none("q1", [part(3, 5n)])], { lines, compensation: { bp: 1_000, cap_bp: 10_000 } }));
    // 15 x 10 % = 1.5.
    expect(end.compensation_minor).toBe(2n);
  });

  it("throws on what can't be: more missing than ordered, more delivered than agreed", () => {
    expect(() => seasonEnd(season([ordered("q1", [part(5)], 6)]))).toThrow("never had");
    expect(() => seasonEnd(season([ordered("q1", [part(101)])]))).toThrow("agreed");
  });

  it("whatever came and did not, every good sums to what was agreed, and nothing is owed above what lacks or the cap", () => {
    const packs = fc.integer({ min: 1, max: 40 });
    const call_off = fc.record({
      outcome: fc.constantFrom("ordered" as const, "no_goods" as const),
      packs,
      missing: fc.nat(40),
      price: fc.integer({ min: 1, max: 5_000 }),
    });
    fc.assert(
      fc.property(
        fc.array(call_off, { maxLength: 12 }),
        fc.integer({ min: 1, max: 10_000 }),
        fc.integer({ min: 1, max: 10_000 }),
        (drawn, bp, cap_bp) => {
          let room = 100;
          const call_offs = drawn.map((one, at): SeasonCallOff => {
            // What was ordered is never more than agreed.
            const count = one.outcome === "ordered" ? Math.min(one.packs, room) : one.packs;
            if (one.outcome === "ordered") room -= count;
            const parts = count === 0 ? [] : [part(count, BigInt(one.price))];
            return one.outcome === "ordered"
              ? ordered(`q${at}`, parts, Math.min(one.missing, count))
              : none(`q${at}`, parts);
          });
          const end = seasonEnd(season(call_offs, { compensation: { bp, cap_bp } }));
          for (const line of end.lines) {
            expect(line.delivered_packs + line.short_packs + line.not_called_packs).toBe(line.agreed_packs);
            expect(Math.min(line.delivered_packs, line.short_packs, line.not_called_packs)).toBeGreaterThanOrEqual(0);
          }
          const short = end.lines.reduce((sum, line) => sum + line.short_packs, 0);
          expect(end.lacks.reduce((sum, lack) => sum + lack.packs, 0)).toBe(short);
          expect(end.lacks.reduce((sum, lack) => sum + lack.amount_minor, 0n)).toBe(end.lacking_minor);
          expect(end.compensation_minor <= end.cap_minor && end.compensation_minor <= end.lacking_minor).toBe(true);
        },
      ),
    );
  });
});

describe("a market price", () => {
  const price = { day: "2026-11-28", price_minor: 2_600n, source: "陇南批发市场" };
  const check = (change: Partial<typeof price>) => checkMarketPrice({ ...price, ...change }, "2026-11-28");

  it("is of today or before, above zero, and says where it was read", () => {
    expect(check({}).ok).toBe(true);
    expect(check({ day: "2026-10-01" }).ok).toBe(true);
    expect(reasonOf(check({ day: "2026-11-29" }))).toBe("market_in_future");
    expect(reasonOf(check({ day: "2026-11-31" }))).toBe("invalid_day");
    for (const price_minor of [0n, -1n, 1_000_000_001n]) expect(reasonOf(check({ price_minor }))).toBe("invalid_price");
    for (const source of ["", " x ", "x".repeat(201)]) expect(reasonOf(check({ source }))).toBe("source_needed");
  });

  it("counts for fourteen days", () => {
    expect(marketFrom("2026-11-28")).toBe("2026-11-14");
  });
});
