import { describe, expect, test } from "vitest";
import { ORDER_NOTICES, orderNotice, sentNoticeDue, type OrderFacts } from "./order-notice";

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
    expect(orderNotice("placed", { ...FACTS, transferred: true }).zh).toContain("已转账付清");
    expect(orderNotice("placed", { ...FACTS, transferred: true, owed: true }).zh).toContain("按约定转账");
    expect(orderNotice("sent", FACTS).zh).toContain("2 个包裹");
    expect(orderNotice("sent", { ...FACTS, parcels: 1 }).en).toMatch(/^A parcel of your order #1042 left/);
    expect(orderNotice("sent", { ...FACTS, again: true }).zh).toContain("到现在共有 2 个包裹");
    expect(orderNotice("sent", { ...FACTS, again: true }).en).toMatch(/^2 parcels of your order #1042 left so far/);
    expect(orderNotice("canceled", FACTS).zh).toContain("原路退回");
    const transferred = orderNotice("canceled", { ...FACTS, transferred: true });
    expect(transferred.zh).toContain("在合作社");
    expect(transferred.zh).not.toContain("原路");
    expect(transferred.en).toContain("lies with the cooperative");
    const owed = orderNotice("canceled", { ...FACTS, transferred: true, owed: true });
    expect(owed.zh).toContain("不用再付");
    expect(owed.en).toMatch(/not owed any more; what was paid lies with/);
  });

  test("parcels are told of at once, then once a day, and what waits is told when its day comes", () => {
    const at = (hours: number) => new Date(Date.UTC(2026, 10, 27) + hours * 3_600_000);
    expect(sentNoticeDue(undefined, at(0))).toBeNull();
    expect(sentNoticeDue(at(0), at(1))).toEqual(at(24));
    expect(sentNoticeDue(at(0), at(22))).toEqual(at(24));
    expect(sentNoticeDue(at(0), at(24))).toBeNull();
  });
});
