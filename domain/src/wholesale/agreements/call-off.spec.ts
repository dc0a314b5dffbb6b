import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { reasonOf, valueOf } from "../../../test/expect-result";
import { checkAgreementTerms, MAX_AGREED_DAYS, type AgreementTerms } from "./agreement-terms";
import {
  callOffStandsUntil,
  decideCallOff,
  decideKeep,
  shareWhenShort,
  type CallOffInput,
  type CallOffPart,
} from "./call-off";

const STEPS = [
  { from: 0, price_minor: 2_000n },
  { from: 100, price_minor: 1_900n },
  { from: 400, price_minor: 1_750n },
];
const TODAY = "2026-10-01";
const terms: AgreementTerms = {
  lines: [{ variant_id: "walnuts", packs: 1_000, steps: STEPS }],
  from_day: "2026-10-10",
  to_day: "2027-03-31",
  minimum_packs: 20,
  notice_days: 5,
};
const check = (change: Partial<AgreementTerms>) => checkAgreementTerms({ ...terms, ...change }, TODAY);
const line = (change: Partial<AgreementTerms["lines"][number]>) =>
  check({ lines: [{ variant_id: "walnuts", packs: 1_000, steps: STEPS, ...change }] });

describe("the terms of an agreement", () => {
  it("are whole packs of named goods at a falling price, in a season that is still to end", () => {
    expect(check({}).ok).toBe(true);
    expect(reasonOf(check({ lines: [] }))).toBe("nothing_agreed");
    expect(reasonOf(check({ lines: [...terms.lines, ...terms.lines] }))).toBe("duplicate_line");
    for (const packs of [0, -1, 1.5, 10_000_001]) expect(reasonOf(line({ packs }))).toBe("invalid_packs");
    const dearer = line({ steps: [...STEPS, { from: 500, price_minor: 1_750n }] });
    expect(reasonOf(dearer)).toBe("steps_price");
    expect(!dearer.ok && dearer.refusal.field).toBe("lines.0.steps.3");
    expect(reasonOf(check({ from_day: "2027-04-01" }))).toBe("invalid_season");
    expect(reasonOf(check({ to_day: "2026-02-30" }))).toBe("invalid_season");
    expect(reasonOf(check({ from_day: "2026-01-01", to_day: "2026-09-30" }))).toBe("season_over");
    expect(reasonOf(check({ to_day: "2027-11-14" }))).toBe("season_too_long");
    expect(check({ to_day: "2027-11-13" }).ok).toBe(true);
    expect(MAX_AGREED_DAYS).toBe(400);
    for (const minimum_packs of [0, 1_001]) expect(reasonOf(check({ minimum_packs }))).toBe("invalid_minimum");
    for (const notice_days of [-1, 91, 0.5]) expect(reasonOf(check({ notice_days }))).toBe("invalid_notice");
  });
});

const callOff = (
  packs: number,
  drawn: { drawn_packs: number; paid_packs: number } = { drawn_packs: 0, paid_packs: 0 },
  change: Partial<CallOffInput> = {},
) =>
  decideCallOff({
    ...terms,
    state: "active",
    lines: [{ variant_id: "walnuts", packs: 1_000, steps: STEPS, ...drawn }],
    wanted: [{ variant_id: "walnuts", packs }],
    wanted_on: "2026-11-01",
    today: TODAY,
    ...change,
  });
const costOf = (parts: readonly CallOffPart[]) =>
  parts.reduce((sum, part) => sum + (part.price_minor ?? 0n) * BigInt(part.packs), 0n);
const paid = (packs: number) => ({ drawn_packs: packs, paid_packs: packs });

