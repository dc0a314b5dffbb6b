import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { reasonOf } from "../../../test/expect-result";
import { addDays } from "../../shared/dates";
import { decideCallOff } from "./call-off";
import {
  checkDayOfAll,
  jointAgreementStanding,
  packsBeforeUnpaidStep,
  shareByExpected,
  spreadCallOff,
  type CallOffSource,
} from "./joint-agreement";

const source = (agreement_id: string, change: Partial<CallOffSource> = {}): CallOffSource => ({
  agreement_id,
  left_packs: 100,
  free_packs: 100,
  before_step_packs: Number.MAX_SAFE_INTEGER,
  minimum_packs: 1,
  next_minor: 2_000n,
  freight_minor: 0n,
  distance_km: 100,
  ...change,
});
const takesOf = (found: ReturnType<typeof spreadCallOff>) =>
  found.ok ? found.value.takes.map((one) => [one.agreement_id, one.packs]) : found.refusal.reason;

describe("how an agreement of several stands", () => {
  it("worked example: one in force, one waits for a signature, one was dropped", () => {
    const parts = [
      { state: "active" as const, packs: 60, drawn_packs: 25 },
      { state: "proposed" as const, packs: 40, drawn_packs: 0 },
      { state: "dropped" as const, packs: 20, drawn_packs: 0 },
    ];
    expect(jointAgreementStanding(parts)).toEqual({
      state: "active",
      committed_packs: 60,
      drawn_packs: 25,
      left_packs: 35,
      proposed_packs: 40,
    });
  });

  it("is over when none stands, and nothing of an ended one is left", () => {
    const ended = { state: "ended_early" as const, packs: 60, drawn_packs: 25 };
    expect(jointAgreementStanding([ended])).toMatchObject({ state: "over", committed_packs: 60, left_packs: 0 });
    expect(jointAgreementStanding([])).toMatchObject({ state: "over", committed_packs: 0 });
    expect(jointAgreementStanding([{ ...ended, state: "proposed" }]).state).toBe("proposed");
  });
});

describe("a volume over cooperatives by what is expected", () => {
  it("worked example: 100 packs over 300, 100 and 0 expected", () => {
    const shares = shareByExpected(100, [
      { id: "a", expected_packs: 300 },
      { id: "b", expected_packs: 100 },
      { id: "c", expected_packs: 0 },
    ]);
    expect([...shares]).toEqual([
      ["a", 75],
      ["b", 25],
      ["c", 0],
    ]);
  });

  it("is equal where nothing is expected, and throws on what are no packs", () => {
    const nothing = ["a", "b", "c"].map((id) => ({ id, expected_packs: 0 }));
    expect([...shareByExpected(10, nothing).values()]).toEqual([4, 3, 3]);
    expect(shareByExpected(10, []).size).toBe(0);
    expect(() => shareByExpected(1.5, nothing)).toThrow("packs");
  });

  it("sums to the whole, whatever the order, and takes no more than is expected while all together is enough", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(10_000), { minLength: 1, maxLength: 20 }), fc.nat(50_000), (expected, packs) => {
        const sources = expected.map((expected_packs, at) => ({ id: `c${at}`, expected_packs }));
        const shares = shareByExpected(packs, sources);
        expect([...shares.values()].reduce((sum, one) => sum + one, 0)).toBe(packs);
        expect(new Map(shareByExpected(packs, [...sources].reverse()))).toEqual(shares);
        if (packs <= expected.reduce((sum, one) => sum + one, 0))
          for (const one of sources) expect(shares.get(one.id)).toBeLessThanOrEqual(one.expected_packs);
      }),
    );
  });
});

