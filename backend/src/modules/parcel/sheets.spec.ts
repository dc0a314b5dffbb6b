import { describe, expect, test } from "vitest";
import { rateCardSchema } from "@commonlot/domain";
import { EXAMPLE_CARRIER_CARDS } from "./example-cards";
import { readRateCards } from "./read-rate-cards";
import { readCartons, readPacks } from "./read-sheets";
import type { SheetRow } from "./sheet-reader";
import { cartonSheet, packSheet, rateCardSheet, type SheetOut } from "./write-sheets";

const numbered = (rows: SheetOut): SheetRow[] => rows.map((row, index) => ({ line: index + 2, ...row }));
const zone = (change: Partial<SheetRow> = {}): SheetRow => ({
  line: 2,
  carrier: "SF",
  service: "standard",
  valid_from: "2026/12/1",
  zone: "1",
  provinces: "广东、浙江 Sichuan 31",
  first_kg: "1",
  first_price: "8.00",
  step_kg: "0.5",
  step_price: "￥2",
  max_kg: "30",
  ...change,
});
const problemsOf = (read: { ok: boolean }) =>
  (read as { problems?: { line: number; column: string; problem: string }[] }).problems?.map((one) =>
    [one.line, one.column, one.problem].join(" "),
  );

test("every example card that ships goes out as a sheet, marked, and comes back as it was", () => {
  const cards = EXAMPLE_CARRIER_CARDS.map((card) => ({ card: rateCardSchema.parse(card), example: true }));
  const out = rateCardSheet(cards);
  expect(new Set(out.map((row) => row.example))).toEqual(new Set(["是"]));
  const back = readRateCards(numbered(out));
  expect(back.ok && back.values.map(({ card, example }) => ({ card: { surcharges: [], ...card }, example }))).toEqual(
    cards.map(({ card, example }) => ({ card: { surcharges: [], ...card }, example })),
  );
});

test("cells are read as people write them: names of provinces, slashes in days, half kilograms, a yuan sign", () => {
  const read = readRateCards([
    zone(),
    zone({ line: 3, zone: "远", provinces: "新疆", countries: "", first_price: "18", step_price: "12.5" }),
  ]);
  expect(read.ok && read.values).toMatchObject([
    {
      line: 2,
      example: false,
      card: {
        carrier: "sf",
        valid_from: "2026-12-01",
        step_g: 500,
        zones: [
          { zone: "1", provinces: ["44", "33", "51", "31"], first_minor: 800n, step_minor: 200n },
          { zone: "远", provinces: ["65"], first_minor: 1_800n, step_minor: 1_250n },
        ],
      },
    },
  ]);
  const rich = readRateCards([zone({ surcharges: "燃油 5.5%; heavy 3 >20kg @1；冷链 7.00" })]);
  expect(rich.ok && rich.values[0]?.card.surcharges).toEqual([
    { code: "fuel", bp: 550 },
    { code: "heavy", amount_minor: 300n, above_g: 20_000, zones: ["1"] },
    { code: "cold", amount_minor: 700n },
  ]);
});

