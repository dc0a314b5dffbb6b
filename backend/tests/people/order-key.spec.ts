import { describe, expect, it } from "vitest";
import { buyersLink, isOrderKey, orderKey } from "../../src/lib/order-key";

const DAY_MS = 86_400_000;
const now = new Date("2026-11-26T08:00:00Z");
const after = (days: number) => new Date(now.getTime() + days * DAY_MS);

describe("the key of an order", () => {
  it("opens that order and no other, until its day", () => {
    const key = orderKey("order_a", now);
    expect(isOrderKey("order_a", key, now)).toBe(true);
    expect(isOrderKey("order_a", key, after(179))).toBe(true);
    expect(isOrderKey("order_a", key, after(181))).toBe(false);
    expect(isOrderKey("order_b", key, now)).toBe(false);
    expect(new URL(buyersLink("order_a", "zh", now)).searchParams.get("key")).toBe(key);
  });

  it("can't be given a later day, cut, or made up", () => {
    const [day = "", signed = ""] = orderKey("order_a", now).split(".");
    const wrong = [
      "",
      ".",
      day,
      signed,
      `${Number(day) + 1}.${signed}`,
      `${day}.${signed.slice(1)}`,
      `${day}.`,
      `x.${signed}`,
    ];
    for (const key of [...wrong, `${day}.${"A".repeat(22)}`, `-1.${signed}`, `999999.${signed}`]) {
      expect(isOrderKey("order_a", key, now), key).toBe(false);
    }
  });
});