describe("a call-off over the parts in force", () => {
  it("worked example: the cheaper first, as far as it is left and there", () => {
    const parts = [source("a", { left_packs: 30 }), source("b", { next_minor: 1_900n, free_packs: 20 })];
    expect(takesOf(spreadCallOff("cheapest", 45, parts))).toEqual([
      ["a", 25],
      ["b", 20],
    ]);
  });

  it("counts the freight of each part once, and can be had from the fewest or the nearest", () => {
    const parts = [
      source("a", { next_minor: 1_999n, freight_minor: 5_000n, distance_km: 10 }),
      source("b", { distance_km: 900 }),
    ];
    expect(takesOf(spreadCallOff("cheapest", 40, parts))).toEqual([["b", 40]]);
    expect(takesOf(spreadCallOff("nearest", 40, parts))).toEqual([["a", 40]]);
    expect(takesOf(spreadCallOff("fewest", 100, parts))).toEqual([["b", 100]]);
  });

  it("of more than lies there gives what does, and tells what is missing", () => {
    const parts = [source("a", { free_packs: 7 }), source("b", { free_packs: 5 })];
    expect(spreadCallOff("cheapest", 20, parts)).toEqual({
      ok: true,
      value: {
        takes: [
          { agreement_id: "a", packs: 7 },
          { agreement_id: "b", packs: 5 },
        ],
        there_packs: 12,
        missing_packs: 8,
      },
    });
  });

  it("refuses above what is left of all, where nothing lies there or is in force, and what no smallest call-offs give", () => {
    const parts = [source("a", { left_packs: 10 }), source("b", { left_packs: 5 })];
    const over = spreadCallOff("cheapest", 16, parts);
    expect(over).toMatchObject({ refusal: { reason: "over_joint_agreement", details: { left_packs: 15 } } });
    expect(reasonOf(spreadCallOff("cheapest", 1, []))).toBe("joint_agreement_not_active");
    expect(reasonOf(spreadCallOff("cheapest", 1, [source("a", { free_packs: 0 })]))).toBe("nothing_there_now");
    expect(reasonOf(spreadCallOff("cheapest", 0, parts))).toBe("invalid_packs");
    const large = [source("a", { minimum_packs: 40 }), source("b", { minimum_packs: 40 })];
    expect(spreadCallOff("cheapest", 20, large)).toMatchObject({
      refusal: { reason: "minimums_do_not_fit", details: { more_packs: 40 } },
    });
  });

  it("takes all that is left of a part, though it is less than the smallest call-off, and nothing below it else", () => {
    expect(takesOf(spreadCallOff("cheapest", 3, [source("a", { left_packs: 3, minimum_packs: 10 })]))).toEqual([
      ["a", 3],
    ]);
    const little = [source("a", { free_packs: 3, minimum_packs: 10 }), source("b", { next_minor: 9_000n })];
    expect(takesOf(spreadCallOff("cheapest", 50, little))).toEqual([["b", 50]]);
  });

  it("whatever the parts, the takes sum to what was asked for or to all that lies there, none above its part, and each can be called off", () => {
    const part = fc.record({
      packs: fc.integer({ min: 1, max: 60 }),
      drawn: fc.nat(60),
      paid: fc.nat(60),
      free_packs: fc.nat(60),
      minimum_packs: fc.integer({ min: 1, max: 15 }),
      step: fc.integer({ min: 1, max: 59 }),
      freight: fc.nat(9_000),
      distance_km: fc.nat(2_000),
    });
    const prefer = fc.constantFrom("cheapest" as const, "nearest" as const, "fewest" as const);
    fc.assert(
      fc.property(
        fc.array(part, { minLength: 1, maxLength: 6 }),
        fc.integer({ min: 1, max: 200 }),
        prefer,
        (of, packs, by) => {
          const agreed = of.map((one, at) => {
            const drawn_packs = Math.min(one.drawn, one.packs);
            const paid_packs = Math.min(one.paid, drawn_packs);
            const steps = [
              { from: 0, price_minor: 2_000n },
              { from: one.step, price_minor: 1_800n },
            ];
            const line = { variant_id: "walnuts", packs: one.packs, steps, drawn_packs, paid_packs };
            const minimum_packs = Math.min(one.minimum_packs, one.packs);
            return { ...one, id: `agreement_${at}`, line, minimum_packs };
          });
          const sources = agreed.map((one) => ({
            agreement_id: one.id,
            left_packs: one.line.packs - one.line.drawn_packs,
            free_packs: one.free_packs,
            before_step_packs: packsBeforeUnpaidStep(one.line.steps, one.line),
            minimum_packs: one.minimum_packs,
            next_minor: one.line.drawn_packs >= one.step ? 1_800n : 2_000n,
            freight_minor: BigInt(one.freight),
            distance_km: one.distance_km,
          }));
          const found = spreadCallOff(by, packs, sources);
          if (!found.ok) return;
          const { takes, missing_packs, there_packs } = found.value;
          const taken = takes.reduce((sum, one) => sum + one.packs, 0);
          expect(taken + missing_packs).toBe(packs);
          expect(taken).toBe(Math.min(packs, there_packs));
          for (const take of takes) {
            const own = agreed.find((one) => one.id === take.agreement_id)!;
            expect(take.packs).toBeLessThanOrEqual(own.free_packs);
            const decided = decideCallOff({
              state: "active",
              lines: [own.line],
              wanted: [{ variant_id: "walnuts", packs: take.packs }],
              from_day: "2026-11-01",
              to_day: "2027-01-31",
              minimum_packs: own.minimum_packs,
              notice_days: 0,
              wanted_on: "2026-12-01",
              today: "2026-11-28",
            });
            expect(decided.ok).toBe(true);
          }
        },
      ),
    );
  });
});

