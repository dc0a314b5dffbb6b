import { expect, test } from "vitest";
import { csvFile } from "./write-sheet.server";

const linesOf = async (cells: readonly string[]) =>
  (
    await csvFile(
      "x",
      cells.map((cell) => [cell]),
    ).text()
  )
    .replace(/^\uFEFF/, "")
    .trimEnd()
    .split("\r\n");

test("a number below zero is a number; a text that a spreadsheet would run is not run", async () => {
  expect(await linesOf(["-189.66", "-5", "189.66", "0"])).toEqual(['"-189.66"', '"-5"', '"189.66"', '"0"']);
  expect(await linesOf(["=1+1", "+1", "@x", "-1+1", "-189.66;=1", "-", "\t=1"])).toEqual([
    ...['"\'=1+1"', '"\'+1"', '"\'@x"', '"\'-1+1"', '"\'-189.66;=1"', '"\'-"', '"\'\t=1"'],
  ]);
});
