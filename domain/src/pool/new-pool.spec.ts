import fc from "fast-check";
import { expect, test } from "vitest";
import { reasonOf, valueOf } from "../../test/expect-result";
import { decideNewPool, MAX_PACK } from "./new-pool";

test("goods that are weighed and blended need nothing more", () => {
  expect(valueOf(decideNewPool({ unit: "g", blendable: true }))).toEqual({ unit_g: 1, pack_units: null });
  // What does not belong to it is left out, not kept.
  expect(valueOf(decideNewPool({ unit: "g", piece_g: 55, blendable: true, pack_units: 500 }))).toEqual({
    unit_g: 1,
    pack_units: null,
  });
});

test("pieces have a weight, and what is not blended has one pack size", () => {
  expect(reasonOf(decideNewPool({ unit: "piece", blendable: true }))).toBe("invalid_piece");
  expect(reasonOf(decideNewPool({ unit: "g", blendable: false }))).toBe("invalid_pack");
  expect(valueOf(decideNewPool({ unit: "piece", piece_g: 55, blendable: false, pack_units: 30 }))).toEqual({
    unit_g: 55,
    pack_units: 30,
  });
});

test("a pool that is decided can always be counted: whole positive units, a pack exactly when it is not blended", () => {
  const number = fc.option(fc.oneof(fc.integer({ min: -5, max: 200_000 }), fc.double()), { nil: undefined });
  fc.assert(
    fc.property(
      fc.constantFrom("g" as const, "piece" as const),
      fc.boolean(),
      number,
      number,
      (unit, blendable, a, b) => {
        const decided = decideNewPool({ unit, blendable, piece_g: a, pack_units: b });
        if (!decided.ok) return;
        const { unit_g, pack_units } = decided.value;
        expect(Number.isSafeInteger(unit_g) && unit_g >= 1).toBe(true);
        expect(pack_units === null).toBe(blendable);
        if (pack_units !== null) {
          expect(pack_units).toBeGreaterThan(0);
          expect(pack_units).toBeLessThanOrEqual(MAX_PACK[unit]);
        }
      },
    ),
  );
});
