import fc from "fast-check";
import type { PlanLoadInput } from "../src/parcel/plan-load";

const side = fc.integer({ min: 30, max: 260 });
const inner = fc.integer({ min: 150, max: 420 });

const sizes = fc.record({
  /** Sizes are multiples of it: 1 makes tables by grams, more makes small ones. */
  unit: fc.constantFrom(1, 10, 50, 250),
  kinds: fc.array(
    fc.record({
      weight: fc.integer({ min: 50, max: 6_000 }),
      volume: fc.integer({ min: 10, max: 9_000 }),
      value: fc.integer({ min: 0, max: 9 }),
      cold: fc.boolean(),
      enemy: fc.integer({ min: 0, max: 9 }),
      fragile: fc.boolean(),
      upright: fc.boolean(),
      sides: fc.tuple(side, side, side),
      few: fc.integer({ min: 0, max: 15 }),
      many: fc.integer({ min: 0, max: 4_000 }),
    }),
    { minLength: 1, maxLength: 9 },
  ),
  with_volume: fc.boolean(),
  with_value: fc.boolean(),
  with_cold: fc.boolean(),
  with_enemies: fc.boolean(),
  with_fragile: fc.boolean(),
  /** Packs as boxes, of which some kinds' sides may not be known. */
  with_sides: fc.constantFrom("none", "some", "all"),
  in_bulk: fc.boolean(),
});

const carton = fc.record(
  {
    tare_g: fc.integer({ min: 0, max: 800 }),
    max_weight_g: fc.integer({ min: 5_000, max: 25_000 }),
    inner_ml: fc.integer({ min: 8_000, max: 50_000 }),
    size_mm: fc.tuple(inner, inner, inner),
    cost_minor: fc.integer({ min: 0, max: 40 }).map((tens) => tens * 10),
  },
  { requiredKeys: ["tare_g", "max_weight_g", "cost_minor"] },
);

const card = fc.record(
  {
    first_weight_g: fc.constantFrom(1_000, 2_000, 3_000),
    step_g: fc.constantFrom(100, 500, 1_000),
    max_weight_g: fc.integer({ min: 6_000, max: 30_000 }),
    volumetric_divisor: fc.constantFrom(6_000, 8_000),
    max_side_mm: fc.integer({ min: 250, max: 450 }),
    max_value_minor: fc.integer({ min: 9, max: 60 }).map((thousands) => thousands * 1_000),
    prices: fc.tuple(fc.integer({ min: 0, max: 1_000 }), fc.integer({ min: 0, max: 300 })),
    minimum_minor: fc.integer({ min: 0, max: 1_500 }),
    declared: fc.record({
      bp: fc.integer({ min: 0, max: 300 }),
      minimum_minor: fc.integer({ min: 0, max: 200 }),
      max_minor: fc.integer({ min: 9, max: 60 }).map((thousands) => thousands * 1_000),
    }),
    surcharges: fc.array(
      fc.oneof(
        fc.record({ code: fc.constantFrom("fuel", "peak"), bp: fc.integer({ min: 1, max: 3_000 }) }),
        fc.record({
          code: fc.constantFrom("heavy", "other", "fragile", "fragile"),
          amount_minor: fc.integer({ min: 1, max: 200 }),
          above_g: fc.integer({ min: 1, max: 20_000 }),
        }),
      ),
      { maxLength: 2 },
    ),
  },
  { requiredKeys: ["first_weight_g", "step_g", "max_weight_g", "prices"] },
);

/** Loads of every sort: few packs and thousands, tight and wide limits, with and without prices, volumes and rules. */
export function anyLoad(): fc.Arbitrary<PlanLoadInput> {
  return fc
    .record({
      sizes,
      cartons: fc.array(carton, { maxLength: 3 }),
      cards: fc.array(card, { maxLength: 2 }),
      capacity_g: fc.option(fc.integer({ min: 6_000, max: 25_000 }), { nil: undefined }),
    })
    .map(({ sizes: { kinds, unit, ...rules }, cartons, cards, capacity_g }) => ({
      items: kinds.map((kind, at) => ({
        kind: `k${at}`,
        weight_g: Math.max(1, Math.round(kind.weight / unit)) * unit,
        count: rules.in_bulk ? kind.many : kind.few,
        ...(rules.with_fragile && kind.fragile ? { fragile: true } : {}),
        ...(rules.with_sides === "all" || (rules.with_sides === "some" && kind.upright)
          ? { size_mm: kind.sides, keep_upright: kind.upright }
          : {}),
        ...(rules.with_volume && rules.with_sides === "none"
          ? { volume_ml: Math.round(kind.volume / unit) * unit }
          : {}),
        ...(rules.with_value ? { value_minor: kind.value * 1_000 } : {}),
        ...(rules.with_cold && kind.cold ? { temperature: "cold" } : {}),
        ...(rules.with_enemies ? { not_with: [`k${kind.enemy}`] } : {}),
      })),
      cartons: cartons.map((box, at) => ({ code: `c${at}`, currency: "CNY", ...box })),
      rate_cards: cards.map(({ prices: [first, step], ...rates }, at) => ({
        carrier: `carrier${at}`,
        service: "s",
        currency: "CNY",
        zones: [{ zone: "z", provinces: [], first_minor: first, step_minor: step }],
        ...rates,
      })),
      ...(capacity_g !== undefined || cartons.length + cards.length === 0 ? { capacity_g: capacity_g ?? 20_000 } : {}),
    }));
}
