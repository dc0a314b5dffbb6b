import { describe, expect, test } from "vitest";
import { ORDER_NOTICES, orderNotice, type OrderFacts } from "./order-notice";

const FACTS: OrderFacts = {
  number: "#1042",
  amount: "173.00 CNY",
  parcels: 2,
  link: { zh: "https://shop.example/zh/orders/order_1?key=a.b", en: "https://shop.example/en/orders/order_1?key=a.b" },
};

describe("what a buyer is told of an order", () => {
  test.each(ORDER_NOTICES)("%s: names it and ends with its page, in both languages", (about) => {
    const { zh, en } = orderNotice(about, FACTS);
    for (const [text, link] of [
      [zh, FACTS.link.zh],
      [en, FACTS.link.en],
    ] as const) {
      expect(text).toContain("#1042");
      expect(text.endsWith(` ${link}`)).toBe(true);
    }
  });

  test("says what it costs, how many left, and what becomes of the money", () => {
    expect(orderNotice("placed", FACTS).en).toContain("173.00 CNY");
    expect(orderNotice("sent", FACTS).zh).toContain("2 个包裹");
    expect(orderNotice("sent", { ...FACTS, parcels: 1 }).en).toMatch(/^A parcel of your order #1042 left/);
    expect(orderNotice("canceled", FACTS).zh).toContain("原路退回");
  });
});
