import { expect, test } from "vitest";
import { cardCover } from "./card-cover";

const card = (valid_from: string, valid_to?: string, service = "parcel") => ({
  carrier: "sf",
  service,
  currency: "CNY",
  valid_from,
  ...(valid_to === undefined ? {} : { valid_to }),
});
const today = "2026-11-26";

test("an expired card covers nothing, also when it supersedes one without end", () => {
  expect(cardCover([], today)).toEqual({ in_force: 0, ends_on: null, next_from: null });
  expect(cardCover([card("2025-01-01", "2025-12-31")], today).in_force).toBe(0);
  expect(cardCover([card("2024-01-01"), card("2025-01-01", "2025-12-31")], today).in_force).toBe(0);
});

test("cover ends where the last card ends, and goes on where the next begins in time", () => {
  expect(cardCover([card("2026-01-01")], today)).toEqual({ in_force: 1, ends_on: null, next_from: null });
  const ends = card("2026-01-01", "2026-11-30");
  expect(cardCover([ends], today)).toEqual({ in_force: 1, ends_on: "2026-11-30", next_from: null });
  expect(cardCover([ends, card("2026-12-01")], today).ends_on).toBeNull();
  expect(cardCover([ends, card("2026-12-05")], today)).toMatchObject({
    ends_on: "2026-11-30",
    next_from: "2026-12-05",
  });
  expect(cardCover([ends, card("2026-01-01", undefined, "slow")], today)).toMatchObject({ in_force: 2, ends_on: null });
});

test("a first card that begins later leaves nothing today, and says from when", () => {
  expect(cardCover([card("2026-12-05", "2026-12-31")], today)).toEqual({
    in_force: 0,
    ends_on: null,
    next_from: "2026-12-05",
  });
});
