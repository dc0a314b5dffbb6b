import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { reasonOf, valueOf } from "../../test/expect-result";
import {
  decideScan,
  decideTick,
  DEFAULT_WEIGH_POLICY,
  scannedCode,
  toleranceGrams,
  weighCheck,
  type ContentToTick,
  type Scanned,
} from "./packing";

const policy = DEFAULT_WEIGH_POLICY;

describe("the weight of a packed parcel", () => {
  test("may be off by the greater of 30 g and 2 %, exactly so much included", () => {
    for (const [planned_g, tolerance_g] of [
      [100, 30],
      [1_500, 30],
      [1_549, 30],
      [1_550, 31],
      [2_120, 42],
      [20_000, 400],
    ] as const) {
      expect(toleranceGrams(planned_g, policy)).toBe(tolerance_g);
      for (const sign of [-1, 1]) {
        expect(valueOf(weighCheck({ planned_g, weighed_g: planned_g + sign * tolerance_g, policy })).within).toBe(true);
        expect(reasonOf(weighCheck({ planned_g, weighed_g: planned_g + sign * (tolerance_g + 1), policy }))).toBe(
          "weight_off",
        );
      }
    }
  });

  test("off by more needs a reason in words, and is then let through and said to be off", () => {
    const off = { planned_g: 2_120, weighed_g: 1_900, policy };
    for (const reason of ["", "  ", "x", undefined])
      expect(reasonOf(weighCheck({ ...off, reason }))).toBe("weight_off");
    expect(valueOf(weighCheck({ ...off, reason: "湿箱" }))).toEqual({
      weighed_g: 1_900,
      difference_g: -220,
      tolerance_g: 42,
      within: false,
    });
  });

  test("is whole grams above zero", () => {
    for (const weighed_g of [0, -1, 1.5, NaN, Infinity, 2 ** 53]) {
      expect(reasonOf(weighCheck({ planned_g: 1_000, weighed_g, policy, reason: "because" }))).toBe("invalid_weight");
    }
  });

  test("is judged the same whatever is packed: within exactly when the difference is no more than the tolerance", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 60_000 }),
        fc.integer({ min: 1, max: 60_000 }),
        fc.record({
          tolerance_g: fc.integer({ min: 0, max: 1_000 }),
          tolerance_bp: fc.integer({ min: 0, max: 10_000 }),
        }),
        (planned_g, weighed_g, rule) => {
          const checked = weighCheck({ planned_g, weighed_g, policy: rule, reason: "because" });
          const allowed = Math.max(rule.tolerance_g, Math.floor((planned_g * rule.tolerance_bp) / 10_000));
          expect(valueOf(checked).within).toBe(Math.abs(weighed_g - planned_g) <= allowed);
        },
      ),
    );
  });
});

describe("a scanned code", () => {
  test("reads the same typed small, with spaces, full-width, or as the address on a label", () => {
    for (const typed of [
      "cl7k3q9m2x00",
      " CL7K3Q9M2X00 ",
      "CL7K 3Q9M 2X00",
      "ＣＬ７Ｋ３Ｑ９Ｍ２Ｘ００",
      "http://localhost:3000/zh/trace/CL7K3Q9M2X00",
      "https://shop.example/zh/trace/CL7K3Q9M2X00/?from=label",
    ]) {
      expect(scannedCode(typed)).toBe("CL7K3Q9M2X00");
    }
    expect(scannedCode("pool_1a2b")).toBe("pool_1a2b");
    expect(scannedCode("")).toBe("");
  });
});

const content = (n: number, more: Partial<ContentToTick> = {}): ContentToTick => ({
  allocation_id: `alloc_${n}`,
  order_line_id: `line_${n % 2}`,
  lot_id: `lot_${n}`,
  pool_id: `pool_${n % 2}`,
  title: `核桃 ${n % 2}`,
  ticked: false,
  ...more,
});
const parcel = { id: "parcel_1", number: "CL1", state: "labelled" };
const contents = [content(0), content(1), content(2, { ticked: true })];
const scan = (scanned: Scanned, of = contents, state = "labelled") =>
  decideScan({ parcel: { ...parcel, state }, contents: of, scanned });
const lot = (n: number, recalled = false): Scanned => ({ what: "lot", lot_id: `lot_${n}`, number: `W${n}`, recalled });

describe("packing by scan", () => {
  test("a lot ticks what the parcel holds of it, the pool's code all that is still open of that pool", () => {
    expect(valueOf(scan(lot(1)))).toEqual(["alloc_1"]);
    expect(valueOf(scan({ what: "pool", pool_id: "pool_0" }))).toEqual(["alloc_0"]);
    expect(valueOf(decideTick({ parcel, contents, order_line_id: "line_0" }))).toEqual(["alloc_0"]);
  });

  test("each wrong scan is refused by what it is", () => {
    expect(reasonOf(scan({ what: "unknown", code: "HELLO" }))).toBe("unknown_code");
    expect(reasonOf(scan(lot(9)))).toBe("wrong_item");
    expect(reasonOf(scan({ what: "pool", pool_id: "pool_9" }))).toBe("wrong_item");
    expect(reasonOf(scan(lot(2)))).toBe("line_complete");
    expect(reasonOf(scan(lot(1, true)))).toBe("lot_recalled");
    expect(reasonOf(scan({ what: "parcel", parcel_id: "parcel_1", number: "CL1", state: "labelled" }))).toBe(
      "own_label",
    );
    expect(reasonOf(scan({ what: "parcel", parcel_id: "parcel_2", number: "CL2", state: "labelled" }))).toBe(
      "other_parcel",
    );
    expect(reasonOf(scan({ what: "old_label", parcel_id: "parcel_1", number: "CL0", new_number: "CL1" }))).toBe(
      "label_void",
    );
    for (const state of ["planned", "packed", "handed_over", "delivered", "void"]) {
      expect(reasonOf(scan(lot(1), contents, state))).toBe("not_to_pack");
    }
    expect(reasonOf(decideTick({ parcel, contents, order_line_id: "line_9" }))).toBe("wrong_item");
  });

  test("whatever is scanned, only open contents of this parcel are ticked, and all that belong to the scan", () => {
    fc.assert(
      fc.property(
        fc.array(fc.boolean(), { minLength: 1, maxLength: 8 }),
        fc.nat(9),
        fc.boolean(),
        (ticked, n, byPool) => {
          const of = ticked.map((one, index) => content(index, { ticked: one }));
          const scanned: Scanned = byPool ? { what: "pool", pool_id: `pool_${n}` } : lot(n);
          const wanted = of.filter((one) => (byPool ? one.pool_id === `pool_${n}` : one.lot_id === `lot_${n}`));
          const result = scan(scanned, of);
          if (result.ok) {
            expect(result.value).toEqual(wanted.filter((one) => !one.ticked).map((one) => one.allocation_id));
          } else {
            expect(result.refusal.reason).toBe(wanted.length === 0 ? "wrong_item" : "line_complete");
          }
        },
      ),
    );
  });
});
