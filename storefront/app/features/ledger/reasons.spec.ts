import { expect, test } from "vitest";
import { correctionOf, paperOf, partsOfReason } from "./reasons";

test("what the ledger writes by itself is a known word, what people wrote stays theirs", () => {
  expect(partsOfReason("weighed in")).toEqual({ key: "weighedIn", words: "" });
  expect(partsOfReason("mould: 袋底受潮: 发霉")).toEqual({ key: "mould", words: "袋底受潮: 发霉" });
  expect(partsOfReason("stock-taking: 月底")).toEqual({ key: "counted", words: "月底" });
  expect(partsOfReason("shrink 500 ppm a day: 晾晒失水试验")).toEqual({ key: "dried", words: "晾晒失水试验" });
  expect(partsOfReason("best before 2026-11-01 is past: not for sale")).toEqual({ key: "pastDay", words: "" });
  expect(partsOfReason("undone: 发霉")).toEqual({ key: "shortUndone", words: "发霉" });
  expect(partsOfReason("undone: mould")).toEqual({ key: "shortUndone", words: "mould" });
  expect(partsOfReason("fresh goods came in")).toEqual({ key: "waitFilled", words: "" });
  expect(partsOfReason("sent again for a claim")).toEqual({ key: "sentAgain", words: "" });
  expect(partsOfReason("复检为二级")).toEqual({ key: null, words: "复检为二级" });
});

test("why a weight was corrected is a known word, too", () => {
  const { key, words } = partsOfReason("weight corrected: weighed_again");
  expect(key).toBe("corrected");
  expect(correctionOf(key, words)).toBe("weighed_again");
  expect(correctionOf("mould", "other")).toBeUndefined();
});

test("the paper behind a movement is named, and opens where it has a page", () => {
  expect(paperOf("count_1234567890abcdef")).toEqual({
    paper: "count",
    number: "abcdef",
    page: "stocktakes/count_1234567890abcdef",
  });
  expect(paperOf("order_01ABCDEFGH")).toEqual({ paper: "order", number: "CDEFGH", page: null });
  expect(paperOf("W0000003")).toEqual({ paper: null, number: "W0000003", page: null });
});
