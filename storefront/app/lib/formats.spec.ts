import { describe, expect, test } from "vitest";
import { formatsOf } from "./formats";

const zh = formatsOf("zh-CN");
const en = formatsOf("en");

describe("money", () => {
  test("always has the currency's decimals", () => {
    expect(zh.money(113477, "CNY")).toBe("¥1,134.77");
    expect(en.money(113477, "cny")).toBe("¥1,134.77");
    expect(zh.money(100, "CNY")).toBe("¥1.00");
    expect(zh.money(0, "CNY")).toBe("¥0.00");
    expect(zh.money(-5, "CNY")).toBe("-¥0.05");
    expect(en.money(7, "JPY")).toBe("¥7");
    expect(en.money(1234, "KWD")).toMatch(/1\.234$/);
  });

  test("in a sentence says its unit", () => {
    expect(zh.moneyInWords(113477, "CNY")).toBe("1,134.77 元");
    expect(en.moneyInWords(113477, "CNY")).toBe("1,134.77 yuan");
    expect(en.moneyInWords(500, "EUR")).toBe("5.00 EUR");
  });
});

describe("weight", () => {
  test("shows kilograms with jin beside them", () => {
    expect(zh.weight(12_500)).toBe("12.5 公斤（25 斤）");
    expect(en.weight(12_500)).toBe("12.5 kg (25 jin)");
    expect(zh.weight(500)).toBe("0.5 公斤（1 斤）");
  });

  test("is exact to the gram, and grouped when large", () => {
    expect(zh.weight(39_694)).toBe("39.694 公斤（79.388 斤）");
    expect(zh.weight(1)).toBe("0.001 公斤（0.002 斤）");
    expect(en.weight(20_000_000)).toBe("20,000 kg (40,000 jin)");
    expect(en.weight(3_915_374)).toBe("3,915.374 kg (7,831 jin)");
    expect(en.weight(915_374)).toBe("915.374 kg (1,830.748 jin)");
  });

  test("below nothing says so on every number", () => {
    expect(zh.weight(-10_000)).toBe("−10 公斤（−20 斤）");
    expect(en.weight(-10_000)).toBe("−10 kg (−20 jin)");
    expect(zh.units(-1_500, "piece")).toBe("−1,500 枚");
    expect(zh.signed(-10_000, "g")).toBe("−10 公斤（−20 斤）");
    expect(zh.signed(10_000, "g")).toBe("+10 公斤（20 斤）");
    expect(zh.signed(0, "g")).toBe("0 公斤（0 斤）");
  });

  test("pieces stay pieces", () => {
    expect(zh.units(1_500, "piece")).toBe("1,500 枚");
    expect(en.units(30, "piece")).toBe("30 pcs");
    expect(en.units(1_000, "g")).toBe("1 kg (2 jin)");
  });
});

describe("days", () => {
  test("are the villages' days, wherever the server stands", () => {
    expect(zh.date("2026-10-03")).toBe("2026年10月3日");
    expect(en.date("2026-10-03")).toBe("3 Oct 2026");
    // 17:00 in London on the 2nd is 01:00 on the 3rd in the village
    expect(zh.date("2026-10-02T17:00:00Z")).toBe("2026年10月3日");
    expect(zh.time("2026-10-02T17:05:00Z")).toContain("01:05");
  });

  test("a window of one day is one day", () => {
    expect(en.dates("2026-10-03", "2026-10-03")).toBe("3 Oct 2026");
    expect(zh.dates("2026-10-03", "2026-10-03")).toBe("2026年10月3日");
    expect(zh.dates("2026-10-03", "2026-10-08")).toBe("2026年10月3日至8日");
    expect(zh.dates("2026-01-31", "2026-11-02")).toBe("2026年1月31日至11月2日");
    expect(zh.dates("2025-12-31", "2026-01-01")).toBe("2025年12月31日至2026年1月1日");
    expect(en.dates("2026-10-03", "2026-10-08")).toBe("3 to 8 Oct 2026");
  });
});

test("a moment is written the same in every version of Intl", () => {
  expect(zh.time("2026-10-02T06:05:00Z")).toBe("10月2日 14:05");
  expect(en.time("2026-10-02T16:00:00Z")).toBe("3 Oct, 00:00");
  expect([en.timeThere("2026-10-02T16:00:00Z"), zh.timeThere("2026-10-02T06:05:00Z")]).toEqual([
    "3 Oct, 00:00 Beijing time",
    "10月2日 14:05",
  ]);
  expect(en.dates("2026-01-31", "2026-11-02")).toBe("31 Jan to 2 Nov 2026");
  expect(en.dates("2025-12-31", "2026-01-01")).toBe("31 Dec 2025 to 1 Jan 2026");
});

test("a moment of a company's account is written by the clock of the company, wherever it is", () => {
  const late = "2026-12-31T20:30:00Z";
  expect([en.timeAt(late, "Europe/Berlin"), en.dateAt(late, "Europe/Berlin")]).toEqual([
    "31 Dec, 21:30",
    "31 Dec 2026",
  ]);
  expect([zh.timeAt(late, "Asia/Shanghai"), zh.dateAt(late, "Asia/Shanghai")]).toEqual([zh.time(late), "2027年1月1日"]);
  expect(zh.timeAt("2026-07-01T02:00:00Z", "America/New_York")).toBe("6月30日 22:00");
  // The zone of one call is not the clock of the next.
  expect(zh.time(late)).toBe("1月1日 04:30");
});

test("shares are percent of the whole, and of nothing are nothing", () => {
  expect(en.percent(915, 1000)).toBe("91.5%");
  expect(en.percent(1, 0)).toBe("0%");
});
