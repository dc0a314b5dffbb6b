import { beforeEach, describe, expect, it } from "vitest";
import { payHousehold } from "../../src/workflows/settlement/pay-household";
import { readProcessor } from "../../src/workflows/settlement/read-processor";
import { refundBuyer } from "../../src/workflows/settlement/refund-buyer";
import {
  account,
  captureInput,
  givenCooperative,
  id,
  NONE,
  order,
  postInput,
  reasonOf,
  settledPeriod,
  value,
  violations,
  type GivenLine,
} from "./house";
import { stripeHouse } from "./spec-house";

/** The real SDK over HTTP against the Stripe stand-in: what it has moved, against what the ledger says. */
const { house, standin, container } = stripeHouse();
beforeEach(async () => {
  await standin.faults({ charge_fee_bps: 290, charge_fee_fixed: 30 });
});

const read = (now = new Date()) => readProcessor(container, standin.stripe(), now);
const balance = async () =>
  (await house.settlement.processor.balances()).balances.find((one) => one.currency === "CNY")!;
const openItems = () => house.settlement.processor.items({ limit: 50, closed: false });

async function charge(amount: number): Promise<string> {
  const made = await standin
    .stripe()
    .paymentIntents.create({ amount, currency: "cny", confirm: true, payment_method: "pm_card_visa" });
  return made.id;
}

/** An order that a card has paid, in the ledger. */
async function paid(lines: GivenLine[]) {
  const given = order(lines);
  const amount = lines.reduce((sum, line) => sum + Number(line.paid_minor), 0);
  value(await house.settlement.recordCapture({ ...captureInput(given), provider_ref: await charge(amount) }));
  return given;
}

/** Everything that was read and is young, as if it had been read two hours ago. */
async function age(): Promise<void> {
  await house.db.query(
    "alter table processor_transaction disable trigger user; update processor_transaction set read_at = read_at - interval '90 minutes'; alter table processor_transaction enable trigger user",
  );
}

