import { expect, test } from "vitest";
import { earlyOf } from "./wanted.server";

const NOW = "2026-11-28";

test("of what could leave now, parcels wanted more than two days later are counted, with the first of their days", () => {
  const packed = [
    { wanted_on: "2026-12-09", parcels: 4 },
    { wanted_on: null, parcels: 20 },
    { wanted_on: "2026-12-06", parcels: 3 },
    { wanted_on: "2026-11-30", parcels: 50 },
  ];
  expect(earlyOf(packed, NOW)).toEqual({ day: "2026-12-06", days: 8, parcels: 7 });
});

test("what is wanted soon, late or for no day needs no word", () => {
  const day = (wanted_on: string | null) => [{ wanted_on, parcels: 1 }];
  for (const one of ["2026-11-30", "2026-11-28", "2026-11-01", null]) expect(earlyOf(day(one), NOW)).toBeNull();
  expect(earlyOf(day("2026-12-01"), NOW)).toEqual({ day: "2026-12-01", days: 3, parcels: 1 });
  expect(earlyOf([], NOW)).toBeNull();
});
