import { expect, test } from "vitest";
import { nearestIn, pickNearest, wordsOfHandle, type Nearest, type Shelf } from "./nearest";

test.each([
  ["maya-wallnuts", ["maya wallnuts", "maya"]],
  ["hetao", ["hetao"]],
  ["麻崖_核桃", ["麻崖 核桃", "麻崖"]],
  ["..%2f<b>x</b>", ["2f b x b", "2f"]],
  ["---", []],
  ["", []],
  ["a".repeat(61), []],
])("in place of the handle %s is searched for %o", (handle, words) => {
  expect(wordsOfHandle(handle)).toEqual(words);
});

const one = (shelf: Shelf, handle: string): Nearest => ({
  shelf,
  handle,
  name: { zh: handle, en: handle },
  place: null,
});

test("three at most are named, those of the kind that was asked for first", () => {
  const found = [one("products", "a"), one("products", "b"), one("products", "c"), one("villages", "d")];
  expect(pickNearest(found, "villages").map(({ handle }) => handle)).toEqual(["d", "a", "b"]);
  expect(pickNearest(found, "products").map(({ handle }) => handle)).toEqual(["a", "b", "c"]);
  expect(pickNearest([], "products")).toEqual([]);
});

test.each([[undefined], [null], ["text"], [{}], [{ nearest: "x" }]])(
  "a page that was given %o names nothing",
  (given) => {
    expect(nearestIn(given)).toEqual([]);
  },
);
