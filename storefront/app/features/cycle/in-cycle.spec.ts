import { expect, test } from "vitest";
import { eachCycle, inOpenCycles } from "./in-cycle";
import type { Cycle, Ladder, Selling } from "./selling.server";

const cycleOf = (id: string): Cycle => ({
  id,
  name: { zh: "十二月", en: "December" },
  cooperative: { zh: "合作社", en: "Cooperative" },
  state: "published",
  opens_at: "2026-11-20T00:00:00.000Z",
  closes_at: "2026-12-01T10:00:00.000Z",
  way: "ship",
  ready_from: "2026-12-03",
  ready_to: "2026-12-05",
  place: { zh: "", en: "" },
  minimum: { kind: "none", least: 0, have: 0, reached: true, missing: 0 },
  orders: 0,
});
const ladderOf = (steps: number): Ladder => ({
  currency: "CNY",
  lead_variant_id: "variant",
  case_units: 20_000,
  ordered_units: 0,
  cases: 0,
  step: 0,
  to_full_case: 20_000,
  next: null,
  steps: Array.from({ length: steps }, (_, at) => ({ from_cases: at * 10, prices: [] })),
});
const selling = (product_id: string, more: Partial<Selling> = {}): Selling => ({
  product_id,
  state: "open",
  cycle: cycleOf("december"),
  ladder: ladderOf(1),
  ...more,
});

test("only goods of an open cycle are told its days, and a price of one step never falls", () => {
  const found = inOpenCycles([
    selling("one-price"),
    selling("ladder", { ladder: ladderOf(2) }),
    selling("no-ladder", { ladder: null }),
    selling("soon", { state: "soon" }),
    selling("closed", { state: "closed" }),
    selling("usual", { state: "usual", cycle: null, ladder: null }),
  ]);
  expect(Object.entries(found).map(([id, { falls }]) => [id, falls])).toEqual([
    ["one-price", false],
    ["ladder", true],
    ["no-ladder", false],
  ]);
});

test("a cycle of several goods is told once, with the fall of any of them, whichever comes first", () => {
  const december = cycleOf("december");
  const other = cycleOf("other");
  for (const falls of [
    [true, false],
    [false, true],
  ])
    expect(
      eachCycle([...falls.map((one) => ({ cycle: december, falls: one })), { cycle: other, falls: false }]),
    ).toEqual([
      { cycle: december, falls: true },
      { cycle: other, falls: false },
    ]);
});
