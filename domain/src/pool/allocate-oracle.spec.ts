import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { allocateBigint } from "../../../dev/src/bench/allocate/allocate-bigint";
import { valueOf } from "../../test/expect-result";
import { allocate } from "./allocate";
import type { AllocateInput, AllocateLot } from "./allocate-types";

/*
 * Two oracles. `bruteForce` is written from docs/rules alone, for small cases: it tries every way in which households could be
 * at their floor, at the level, or at their most, and keeps the one that is consistent. `allocateBigint` is the same rule in
 * BigInt, for weights of any size.
 */

interface Claim {
  id: string;
  available: number;
  past: number;
  low: number;
  high: number;
  lots: AllocateLot[];
}

const key = (salt: string, id: string): string => createHash("sha256").update(`${salt}:${id}`).digest("hex");

function bruteForce(input: AllocateInput): { shares: Record<string, number>; short_g: number } {
  const pack = input.pack_g ?? 1;
  const packs = (grams: number): number => Math.floor(grams / pack);
  const byExpiry = (a: AllocateLot, b: AllocateLot): number =>
    (a.best_before ?? "9999-99-99").localeCompare(b.best_before ?? "9999-99-99") ||
    (key(input.salt, a.lot) < key(input.salt, b.lot) ? -1 : 1);
  const hasBounds = input.cap_g !== undefined || input.lots.some((lot) => (lot.floor_g ?? 0) > 0);
  const byLot = input.rule === "fefo" || (input.rule === "pro_rata" && !hasBounds);

  const groups = new Map<string, AllocateLot[]>();
  for (const lot of input.lots) {
    const id = byLot ? lot.lot : lot.household;
    groups.set(id, [...(groups.get(id) ?? []), lot]);
  }
  const claims = [...groups].map(([id, lots]): Claim => {
    const available = lots.reduce((sum, lot) => sum + packs(lot.available_g), 0);
    const high = byLot || input.cap_g === undefined ? available : Math.min(available, packs(input.cap_g));
    const floor = byLot ? 0 : Math.max(...lots.map((lot) => packs(lot.floor_g ?? 0)));
    const past = Math.max(...lots.map((lot) => packs(lot.past_g ?? 0)));
    return { id, available, past, low: Math.min(floor, high), high, lots: [...lots].sort(byExpiry) };
  });
  if (input.rule === "fefo") claims.sort((a, b) => byExpiry(a.lots[0]!, b.lots[0]!));

  const total = Math.min(
    packs(input.grams),
    claims.reduce((sum, claim) => sum + claim.high, 0),
  );
  let kept = claims;
  let units = solveOnce(kept, total, input);
  for (;;) {
    const smallest = kept
      .filter((claim) => units.get(claim.id)! > 0)
      .sort(
        (a, b) => units.get(a.id)! - units.get(b.id)! || (key(input.salt, a.id) < key(input.salt, b.id) ? -1 : 1),
      )[0];
    if (smallest === undefined || units.get(smallest.id)! * pack >= (input.min_take_g ?? 0)) break;
    const others = kept.filter((claim) => claim !== smallest);
    if (others.reduce((sum, claim) => sum + claim.high, 0) < total) break;
    kept = others;
    units = solveOnce(kept, total, input);
  }
  const shares: Record<string, number> = {};
  for (const claim of kept) {
    let left = units.get(claim.id)!;
    for (const lot of claim.lots) {
      const taken = Math.min(left, packs(lot.available_g));
      left -= taken;
      if (taken > 0) shares[lot.lot] = taken * pack;
    }
  }
  return { shares, short_g: input.grams - total * pack };
}

