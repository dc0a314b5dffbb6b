import { describe, expect, test } from "vitest";
import { MAX_THANKS, readThanks } from "./thanks";

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
    expect(reasonOf(" \n ​".slice(0, 2))).toBe("thanks_empty");
  });

  test("lead nowhere and name no contact", () => {
    for (const typed of [
      "看 http://a.example",
      "WWW.a.example",
      "写信 wang@a.example",
      "便宜核桃 hetao.com",
      "打 138 0000 0000",
      "+86-13800000000",
    ])
      expect(reasonOf(typed), typed).toBe("thanks_with_contact");
    expect(reasonOf("买了 2.5 公斤,9 月 20 日到。明年见!")).toBeNull();
  });
});