describe("packs before a step that is not paid for", () => {
  const steps = [
    { from: 0, price_minor: 2_000n },
    { from: 100, price_minor: 1_800n },
  ];

  it("worked example: 80 drawn and 50 paid leave 20 before the hundredth", () => {
    expect(packsBeforeUnpaidStep(steps, { drawn_packs: 80, paid_packs: 50 })).toBe(20);
  });

  it("none where the step was passed by what is not paid, any where all is paid or no step follows", () => {
    expect(packsBeforeUnpaidStep(steps, { drawn_packs: 120, paid_packs: 50 })).toBe(0);
    expect(packsBeforeUnpaidStep(steps, { drawn_packs: 80, paid_packs: 80 })).toBe(Number.MAX_SAFE_INTEGER);
    expect(packsBeforeUnpaidStep(steps, { drawn_packs: 140, paid_packs: 120 })).toBe(Number.MAX_SAFE_INTEGER);
  });
});

describe("the day of a call-off of all together", () => {
  const today = "2026-10-01";
  const season = { from_day: "2026-10-10", to_day: "2027-03-31", notice_days: 5 };
  const slow = { from_day: "2026-09-01", to_day: "2026-12-31", notice_days: 20 };
  const check = (wanted_on: string, all = [season, slow]) => checkDayOfAll(all, { wanted_on, today });
  const daysOf = (wanted_on: string, all = [season, slow]) => {
    const found = check(wanted_on, all);
    return found.ok ? null : [found.refusal.reason, found.refusal.field, found.refusal.details];
  };
  const both = { first_day: "2026-10-21", last_day: "2026-12-31" };

  it("worked example: the latest first day and the earliest last day of two, told at once", () => {
    for (const good of ["2026-10-21", "2026-12-31"]) expect(check(good).ok).toBe(true);
    // After the notice of the one and before that of the other.
    for (const soon of ["2026-10-20", "2026-10-10"])
      expect(daysOf(soon)).toEqual(["too_short_notice", "wanted_on", both]);
    for (const outside of ["2026-09-30", "2026-10-09", "2027-01-01", "2027-04-01"])
      expect(daysOf(outside)).toEqual(["outside_season", "wanted_on", both]);
  });

  it("is no day of the past, even without notice, nor one that is no day; of none any day will do", () => {
    const open = { from_day: "2026-01-01", to_day: "2026-12-31", notice_days: 0 };
    expect(reasonOf(check("2026-09-30", [open]))).toBe("too_short_notice");
    expect(check("2026-10-01", [open]).ok).toBe(true);
    expect(reasonOf(check("2026-02-30", [open]))).toBe("invalid_day");
    expect(check("2026-09-30", []).ok).toBe(true);
  });

  it("says where no day suits all: the first is after the last", () => {
    const over = { ...slow, to_day: "2026-10-15" };
    const found = daysOf("2026-10-12", [season, over]);
    expect(found?.[2]).toEqual({ first_day: "2026-10-21", last_day: "2026-10-15" });
  });

  it("refuses exactly what a call-off of one of them refuses by its day", () => {
    const line = { variant_id: "walnuts", packs: 100, steps: [{ from: 0, price_minor: 2_000n }] };
    const alone = (wanted_on: string) =>
      [season, slow].every(
        (one) =>
          decideCallOff({
            ...one,
            state: "active",
            minimum_packs: 1,
            lines: [{ ...line, drawn_packs: 0, paid_packs: 0 }],
            wanted: [{ variant_id: "walnuts", packs: 1 }],
            wanted_on,
            today,
          }).ok,
      );
    const days = fc.integer({ min: -10, max: 200 }).map((after) => addDays(today, after));
    fc.assert(fc.property(days, (day) => check(day).ok === alone(day)));
  });
});
