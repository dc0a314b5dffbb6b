import { describe, expect, test } from "vitest";
import { COMPLETION_GRACE_S, decideReconcile, type ReconcileAction, type ReconcileFacts } from "./reconcile";

const OVER = COMPLETION_GRACE_S;
const fresh = COMPLETION_GRACE_S - 1;

/** A cart in the middle of completing: hold taken, card authorised by the buyer, no order yet. */
const start: ReconcileFacts = {
  hold: "pending",
  order: "none",
  cart_completed: false,
  payment_session: "pending",
  provider_payment: "requires_capture",
  completion_running: false,
  age_s: OVER,
};
const written: ReconcileFacts = { ...start, order: "exists", cart_completed: true };
const paid: ReconcileFacts = { ...written, payment_session: "authorized" };

describe("crash after the hold, before the order", () => {
  test.each<[string, Partial<ReconcileFacts>, ReconcileAction]>([
    ["released and voided after the grace", {}, "release_and_void"],
    ["left alone before it", { age_s: fresh }, "wait"],
    ["left alone while a completion runs, however old", { completion_running: true, age_s: 9_999 }, "wait"],
    [
      "released even when the provider does not answer: voiding has its own job",
      { provider_payment: "unknown" },
      "release_and_void",
    ],
    ["refunded when the method took the money at once", { provider_payment: "succeeded" }, "release_and_refund"],
    [
      "refunded when only we know it was captured",
      { payment_session: "captured", provider_payment: "unknown" },
      "release_and_refund",
    ],
    ["not refunded twice", { provider_payment: "refunded", payment_session: "captured" }, "release_and_void"],
    ["voided when no hold is left", { hold: "released" }, "void_payment"],
    ["voided when there never was a hold", { hold: "none" }, "void_payment"],
    ["refunded when no hold is left", { hold: "released", provider_payment: "succeeded" }, "refund_payment"],
    ["nothing when nothing is left", { hold: "released", provider_payment: "canceled" }, "nothing"],
    [
      "nothing for a buyer who only looks",
      { hold: "none", payment_session: "none", provider_payment: "unknown" },
      "nothing",
    ],
    ["a person looks at a confirmed hold without order", { hold: "confirmed" }, "alert"],
  ])("%s", (_, change, action) => {
    expect(decideReconcile({ ...start, ...change }).action).toBe(action);
  });

  test("a cart that counts as completed without an order is opened again", () => {
    expect(decideReconcile({ ...start, cart_completed: true })).toMatchObject({
      action: "release_and_void",
      reopen_cart: true,
    });
    const empty = {
      ...start,
      hold: "none",
      payment_session: "none",
      provider_payment: "unknown",
      cart_completed: true,
    } as const;
    expect(decideReconcile(empty)).toMatchObject({ action: "release_and_void", reopen_cart: true });
    expect(decideReconcile({ ...empty, age_s: fresh }).action).toBe("wait");
  });
});

describe("crash after the order was written, its payment not authorised", () => {
  test.each<[string, Partial<ReconcileFacts>, ReconcileAction]>([
    ["goes on when the provider says authorised", {}, "authorize_session"],
    ["goes on at once, without waiting", { age_s: 0 }, "authorize_session"],
    ["goes on when the provider has taken the money", { provider_payment: "succeeded" }, "authorize_session"],
    ["goes on after an error of the session", { payment_session: "error" }, "authorize_session"],
    [
      "cancelled when the buyer never paid",
      { provider_payment: "requires_payment_method" },
      "cancel_order_and_release",
    ],
    [
      "cancelled when the buyer left the 3-D Secure page",
      { provider_payment: "requires_action" },
      "cancel_order_and_release",
    ],
    ["cancelled when the payment was cancelled", { provider_payment: "canceled" }, "cancel_order_and_release"],
    [
      "cancelled when there is no session and so no payment",
      { payment_session: "none", provider_payment: "unknown" },
      "cancel_order_and_release",
    ],
    ["never cancelled on an answer that did not come", { provider_payment: "unknown", age_s: 9_999 }, "wait"],
    ["waits for a payment in process", { provider_payment: "processing" }, "wait"],
    ["waits for a buyer who may still pay", { provider_payment: "requires_action", age_s: fresh }, "wait"],
    ["leaves a running completion alone", { completion_running: true }, "wait"],
    ["never takes money for stock that is not held", { hold: "released" }, "cancel_order_and_release"],
  ])("%s", (_, change, action) => {
    const decision = decideReconcile({ ...written, ...change });
    expect(decision.action).toBe(action);
    expect(decision.reopen_cart).toBe(action === "cancel_order_and_release");
  });
});

describe("crash after the payment was authorised, the hold not confirmed", () => {
  test("the hold is confirmed, even from inside the completion", () => {
    expect(decideReconcile(paid).action).toBe("confirm_hold");
    expect(decideReconcile({ ...paid, completion_running: true, age_s: 0 }).action).toBe("confirm_hold");
    expect(decideReconcile({ ...paid, payment_session: "captured", provider_payment: "succeeded" }).action).toBe(
      "confirm_hold",
    );
  });
});

