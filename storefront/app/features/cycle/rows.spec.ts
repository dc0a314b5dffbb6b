import { expect, test } from "vitest";
import { rowsOf } from "./rows";

test("the form has a row for every step of the draft, and three at least", () => {
  expect(rowsOf({}, "p")).toEqual([1, 2, 3]);
  expect(rowsOf({ "from:p:1": "2", "price:other:5": "40" }, "p")).toEqual([1, 2, 3]);
  expect(rowsOf({ "from:p:5": "20", "price:p:5": "40" }, "p")).toEqual([1, 2, 3, 4, 5]);
});
