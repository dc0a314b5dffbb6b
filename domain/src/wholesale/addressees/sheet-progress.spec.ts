import { expect, test } from "vitest";
import { sheetProgress } from "./sheet-progress";

test("a sheet's order goes on with its parcels, and is delivered with the last of them", () => {
  const of = (here: number, gone: number, delivered: number, lost: number) =>
    sheetProgress({ here, gone, delivered, lost });
  expect([of(0, 0, 0, 0), of(28, 0, 0, 0)]).toEqual(["ordered", "ordered"]);
  expect([of(27, 1, 0, 0), of(0, 28, 0, 0), of(0, 1, 27, 0), of(1, 0, 27, 0), of(0, 1, 0, 27)]).toEqual(
    Array(5).fill("on_the_way"),
  );
  expect([of(0, 0, 28, 0), of(0, 0, 27, 1), of(0, 0, 0, 28)]).toEqual(["delivered", "not_all", "not_all"]);
});
