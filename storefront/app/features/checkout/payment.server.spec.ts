import { describe, expect, test } from "vitest";
import { declineOf } from "./declines";
import { decideCompletion } from "./payment.server";

const refused = (status: number, code: string, message = "") => ({
  ok: false as const,
  refusal: { status, code, message },
});

describe("completing a cart", () => {
  test("gives the order it became", () => {
    const answer = { ok: true as const, value: { type: "order" as const, order: { id: "order_1" } } };
    expect(decideCompletion(answer)).toEqual({ end: "placed", order_id: "order_1" });
  });

  test("leads back to the card when the payment was not authorised, however Medusa says so", () => {
    expect(decideCompletion({ ok: true, value: { type: "cart", error: { message: "more" } } }).end).toBe(
      "not_authorised",
    );
    expect(
      decideCompletion(refused(400, "not_allowed", "Session: payses_1 was not authorized with the provider.")).end,
    ).toBe("not_authorised");
  });

  test("waits, and does not invite a second payment, when the end is not known", () => {
    expect(decideCompletion(refused(503, "unavailable")).end).toBe("waiting");
    expect(decideCompletion(refused(400, "payment_pending")).end).toBe("waiting");
    expect(decideCompletion(refused(409, "conflict", "Cart is already being completed by another request")).end).toBe(
      "waiting",
    );
  });

  test("says why when there is not enough left", () => {
    expect(decideCompletion(refused(400, "insufficient_stock", "Only 3 left."))).toMatchObject({
      end: "refused",
      refusal: { code: "insufficient_stock" },
    });
  });
});

describe("a declined card", () => {
  test("is explained by the bank's reason, the finer one first", () => {
    expect(declineOf({ code: "card_declined", decline_code: "insufficient_funds" })).toBe("insufficient_funds");
    expect(declineOf({ code: "expired_card" })).toBe("expired_card");
    expect(declineOf({ code: "card_declined", decline_code: "generic_decline" })).toBe("card_declined");
    expect(declineOf({ code: "payment_intent_authentication_failure" })).toBe("authentication_failed");
    expect(declineOf({ type: "api_connection_error" })).toBe("no_answer");
    expect(declineOf({ code: "something_new" })).toBe("card_declined");
  });

  test("is left to the card field when the digits are at fault", () => {
    expect(declineOf({ type: "validation_error", code: "incomplete_cvc" })).toBeNull();
  });
});
