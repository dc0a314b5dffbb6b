import { describe, expect, test } from "vitest";
import { MAX_THANKS, mayShowThanks, readThanks } from "./thanks";

const reasonOf = (typed: string) => {
  const read = readThanks(typed);
  return read.ok ? null : read.refusal.reason;
};

describe("thanks", () => {
  test("are one paragraph, as they were typed", () => {
    expect(readThanks("  核桃很香,\n谢谢 <b>大家</b>! ")).toEqual({ ok: true, value: "核桃很香, 谢谢 <b>大家</b>!" });
  });

  test("are counted in characters as people count them", () => {
    expect(reasonOf("🌰".repeat(MAX_THANKS))).toBeNull();
    expect(reasonOf("🌰".repeat(MAX_THANKS + 1))).toBe("thanks_too_long");
    expect(reasonOf(" \n \u200b\u2066\ufeff")).toBe("thanks_empty");
  });

  test("hide nothing: signs that nobody sees are left out, an emoji stays whole, wide commas stay wide", () => {
    expect(readThanks("王\u200b秀\u2060兰,\u202e谢谢\u202c!👩\u200d🌾")).toEqual({
      ok: true,
      value: "王秀兰,谢谢!👩\u200d🌾",
    });
  });

  test("that name who has not agreed are not shown, and say who it is", () => {
    expect(mayShowThanks("谢谢王秀兰!", ["王秀兰", "赵铁柱"])).toMatchObject({
      refusal: { reason: "named_without_consent", details: { names: ["王秀兰"] } },
    });
    expect(mayShowThanks("谢谢大家!", ["王秀兰"]).ok).toBe(true);
  });

  test("lead nowhere and name no contact", () => {
    for (const typed of [
      "看 http://a.example",
      "WWW.a.example",
      "写信 wang@a.example",
      "便宜核桃 hetao.com",
      "打 138 0000 0000",
      "+86-13800000000",
      "138.0000.0000",
      "138·0000·0000",
      "１３８ - ００００ - ００００",
      "1\u200b3\u200b8\u200b0000000",
      "hetao·com",
      "ｗｗｗ．a．example",
      "wang＠a",
    ])
      expect(reasonOf(typed), typed).toBe("thanks_with_contact");
    expect(reasonOf("买了 2.5 公斤,9 月 20 日到。明年见!")).toBeNull();
  });
});
