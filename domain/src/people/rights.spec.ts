import { expect, test } from "vitest";
import { mayDo, RIGHTS } from "./rights";

test("each right holds those before it and none after it", () => {
  for (const [i, right] of RIGHTS.entries()) {
    for (const [j, needs] of RIGHTS.entries()) expect(mayDo(right, needs), `${right} ${needs}`).toBe(i >= j);
  }
});
