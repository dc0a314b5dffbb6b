import fc from "fast-check";
import { expect, test } from "vitest";
import { reasonOf, valueOf } from "../../test/expect-result";
import { KNOWN_CARRIERS, knownCarrier } from "./carrier";
import { keptApart, packSchema, packVolume, mayTravelTogether } from "./pack";
import { nextPickup } from "./pickup";
import { checkTrackingNumber, isS10 } from "./tracking-number";

const rulesOf = (code: string) => knownCarrier(code)?.tracking ?? [];

test("a number is taken as people type and scan it, and kept in one form", () => {
  expect(valueOf(checkTrackingNumber(rulesOf("sf"), " sf1 0123-4567-8901 "))).toBe("SF1012345678901");
});

test("numbers of each carrier pass, by their lengths and beginnings", () => {
  const good: Record<string, string[]> = {
    sf: ["SF1012345678901", "123456789012"],
    zto: ["73123456789012"],
    yto: ["YT1234567890123"],
    yunda: ["312345678901234", "5123456789012"],
    jd: ["JDVA12345678901"],
    ems: ["EE876543216CN", "1234567890123"],
    standin: ["ST0000000000000001"],
  };
  expect(Object.keys(good).sort()).toEqual(KNOWN_CARRIERS.map((carrier) => carrier.code).sort());
  for (const [code, numbers] of Object.entries(good)) {
    for (const number of numbers) expect(valueOf(checkTrackingNumber(rulesOf(code), number)), code).toBe(number);
  }
});

test("what is wrong with a number is named: letters, length, beginning, check digit", () => {
  expect(reasonOf(checkTrackingNumber(rulesOf("zto"), ""))).toBe("tracking_empty");
  expect(reasonOf(checkTrackingNumber(rulesOf("zto"), "=HYPERLINK(1)"))).toBe("tracking_letters");
  expect(reasonOf(checkTrackingNumber(rulesOf("zto"), "7312345678901"))).toBe("tracking_length");
  expect(reasonOf(checkTrackingNumber(rulesOf("zto"), "93123456789012"))).toBe("tracking_prefix");
  expect(reasonOf(checkTrackingNumber(rulesOf("ems"), "EE876543215CN"))).toBe("tracking_check_digit");
  expect(valueOf(checkTrackingNumber([], "any 1"))).toBe("ANY1");
});

test("the S10 check digit finds every single mistyped digit but those its remainder hides", () => {
  expect(["RB123456785GB", "EE876543216CN"].map(isS10)).toEqual([true, true]);
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 99_999_999 }),
      fc.nat(7),
      fc.integer({ min: 1, max: 9 }),
      (serial, at, by) => {
        const digits = serial.toString().padStart(8, "0");
        const right = [..."0123456789"].filter((check) => isS10(`EE${digits}${check}CN`));
        expect(right).toHaveLength(1);
        const wrong = digits.slice(0, at) + String((Number(digits[at]) + by) % 10) + digits.slice(at + 1);
        // Remainders 0 and 6 share the digit 5: of all single mistakes only such a pair can pass.
        const passes = isS10(`EE${wrong}${right[0] ?? ""}CN`);
        expect(passes && right[0] !== "5").toBe(false);
      },
    ),
    { numRuns: 300 },
  );
});

test("goods that must part never share a load, and plain goods all stay together", () => {
  const of = (input: Partial<{ cold: boolean; goods_class: string; not_with: string[] }>) => packSchema.parse(input);
  expect(mayTravelTogether(of({ cold: true }), of({}))).toBe(false);
  expect(mayTravelTogether(of({ goods_class: "soap" }), of({ not_with: ["soap"] }))).toBe(false);
  expect(
    keptApart(
      ["a", "b"],
      (one) => one,
      () => of({}),
    ),
  ).toEqual([{}, {}]);
  const goods = fc.array(
    fc.record({
      cold: fc.boolean(),
      goods_class: fc.constantFrom("tea", "soap", "meat"),
      not_with: fc.subarray(["fish", "smoked"]),
    }),
    { maxLength: 12 },
  );
  fc.assert(
    fc.property(goods, (all) => {
      const kinds = all.map((pack, at) => ({ kind: `k${at}`, pack }));
      const apart = keptApart(
        kinds,
        (one) => one.kind,
        (one) => one.pack,
      );
      kinds.forEach((a, at) =>
        kinds.forEach((b, of) => {
          const parted =
            apart[at]!.temperature !== apart[of]!.temperature || apart[at]!.not_with?.includes(b.kind) === true;
          expect(parted).toBe(!mayTravelTogether(a.pack, b.pack));
        }),
      );
    }),
  );
});

test("a pack says its size or its volume, not both, and no class refuses itself", () => {
  expect(packVolume(packSchema.parse({ size_mm: [200, 100, 50] }))).toBe(1_000);
  expect(packVolume(packSchema.parse({ volume_ml: 700 }))).toBe(700);
  expect(packVolume(packSchema.parse({}))).toBeUndefined();
  expect(packSchema.safeParse({ size_mm: [1, 1, 1], volume_ml: 1 }).success).toBe(false);
  expect(packSchema.safeParse({ goods_class: "soap", not_with: ["soap"] }).success).toBe(false);
});

test("goods handed in before the cut-off go today; after it, or on a day without pick-up, on the next", () => {
  const rule = { cutoff: "16:00", days: [1, 2, 3, 4, 5, 6] };
  expect(nextPickup(rule, "2026-11-26", "15:59")).toEqual({ day: "2026-11-26", missed_today: false });
  expect(nextPickup(rule, "2026-11-26", "16:00")).toEqual({ day: "2026-11-27", missed_today: true });
  // Saturday evening: Sunday nobody comes.
  expect(nextPickup(rule, "2026-11-28", "18:00")).toEqual({ day: "2026-11-30", missed_today: true });
  expect(nextPickup({ cutoff: "10:00", days: [4] }, "2026-11-26", "10:00").day).toBe("2026-12-03");
});
