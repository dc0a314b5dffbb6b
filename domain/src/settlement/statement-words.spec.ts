import { expect, test } from "vitest";
import { soldLots } from "./sold-goods";
import { whyPrice } from "./statement-why";
import { moneyText, percentText, ruleName, ruleWords, unpaidWords, weightText } from "./statement-words";

const [lot] = soldLots([
  {
    lot: "l1",
    grams: 2_500n,
    share_minor: 6_064n,
    line: {
      paid_minor: 8_600n,
      deductions: [
        { rule: "tax", amount_minor: 710n },
        { rule: "freight", amount_minor: 1_200n },
        { rule: "packing", amount_minor: 100n },
        { rule: "platform_bp", amount_minor: 197n },
        { rule: "cooperative_bp", amount_minor: 329n },
      ],
    },
  },
]);

test("why this price says what the buyers paid, what went off, and what is left, in both languages", () => {
  const { zh, en } = whyPrice(lot!, "by_sale", "CNY");
  expect(zh).toBe(
    "买家为您的 2.5 公斤（5 斤）付了 86.00 元，减去税 7.10 元、运费 12.00 元、包装 1.00 元、平台费 1.97 元、合作社费 3.29 元，余下的归您：60.64 元，合每公斤 24.26 元。",
  );
  expect(en).toContain("The buyers paid 86.00 yuan for your 2.5 kg (5 jin); less tax 7.10 yuan, freight 12.00 yuan");
  expect(en).toContain("the rest is yours: 60.64 yuan, which is 24.26 yuan per kg.");
});

test("why this price of other modes says how it came about, and a lot without weight has no price a kilogram", () => {
  expect(whyPrice(lot!, "fixed", "CNY").zh).toContain("收货时就定了价");
  expect(whyPrice(lot!, "pool_average", "CNY").zh).toContain("均价");
  expect(whyPrice({ ...lot!, grams: 0n }, "fixed", "CNY").zh).not.toContain("每公斤");
  const borne = { ...lot!, deductions: [{ rule: "freight_borne", amount_minor: -500n }], bought_minor: 5_564n };
  expect(whyPrice(borne, "by_sale", "CNY").zh).toContain("加上合作社承担的运费 5.00 元");
});

test("a rule is said with its rate, and an unknown one by its code", () => {
  expect(ruleWords("cooperative_bp", { bp: 500 }, "CNY")).toEqual({
    zh: "合作社费：扣掉税、退款、运费和包装以后的 5%",
    en: "Cooperative's fee: 5% of what is left after tax, refunds, freight and packing",
  });
  expect(ruleWords("packing", { per_kg_minor: 40n }, "CNY").zh).toBe("包装：每公斤 0.40 元");
  expect(ruleWords("freight", { bp: 1 }, "CNY").zh).toBe("运费");
  expect(ruleName("levy_of_mars")).toEqual({ zh: "其他（levy of mars）", en: "Other (levy of mars)" });
  expect([percentText(0), percentText(5), percentText(525), percentText(10_000)]).toEqual([
    "0%",
    "0.05%",
    "5.25%",
    "100%",
  ]);
});

test("money and weight carry their units", () => {
  expect(moneyText(123_456_789n, "CNY").zh).toBe("1,234,567.89 元");
  expect(moneyText(-5n, "CNY").en).toBe("-0.05 yuan");
  expect(moneyText(1_234_567n, "JPY").zh).toBe("1,234,567 JPY");
  expect(weightText(12_500n)).toEqual({ zh: "12.5 公斤（25 斤）", en: "12.5 kg (25 jin)" });
  expect(unpaidWords("not_collected").zh).toContain("没有来领");
  expect(unpaidWords("whatever").en).toContain("ask the cooperative");
});