describe("a call-off", () => {
  it("worked example: 150 packs after 80 cost 20 at the first price and 130 at the second", () => {
    expect(valueOf(callOff(150, paid(80)))).toEqual([
      { variant_id: "walnuts", packs: 20, price_minor: 2_000n },
      { variant_id: "walnuts", packs: 130, price_minor: 1_900n },
    ]);
  });

  it("takes what is left to the last pack and never more, and says how much is left", () => {
    expect(callOff(600, paid(400)).ok).toBe(true);
    const above = callOff(601, paid(400));
    expect(reasonOf(above)).toBe("over_agreement");
    expect(!above.ok && above.refusal.details).toEqual({ left_packs: 600 });
  });

  it("is in its season, in time, large enough, and of what was agreed", () => {
    expect(reasonOf(callOff(20, paid(0), { wanted_on: "2026-10-09" }))).toBe("outside_season");
    const late = callOff(20, paid(0), { wanted_on: "2027-04-01" });
    expect(reasonOf(late)).toBe("outside_season");
    expect(!late.ok && late.refusal.details).toEqual({ from_day: "2026-10-10", to_day: "2027-03-31" });
    expect(reasonOf(callOff(20, paid(0), { wanted_on: "2026-11-31" }))).toBe("invalid_day");
    const soon = callOff(20, paid(0), { today: "2026-10-28" });
    expect(reasonOf(soon)).toBe("too_short_notice");
    expect(!soon.ok && soon.refusal.details).toEqual({ first_day: "2026-11-02" });
    expect(callOff(20, paid(0), { today: "2026-10-27" }).ok).toBe(true);
    const small = callOff(19);
    expect(reasonOf(small)).toBe("call_off_too_small");
    expect(!small.ok && small.refusal.details).toEqual({ minimum_packs: 20 });
    // All that is left may be less than the smallest call-off.
    expect(callOff(7, paid(993)).ok).toBe(true);
    expect(reasonOf(callOff(6, paid(993)))).toBe("call_off_too_small");
    for (const packs of [0, -5, 1.5, NaN]) expect(reasonOf(callOff(packs))).toBe("invalid_packs");
    expect(reasonOf(callOff(20, paid(0), { wanted: [] }))).toBe("nothing_asked");
    const walnuts = { variant_id: "walnuts", packs: 20 };
    expect(reasonOf(callOff(20, paid(0), { wanted: [walnuts, walnuts] }))).toBe("duplicate_line");
    expect(reasonOf(callOff(20, paid(0), { wanted: [{ variant_id: "honey", packs: 20 }] }))).toBe("not_agreed");
    for (const state of ["proposed", "ended", "ended_early", "dropped"] as const)
      expect(reasonOf(callOff(20, paid(0), { state }))).toBe("agreement_not_active");
  });

  it("reaches a cheaper step by what was paid, not by what was only called off", () => {
    const waiting = { drawn_packs: 90, paid_packs: 0 };
    expect(callOff(20, { drawn_packs: 40, paid_packs: 0 }).ok).toBe(true);
    expect(reasonOf(callOff(20, waiting))).toBe("ladder_waits");
    expect(callOff(20, paid(90)).ok).toBe(true);
  });

  it("many, each paid before the next, cost together what one costs, and never go above what was agreed", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 300 }), { minLength: 1, maxLength: 12 }), (wishes) => {
        let drawn = 0;
        let cost = 0n;
        for (const packs of wishes) {
          const decided = callOff(packs, paid(drawn), { minimum_packs: 1 });
          expect(decided.ok).toBe(drawn + packs <= 1_000);
          if (!decided.ok) continue;
          expect(decided.value.reduce((sum, part) => sum + part.packs, 0)).toBe(packs);
          drawn += packs;
          cost += costOf(decided.value);
        }
        if (drawn > 0) expect(cost).toBe(costOf(valueOf(callOff(drawn, paid(0), { minimum_packs: 1 }))));
      }),
    );
  });
});

