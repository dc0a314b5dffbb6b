import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { reasonOf, valueOf } from "../../../test/expect-result";
import { findTransitionFaults } from "../../shared/transitions";
import {
  decideInspection,
  inspectBy,
  INSPECTION_TRANSITIONS,
  isAcceptedBySilence,
  releaseDay,
  releaseOf,
  settleClaim,
  type DeliveredLot,
  type InspectionInput,
  type LotMoney,
} from "./inspection";

const lots: readonly DeliveredLot[] = [
  { lot_id: "lot_b", units: 600_000, paid_minor: 720_000n },
  { lot_id: "lot_a", units: 300_000, paid_minor: 360_001n },
];
const claimed = (claims = [{ lot_id: "lot_a", units: 100_000 }], photos = 1, words = "Mouldy.") =>
  ({ as: "claimed", claims, photos, words }) as const;
const inspect = (change: Partial<InspectionInput> = {}) =>
  decideInspection({
    state: "open",
    delivered_on: "2026-11-28",
    days: 3,
    today: "2026-12-01",
    lots,
    verdict: claimed(),
    ...change,
  });

describe("an inspection", () => {
  it("reaches every state and ends from each", () => {
    const none = { unreachable: [], dead_ends: [], leaky_terminals: [], unknown: [] };
    expect(findTransitionFaults(INSPECTION_TRANSITIONS)).toEqual(none);
  });

  it("has until the end of its last day, over the month; then silence is a yes, and a claim is too late", () => {
    expect(inspectBy("2026-11-28", 3)).toBe("2026-12-01");
    const open = { state: "open", delivered_on: "2026-11-28", days: 3 } as const;
    expect(isAcceptedBySilence(open, "2026-12-01")).toBe(false);
    expect(isAcceptedBySilence(open, "2026-12-02")).toBe(true);
    expect(isAcceptedBySilence({ ...open, state: "claimed" }, "2026-12-02")).toBe(false);
    expect(valueOf(inspect()).state).toBe("claimed");
    expect(reasonOf(inspect({ today: "2026-12-02" }))).toBe("inspection_over");
    expect(valueOf(inspect({ today: "2026-12-02", verdict: { as: "accepted" } })).state).toBe("accepted");
    expect(() => inspectBy("2026-11-31", 3)).toThrow("not a day");
  });

  it("takes a claim by lot and weight, with words and a photo, up to what came", () => {
    const both = [
      { lot_id: "lot_b", units: 600_000 },
      { lot_id: "lot_a", units: 1 },
    ];
    expect(valueOf(inspect({ verdict: claimed(both) }))).toEqual({
      state: "claimed",
      claims: [
        { lot_id: "lot_a", units: 1 },
        { lot_id: "lot_b", units: 600_000 },
      ],
    });
    expect(reasonOf(inspect({ verdict: claimed(both, 0) }))).toBe("photo_needed");
    expect(reasonOf(inspect({ verdict: claimed(both, 1, " ") }))).toBe("words_needed");
    expect(reasonOf(inspect({ verdict: claimed([]) }))).toBe("nothing_claimed");
    expect(reasonOf(inspect({ verdict: claimed([both[1]!, both[1]!]) }))).toBe("duplicate_lot");
    expect(reasonOf(inspect({ verdict: claimed([{ lot_id: "lot_z", units: 1 }]) }))).toBe("lot_not_found");
    expect(reasonOf(inspect({ verdict: claimed([{ lot_id: "lot_a", units: 300_001 }]) }))).toBe("over_delivered");
    for (const units of [0, -1, 0.5])
      expect(reasonOf(inspect({ verdict: claimed([{ lot_id: "lot_a", units }]) }))).toBe("invalid_units");
  });

  it("is decided once; a claim may be taken back while it is not settled", () => {
    for (const state of ["accepted", "accepted_by_silence", "settled", "claimed"] as const)
      expect(reasonOf(inspect({ state }))).toBe("transition_not_allowed");
    expect(valueOf(inspect({ state: "claimed", verdict: { as: "accepted" } }))).toEqual({
      state: "accepted",
      claims: [],
    });
  });
});

describe("money after inspection", () => {
  it("worked example: a third of one lot is claimed and half of that is right", () => {
    const claims = [{ lot_id: "lot_a", units: 100_000 }];
    // A third of 3,600.01 is 1,200.003: the cent above it is kept too.
    expect(releaseOf(lots, claims)).toEqual({
      released: [
        { lot_id: "lot_a", minor: 240_000n },
        { lot_id: "lot_b", minor: 720_000n },
      ],
      kept: [{ lot_id: "lot_a", minor: 120_001n }],
    });
    expect(settleClaim(lots, claims, [{ lot_id: "lot_a", units: 50_000 }])).toEqual({
      back: [{ lot_id: "lot_a", minor: 60_000n }],
      released: [{ lot_id: "lot_a", minor: 60_001n }],
    });
    expect(() => settleClaim(lots, claims, [{ lot_id: "lot_a", units: 100_001 }])).toThrow("more upheld");
  });

  it("of every lot is released, kept and given back to the cent; nothing below zero, and all claimed and right goes back whole", () => {
    const lot = fc.record({
      units: fc.integer({ min: 1, max: 1_000_000 }),
      paid: fc.integer({ min: 0, max: 100_000_000 }),
      claimed_bp: fc.integer({ min: 0, max: 10_000 }),
      upheld_bp: fc.integer({ min: 0, max: 10_000 }),
    });
    const sum = (rows: readonly LotMoney[]) => rows.reduce((total, row) => total + row.minor, 0n);
    fc.assert(
      fc.property(fc.array(lot, { maxLength: 8 }), (raw) => {
        const all = raw.map((one, at) => ({ lot_id: `lot_${at}`, units: one.units, paid_minor: BigInt(one.paid) }));
        const part = (at: number, bp: number, of: number) => ({
          lot_id: `lot_${at}`,
          units: Math.floor((of * bp) / 10_000),
        });
        const claims = raw.map((one, at) => part(at, one.claimed_bp, one.units)).filter((one) => one.units > 0);
        const upheld = claims.map((one) =>
          part(Number(one.lot_id.slice(4)), raw[Number(one.lot_id.slice(4))]!.upheld_bp, one.units),
        );
        const paid = all.reduce((total, one) => total + one.paid_minor, 0n);
        const first = releaseOf(all, claims);
        const second = settleClaim(all, claims, upheld);
        for (const row of [...first.released, ...first.kept, ...second.back, ...second.released])
          expect(row.minor > 0n).toBe(true);
        expect(sum(first.released) + sum(first.kept)).toBe(paid);
        expect(sum(second.back) + sum(second.released)).toBe(sum(first.kept));
        const whole = all.map((one) => ({ lot_id: one.lot_id, units: one.units }));
        expect(sum(settleClaim(all, whole, whole).back)).toBe(paid);
      }),
    );
  });

  it("is divided after the hold days, and where that was agreed not before the buyer has looked", () => {
    const money = { when: "inspection", delivered_on: "2026-11-28", hold_days: 2, ended_on: "2026-12-02" } as const;
    expect(releaseDay(money)).toBe("2026-12-02");
    expect(releaseDay({ ...money, ended_on: "2026-11-28" })).toBe("2026-11-30");
    expect(releaseDay({ ...money, ended_on: null })).toBe(null);
    expect(releaseDay({ ...money, when: "delivery", ended_on: null })).toBe("2026-11-30");
  });
});
