import { describe, expect, test } from "vitest";
import { gramsOf, readWeighIn } from "./weigh-in.server";

const unitOf = (pool: string) =>
  pool === "pool_walnut" ? ("g" as const) : pool === "pool_egg" ? ("piece" as const) : undefined;

function form(fields: Record<string, string>): FormData {
  const data = new FormData();
  for (const [name, value] of Object.entries(fields)) data.set(name, value);
  return data;
}

const good = { card_number: "wd 0012", pool_id: "pool_walnut", harvested_on: "2026-10-03", gross: "12.5", tare: "0.5" };

describe("a weight as the scale shows it", () => {
  test("becomes whole grams without a float between", () => {
    expect(gramsOf("12.5")).toBe(12_500);
    expect(gramsOf("0.029")).toBe(29);
    expect(gramsOf("１２．５")).toBe(12_500); // full-width, from a Chinese keyboard
    expect(gramsOf("12,5")).toBe(12_500);
  });

  test.each(["", "-1", "1e3", "1.2345", "12.", "kg", "1 000", "9999999"])("is refused as %j", (typed) => {
    expect(gramsOf(typed)).toBeNull();
  });
});

describe("a weigh-in", () => {
  test("reads card, pool, weights and day", () => {
    expect(readWeighIn(form(good), unitOf)).toEqual({
      ok: true,
      weighIn: {
        card_number: "WD0012",
        pool_id: "pool_walnut",
        harvested_on: "2026-10-03",
        gross_g: 12_500,
        tare_g: 500,
      },
    });
  });

  test("takes an empty tare as none", () => {
    expect(readWeighIn(form({ ...good, tare: "" }), unitOf)).toMatchObject({ ok: true, weighIn: { tare_g: 0 } });
  });

  test("asks for pieces where the pool counts pieces", () => {
    const eggs = { ...good, pool_id: "pool_egg", pieces: "360" };
    expect(readWeighIn(form(eggs), unitOf)).toMatchObject({ ok: true, weighIn: { pieces: 360 } });
    expect(readWeighIn(form({ ...eggs, pieces: "0" }), unitOf)).toEqual({
      ok: false,
      problems: [{ field: "pieces", reason: "pieces" }],
    });
  });

  test("names every field that must be mended at once", () => {
    const wrong = readWeighIn(
      form({ card_number: "12", pool_id: "nowhere", harvested_on: "", gross: "x", tare: "y" }),
      unitOf,
    );
    expect(wrong.ok ? [] : wrong.problems.map((problem) => problem.field)).toEqual([
      "card_number",
      "pool_id",
      "harvested_on",
      "gross",
      "tare",
    ]);
  });

  test("refuses a tare that leaves nothing", () => {
    expect(readWeighIn(form({ ...good, gross: "5", tare: "5" }), unitOf)).toEqual({
      ok: false,
      problems: [{ field: "tare", reason: "tareOver" }],
    });
  });
});
