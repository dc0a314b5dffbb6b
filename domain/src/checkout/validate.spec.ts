import { describe, expect, test } from "vitest";
import { reasonOf, valueOf } from "../../test/expect-result";
import { decideValidate, type ValidateFacts } from "./validate";

const facts: ValidateFacts = {
  order: "none",
  payment_session: "pending",
  payment_amount_minor: 8_600n,
  cart_total_minor: 8_600n,
  payment_currency: "cny",
  cart_currency: "CNY",
};

test("a first attempt takes the hold, whatever the state of the card", () => {
  for (const payment_session of ["pending", "requires_more", "authorized", "error"] as const) {
    expect(valueOf(decideValidate({ ...facts, payment_session }))).toEqual({ action: "take_hold" });
  }
});

test("a retry after a good order takes nothing again", () => {
  for (const payment_session of ["authorized", "captured"] as const) {
    expect(valueOf(decideValidate({ ...facts, order: "exists", payment_session }))).toEqual({ action: "nothing" });
  }
});

describe("refuses, with a sentence", () => {
  test.each<[string, Partial<ValidateFacts>, string]>([
    ["an order whose payment is open", { order: "exists", payment_session: "pending" }, "payment_pending"],
    ["an order whose payment needs more", { order: "exists", payment_session: "requires_more" }, "payment_pending"],
    [
      "an order without a session: stock Medusa would give it away",
      { order: "exists", payment_session: "none" },
      "payment_pending",
    ],
    ["a cart whose order was cancelled", { order: "canceled" }, "order_canceled"],
    ["a cart without payment", { payment_amount_minor: null }, "payment_missing"],
    ["a cart without a session", { payment_session: "none" }, "payment_missing"],
    ["a cent too little", { payment_amount_minor: 8_599n }, "amount_mismatch"],
    ["a cent too much", { payment_amount_minor: 8_601n }, "amount_mismatch"],
    ["the same number of another currency", { payment_currency: "jpy" }, "amount_mismatch"],
  ])("%s", (_, change, reason) => {
    expect(reasonOf(decideValidate({ ...facts, ...change }))).toBe(reason);
  });
});
