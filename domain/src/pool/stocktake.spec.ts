import fc from "fast-check";
import { expect, test } from "vitest";
import { reasonOf, shuffled, valueOf } from "../../test/expect-result";
import { findTransitionFaults } from "../shared/transitions";
import { BEARERS, proposeDifferences, STOCKTAKE_TRANSITIONS, type CountedLot, type CountInput } from "./stocktake";

const lot = (name: string, since: string, on_hand: number, free = on_hand): CountedLot => ({
  lot: name,
  since,
  on_hand,
  free,
});
const lots = [
  lot("a", "2026-10-01", 100_000),
  lot("b", "2026-10-05", 200_000, 150_000),
  lot("c", "2026-10-03", 50_000),
];
const count = (counted: number, more: Partial<CountInput> = {}): CountInput => ({
  counted,
  pool: { on_hand: 350_000, held: 60_000 },
  lots,
  bearer: "pro_rata",
  salt: "count_1",
  ...more,
});

test("the states lead somewhere", () => {
  expect(findTransitionFaults(STOCKTAKE_TRANSITIONS)).toEqual({
    unreachable: [],
    dead_ends: [],
    leaky_terminals: [],
    unknown: [],
  });
});

test("oldest first takes the oldest lots' free goods", () => {
  expect(valueOf(proposeDifferences(count(230_000, { bearer: "oldest_first" }))).lines).toEqual([
    { lot: "a", delta_units: -100_000 },
    { lot: "c", delta_units: -20_000 },
  ]);
});

test("pro rata shares a loss over what no order waits for", () => {
  expect(valueOf(proposeDifferences(count(347_000))).lines).toEqual([
    { lot: "a", delta_units: -1_000 },
    { lot: "b", delta_units: -1_500 },
    { lot: "c", delta_units: -500 },
  ]);
});

test("a surplus is shared over what lies there, whoever bears losses", () => {
  for (const bearer of BEARERS) {
    expect(valueOf(proposeDifferences(count(350_700, { bearer }))).lines).toEqual([
      { lot: "a", delta_units: 200 },
      { lot: "b", delta_units: 400 },
      { lot: "c", delta_units: 100 },
    ]);
  }
});

test("a count that meets the ledger proposes nothing", () => {
  expect(valueOf(proposeDifferences(count(350_000)))).toEqual({ difference: 0, lines: [] });
});

test("less than is promised is refused, and the sentence says what to do", () => {
  const refused = proposeDifferences(count(59_999));
  expect(reasonOf(refused)).toBe("under_held");
  if (!refused.ok) expect(refused.refusal.message).toMatch(/short.*release holds/);
});

test("what expired lots keep from sale goes with them, but nobody else's promise does", () => {
  const old = [{ ...lot("a", "2026-10-01", 5), expired: 5 }, lot("b", "2026-10-02", 5)];
  const pool = { on_hand: 10, held: 8 };
  // All of the old lot is gone: its hold goes too, and the three promised are there.
  expect(valueOf(proposeDifferences(count(5, { pool, lots: old, bearer: "oldest_first" }))).lines).toEqual([
    { lot: "a", delta_units: -5 },
  ]);
  // Shared over both, too little of the fresh goods would be left for what is promised.
  expect(reasonOf(proposeDifferences(count(4, { pool, lots: old })))).toBe("under_held");
});

test("more missing than is free, parts of packs, goods of nobody and strange counts are refused", () => {
  const allocated = [lot("a", "2026-10-01", 100, 10)];
  expect(reasonOf(proposeDifferences(count(80, { lots: allocated, pool: { on_hand: 100, held: 50 } })))).toBe(
    "lots_allocated",
  );
  expect(reasonOf(proposeDifferences(count(345_001, { pool: { on_hand: 350_000, held: 0, pack: 50 } })))).toBe(
    "not_whole_packs",
  );
  expect(reasonOf(proposeDifferences(count(5, { lots: [], pool: { on_hand: 0, held: 0 } })))).toBe("nothing_there");
  for (const counted of [-1, 0.5, NaN]) expect(reasonOf(proposeDifferences(count(counted)))).toBe("invalid_count");
});

test("differences sum exactly, leave every lot what orders wait for, and do not depend on the order of the lots", () => {
  const some = fc.array(
    fc.record({
      on_hand: fc.integer({ min: 0, max: 5_000 }),
      part: fc.integer({ min: 0, max: 100 }),
      day: fc.integer({ min: 1, max: 28 }),
    }),
    { minLength: 1, maxLength: 30 },
  );
  fc.assert(
    fc.property(
      some,
      fc.integer({ min: 0, max: 200_000 }),
      fc.constantFrom(...BEARERS),
      fc.constantFrom(1, 30),
      fc.array(fc.nat(), { minLength: 1, maxLength: 40 }),
      (given, counted, bearer, pack, keys) => {
        const there = given.map(({ on_hand, part, day }, index) => {
          const whole = on_hand * pack;
          const free = Math.floor((on_hand * part) / 100) * pack;
          return lot(`lot_${index}`, `2026-10-${String(day).padStart(2, "0")}`, whole, free);
        });
        const on_hand = there.reduce((sum, one) => sum + one.on_hand, 0);
        const held = there.reduce((sum, one) => sum + one.on_hand - one.free, 0);
        const input = {
          counted: Math.floor(counted / pack) * pack,
          pool: { on_hand, held, ...(pack === 1 ? {} : { pack }) },
          lots: there,
          bearer,
          salt: "s",
        };
        const result = proposeDifferences(input);
        if (!result.ok) return;
        expect(result.value.lines.reduce((sum, line) => sum + line.delta_units, 0)).toBe(result.value.difference);
        for (const line of result.value.lines) {
          const free = there.find((one) => one.lot === line.lot)?.free ?? 0;
          expect(free + line.delta_units).toBeGreaterThanOrEqual(0);
          expect(Math.abs(line.delta_units % pack)).toBe(0);
        }
        expect(proposeDifferences({ ...input, lots: shuffled(there, keys) })).toEqual(result);
      },
    ),
  );
});
