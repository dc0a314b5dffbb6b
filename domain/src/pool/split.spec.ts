import { expect, test } from "vitest";
import { reasonOf, valueOf } from "../../test/expect-result";
import { decideSplit, type SplitInput } from "./split";

const split: SplitInput = {
  units: 4_000,
  from: { pool: "p1", cooperative: "c", produce: "walnut", unit: "g", available: 9_000 },
  lot: { number: "W1", free: 5_000 },
  to: { pool: "p2", cooperative: "c", produce: "walnut", unit: "g", status: "open" },
};

test("a change of grade moves what is free into a lot of the other pool", () => {
  expect(valueOf(decideSplit(split))).toEqual({ units: 4_000, sellable: 4_000 });
  expect(valueOf(decideSplit({ ...split, to: { ...split.to, pack: 1_500 } }))).toEqual({
    units: 4_000,
    sellable: 3_000,
  });
});

test.each([
  [{ ...split, to: { ...split.to, pool: "p1" } }, "same_pool"],
  [{ ...split, to: { ...split.to, cooperative: "other" } }, "pool_not_found"],
  [{ ...split, to: { ...split.to, produce: "rice" } }, "wrong_produce"],
  [{ ...split, to: { ...split.to, status: "closed" as const } }, "pool_closed"],
  [{ ...split, units: 0 }, "invalid_units"],
  [{ ...split, from: { ...split.from, pack: 300 } }, "not_whole_packs"],
  [{ ...split, units: 5_001 }, "lot_allocated"],
  [{ ...split, from: { ...split.from, available: 3_999 } }, "under_held"],
])("refused %#: %s", (input, reason) => {
  expect(reasonOf(decideSplit(input))).toBe(reason);
});
