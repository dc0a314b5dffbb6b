import { expect, test } from "vitest";
import { smsSegments } from "./sms";
import { thanksSms } from "./thanks-sms";

test("thanks fit two segments, whatever was written, and say where they come from", () => {
  const short = thanksSms({ cooperative: "竹塘合作社", from: "上海", words: "核桃很香。" });
  expect(short).toEqual({ ok: true, value: "【竹塘合作社】上海的买家谢谢您：“核桃很香。”" });
  const long = thanksSms({ cooperative: "竹塘合作社", from: "", words: "谢谢🌰".repeat(66) });
  expect(long.ok && smsSegments(long.value)).toBe(2);
  expect(long.ok && long.value.endsWith("…”")).toBe(true);
});
