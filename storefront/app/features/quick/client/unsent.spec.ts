import { expect, test } from "vitest";
import { noted, readUnsent, typedIn, without } from "./unsent";

test("what was typed is shown again on a page that brings the field as it was", () => {
  const unsent = noted({}, "amount:3", "walnuts 5", "8");
  expect(typedIn(unsent, "amount:3", "walnuts 5")).toBe("8");
  expect(typedIn(unsent, "amount:4", "walnuts 5")).toBeUndefined();
});

test("a field that came otherwise meanwhile is left as it came: another window, or another list", () => {
  const unsent = noted({}, "amount:3", "walnuts 5", "8");
  expect(typedIn(unsent, "amount:3", "walnuts 6")).toBeUndefined();
  expect(typedIn(unsent, "amount:3", "eggs 5")).toBeUndefined();
});

test("typed back, or sent, nothing is kept of it, and all of the others", () => {
  const unsent = noted(noted({}, "amount:3", "5", "8"), "words", "", "back door");
  expect(noted(unsent, "amount:3", "5", "5")).toEqual({ words: ["", "back door"] });
  expect(without(unsent, ["words"])).toEqual({ "amount:3": ["5", "8"] });
  expect(noted({}, "off:3", "", "")).toEqual({});
});

test("an emptied field is typed too", () => {
  expect(typedIn(noted({}, "amount:3", "5", ""), "amount:3", "5")).toBe("");
});

test("what is no such note is nothing", () => {
  for (const written of [null, "", "{", "null", "7", '["a"]', '{"a":1}', '{"a":["b"]}', '{"a":["b",1]}'])
    expect(readUnsent(written), String(written)).toEqual({});
  expect(readUnsent('{"a":["b","c"],"d":0}')).toEqual({ a: ["b", "c"] });
});