describe("confirmed", () => {
  const confirmed: ReconcileFacts = { ...paid, hold: "confirmed" };

  test("not captured: nothing, capture has its own job", () => {
    expect(decideReconcile(confirmed).action).toBe("nothing");
    expect(decideReconcile({ ...confirmed, provider_payment: "unknown" }).action).toBe("nothing");
  });

  test("capture refused because the authorisation expired: cancelled, released, told", () => {
    const decision = decideReconcile({ ...confirmed, provider_payment: "canceled" });
    expect(decision).toMatchObject({ action: "cancel_order_and_tell", reopen_cart: false });
  });

  test("shipped goods are never released", () => {
    expect(decideReconcile({ ...confirmed, hold: "consumed" }).action).toBe("nothing");
    expect(decideReconcile({ ...confirmed, hold: "consumed", provider_payment: "canceled" }).action).toBe("alert");
  });
});

describe("a cancelled order", () => {
  const canceled: ReconcileFacts = { ...written, order: "canceled", hold: "confirmed", payment_session: "canceled" };

  test("leaves neither hold nor authorisation behind", () => {
    expect(decideReconcile(canceled).action).toBe("release_and_void");
    expect(decideReconcile({ ...canceled, provider_payment: "canceled" }).action).toBe("release_hold");
    expect(decideReconcile({ ...canceled, hold: "released" }).action).toBe("void_payment");
    expect(decideReconcile({ ...canceled, hold: "released", provider_payment: "canceled" }).action).toBe("nothing");
  });

  test("is not refunded here too: its cancellation does that", () => {
    expect(decideReconcile({ ...canceled, provider_payment: "succeeded", payment_session: "captured" }).action).toBe(
      "release_hold",
    );
  });
});

function* allFacts(): Generator<ReconcileFacts> {
  for (const hold of ["none", "pending", "confirmed", "released", "consumed"] as const)
    for (const order of ["none", "exists", "canceled"] as const)
      for (const cart_completed of [true, false])
        for (const payment_session of [
          "none",
          "pending",
          "requires_more",
          "authorized",
          "captured",
          "canceled",
          "error",
        ] as const)
          for (const provider_payment of [
            "unknown",
            "requires_payment_method",
            "requires_action",
            "processing",
            "requires_capture",
            "succeeded",
            "refunded",
            "canceled",
          ] as const)
            for (const completion_running of [true, false])
              for (const age_s of [fresh, OVER])
                yield { hold, order, cart_completed, payment_session, provider_payment, completion_running, age_s };
}

/** The facts after a decision was carried out. */
function carriedOut(facts: ReconcileFacts): ReconcileFacts {
  const { action, reopen_cart } = decideReconcile(facts);
  const hold = facts.hold === "pending" || facts.hold === "confirmed" ? "released" : facts.hold;
  const given_back =
    facts.provider_payment === "succeeded" || facts.payment_session === "captured" ? "refunded" : "canceled";
  const cart_completed = reopen_cart ? false : facts.cart_completed;
  switch (action) {
    case "nothing":
    case "wait":
    case "alert":
      return facts;
    case "confirm_hold":
      return { ...facts, hold: "confirmed" };
    case "authorize_session":
      return { ...facts, payment_session: "authorized" };
    case "cancel_order_and_release":
      return { ...facts, hold, order: "none", cart_completed, provider_payment: given_back };
    case "cancel_order_and_tell":
      return { ...facts, hold, order: "canceled" };
    case "release_hold":
      return { ...facts, hold };
    case "release_and_void":
    case "release_and_refund":
      return { ...facts, hold, cart_completed, provider_payment: given_back };
    case "void_payment":
    case "refund_payment":
      return { ...facts, cart_completed, provider_payment: given_back };
  }
}

describe("whatever the facts", () => {
  test("carrying decisions out comes to rest, and doing one twice changes nothing", () => {
    for (const facts of allFacts()) {
      let now = facts;
      for (let step = 0; step < 4; step++) now = carriedOut(now);
      expect(["nothing", "wait", "alert"], JSON.stringify(facts)).toContain(decideReconcile(now).action);
    }
  });

  test("stock is confirmed only for a paid order, and taken from none that is paid and alive", () => {
    for (const facts of allFacts()) {
      const { action } = decideReconcile(facts);
      const isPaid = facts.payment_session === "authorized" || facts.payment_session === "captured";
      if (action === "confirm_hold") expect(facts.order === "exists" && isPaid && facts.hold === "pending").toBe(true);
      const takes = [
        "cancel_order_and_release",
        "cancel_order_and_tell",
        "release_and_void",
        "release_and_refund",
        "release_hold",
      ];
      if (facts.order === "exists" && isPaid && facts.provider_payment !== "canceled")
        expect(takes).not.toContain(action);
    }
  });

  test("nothing is undone under a running completion of a living order", () => {
    for (const facts of allFacts()) {
      if (!facts.completion_running || facts.order === "canceled") continue;
      const { action } = decideReconcile(facts);
      const expired = facts.order === "exists" && facts.provider_payment === "canceled";
      if (!expired) expect(["nothing", "wait", "alert", "confirm_hold"]).toContain(action);
    }
  });

  test("a paid order is never left with its hold pending", () => {
    for (const facts of allFacts()) {
      if (facts.order !== "exists" || facts.hold !== "pending" || facts.payment_session !== "authorized") continue;
      expect(["confirm_hold", "cancel_order_and_release"]).toContain(decideReconcile(facts).action);
    }
  });
});
