import fc from "fast-check";
import { expect, test } from "vitest";
import { reasonOf } from "../../test/expect-result";
import { findTransitionFaults } from "../shared/transitions";
import {
  decidePreorder,
  isForecastOver,
  MAX_PREORDER_PACKS,
  packsAhead,
  PREORDER_TRANSITIONS,
  serveQueue,
  type Queued,
} from "./preorder";

const AHEAD = { free_units: 0, expected_units: 60_000, wanted_units: 12_000, kept_units: 2_000, withheld: false };
const waits = (id: string, packs: number, held_units = 0, more: Partial<Queued> = {}): Queued => ({
  id,
  state: "waiting",
  packs,
  units_per_pack: 1_000,
  held_units,
  late: false,
  dropped: false,
  ...more,
});

test("the states lead somewhere", () => {
  expect(findTransitionFaults(PREORDER_TRANSITIONS)).toEqual({
    unreachable: [],
    dead_ends: [],
    leaky_terminals: [],
    unknown: [],
  });
});

test("as much is pre-ordered as is expected and kept, and no pack more", () => {
  expect(packsAhead(AHEAD, 1_000)).toBe(50);
  expect(decidePreorder(AHEAD, { packs: 50, units_per_pack: 1_000 }).ok).toBe(true);
  expect(decidePreorder({ ...AHEAD, wanted_units: 12_001 }, { packs: 50, units_per_pack: 1_000 })).toMatchObject({
    refusal: { reason: "preorders_full", field: "packs", details: { free: 49 } },
  });
  const few = decidePreorder({ ...AHEAD, withheld: true }, { packs: MAX_PREORDER_PACKS, units_per_pack: 2_000 });
  expect(reasonOf(few)).toBe("preorders_full");
  expect(JSON.stringify(few)).not.toMatch(/\d/);
  // Forecasts may have been taken back since.
  expect(packsAhead({ ...AHEAD, expected_units: 5_000 }, 1_000)).toBe(0);
});

test.each([
  [AHEAD, 0, "invalid_packs"],
  [AHEAD, 1.5, "invalid_packs"],
  [AHEAD, MAX_PREORDER_PACKS + 1, "invalid_packs"],
  [{ ...AHEAD, free_units: 3_000 }, 3, "buy_now"],
  [{ ...AHEAD, free_units: 2_999 }, 3, undefined],
  [{ ...AHEAD, expected_units: null }, 1, "nothing_expected"],
])("of %o %d packs are pre-ordered, or refused: %s", (pool, packs, reason) => {
  const decided = decidePreorder(pool, { packs, units_per_pack: 1_000 });
  if (reason === undefined) expect(decided.ok).toBe(true);
  else expect(reasonOf(decided)).toBe(reason);
});

test("goods go to the first until they have all, then to the next, and nobody is passed by", () => {
  const queue = [waits("a", 3, 1_000), waits("b", 2), waits("c", 1)];
  expect(serveQueue({ free_units: 3_500, over: false }, queue)).toEqual([
    { id: "a", to: "kept", held_units: 3_000 },
    { id: "b", to: "waiting", held_units: 1_500 },
  ]);
});

test("when nothing more comes, who has whole packs gets those, what is left of a pack goes on, and who has none lapses", () => {
  const queue = [waits("a", 3, 1_700), waits("b", 1), waits("c", 1, 0, { units_per_pack: 500 }), waits("d", 1)];
  expect(serveQueue({ free_units: 0, over: true }, queue)).toEqual([
    { id: "a", to: "kept", held_units: 1_000 },
    { id: "b", to: "lapsed", held_units: 0 },
    { id: "c", to: "kept", held_units: 500 },
    { id: "d", to: "lapsed", held_units: 0 },
  ]);
});

