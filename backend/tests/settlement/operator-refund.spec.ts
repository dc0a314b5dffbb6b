import { describe, expect, it } from "vitest";
import { givenCooperative, id, NONE, reasonOf, sold, value, violations } from "./house";
import { specHouse } from "./spec-house";

const house = specHouse();

/** An order with a line of each of two cooperatives, 100.00 each, divided, and 50.00 of it refunded at the processor. */
async function refundedOfTwo() {
  const [a, b] = [await givenCooperative(house), await givenCooperative(house)];
  const line = (cooperative_id: string) => {
    return { cooperative_id, grams: 1000, paid_minor: 10_000, lots: [{ household_id: id("hh"), grams: 1000 }] };
  };
  const given = await sold(house, [line(a), line(b)]);
  const refund = id("re");
  await house.settlement.processorRefunds.see([
    {
      refund_ref: refund,
      provider_ref: `pi_${given.order_id}`,
      currency: "CNY",
      amount_minor: 5_000n,
      intent_id: null,
    },
  ]);
  await house.db.query("update processor_refund set at = now() - interval '1 hour' where refund_ref = $1", [refund]);
  const [first, second] = given.lines.map((one) => one.order_line_id);
  return { a, b, refund, first: first!, second: second! };
}

async function lossOf(cooperative_id: string): Promise<number> {
  const { rows } = await house.db.query<{ sum: string }>(
    `select coalesce(sum(p.amount_minor), 0) as sum from account a join posting p on p.account_id = a.id where a.kind = 'claim_loss' and a.party = $1`,
    [cooperative_id],
  );
  return Number(rows[0]?.sum);
}

/** Its movement at the processor, read and waiting for longer than the hour in which a journal may still come. */
async function moved(refund: string): Promise<void> {
  const at = new Date();
  await house.settlement.processor.keep([
    {
      id: `txn_${refund}`,
      reporting_category: "refund",
      source: refund,
      payment_ref: null,
      currency: "CNY",
      amount_minor: -5_000n,
      fee_minor: 0n,
      description: null,
      at,
      available_on: at,
    },
  ]);
  await house.db.query(
    "alter table processor_transaction disable trigger user; update processor_transaction set read_at = read_at - interval '90 minutes'; alter table processor_transaction enable trigger user",
  );
}

const itemOf = async (refund: string, closed = false) =>
  (await house.settlement.processor.items({ limit: 50, closed })).find((one) => one.transaction_id === `txn_${refund}`);

const listed = async (refund: string) =>
  (await house.settlement.processorRefunds.ofOperator.list({ limit: 50 })).some((one) => one.id === refund);

