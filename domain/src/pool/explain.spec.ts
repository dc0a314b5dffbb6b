import fc from "fast-check";
import { describe, expect, test } from "vitest";
import examples from "../__fixtures__/examples.json";
import { valueOf } from "../../test/expect-result";
import { allocate } from "./allocate";
import type { AllocateInput } from "./allocate-types";
import { explain } from "./explain";
import type { PoolUnit } from "./explain-words";

const explained = (input: AllocateInput, unit?: PoolUnit) => {
  const texts = explain(input, valueOf(allocate(input)), unit);
  return Object.fromEntries(texts.map((text) => [text.lot, text]));
};

describe.each(examples.allocate.map((example) => [example.name, example] as const))("%s", (_, { input, output }) => {
  test("tells every lot why, in both languages, with the grams it really gives", () => {
    const texts = explained(input as AllocateInput);
    expect(Object.keys(texts).sort()).toEqual(input.lots.map((lot) => lot.lot).sort());
    for (const { lot, grams, why } of Object.values(texts)) {
      expect(grams).toBe((output.shares as unknown as Record<string, number>)[lot] ?? 0);
      expect(why.en).toMatch(/^[A-Z].*[a-z0-9]\.$/);
      expect(why.zh).toMatch(/^[\u4e00-\u9fff].*。$/);
      // No hole where a number should stand.
      expect(`${why.en}${why.zh}`).not.toMatch(/undefined|NaN|null|\$\{/);
    }
  });
});

test("the share, the whole and the odd gram are all said", () => {
  const texts = explained(examples.allocate[0]!.input as AllocateInput);
  expect(texts["l1"]!.why.en).toBe(
    "You had 52 of the 2,620 kg on offer, so 39.694 of the 2,000 kg; 1 g was added because your remainder, 0.66 g, was among the largest.",
  );
  expect(texts["l1"]!.why.zh).toBe(
    "货池共2,620公斤,您有52公斤(104斤),所以2,000公斤中您供39.694公斤(79.388斤);您的余数0.66克属于最大的几个,因此加1克。",
  );
  expect(texts["l2"]!.why.en).toContain("your remainder, 0.42 g, was not among the largest");
});

describe("each reason has its own sentence", () => {
  const lot = (name: string, available_g: number, more: object = {}) => ({
    lot: name,
    household: `h-${name}`,
    available_g,
    ...more,
  });
  const why = (input: Omit<AllocateInput, "salt">, name: string): string =>
    explained({ ...input, salt: "s" })[name]!.why.en;

  test.each<[string, Omit<AllocateInput, "salt">, string, string]>([
    [
      "a cap",
      { grams: 9_000, rule: "equal", cap_g: 2_500, lots: [lot("a", 5_000), lot("b", 5_000)] },
      "a",
      "No household gives more than 2.5 kg",
    ],
    [
      "a floor",
      { grams: 1_000, rule: "pro_rata", lots: [lot("a", 500, { floor_g: 400 }), lot("b", 9_500)] },
      "a",
      "promised at least 0.4 kg",
    ],
    [
      "floors over the order",
      { grams: 300, rule: "equal", lots: [lot("a", 500, { floor_g: 400 }), lot("b", 500, { floor_g: 200 })] },
      "a",
      "The promised floors are 0.6 kg together, more than the 0.3 kg",
    ],
    [
      "another's floor",
      { grams: 300, rule: "equal", lots: [lot("a", 500, { floor_g: 400 }), lot("b", 500)] },
      "b",
      "needed for the floors promised to other households",
    ],
    [
      "all it has",
      { grams: 900, rule: "equal", lots: [lot("a", 100), lot("b", 5_000)] },
      "a",
      "your whole 0.1 kg was taken",
    ],
    [
      "all there is",
      { grams: 900, rule: "pro_rata", lots: [lot("a", 100), lot("b", 200)] },
      "a",
      "All that was on offer was needed",
    ],
    [
      "its past",
      { grams: 100, rule: "rotation", lots: [lot("a", 500, { past_g: 900 }), lot("b", 500)] },
      "a",
      "this was not your turn",
    ],
    [
      "its turn",
      { grams: 100, rule: "rotation", lots: [lot("a", 500, { past_g: 900 }), lot("b", 500)] },
      "b",
      "everyone was brought up to 0.1 kg, so you give 0.1 kg",
    ],
    [
      "expiring first",
      { grams: 600, rule: "fefo", lots: [lot("a", 500, { best_before: "2026-12-01" }), lot("b", 500)] },
      "a",
      "best before 2026-12-01, so your whole 0.5 kg",
    ],
    [
      "the last needed",
      { grams: 600, rule: "fefo", lots: [lot("a", 500, { best_before: "2026-12-01" }), lot("b", 500)] },
      "b",
      "the last 0.1 kg of the 0.6 kg came from your 0.5 kg",
    ],
    [
      "filled before",
      { grams: 500, rule: "fefo", lots: [lot("a", 500, { best_before: "2026-12-01" }), lot("b", 500)] },
      "b",
      "were filled before your turn",
    ],
    [
      "too small a share",
      { grams: 500, rule: "pro_rata", min_take_g: 50, lots: [lot("a", 9_900), lot("b", 100)] },
      "b",
      "would have been 0.005 kg, under the smallest useful amount of 0.05 kg",
    ],
    [
      "less than a pack",
      { grams: 500, rule: "pro_rata", pack_g: 500, lots: [lot("a", 900), lot("b", 499)] },
      "b",
      "less than one whole pack of 0.5 kg",
    ],
    [
      "nothing left",
      { grams: 500, rule: "pro_rata", lots: [lot("a", 900), lot("b", 0)] },
      "b",
      "You had nothing left to offer.",
    ],
  ])("%s", (_, input, name, sentence) => {
    expect(why(input, name)).toContain(sentence);
  });

  test("of several lots of a household, each says what it gives", () => {
    const texts = explained(examples.allocate[3]!.input as AllocateInput);
    expect(texts["a1"]!.why.en).toContain("of your household's 4 kg this lot gives 1.5 kg");
    expect(texts["a2"]!.why.en).toContain("of your household's 4 kg this lot gives 2.5 kg");
  });

  test("pieces are counted as pieces, packs as packs", () => {
    const input: AllocateInput = { grams: 10, rule: "pro_rata", lots: [lot("a", 10), lot("b", 20)], salt: "s" };
    expect(explained(input, "piece")["b"]!.why.en).toMatch(
      /^You had 20 of the 30 pieces on offer, so 6 of the 10 pieces; 1 piece was added/,
    );
    const packs: AllocateInput = { ...input, grams: 10_000, pack_g: 1_000, lots: [lot("a", 10_000), lot("b", 20_000)] };
    expect(explained(packs)["b"]!.why.en).toContain("1 pack was added because your remainder, 0.67 of a pack,");
  });
});

test("a lot that was not in the allocation is a bug and throws", () => {
  const input = examples.allocate[0]!.input as AllocateInput;
  const output = valueOf(allocate(input));
  const other = { ...input, lots: [{ lot: "x", household: "y", available_g: 1 }] };
  expect(() => explain(other, output)).toThrow("not in this allocation");
});

test("equal remainders are said to be drawn, to who got the odd gram and to who did not", () => {
  const texts = explained(examples.allocate[1]!.input as AllocateInput);
  expect(texts["a"]!.why.en).toContain("was equal to others', and the draw of this order gave you the 1 g");
  expect(texts["b"]!.why.en).toContain("was equal to others', and the draw of this order went to them");
  expect(texts["b"]!.why.zh).toContain("与别户相同,按本单抽签由别户加,您不加");
});

/** The first amount of a sentence that says what is given, in grams: "so 39.694 of the", "you give 2.5 kg", "1 g was added". */
function saidGrams(en: string): number {
  const inGrams = (kg: string): number => Math.round(Number(kg.replaceAll(",", "")) * 1000);
  const ofHousehold = /this lot gives ([\d,.]+) kg/.exec(en);
  if (ofHousehold) return inGrams(ofHousehold[1]!);
  if (
    /not your turn|before your turn|nothing left|less than one whole pack|went to the others|nothing of yours|floors promised to other/.test(
      en,
    )
  )
    return 0;
  const said =
    /so your whole ([\d,.]+) kg was taken/.exec(en) ??
    /so the last ([\d,.]+) kg of/.exec(en) ??
    /so you give ([\d,.]+) kg/.exec(en) ??
    /gives ([\d,.]+) kg/.exec(en) ??
    /as far as it can: ([\d,.]+) kg of/.exec(en) ??
    /so ([\d,.]+) of the/.exec(en);
  if (!said) throw new Error(`no amount in: ${en}`);
  return inGrams(said[1]!) + (/added because|gave you the 1 g/.test(en) ? 1 : 0);
}

test("for any order, the grams in the sentence are the grams of the share", () => {
  const amount = fc.oneof(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 0, max: 900_000 }));
  const input = fc.record(
    {
      grams: amount,
      rule: fc.constantFrom("pro_rata" as const, "equal" as const, "fefo" as const, "rotation" as const),
      lots: fc
        .array(
          fc.record(
            {
              household: fc.constantFrom("h1", "h2", "h3", "h4"),
              available_g: amount,
              best_before: fc.constantFrom("2026-12-01", "2027-01-01"),
              floor_g: amount,
              past_g: amount,
            },
            { requiredKeys: ["household", "available_g"] },
          ),
          { maxLength: 7 },
        )
        .map((lots) => lots.map((lot, index) => ({ lot: `l${index}`, ...lot }))),
      cap_g: amount,
      min_take_g: amount,
      salt: fc.string({ maxLength: 3 }),
    },
    { requiredKeys: ["grams", "rule", "lots", "salt"] },
  );
  fc.assert(
    fc.property(input, (given) => {
      const output = valueOf(allocate(given));
      const grams = new Map(output.shares.map((share) => [share.lot, share.grams]));
      for (const { lot, grams: said, why } of explain(given, output)) {
        expect(said).toBe(grams.get(lot) ?? 0);
        expect([why.en, saidGrams(why.en)]).toEqual([why.en, said]);
        expect(why.zh).not.toMatch(/undefined|NaN|null/);
      }
    }),
    { numRuns: 1_500 },
  );
});
