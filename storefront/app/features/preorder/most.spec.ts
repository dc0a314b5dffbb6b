import { expect, test } from "vitest";
import { MAX_PREORDER_PACKS } from "@commonlot/domain";
import { MOST_PACKS } from "./most";

test("a form offers as many packs as the rule takes", () => {
  expect(MOST_PACKS).toBe(MAX_PREORDER_PACKS);
});