function solveOnce(claims: readonly Claim[], total: number, input: AllocateInput): Map<string, number> {
  if (input.rule === "fefo") {
    let left = total;
    return new Map(
      claims.map((claim) => {
        const taken = Math.min(left, claim.available);
        left -= taken;
        return [claim.id, taken];
      }),
    );
  }
  const floors = claims.reduce((sum, claim) => sum + claim.low, 0);
  const exact: [number, number][] =
    floors > total ? claims.map((claim) => [claim.low * total, floors]) : exactAtOneLevel(claims, total, input);
  const units = new Map(claims.map((claim, index) => [claim.id, Math.floor(exact[index]![0] / exact[index]![1])]));
  let left = total - [...units.values()].reduce((sum, unit) => sum + unit, 0);
  const rests = claims
    .map((claim, index) => ({ id: claim.id, rest: exact[index]![0] % exact[index]![1], of: exact[index]![1] }))
    .filter(({ rest }) => rest > 0)
    .sort((a, b) => b.rest * a.of - a.rest * b.of || (key(input.salt, a.id) < key(input.salt, b.id) ? -1 : 1));
  for (const { id } of rests) if (left-- > 0) units.set(id, units.get(id)! + 1);
  return units;
}

/** Every way to put each claimant at its floor, on the level or at its most; the consistent one, as fractions. */
function exactAtOneLevel(claims: readonly Claim[], total: number, { rule }: AllocateInput): [number, number][] {
  const weight = (claim: Claim): number => (rule === "pro_rata" ? claim.available : 1);
  const past = (claim: Claim): number => (rule === "rotation" ? claim.past : 0);
  for (let code = 0; code < 3 ** claims.length; code++) {
    const place = (index: number): number => Math.floor(code / 3 ** index) % 3;
    let fixed = 0;
    let weights = 0;
    let pasts = 0;
    claims.forEach((claim, index) => {
      if (place(index) === 0) fixed += claim.low;
      if (place(index) === 2) fixed += claim.high;
      if (place(index) === 1) {
        weights += weight(claim);
        pasts += past(claim);
      }
    });
    if (weights === 0) {
      // No one on the level: some level must keep the low ones low and the high ones high.
      if (fixed !== total) continue;
      const from = Math.max(
        0,
        ...claims.map((c, i) => (place(i) === 2 && c.low < c.high ? (c.high + past(c)) / weight(c) : 0)),
      );
      const to = Math.min(
        ...claims.map((c, i) => (place(i) === 0 && c.low < c.high ? (c.low + past(c)) / weight(c) : Infinity)),
      );
      if (from > to) continue;
    } else {
      const level = total - fixed + pasts;
      const at = (claim: Claim): number => level * weight(claim) - past(claim) * weights;
      const fits = claims.every((claim, index) => {
        if (place(index) === 1) return at(claim) >= claim.low * weights && at(claim) <= claim.high * weights;
        if (claim.low === claim.high) return true;
        return place(index) === 0 ? at(claim) <= claim.low * weights : at(claim) >= claim.high * weights;
      });
      if (!fits) continue;
    }
    return claims.map((claim, index) => {
      if (place(index) === 0) return [claim.low, 1];
      if (place(index) === 2) return [claim.high, 1];
      return [(total - fixed + pasts) * weight(claim) - past(claim) * weights, weights];
    });
  }
  throw new Error("no level fits");
}

const inputs = (amount: fc.Arbitrary<number>, households: string[], maxLots: number): fc.Arbitrary<AllocateInput> =>
  fc
    .record(
      {
        grams: amount,
        rule: fc.constantFrom("pro_rata" as const, "equal" as const, "fefo" as const, "rotation" as const),
        lots: fc
          .array(
            fc.record(
              {
                household: fc.constantFrom(...households),
                available_g: amount,
                best_before: fc.constantFrom("2026-12-01", "2026-12-02", "2027-01-01"),
                floor_g: amount,
                past_g: amount,
              },
              { requiredKeys: ["household", "available_g"] },
            ),
            { maxLength: maxLots },
          )
          .map((lots) => lots.map((lot, index) => ({ lot: `l${index}`, ...lot }))),
        cap_g: amount,
        min_take_g: amount,
        pack_g: fc.constantFrom(1, 2, 7, 500),
        salt: fc.string({ maxLength: 4 }),
      },
      { requiredKeys: ["grams", "rule", "lots", "salt"] },
    )
    .map((input) => ({ ...input, grams: input.grams - (input.grams % (input.pack_g ?? 1)) }));

