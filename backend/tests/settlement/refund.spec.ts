import { describe, expect, it } from "vitest";
import { refundBuyer } from "../../src/workflows/settlement/refund-buyer";
import {
  captureInput,
  givenCooperative,
  id,
  NONE,
  order,
  postInput,
  reasonOf,
  value,
  violations,
  type GivenOrder,
} from "./house";
import { stripeHouse } from "./spec-house";

/** Money back to the buyer: the real SDK over HTTP against the Stripe stand-in, whose answers get lost. */
const { house, standin, container } = stripeHouse();

const PAID = 10_000;

/** A sale whose card was really charged at the stand-in. */
async function charged(): Promise<{ given: GivenOrder; payment: string }> {
  const payment = await standin
    .stripe()
    .paymentIntents.create({ amount: PAID, currency: "cny", confirm: true, payment_method: "pm_card_visa" });
  const given = order([
    {
      cooperative_id: await givenCooperative(house),
      grams: 1000,
      paid_minor: PAID,
      tax_minor: 900,
      lots: [{ household_id: id("household"), grams: 600 }],
    },
  ]);
  value(await house.settlement.recordCapture({ ...captureInput(given), provider_ref: payment.id }));
  return { given, payment: payment.id };
}

async function promised(given: GivenOrder, amount_minor = 4000): Promise<string> {
  const intent = value(
    await house.settlement.refundBeforePosting({
      order_id: given.order_id,
      lines: [{ order_line_id: given.lines[0]!.order_line_id, amount_minor, tax_minor: 360 }],
      reason_code: "short",
      person: "member_1",
      dedup_key: id("key"),
    }),
  );
  return intent.id;
}

const refund = (refund_intent_id: string) =>
  refundBuyer(container, { refund_intent_id, message_id: id("out") }, standin.stripe());
const sent = async (payment: string) =>
  (await standin.stripe().refunds.list({ payment_intent: payment, limit: 10 })).data.map((one) => one.amount);
async function deposit(order_id: string): Promise<number> {
  const { rows } = await house.db.query<{ balance_minor: string }>(
    "select balance_minor from account where kind = 'buyer_deposit' and party = $1",
    [order_id],
  );
  return 0 - Number(rows[0]?.balance_minor);
}

describe("a refund", () => {
  it("is sent once, however often and by however many it is told, and leaves the deposit", async () => {
    const { given, payment } = await charged();
    const intent = await promised(given);
    // Whoever comes while another asks is told to come later, and its job does.
    await Promise.allSettled([refund(intent), refund(intent), refund(intent)]);
    expect(await refund(intent)).toBe("created");
    expect(await sent(payment)).toEqual([4000]);
    expect(await deposit(given.order_id)).toBe(6000);
    expect(await violations(house)).toEqual(NONE);
  });

  it("whose answer is lost is looked up and adopted: the buyer gets it once, even when Stripe forgot the key", async () => {
    const { given, payment } = await charged();
    const intent = await promised(given);
    await standin.faults({ rules: [{ match: "POST /v1/refunds", fault: "lose_answer", times: 3 }] });
    await expect(refund(intent)).rejects.toThrow();
    expect((await house.settlement.refundIntent(intent))?.state).toBe("unknown");
    expect(await deposit(given.order_id)).toBe(10_000);
    await standin.control("POST", "/forget-keys");
    await standin.control("DELETE", "/faults");
    expect(await refund(intent)).toBe("created");
    expect(await sent(payment)).toEqual([4000]);
    expect(await deposit(given.order_id)).toBe(6000);
    expect(await violations(house)).toEqual(NONE);
  });

  it("killed between the refund and our commit is found by the next run", async () => {
    const { given, payment } = await charged();
    const intent = await promised(given);
    const stored = await house.settlement.refundIntent(intent);
    await house.settlement.markRefundCalled(intent);
    await standin
      .stripe()
      .refunds.create(
        { payment_intent: payment, amount: 4000, metadata: { refund_intent_id: intent } },
        { idempotencyKey: stored!.idempotency_key },
      );
    expect(await refund(intent)).toBe("created");
    expect(await sent(payment)).toEqual([4000]);
    expect(await violations(house)).toEqual(NONE);
  });

  it("that the provider refuses stays with its reason; the money stays in the deposit, owed", async () => {
    const { given, payment } = await charged();
    const intent = await promised(given);
    // Somebody gave the whole charge back by hand at the provider.
    await standin.stripe().refunds.create({ payment_intent: payment });
    expect(await refund(intent)).toBe("failed");
    const stored = await house.settlement.refundIntent(intent);
    expect(stored?.reason).toBeTruthy();
    expect(await deposit(given.order_id)).toBe(10_000);
    expect(await refund(intent)).toBe("failed");
    expect(await violations(house)).toEqual(NONE);
  });

  it("promised before the sale is divided and sent after: the division leaves it alone, the deposit ends at nothing", async () => {
    const { given, payment } = await charged();
    const intent = await promised(given);
    value(await house.settlement.postSale(postInput(given)));
    expect(await deposit(given.order_id)).toBe(4000);
    expect(await violations(house)).toEqual(NONE);
    expect(await refund(intent)).toBe("created");
    expect(await sent(payment)).toEqual([4000]);
    expect(await deposit(given.order_id)).toBe(0);
    expect(await violations(house)).toEqual(NONE);
    expect(
      reasonOf(
        await house.settlement.refundBeforePosting({
          order_id: given.order_id,
          lines: [{ order_line_id: given.lines[0]!.order_line_id, amount_minor: 1 }],
          reason_code: "short",
          person: "m",
          dedup_key: id("key"),
        }),
      ),
    ).toBe("already_divided");
  });

  it("that was taken back before it was sent is never sent", async () => {
    const { given, payment } = await charged();
    const short_id = id("short");
    const line = {
      order_id: given.order_id,
      order_line_id: given.lines[0]!.order_line_id,
      amount_minor: "4000",
      freight_minor: "0",
      tax_minor: "360",
    };
    for (let run = 0; run < 2; run += 1) {
      value(await house.settlement.shorts.promise({ short_id, lines: [line], borne: false, person: "m" }));
    }
    const { rows } = await house.db.query<{ id: string }>("select id from refund_intent where short_id = $1", [
      short_id,
    ]);
    expect(rows).toHaveLength(1);
    for (let run = 0; run < 2; run += 1) value(await house.settlement.shorts.cancel(short_id));
    expect(await refund(rows[0]!.id)).toBe("cancelled");
    expect(await sent(payment)).toEqual([]);
    const after = await house.db.query("select refund_minor, refund_tax_minor from sale_line where order_id = $1", [
      given.order_id,
    ]);
    expect(after.rows).toEqual([{ refund_minor: "0", refund_tax_minor: "0" }]);
    expect(await violations(house)).toEqual(NONE);
  });

  it("can't be taken back once it is being sent", async () => {
    const { given } = await charged();
    const short_id = id("short");
    const line = {
      order_id: given.order_id,
      order_line_id: given.lines[0]!.order_line_id,
      amount_minor: "100",
      freight_minor: "0",
      tax_minor: "0",
    };
    value(await house.settlement.shorts.promise({ short_id, lines: [line], borne: false, person: "m" }));
    const { rows } = await house.db.query<{ id: string }>("select id from refund_intent where short_id = $1", [
      short_id,
    ]);
    await house.settlement.markRefundCalled(rows[0]!.id);
    expect(reasonOf(await house.settlement.shorts.cancel(short_id))).toBe("refund_sent");
  });
});
