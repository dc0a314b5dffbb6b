import { expect, test } from "vitest";
import { saidBefore } from "./said-before";

const versions = [
  { version: 1, words: "送到后门" },
  { version: 2, words: "" },
  { version: 3, words: "" },
  { version: 4, words: "改到前门" },
  { version: 5, words: "" },
];
const before = (at: number) => {
  const of = versions[at];
  return of && saidBefore(versions, of);
};

test("words of the first version stand until a later one says something", () => {
  expect([1, 2].map((at) => before(at)?.words)).toEqual(["送到后门", "送到后门"]);
  expect(before(4)).toEqual({ version: 4, words: "改到前门" });
});

test("a version that says something, or has none before it that did, names no other", () => {
  expect([before(0), before(3)]).toEqual([undefined, undefined]);
  expect(saidBefore([{ version: 1, words: "" }], { version: 2, words: "" })).toBeUndefined();
});
