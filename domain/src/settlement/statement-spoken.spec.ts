import { expect, test } from "vitest";
import { spokenStatement, type SpokenStatement } from "./statement-spoken";
import { periodText } from "./statement-words";

const statement: SpokenStatement = {
  household: "王秀英",
  from: "2026-11-01",
  to: "2026-11-15",
  currency: "CNY",
  brought_forward_minor: 0n,
  gross_minor: 6_064n,
  deductions_minor: 303n,
  advances_minor: 0n,
  net_minor: 5_761n,
  paid_minor: 0n,
  carried_minor: 0n,
  remaining_minor: 5_761n,
  lots: [
    {
      name: { zh: "核桃一级，收货单 W0000012", en: "walnuts, Grade 1, ticket W0000012" },
      grams: 2_500n,
      why: { zh: "因为。", en: "Because." },
    },
  ],
  others: [{ words: { zh: "暂扣：您所得的 5%", en: "kept back: 5% of your share" }, amount_minor: -303n }],
  payouts: [],
  unpaid: { zh: "还没有收款账户。", en: "There is no account." },
  phone: "0939-8888",
};

test("it says first what is owed and why it waits, then how it came about, and whom to call", () => {
  const { zh, en } = spokenStatement(statement);
  expect(zh).toBe(
    "王秀英家，2026年11月1日至15日的结算单。这一期应付您 57.61 元。还没有收款账户。您卖出 2.5 公斤（5 斤），得 60.64 元。扣掉暂扣：您所得的 5%，3.03 元。核桃一级，收货单 W0000012：因为。哪里不明白，请打电话 0939-8888。",
  );
  expect(en).toContain("You are owed 57.61 yuan. There is no account. You sold 2.5 kg (5 jin) and earned 60.64 yuan.");
  expect(en).toContain("Walnuts, Grade 1, ticket W0000012: Because.");
});

test("below zero and carried over it says so, and nothing of goods where none were sold", () => {
  const { zh } = spokenStatement({
    ...statement,
    net_minor: -100n,
    remaining_minor: 0n,
    carried_minor: -100n,
    lots: [],
  });
  expect(zh).toContain("不够扣，还差 1.00 元");
  expect(zh).toContain("转到了后面的结算单");
  expect(zh).not.toContain("您卖出");
});

test("days of a period share what they share", () => {
  expect(periodText("2026-11-01", "2026-11-15")).toEqual({ zh: "2026年11月1日至15日", en: "1 to 15 Nov 2026" });
  expect(periodText("2026-11-01", "2026-12-02")).toEqual({ zh: "2026年11月1日至12月2日", en: "1 Nov to 2 Dec 2026" });
  expect(periodText("2026-12-31", "2027-01-01").zh).toBe("2026年12月31日至2027年1月1日");
  expect(periodText("2026-11-01", "2026-11-01").en).toBe("1 Nov 2026");
});
