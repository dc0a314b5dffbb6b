import { describe, expect, test } from "vitest";
import { reasonOf, valueOf } from "../../test/expect-result";
import { planFile } from "./plan-file";

const clock = (): (() => number) => {
  let time = 0;
  return () => time++;
};
const items = [
  { kind: "walnut", weight_g: 2_500, count: 9 },
  { kind: "egg", weight_g: 1_800, volume_ml: 4_000, count: 5 },
];
const good = { capacity_g: 20_000, items, seed: 1, limit_ms: 5_000 };
const card = { first_weight_g: 1_000, step_g: 1_000, first_minor: 800, step_minor: 200 };

test("without prices the fewest parcels, with the bound", () => {
  const plan = valueOf(planFile(good, clock()));
  expect(plan).toMatchObject({ parcels: 2, lower_bound: 2 });
  expect(Object.keys(plan)).toEqual(["parcels", "patterns", "lower_bound", "ms"]);
  expect(plan.patterns.reduce((sum, pattern) => sum + (pattern.items["walnut"] ?? 0) * pattern.count, 0)).toBe(9);
});

test("with cartons and a rate card the least cost, and its bound", () => {
  const plan = valueOf(
    planFile({ ...good, cartons: [{ code: "L", tare_g: 500, cost_minor: 300 }], rate_card: card }, clock()),
  );
  expect(plan.cost_lower_bound_minor).toBe(
    plan.patterns.reduce((sum, one) => sum + Number(one.cost_minor) * one.count, 0),
  );
  expect(plan.patterns.every((pattern) => pattern.carton === "L")).toBe(true);
  expect(plan.lower_bound).toBe(2);
});

test("a card with zones, one of which is named; a flat card is the only zone", () => {
  const { first_minor, step_minor, ...weights } = card;
  const zones = [
    { zone: "near", first_minor, step_minor },
    { zone: "far", first_minor: first_minor * 2, step_minor: step_minor * 2 },
  ];
  const flat = valueOf(planFile({ ...good, rate_card: card }, clock()));
  const far = valueOf(planFile({ ...good, rate_card: { ...weights, zones }, zone: "far" }, clock()));
  expect(far.cost_lower_bound_minor).toBe(flat.cost_lower_bound_minor! * 2);
  expect(reasonOf(planFile({ ...good, rate_card: { ...weights, zones }, zone: "moon" }, clock()))).toBe("no_rate");
  expect(reasonOf(planFile({ ...good, rate_card: { ...weights, zones } }, clock()))).toBe("no_rate");
});

test("lots: how many lines, and which", () => {
  const lots = [
    { lot: "a", kind: "walnut", count: 4 },
    { lot: "b", kind: "walnut", count: 5 },
    { lot: "c", kind: "egg", count: 5 },
  ];
  const plan = valueOf(planFile({ ...good, lots }, clock()));
  expect(plan.lines).toBe(plan.lotLines!.length);
  expect([...plan.lotLines!.units].reduce((sum, units) => sum + units, 0)).toBe(14);
  expect(reasonOf(planFile({ ...good, lots: lots.slice(1) }, clock()))).toBe("lots_short");
});

describe("refuses, with a sentence", () => {
  test.each<[string, unknown, string]>([
    ["nothing at all", null, "invalid_input"],
    ["an unknown key", { ...good, colour: "red" }, "invalid_input"],
    ["no limit", { items }, "no_limit"],
    ["a carton without limit", { items, cartons: [{ code: "L" }] }, "no_limit"],
    ["a rate card without prices", { ...good, rate_card: { first_weight_g: 1, step_g: 1 } }, "invalid_input"],
    ["a limit of no time", { ...good, limit_ms: 0 }, "invalid_input"],
    ["a lot of no packs", { ...good, lots: [{ lot: "a", kind: "egg", count: 0 }] }, "invalid_input"],
    ["two cartons of one name", { ...good, cartons: [{ code: "L" }, { code: "L" }] }, "duplicate_carton"],
    [
      "a pack heavier than a parcel",
      { ...good, items: [{ kind: "anvil", weight_g: 20_001, count: 1 }] },
      "pack_fits_nowhere",
    ],
  ])("%s", (_, input, reason) => {
    expect(reasonOf(planFile(input, clock()))).toBe(reason);
  });
});
