import { describe, expect, it } from "vitest";
import { readProcessor } from "../../src/workflows/settlement/read-processor";
import { NONE, postInput, reasonOf, value, violations } from "./house";
import { stripeHouse } from "./spec-house";
import { PAID, shuffled, takenBack } from "./taken-back";

/** What the processor gives back or a bank takes, against the ledger (M12), with the stand-in's own movements and events. */
const { house, standin, container } = stripeHouse();
const { charged, take, eventsOf, disputed } = takenBack(() => ({ house, standin, container }));

const read = () => readProcessor(container, standin.stripe());
const balance = async () =>
  (await house.settlement.processor.balances()).balances.find((one) => one.currency === "CNY")!;
const openItems = () => house.settlement.processor.items({ limit: 50, closed: false });
const deskItems = async (sold: { payment: string; cooperative_id: string }) => {
  await house.db.query("update processor_refund set at = now() - interval '1 hour' where provider_ref = $1", [
    sold.payment,
  ]);
  return house.settlement.processorRefunds.list({ cooperative_id: sold.cooperative_id, limit: 5 });
};
/** What was read is of two hours ago and more. */
async function age(): Promise<void> {
  await house.db.query(
    "alter table processor_transaction disable trigger user; update processor_transaction set read_at = read_at - interval '150 minutes'; alter table processor_transaction enable trigger user",
  );
}
async function feesBooked(): Promise<number> {
  const { rows } = await house.db.query<{ sum: number }>(
    "select coalesce(sum(amount_minor), 0)::int as sum from posting p join account a on a.id = p.account_id where a.kind = 'processor_fee'",
  );
  return rows[0]!.sum;
}
async function equal(): Promise<void> {
  const now = await balance();
  expect(now).toMatchObject({ unknown: 0, untold: 0, unexplained_minor: 0 });
  expect(now.processor_minor).toBe(now.ledger_minor);
  expect(await openItems()).toEqual([]);
  expect(await violations(house)).toEqual(NONE);
}

describe("a dispute", () => {
  it("is the same in both books whatever comes first, its movements or its news; its fee is booked once", async () => {
    for (const [at, { end, fees, ...how }] of (
      [
        { end: "won", fees: 1_500 },
        { end: "lost", fees: 1_500 },
        { end: "open", fees: 1_500 },
        { end: "won", amount: 5_000, fee_back: true, fees: 0 },
        { end: "lost", amount: 5_000, fees: 1_500 },
      ] as const
    ).entries()) {
      for (const first of ["movements", "news", "between"] as const) {
        const sold = await charged(at % 2 === 0);
        const before = await feesBooked();
        const dispute = await disputed(sold.charge, end, how);
        const events = shuffled([...(await eventsOf(dispute)), ...(await eventsOf(dispute))], at);
        if (first === "movements") await read();
        for (const event of events.slice(0, 2)) await take(event);
        if (first === "between") await read();
        for (const event of events.slice(2)) await take(event);
        if (at % 2 === 1) value(await house.settlement.postSale(postInput(sold.given)));
        await read();
        await read();
        expect((await feesBooked()) - before).toBe(fees);
        const [view] = await house.settlement.disputes.list({ cooperative_id: sold.cooperative_id, limit: 1 });
        expect(view).toMatchObject({ id: dispute, fee_minor: fees, problem: null });
        await equal();
      }
    }
  });

  it("whose news is lost is an open item after an hour, and closes by itself when the news comes", async () => {
    const sold = await charged(true);
    const dispute = await disputed(sold.charge, "lost");
    await read();
    await age();
    await read();
    expect(await openItems()).toMatchObject([{ kind: "unknown_transaction", about: "dispute", amount_minor: -PAID }]);
    for (const event of await eventsOf(dispute)) await take(event);
    await read();
    await equal();
  });
});

describe("a refund made at the processor by hand", () => {
  const byHand = async (amount: number, cooperatives: 1 | 2 = 1) => {
    const sold = await charged(true, cooperatives);
    const { id: refund } = await standin.stripe().refunds.create({ payment_intent: sold.payment, amount });
    return { sold, refund };
  };

  it("is the desk's alone, though its news was lost; booked there its movement matches by itself", async () => {
    const { sold, refund } = await byHand(2_000);
    await read();
    await age();
    await read();
    expect(await openItems()).toEqual([]);
    expect(await balance()).toMatchObject({ unknown: 1, at_desk: 1, unexplained_minor: 0 });
    expect(await deskItems(sold)).toMatchObject([{ id: refund, amount_minor: 2_000 }]);
    expect(await violations(house)).toEqual(NONE);
    const book = { id: refund, cooperative_id: sold.cooperative_id, person: "member_accountant" };
    const all = await Promise.all([house.settlement.processorRefunds.book(book), read(), read()]);
    value(all[0]);
    await read();
    expect(await deskItems(sold)).toEqual([]);
    await equal();
  });

  it("that the desk closes unbooked is the operator's from then on, with the desk's words; booked there it is booked once", async () => {
    const { sold, refund } = await byHand(700);
    await read();
    await age();
    const at = { id: refund, cooperative_id: sold.cooperative_id, person: "member_accountant" };
    value(await house.settlement.processorRefunds.close({ ...at, reason: "the platform's own test" }));
    await read();
    expect(await deskItems(sold)).toEqual([]);
    const [item] = await openItems();
    expect(item).toMatchObject({ about: "refund", amount_minor: -700, words: "the platform's own test" });
    const answer = { id: item!.id, person: "user_1", reason: "our expense", book: true };
    value(await house.settlement.processor.answerItem(answer));
    expect(reasonOf(await house.settlement.processorRefunds.book(at))).toBe("item_closed");
    await equal();
  });

  it("of an order of two cooperatives is the operator's, who books it over its lines", async () => {
    const { sold, refund } = await byHand(300, 2);
    await read();
    expect(await deskItems(sold)).toEqual([]);
    await age();
    await read();
    const [item] = await openItems();
    expect(item).toMatchObject({ reference: refund, amount_minor: -300 });
    const book = { id: refund, cooperative_id: sold.cooperative_id, person: "member_accountant" };
    expect(reasonOf(await house.settlement.processorRefunds.book(book))).toBe("item_closed");
    const answer = { id: item!.id, person: "user_1", reason: "shared", book: true };
    expect(reasonOf(await house.settlement.processor.answerItem(answer))).toBe("booked_by_lines");
    const lines = sold.given.lines.map(({ order_line_id }, at) => ({ order_line_id, amount_minor: [200, 100][at]! }));
    const byLines = { id: refund, lines, words: "shared", person: "user_1" };
    value(await house.settlement.processorRefunds.ofOperator.book(byLines));
    await read();
    await equal();
  });

  it("that the buyer's bank sends back leaves nothing to anybody", async () => {
    const { sold, refund } = await byHand(400);
    await read();
    await standin.control("POST", "/refund/fail", { refund });
    await house.settlement.processorRefunds.undone({
      refund_ref: refund,
      provider_ref: sold.payment,
      currency: "CNY",
      amount_minor: 400n,
    });
    await read();
    await age();
    await read();
    expect(await deskItems(sold)).toEqual([]);
    await equal();
  });
});
