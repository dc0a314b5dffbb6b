import { describe, expect, test } from "vitest";
import { basisPointsOf, cardOf, gramsOf, readWeighIn } from "./read";

const unitOf = (produce: string) =>
  produce === "walnut" ? ("g" as const) : produce === "egg" ? ("piece" as const) : undefined;
const read = (fields: Record<string, string>) => readWeighIn((name) => fields[name] ?? "", unitOf);

const good = {
  card_number: "wd 0012",
  produce: "walnut",
  grade: "1",
  harvested_on: "2026-10-03",
  gross: "12.5",
  tare: "0.5",
};

describe("a weight as the scale shows it", () => {
  test("becomes whole grams without a float between", () => {
    expect(gramsOf("12.5")).toBe(12_500);
    expect(gramsOf("0.029")).toBe(29);
    expect(gramsOf("１２．５")).toBe(12_500); // full-width, from a Chinese keyboard
    expect(gramsOf("12,5")).toBe(12_500);
    expect(gramsOf("12。5")).toBe(12_500);
  });

  test.each(["", "-1", "1e3", "1.2345", "12.", "kg", "1 000", "9999999"])("is refused as %j", (typed) => {
    expect(gramsOf(typed)).toBeNull();
  });
});

test("a percentage becomes basis points", () => {
  expect([basisPointsOf("12.6"), basisPointsOf("8%"), basisPointsOf("0")]).toEqual([1_260, 800, 0]);
  for (const typed of ["101", "1.234", "-1", "wet"]) expect(basisPointsOf(typed), typed).toBeNull();
});

test("a card is typed in any way, or scanned as an address", () => {
  expect(cardOf(" wd 0012 ")).toBe("WD0012");
  expect(cardOf("https://shop.example/zh/home/card/WD0012")).toBe("WD0012");
  expect(cardOf("https://shop.example/home?card=WD0012")).toBe("WD0012");
});

describe("a weigh-in", () => {
  test("reads card, produce, grade, weights and day", () => {
    expect(read(good)).toEqual({
      ok: true,
      body: {
        card_number: "WD0012",
        produce: "walnut",
        grade: "1",
        harvested_on: "2026-10-03",
        gross_g: 12_500,
        tare_g: 500,
      },
    });
  });

  test("takes an empty tare as none, and a basket's tare from its name", () => {
    expect(read({ ...good, tare: "" })).toMatchObject({ ok: true, body: { tare_g: 0 } });
    const basket = read({ ...good, tare: "", container: "sack", containers: "2" });
    expect(basket).toMatchObject({ ok: true, body: { container: "sack", containers: 2 } });
    expect(basket.ok && basket.body.tare_g).toBe(undefined);
  });

  test("reads what the meter says and what was refused", () => {
    const typed = {
      ...good,
      moisture: "12.6",
      foreign: "1",
      cull: "1.5",
      cull_reason: "mould",
      cull_fate: "discarded",
    };
    expect(read(typed)).toMatchObject({
      ok: true,
      body: {
        measured: { moisture: 1_260, foreign_matter: 100 },
        culls: [{ units: 1_500, reason: "mould", fate: "discarded" }],
      },
    });
  });

  test("asks for pieces where they are counted", () => {
    const eggs = { ...good, produce: "egg", pieces: "360", cull: "4", cull_reason: "broken" };
    expect(read(eggs)).toMatchObject({ ok: true, body: { pieces: 360, culls: [{ units: 4, fate: "returned" }] } });
    expect(read({ ...eggs, pieces: "0" })).toEqual({ ok: false, problems: [{ field: "pieces", reason: "pieces" }] });
  });

  test("names every field that must be mended at once", () => {
    const wrong = read({
      card_number: "12",
      produce: "gold",
      harvested_on: "",
      gross: "x",
      tare: "y",
      moisture: "z",
      cull: "q",
    });
    expect(wrong.ok ? [] : wrong.problems.map((problem) => problem.field)).toEqual([
      "card_number",
      "produce",
      "grade",
      "gross",
      "moisture",
      "tare",
      "harvested_on",
      "cull",
      "cull_reason",
    ]);
  });

  test("refuses a tare that leaves nothing", () => {
    expect(read({ ...good, gross: "5", tare: "5" })).toEqual({
      ok: false,
      problems: [{ field: "tare", reason: "tareOver" }],
    });
  });
});
