import { expect, test } from "vitest";
import { auditDifferences, type AuditSums } from "./audit";

const day: AuditSums = {
  tickets: 100_400,
  kept_apart: 400,
  movements: { intake: 100_000, return: 500, adjust: -20, split: -1_000, waste: -480, ship: -30_000 },
  shipped_in_parcels: 30_000,
  on_hand_before: 5_000,
  on_hand_after: 74_000,
};

test("a day that adds up has no difference", () => {
  expect(auditDifferences(day).every((one) => one.units === 0)).toBe(true);
});

test("each difference has a name, to the gram", () => {
  expect(auditDifferences({ ...day, tickets: 100_401, shipped_in_parcels: 29_998, on_hand_after: 73_997 })).toEqual([
    { name: "tickets_and_intake", units: 1 },
    { name: "shipped_and_parcels", units: 2 },
    { name: "balance", units: 3 },
  ]);
});