describe("the rules, worked out again by other means, give the same shares", () => {
  test("by trying every combination of floor, level and cap, on small orders", () => {
    const small = fc.oneof(fc.integer({ min: 0, max: 6 }), fc.integer({ min: 0, max: 60 }));
    fc.assert(
      fc.property(inputs(small, ["h1", "h2", "h3", "h4"], 6), (input) => {
        const output = valueOf(allocate(input));
        const shares = Object.fromEntries(output.shares.map((share) => [share.lot, share.grams]));
        expect({ shares, short_g: output.short_g }).toEqual(bruteForce(input));
      }),
      { numRuns: 4_000 },
    );
  });

  test("on every order of up to 9 units from two or three households of up to 3", () => {
    const sizes = [0, 1, 3];
    for (const rule of ["pro_rata", "equal", "rotation"] as const) {
      for (const a of sizes) {
        for (const b of sizes) {
          for (const c of sizes) {
            for (const cap_g of [undefined, 1, 2]) {
              for (const floor_g of [0, 1, 2]) {
                for (let grams = 0; grams <= 9; grams++) {
                  const lots = [
                    { lot: "a", household: "h1", available_g: a, floor_g, past_g: 2 },
                    { lot: "b", household: "h2", available_g: b, past_g: 1 },
                    { lot: "c", household: "h2", available_g: c },
                  ];
                  const input = { grams, rule, lots, salt: "s", ...(cap_g === undefined ? {} : { cap_g }) };
                  const output = valueOf(allocate(input));
                  const shares = Object.fromEntries(output.shares.map((share) => [share.lot, share.grams]));
                  expect({ shares, short_g: output.short_g }).toEqual(bruteForce(input));
                }
              }
            }
          }
        }
      }
    }
  });

  test("in BigInt, up to weights whose products pass 2^100, with every reason the same", () => {
    const amount = fc.oneof(
      fc.integer({ min: 0, max: 20 }),
      fc.integer({ min: 0, max: 5_000 }),
      fc.constantFrom(1_000, 2_000, 500_000),
      fc.integer({ min: 0, max: 10 ** 12 }),
      fc.integer({ min: 2 ** 48, max: 2 ** 49 }),
    );
    fc.assert(
      fc.property(inputs(amount, ["h1", "h2", "h3", "h4", "h5", "h6", "h7"], 12), (input) => {
        expect(valueOf(allocate(input))).toEqual(allocateBigint(input));
      }),
      { numRuns: 3_000 },
    );
  });

  test("on a thousand lots of all rules, where ties are many", () => {
    const households = Array.from({ length: 150 }, (_, index) => `h${index}`);
    for (const rule of ["pro_rata", "equal", "fefo", "rotation"] as const) {
      for (const cap_g of [undefined, 40_000]) {
        const lots = Array.from({ length: 1_000 }, (_, index) => ({
          lot: `l${index}`,
          household: households[(index * 7) % 150]!,
          available_g: ((index * 37) % 40) * 500,
          best_before: `2026-12-${String(1 + (index % 20)).padStart(2, "0")}`,
          past_g: (index % 11) * 1_000,
          ...(index % 50 === 0 && rule !== "fefo" ? { floor_g: 3_000 } : {}),
        }));
        const input = { grams: 1_234_567, rule, lots, salt: "o", ...(cap_g === undefined ? {} : { cap_g }) };
        expect(valueOf(allocate(input))).toEqual(allocateBigint(input));
      }
    }
  });
});

test("more than 2^53 grams on offer is refused, since it could not be counted exactly", () => {
  const lots = ["a", "b"].map((lot) => ({ lot, household: lot, available_g: Number.MAX_SAFE_INTEGER }));
  const refused = allocate({ grams: 10, rule: "pro_rata", lots, salt: "s" });
  expect(refused.ok ? "" : refused.refusal.reason).toBe("too_much_to_count");
});