describe("a call-off by floor and share", () => {
  const shared = (market_minor: bigint | null) =>
    callOff(30, paid(0), {
      lines: [
        { variant_id: "walnuts", packs: 1_000, steps: STEPS.slice(0, 1), share_bp: 4_000, ...paid(0), market_minor },
      ],
    });

  it("worked example: floor 20.00, market 26.00, share 40 %: a pack costs 22.40; below the floor the floor", () => {
    expect(valueOf(shared(2_600n))).toEqual([{ variant_id: "walnuts", packs: 30, price_minor: 2_240n }]);
    expect(valueOf(shared(1_500n))).toEqual([{ variant_id: "walnuts", packs: 30, price_minor: 2_000n }]);
  });

  it("without a market price has none, and is no refusal: it waits", () => {
    expect(valueOf(shared(null))).toEqual([{ variant_id: "walnuts", packs: 30, price_minor: null }]);
  });

  it("is agreed with its floor alone", () => {
    expect(line({ steps: STEPS.slice(0, 1), share_bp: 0 }).ok).toBe(true);
    expect(reasonOf(line({ share_bp: 4_000 }))).toBe("share_with_steps");
    for (const share_bp of [-1, 10_001, 0.5])
      expect(reasonOf(line({ steps: STEPS.slice(0, 1), share_bp }))).toBe("invalid_share");
    expect(check({ compensation: { bp: 1_000, cap_bp: 500 } }).ok).toBe(true);
    expect(reasonOf(check({ compensation: { bp: 0, cap_bp: 500 } }))).toBe("invalid_compensation");
    expect(reasonOf(check({ compensation: { bp: 1_000, cap_bp: 10_001 } }))).toBe("invalid_compensation");
  });
});

describe("goods are kept for a call-off", () => {
  const pool = (change: Partial<Parameters<typeof decideKeep>[1][number]> = {}) => ({
    own: { committed_units: 1_000, kept_units: 0 },
    all: { committed_units: 4_000, kept_units: 400 },
    free_units: 600,
    expected_units: 1_000,
    wanted_units: 500,
    ...change,
  });

  it("by the rule only where the harvest falls short: 2,000 of 4,000 give an agreement of 1,000 five hundred", () => {
    expect(decideKeep("in_proportion", [pool()], false).ok).toBe(true);
    const above = decideKeep("in_proportion", [pool({ wanted_units: 501 })], true);
    expect(reasonOf(above)).toBe("over_share");
    expect(!above.ok && above.refusal.details).toEqual({ share_units: 500 });
    expect(decideKeep("first_come", [pool({ wanted_units: 900 })], false).ok).toBe(true);
    expect(reasonOf(decideKeep("ask", [pool()], false))).toBe("cooperative_decides");
    expect(decideKeep("ask", [pool()], true).ok).toBe(true);
    const enough = pool({ expected_units: 3_000, wanted_units: 1_000 });
    for (const rule of ["in_proportion", "ask"] as const) expect(decideKeep(rule, [enough], false).ok).toBe(true);
    // One of two pools falls short.
    expect(reasonOf(decideKeep("ask", [enough, pool()], false))).toBe("cooperative_decides");
  });

  it("the parts of all agreements are together never more than there is, nor one's more than it agreed on", () => {
    const units = fc.integer({ min: 1, max: 1_000_000_000_000 });
    fc.assert(
      fc.property(fc.array(units, { minLength: 1, maxLength: 8 }), fc.nat(), (agreed, supply) => {
        const all = agreed.reduce((sum, one) => sum + one, 0);
        const shares = agreed.map((one) => shareWhenShort(one, all, supply));
        expect(shares.reduce((sum, one) => sum + one, 0)).toBeLessThanOrEqual(Math.max(0, Math.min(all, supply)));
        shares.forEach((share, at) => expect(share).toBeLessThanOrEqual(agreed[at] ?? 0));
      }),
    );
  });
});

describe("how long kept goods stand offered", () => {
  const now = new Date("2026-11-28T02:00:00Z");
  const until = (wanted_day_over: string) => callOffStandsUntil(now, new Date(wanted_day_over)).toISOString();

  it("is until the wanted day is over, at most 14 days and at least one", () => {
    // 6 December ends at 16:00 of Greenwich.
    expect(until("2026-12-06T16:00:00Z")).toBe("2026-12-06T16:00:00.000Z");
    expect(until("2027-01-20T16:00:00Z")).toBe("2026-12-12T02:00:00.000Z");
    expect(until("2026-12-12T02:00:00Z")).toBe("2026-12-12T02:00:00.000Z");
    expect(until("2026-11-28T16:00:00Z")).toBe("2026-11-29T02:00:00.000Z");
    expect(until("2026-11-20T16:00:00Z")).toBe("2026-11-29T02:00:00.000Z");
  });
});