describe("what the processor has moved", () => {
  it("is the ledger's clearing, to the cent: charges, fees, refunds and transfers", async () => {
    const cooperative_id = await givenCooperative(house);
    const household = id("household");
    const given = await paid([
      { cooperative_id, grams: 1000, paid_minor: 10_000, lots: [{ household_id: household, grams: 1000 }] },
      { cooperative_id, grams: 500, paid_minor: 4_000, lots: [{ household_id: household, grams: 500 }] },
    ]);
    const intent = value(
      await house.settlement.refundBeforePosting({
        order_id: given.order_id,
        lines: [{ order_line_id: given.lines[1]!.order_line_id, amount_minor: 1_500 }],
        reason_code: "quality",
        person: "member_desk",
        dedup_key: id("refund"),
      }),
    );
    expect(await refundBuyer(container, { refund_intent_id: intent.id }, standin.stripe())).toBe("created");
    value(await house.settlement.postSale(postInput(given)));
    const acct = await standin
      .stripe()
      .accounts.create({ type: "express", country: "HK", capabilities: { transfers: { requested: true } } });
    const period_id = await settledPeriod(house, cooperative_id);
    const accounts = [account.stripe(household, acct.id)];
    value(await house.settlement.approvePeriod({ period_id, person: "member_checker", accounts }));
    const { rows } = await house.db.query<{ id: string }>("select id from payout where period_id = $1", [period_id]);
    await charge(20_000).then((provider_ref) => paidElsewhere(cooperative_id, 20_000, provider_ref));
    expect(await payHousehold(container, { payout_id: rows[0]!.id }, standin.stripe())).toBe("created");

    expect(await read()).toMatchObject({ read: 4, matched: 4, opened: 0 });
    const now = await balance();
    expect(now).toMatchObject({ unknown: 0, untold: 0, unexplained_minor: 0 });
    expect(now.processor_minor).toBe(now.ledger_minor);
    const fees = now.by_class.reduce((sum, one) => sum + one.fee_minor, 0);
    expect(fees).toBeGreaterThan(0);
    const booked = await house.db.query(
      "select sum(amount_minor)::int as fees from posting p join account a on a.id = p.account_id where a.kind = 'processor_fee'",
    );
    expect(booked.rows[0].fees).toBe(fees);
    expect((await house.settlement.moneySummary())[0]?.unattributed_minor).toBe(0);
    expect(await violations(house)).toEqual(NONE);
  });

  it("read again, twice at once, or with its first pages lost, is written once and nothing is missed", async () => {
    const cooperative_id = await givenCooperative(house);
    await Promise.all(
      Array.from({ length: 5 }, (_, at) => paid([{ cooperative_id, grams: 1, paid_minor: 700 + at, lots: [] }])),
    );
    await standin.faults({
      charge_fee_bps: 290,
      rules: [{ match: "GET /v1/balance_transactions", fault: "fail_500", times: 1 }],
    });
    await expect(read()).rejects.toThrow();
    const runs = await Promise.all([read(), read(), read()]);
    expect(runs.reduce((sum, run) => sum + run.read, 0)).toBe(5);
    expect(await read()).toMatchObject({ read: 0, opened: 0 });
    const fees = await house.db.query("select 1 from journal where kind = 'processor_fee'");
    const told = await house.db.query("select 1 from processor_transaction where fee_minor <> 0");
    expect(fees.rowCount).toBe(told.rowCount);
    expect(await violations(house)).toEqual(NONE);
  });

  it("killed between two pages is read to its end by the next run: how far was read moves last", async () => {
    const cooperative_id = await givenCooperative(house);
    const before = await house.settlement.processor.cursor();
    for (let at = 0; at < 103; at++) await paid([{ cooperative_id, grams: 1, paid_minor: 900 + at, lots: [] }]);
    // The second page does not come, however often it is asked for.
    const stripe = standin.stripe();
    const pages = { asked: 0 };
    const cut = new Proxy(stripe, {
      get: (target, name) =>
        name !== "balanceTransactions"
          ? Reflect.get(target, name)
          : {
              list: (asked: object) => {
                pages.asked += 1;
                if (pages.asked > 1) throw new Error("the process is gone");
                return target.balanceTransactions.list(asked);
              },
            },
    });
    await expect(readProcessor(container, cut)).rejects.toThrow("gone");
    expect((await house.settlement.processor.cursor()).read_to).toEqual(before.read_to);
    expect((await read()).read).toBe(3);
    expect(await balance()).toMatchObject({ unknown: 0, unexplained_minor: 0 });
    expect(await violations(house)).toEqual(NONE);
  });

  it("sent to the platform's bank is booked by itself, and back when the bank does not take it", async () => {
    const before = await balance();
    const payout = await standin.stripe().payouts.create({ amount: 1_000, currency: "cny" });
    expect(payout.status).toBe("pending");
    await read();
    const now = await balance();
    expect(now.ledger_minor).toBe(before.ledger_minor - 1_000);
    expect(now.processor_minor).toBe(now.ledger_minor);
    expect((await house.settlement.moneySummary())[0]?.unattributed_minor).toBe(0);
  });

  it("without a journal is an open item with an owner and an age; a person answers, and both sides are equal again", async () => {
    await charge(3_300);
    expect(await read()).toMatchObject({ read: 1, opened: 0 });
    expect(await violations(house)).toEqual(NONE);
    await age();
    expect(await read()).toMatchObject({ opened: 1 });
    expect(await read()).toMatchObject({ opened: 0 });
    const [item] = await openItems();
    expect(item).toMatchObject({ kind: "unknown_transaction", amount_minor: 3_300, owner: "platform", age_days: 0 });
    expect(await balance()).toMatchObject({ unknown: 1, unknown_minor: 3_300, unexplained_minor: 0 });
    value(await house.settlement.processor.takeItem({ id: item!.id, person: "user_1" }));
    const answers = await Promise.all(
      ["user_1", "user_2"].map((person) =>
        house.settlement.processor.answerItem({ id: item!.id, person, reason: "a test payment by hand", book: true }),
      ),
    );
    expect(answers.map(reasonOf).sort()).toEqual(["item_closed", null].sort());
    const now = await balance();
    expect(now).toMatchObject({ unknown: 0, unexplained_minor: 0 });
    expect(now.processor_minor).toBe(now.ledger_minor);
    expect(await violations(house)).toEqual(NONE);
  });

  it("whose journal comes late closes its item by itself", async () => {
    const cooperative_id = await givenCooperative(house);
    const provider_ref = await charge(5_200);
    await read();
    await age();
    await read();
    expect(await openItems()).toHaveLength(1);
    await paidElsewhere(cooperative_id, 5_200, provider_ref);
    await read();
    expect(await openItems()).toHaveLength(0);
    const [closed] = await house.settlement.processor.items({ limit: 1, closed: true });
    expect(closed).toMatchObject({ closed_by: "processor", close_reason: "matched" });
  });

  it("with another amount than its journal, or never moved at all, is an open item too", async () => {
    const cooperative_id = await givenCooperative(house);
    await paidElsewhere(cooperative_id, 7_000, await charge(6_900));
    const nowhere = await paidElsewhere(cooperative_id, 4_100, "pi_never");
    await read();
    await age();
    // Read two hours from now: the journal's movement should long be there.
    expect(await read(new Date(Date.now() + 2 * 3_600_000))).toMatchObject({ opened: 2 });
    const items = await openItems();
    expect(items.map((item) => item.kind).sort()).toEqual(["missing_transaction", "wrong_amount"]);
    expect(items.find((item) => item.kind === "missing_transaction")).toMatchObject({
      reference: nowhere,
      amount_minor: 4_100,
    });
    const missing = items.find((item) => item.kind === "missing_transaction")!;
    const wrong = items.find((item) => item.kind === "wrong_amount")!;
    const answer = { person: "user_1", reason: "looked into", book: true };
    expect(reasonOf(await house.settlement.processor.answerItem({ ...answer, id: missing.id }))).toBe(
      "nothing_to_book",
    );
    value(await house.settlement.processor.answerItem({ ...answer, id: wrong.id }));
    expect(await balance()).toMatchObject({ unknown: 0, untold: 1, untold_minor: 4_100, unexplained_minor: 0 });
    expect(await violations(house)).toEqual(NONE);
  });
});

/** In the ledger with a payment that is given. */
async function paidElsewhere(cooperative_id: string, amount: number, provider_ref: string): Promise<string> {
  const given = order([{ cooperative_id, grams: 1, paid_minor: amount, lots: [] }]);
  value(await house.settlement.recordCapture({ ...captureInput(given), provider_ref }));
  return given.order_id;
}