test("who does not pay in time goes, and the next has the goods; a basket that lost its goods in time waits in its place", () => {
  const kept = waits("a", 2, 2_000, { state: "kept", late: true });
  const basket = waits("b", 1, 0, { state: "basket", dropped: true });
  expect(serveQueue({ free_units: 0, over: false }, [kept, basket, waits("c", 2)])).toEqual([
    { id: "a", to: "lapsed", held_units: 0 },
    { id: "b", to: "kept", held_units: 1_000 },
    { id: "c", to: "waiting", held_units: 1_000 },
  ]);
  expect(
    serveQueue({ free_units: 0, over: false }, [
      { ...kept, late: false },
      { ...basket, dropped: false },
    ]),
  ).toEqual([]);
  expect(serveQueue({ free_units: 500, over: false }, [basket])).toEqual([{ id: "b", to: "waiting", held_units: 500 }]);
  expect(serveQueue({ free_units: 9_000, over: false }, [{ ...basket, late: true }])).toEqual([
    { id: "b", to: "lapsed", held_units: 0 },
  ]);
});

const queued = fc.record({
  state: fc.constantFrom("waiting", "kept", "basket"),
  packs: fc.integer({ min: 1, max: 5 }),
  units_per_pack: fc.constantFrom(500, 1_000, 2_500),
  share: fc.double({ min: 0, max: 1, noNaN: true }),
  late: fc.boolean(),
  dropped: fc.boolean(),
});
const queues = fc.array(queued, { maxLength: 12 }).map((all) =>
  all.map(({ share, ...one }, at): Queued => {
    const wanted = one.packs * one.units_per_pack;
    const held = one.state === "kept" ? wanted : one.state === "basket" ? 0 : Math.floor(share * wanted);
    return { id: `p${at}`, ...one, state: one.state as Queued["state"], held_units: held };
  }),
);

test("whatever the queue: nothing is kept that is not there, nobody has more than they asked for, and nobody is passed by", () => {
  fc.assert(
    fc.property(queues, fc.nat({ max: 30_000 }), fc.boolean(), (queue, free_units, over) => {
      const served = new Map(serveQueue({ free_units, over }, queue).map((one) => [one.id, one]));
      const held = (one: Queued) => served.get(one.id)?.held_units ?? one.held_units;
      const before = queue.reduce((sum, one) => sum + one.held_units, 0);
      const after = queue.reduce((sum, one) => sum + held(one), 0);
      expect(after).toBeLessThanOrEqual(before + free_units);
      const inTurn = queue.filter(
        (one) => one.state === "waiting" || (one.state === "basket" && one.dropped && !one.late),
      );
      let lacks = false;
      for (const one of inTurn) {
        const wanted = one.packs * one.units_per_pack;
        expect(held(one)).toBeLessThanOrEqual(wanted);
        if (over) {
          const end = served.get(one.id);
          expect(end?.to).toBe(held(one) > 0 ? "kept" : "lapsed");
          expect(held(one) % one.units_per_pack).toBe(0);
          continue;
        }
        if (lacks) expect(held(one)).toBe(one.held_units);
        if (held(one) < wanted) lacks = true;
        else expect(served.get(one.id)?.to).toBe("kept");
      }
      // What is free stays so only when nobody lacks anything.
      if (!over && lacks) {
        const lapsed = queue.filter((one) => served.get(one.id)?.to === "lapsed");
        expect(after).toBe(before + free_units - lapsed.filter((one) => one.state === "waiting").length);
      }
      // Served once, there is nothing more to do.
      const next = queue.flatMap((one): Queued[] => {
        const done = served.get(one.id);
        if (done?.to === "lapsed") return [];
        return [done ? { ...one, state: done.to as Queued["state"], held_units: done.held_units, late: false } : one];
      });
      expect(
        serveQueue(
          { free_units: before + free_units - after, over: false },
          next.filter((one) => !over || one.state !== "waiting"),
        ),
      ).toEqual([]);
    }),
  );
});

test("a queue waits three days beyond the last day of the forecasts, and not for what nobody declared", () => {
  expect(isForecastOver("2026-11-20", "2026-11-23")).toBe(false);
  expect(isForecastOver("2026-11-20", "2026-11-24")).toBe(true);
  expect(isForecastOver(null, "2026-11-24")).toBe(true);
});