describe("a wrong sheet is named line by line, column by column, and is read no further than that", () => {
  test("rate cards", () => {
    const read = readRateCards([
      zone({ first_price: "eight" }),
      zone({ line: 3, zone: "2", provinces: "亚特兰蒂斯" }),
      zone({ line: 4, zone: "3", provinces: "11", max_kg: "40" }),
      zone({ line: 5, service: "road", zone: "", surcharges: "fuel lots" }),
      zone({ line: 6, carrier: "sf!", zone: "1", provinces: "12" }),
    ]);
    expect(problemsOf(read)).toEqual([
      "6 carrier not_a_code",
      "4 max_kg differs",
      "2 first_price not_money",
      "3 provinces not_a_province",
      "5 surcharges not_a_surcharge",
      "5 zone missing",
    ]);
    expect(problemsOf(readRateCards([zone({ valid_from: "", step_kg: "0" })]))).toEqual([
      "2 valid_from missing",
      "2 step_kg too_small",
    ]);
    expect(problemsOf(readRateCards([zone(), zone({ line: 3, zone: "2", provinces: "44" })]))).toEqual([
      "3 provinces province_twice",
    ]);
    expect(problemsOf(readRateCards([zone({ valid_to: "2026-11-01" })]))).toEqual(["2 valid_to last_before_first"]);
  });

  test("cells and rules over several lines are told in one round, with what was read and what is allowed", () => {
    const read = readRateCards([
      zone({ first_price: "eight", provinces: "11 44 亚特兰蒂斯", countries: "JP Japan", max_kg: "0" }),
      zone({ line: 3, zone: "2", provinces: "广东 北京 12", countries: "JP", max_kg: "0", surcharges: "" }),
      zone({ line: 4, provinces: "13", max_kg: "0" }),
      zone({
        line: 5,
        service: "road",
        provinces: "13",
        valid_to: "2026-11-01",
        surcharges: "heavy 3 @far",
        step_kg: "x",
      }),
    ]);
    expect(read).toMatchObject({
      ok: false,
      heads: [
        { line: 2, carrier: "sf" },
        { line: 5, service: "road" },
      ],
    });
    const told = read.ok
      ? []
      : read.problems.map(({ line, column, problem, ...more }) => [line, column, problem, more]);
    for (const problem of [
      [2, "first_price", "not_money", { read: "eight" }],
      [2, "provinces", "not_a_province", { read: "11 44 亚特兰蒂斯", words: ["亚特兰蒂斯"] }],
      [2, "countries", "not_a_country", { read: "JP Japan", words: ["JAPAN"] }],
      [2, "max_kg", "too_small", { read: "0", limit: "0.001" }],
      [3, "provinces", "province_twice", { read: "广东 北京 12", words: ["广东", "北京"], other_line: 2 }],
      [3, "countries", "country_twice", { read: "JP", words: ["JP"], other_line: 2 }],
      [4, "zone", "zone_twice", { read: "1", other_line: 2 }],
      [5, "valid_to", "last_before_first", { read: "2026-11-01", other: "2026-12-01" }],
      [5, "surcharges", "surcharge_zone", { read: "heavy 3 @far", words: ["far"] }],
      [5, "step_kg", "not_a_number", { read: "x" }],
    ]) {
      expect(told).toContainEqual(problem);
    }
    expect(told).toHaveLength(10);
    expect(told.map(([, , problem]) => problem)).not.toContain("not_valid");
  });

  test("cartons", () => {
    const box: SheetRow = { line: 2, code: "M", tare_g: "250", max_weight_kg: "8", cost: "2.10" };
    const read = readCartons([
      { ...box, length_mm: "300", width_mm: "200", height_mm: "200" },
      { ...box, line: 3 },
      { ...box, line: 4, code: "", tare_g: "-1" },
      { ...box, line: 5, code: "S", length_mm: "300" },
      { ...box, line: 6, code: "L", max_weight_kg: "0.2" },
      // A side that is none is said once, not also as "three sides are wanted".
      { ...box, line: 7, code: "XL", length_mm: "-300", width_mm: "200", height_mm: "200" },
    ]);
    expect(problemsOf(read)).toEqual([
      "3 code twice",
      "4 code missing",
      "4 tare_g not_a_number",
      "5 length_mm not_a_size",
      "6 max_weight_kg too_light",
      "7 length_mm not_a_number",
    ]);
    const right = readCartons([{ ...box, length_mm: "300", width_mm: "200", height_mm: "200" }]);
    expect(right.ok && right.values).toEqual([
      {
        code: "M",
        title: "M",
        size_mm: [300, 200, 200],
        tare_g: 250,
        max_weight_g: 8_000,
        cost_minor: 210,
        currency: "CNY",
      },
    ]);
    const view = { id: "c", cooperative_id: "x", example: false, inner_ml: 12_000, on_shelf: 1, promised: 0 };
    const again =
      right.ok &&
      readCartons(
        numbered(cartonSheet(right.values.map((one) => ({ ...view, ...one, size_mm: one.size_mm ?? null })))),
      );
    expect(again).toEqual(right);
  });

  test("packs", () => {
    const known = new Set(["v_1", "v_2"]);
    const read = readPacks(
      [
        { line: 2, variant_id: "v_1", gross_g: "2100", fragile: "是", not_with: "soap、smoked" },
        { line: 3, variant_id: "v_9" },
        { line: 4, variant_id: "v_2", cold: "maybe", length_mm: "1", width_mm: "1", height_mm: "1", volume_ml: "5" },
      ],
      known,
    );
    expect(problemsOf(read)).toEqual([
      "3 variant_id unknown_variant",
      "4 cold not_yes_or_no",
      "4 volume_ml size_and_volume",
    ]);
    const right = readPacks([{ line: 2, variant_id: "v_1", volume_ml: "900", cold: "yes", not_with: "soap" }], known);
    expect(right.ok && readPacks(numbered(packSheet(right.values)), known)).toEqual(right);
  });
});
