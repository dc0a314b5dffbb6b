import { expect, test } from "vitest";
import { addsUp } from "./freight.server";

const parts = [{ freight_minor: 1_250 }, { freight_minor: 800 }];

test("parts of the freight are shown only where together they are exactly what is to be paid", () => {
  expect(addsUp(parts, 2_050)).toBe(true);
  expect(addsUp(parts, 2_049)).toBe(false);
  expect(addsUp(parts, 2_051)).toBe(false);
  // Of a list, whose parts are not told, and of a basket of before.
  expect(addsUp([], 2_050)).toBe(false);
  expect(addsUp(parts, 0)).toBe(false);
});

test("while nothing is to be paid yet they are a first word of what it will be", () => {
  expect(addsUp(parts, null)).toBe(true);
});