describe("a refund made at the processor of an order of two cooperatives", () => {
  it("is booked by the operator over the lines it names, once, and each cooperative reads its own part", async () => {
    const { a, b, refund, first, second } = await refundedOfTwo();
    const { ofOperator } = house.settlement.processorRefunds;
    expect(reasonOf(await house.settlement.processorRefunds.book({ id: refund, cooperative_id: a, person: "m" }))).toBe(
      "item_closed",
    );
    expect(await ofOperator.list({ limit: 10 })).toMatchObject([
      { id: refund, amount_minor: 5_000, lines: [{ left_minor: 10_000 }, { left_minor: 10_000 }] },
    ]);
    const lines = [
      { order_line_id: first, amount_minor: 4_000 },
      { order_line_id: second, amount_minor: 1_000 },
    ];
    const act = { id: refund, words: "agreed with both by phone", person: "user_operator" };
    expect(reasonOf(await ofOperator.book({ ...act, lines: lines.slice(0, 1) }))).toBe("refund_differs");
    const answers = await Promise.all([1, 2, 3].map(() => ofOperator.book({ ...act, lines })));
    expect(answers.filter((one) => one.ok)).toHaveLength(1);
    expect(answers.filter((one) => !one.ok).map(reasonOf)).toEqual(["item_closed", "item_closed"]);
    // Of 40.00, the platform's 3 % and the cooperative's own 5 % of the net go back first.
    expect([await lossOf(a), await lossOf(b)]).toEqual([3_682, 922]);
    expect(await ofOperator.list({ limit: 10 })).toEqual([]);
    for (const [cooperative_id, part] of [
      [a, "40.00 CNY"],
      [b, "10.00 CNY"],
    ] as const) {
      const acts = await house.settlement.activity({ cooperative_id, before: { at: "infinity", id: "" }, limit: 10 });
      expect(acts).toContainEqual(
        expect.objectContaining({ act: "outside_refund_booked", subject: part, words: act.words }),
      );
    }
    await expect(house.db.query("delete from outside_refund_part where refund_ref = $1", [refund])).rejects.toThrow();
    expect(await violations(house)).toEqual(NONE);
  });

  it("is not booked over a line of another order, nor above what is left of one", async () => {
    const one = await refundedOfTwo();
    const other = await refundedOfTwo();
    const { ofOperator } = house.settlement.processorRefunds;
    const book = (order_line_id: string, amount_minor: number) =>
      ofOperator.book({ id: one.refund, lines: [{ order_line_id, amount_minor }], words: "no", person: "user" });
    expect(reasonOf(await book(other.first, 5_000))).toBe("line_not_found");
    expect(reasonOf(await book(one.first, 10_001))).toBe("refund_over_paid");
    expect(reasonOf(await ofOperator.book({ id: "re_unknown", lines: [], words: "no", person: "user" }))).toBe(
      "not_found",
    );
    value(await book(one.first, 5_000));
    expect(await lossOf(one.b)).toBe(0);
  });

  it("closes the open item of its movement by itself when it is booked", async () => {
    const { refund, first } = await refundedOfTwo();
    await moved(refund);
    expect(await house.settlement.processor.match()).toEqual({ matched: 0, opened: 1, closed: 0 });
    expect(await itemOf(refund)).toMatchObject({ kind: "unknown_transaction", amount_minor: -5_000 });
    value(
      await house.settlement.processorRefunds.ofOperator.book({
        id: refund,
        lines: [{ order_line_id: first, amount_minor: 5_000 }],
        words: "agreed",
        person: "user",
      }),
    );
    expect(await house.settlement.processor.match()).toEqual({ matched: 1, opened: 0, closed: 1 });
    expect(await itemOf(refund)).toBeUndefined();
    expect(await violations(house)).toEqual(NONE);
  });

  it("is booked in one place: its open item is not booked as the platform's expense, and never a second time", async () => {
    const { a, b, refund, first } = await refundedOfTwo();
    await moved(refund);
    await house.settlement.processor.match();
    const item = (await itemOf(refund))!;
    expect(item.by_lines).toBe(true);
    const { processor, processorRefunds } = house.settlement;
    const answer = { id: item.id, person: "user", reason: "looked at it" };
    expect(reasonOf(await processor.answerItem({ ...answer, book: true }))).toBe("booked_by_lines");
    expect(await listed(refund)).toBe(true);
    // Whose money it was is known now, and it is nothing for the books: both lists have done with it.
    value(await processor.answerItem({ ...answer, book: false }));
    expect(await listed(refund)).toBe(false);
    const lines = [{ order_line_id: first, amount_minor: 5_000 }];
    expect(reasonOf(await processorRefunds.ofOperator.book({ ...answer, id: refund, lines, words: "late" }))).toBe(
      "item_closed",
    );
    expect([await lossOf(a), await lossOf(b)]).toEqual([0, 0]);
    expect(await violations(house)).toEqual(NONE);
  });

  it("whose movement somebody has booked before waits for nobody and is refused", async () => {
    const { refund, first } = await refundedOfTwo();
    await moved(refund);
    await house.settlement.processor.match();
    const item = (await itemOf(refund))!;
    // As it could be answered once, when the two pages did not know of each other.
    await house.db.query(
      "update processor_refund set closed_at = now(), closed_by = 'x', close_reason = 'x' where refund_ref = $1",
      [refund],
    );
    value(await house.settlement.processor.answerItem({ id: item.id, person: "user", reason: "ours", book: true }));
    await house.db.query(
      "update processor_refund set closed_at = null, closed_by = null, close_reason = null where refund_ref = $1",
      [refund],
    );
    const { ofOperator } = house.settlement.processorRefunds;
    expect(await listed(refund)).toBe(false);
    const lines = [{ order_line_id: first, amount_minor: 5_000 }];
    expect(reasonOf(await ofOperator.book({ id: refund, lines, words: "again", person: "user" }))).toBe("item_closed");
  });
});
