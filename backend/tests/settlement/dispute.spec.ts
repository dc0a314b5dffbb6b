import { describe, expect, it } from "vitest";
import { refundBuyer } from "../../src/workflows/settlement/refund-buyer";
import { captureInput, givenCooperative, id, NONE, order, postInput, reasonOf, value, violations } from "./house";
import { stripeHouse } from "./spec-house";
import { shuffled, takenBack, type Event, type Sold } from "./taken-back";

/** Money that a buyer's bank, or somebody at the processor, takes back: told by the stand-in's own events, in any order. */
const { house, standin, container } = stripeHouse();

const { charged, take, eventsOf, disputed } = takenBack(() => ({ house, standin, container }));

async function accounts(order_id: string, dispute: string): Promise<Record<string, number>> {
  const { rows } = await house.db.query<{ kind: string; sum: string }>(
    `select a.kind, sum(p.amount_minor) as sum from posting p join account a on a.id = p.account_id join journal j on j.id = p.journal_id
     where j.order_id = $1 or j.source_id = $2 group by 1`,
    [order_id, dispute],
  );
  return Object.fromEntries(rows.map((row) => [row.kind, Number(row.sum)]).filter(([, sum]) => sum !== 0));
}

describe("a dispute", () => {
  it.each(["won", "lost"] as const)(
    "that is %s ends the same in whatever order, and however often, it is told; divided or not",
    async (end) => {
      const ends: string[] = [];
      for (let seed = 0; seed < 12; seed += 1) {
        const sold = await charged(seed % 2 === 0);
        const dispute = await disputed(sold.charge, end);
        const events = await eventsOf(dispute);
        expect(events.length).toBe(end === "won" ? 5 : 4);
        for (const event of shuffled([...events, ...events], seed)) await take(event);
        const found = await accounts(sold.given.order_id, dispute);
        if (seed % 2 === 1) value(await house.settlement.postSale(postInput(sold.given)));
        ends.push(JSON.stringify(await accounts(sold.given.order_id, dispute)));
        expect(found.dispute ?? 0).toBe(0);
        const [view] = await house.settlement.disputes.list({ cooperative_id: sold.cooperative_id, limit: 5 });
        expect(view).toMatchObject({
          id: dispute,
          state: end,
          open: false,
          withdrawn: end === "lost",
          problem: null,
          fee_minor: 1_500,
        });
        // The household is paid as ever: nobody has inspected its goods.
        expect((await house.settlement.moneyOfHousehold(sold.household))[0]?.owed_minor).toBe(9_200);
      }
      expect(new Set(ends.filter((_end, seed) => seed % 2 === 0)).size).toBe(1);
      expect(new Set(ends.filter((_end, seed) => seed % 2 === 1)).size).toBe(1);
      expect(await violations(house)).toEqual(NONE);
      for (const money of await house.settlement.moneySummary()) expect(money.unattributed_minor).toBe(0);
    },
  );

  it("of a divided sale that is lost gives tax and fees back, and the cooperative bears the rest", async () => {
    const sold = await charged(true);
    const before = await accounts(sold.given.order_id, "");
    const dispute = await disputed(sold.charge, "lost");
    for (const event of await eventsOf(dispute)) await take(event);
    const after = await accounts(sold.given.order_id, dispute);
    expect(before).toMatchObject({ platform_fee: -300, cooperative_fee: -500, tax: -900 });
    // What is left: packing and the household are paid, the cooperative has lost what they got.
    expect(after).toMatchObject({ packing: -40, household_payable: -9_200 });
    expect(after.tax).toBeUndefined();
    expect(after.buyer_deposit).toBeUndefined();
    expect(after.platform_fee).toBeUndefined();
    expect(after.claim_loss).toBe(40 + 9_200);
    expect(await violations(house)).toEqual(NONE);
  });

  it("holds the money while it is open; a part of a payment is a part of its lines", async () => {
    const sold = await charged(true);
    const dispute = await disputed(sold.charge, "open", { amount: 5_000 });
    for (const event of await eventsOf(dispute)) await take(event);
    expect(await accounts(sold.given.order_id, dispute)).toMatchObject({ dispute: 5_000 });
    const [view] = await house.settlement.disputes.list({ cooperative_id: sold.cooperative_id, limit: 5, open: true });
    expect(view).toMatchObject({ state: "under_review", open: true, amount_minor: 5_000, withdrawn: true });
    expect(view?.due_at).toBeTruthy();
    const note = {
      id: dispute,
      cooperative_id: sold.cooperative_id,
      person: "m",
      words: "the proof of delivery is sent",
    };
    value(await house.settlement.disputes.note(note));
    expect(reasonOf(await house.settlement.disputes.note({ ...note, cooperative_id: "coop_x" }))).toBe("not_found");
    expect(await house.settlement.disputes.list({ cooperative_id: "coop_x", limit: 5 })).toEqual([]);
    await standin.control("POST", "/dispute/close", { dispute, won: false });
    for (const event of await eventsOf(dispute)) await take(event);
    const { rows } = await house.db.query("select refund_minor, refund_tax_minor from sale_line where order_id = $1", [
      sold.given.order_id,
    ]);
    expect(rows).toEqual([{ refund_minor: "5000", refund_tax_minor: "411" }]);
    expect(await violations(house)).toEqual(NONE);
  });

  it("lost before its sale is in the books waits, is shown to nobody's harm, and is booked when the sale is there", async () => {
    const paid = await standin
      .stripe()
      .paymentIntents.create({ amount: 700, currency: "cny", confirm: true, payment_method: "pm_card_visa" });
    const dispute = await disputed(String(paid.latest_charge), "lost");
    for (const event of await eventsOf(dispute)) await take(event);
    const stored = async () =>
      (await house.db.query("select problem, booked_lost from dispute where id = $1", [dispute])).rows[0];
    expect(await stored()).toEqual({ problem: "no_sale", booked_lost: false });
    expect(await violations(house)).toEqual(NONE);
    const cooperative_id = await givenCooperative(house);
    const given = order([{ cooperative_id, grams: 10, paid_minor: 700, lots: [] }]);
    value(await house.settlement.recordCapture({ ...captureInput(given), provider_ref: paid.id }));
    await house.db.query("update dispute set updated_at = now() - interval '1 hour' where id = $1", [dispute]);
    expect(await house.settlement.disputes.retry()).toBe(1);
    expect(await stored()).toEqual({ problem: null, booked_lost: true });
    expect(await violations(house)).toEqual(NONE);
  });

  it("that can't be booked keeps no other from being looked at again, and its failure is seen", async () => {
    const lost: { dispute: string; payment: string }[] = [];
    for (let n = 0; n < 2; n += 1) {
      const paid = await standin
        .stripe()
        .paymentIntents.create({ amount: 700, currency: "cny", confirm: true, payment_method: "pm_card_visa" });
      const dispute = await disputed(String(paid.latest_charge), "lost");
      for (const event of await eventsOf(dispute)) await take(event);
      const cooperative_id = await givenCooperative(house);
      const given = order([{ cooperative_id, grams: 10, paid_minor: 700, lots: [] }]);
      value(await house.settlement.recordCapture({ ...captureInput(given), provider_ref: paid.id }));
      lost.push({ dispute, payment: paid.id });
    }
    // The older one asks for a journal that stands already.
    const [broken, sound] = lost as [(typeof lost)[0], (typeof lost)[0]];
    await house.db.query(
      "update dispute set updated_at = now() - interval '2 hours', booked_withdrawn = false where id = $1",
      [broken.dispute],
    );
    await house.db.query("update dispute set updated_at = now() - interval '1 hour' where id = $1", [sound.dispute]);
    await expect(house.settlement.disputes.retry()).rejects.toThrow(/journal/);
    const booked = async (dispute: string) =>
      (await house.db.query<{ booked_lost: boolean }>("select booked_lost from dispute where id = $1", [dispute]))
        .rows[0]?.booked_lost;
    expect([await booked(broken.dispute), await booked(sound.dispute)]).toEqual([false, true]);
    await house.db.query("update dispute set booked_withdrawn = true where id = $1", [broken.dispute]);
    await house.db.query("update dispute set updated_at = now() - interval '1 hour' where id = $1", [broken.dispute]);
    await house.settlement.disputes.retry();
    expect(await booked(broken.dispute)).toBe(true);
  });

  it("shows the largest fee that was told of it, in whatever order; the books take none of it from events", async () => {
    for (const fees of [
      [1_500, 3_000],
      [3_000, 1_500, 3_000],
    ]) {
      const sold = await charged(true);
      const dispute = await disputed(sold.charge, "open");
      const withdrawn = (await eventsOf(dispute)).find((one) => one.type === "charge.dispute.funds_withdrawn")!;
      const { object } = withdrawn.payload.data as { object: { balance_transactions: { fee: number }[] } };
      for (const fee of fees) {
        const moved = object.balance_transactions.map((one) => ({ ...one, fee }));
        await take({ ...withdrawn, payload: { data: { object: { ...object, balance_transactions: moved } } } });
      }
      const [view] = await house.settlement.disputes.list({ cooperative_id: sold.cooperative_id, limit: 5 });
      expect(view?.fee_minor).toBe(3_000);
      expect(await accounts(sold.given.order_id, dispute)).not.toHaveProperty("processor_fee");
    }
    expect(await violations(house)).toEqual(NONE);
  });

  it("of more than is left is not booked: a person looks", async () => {
    const sold = await charged(true);
    const dispute = await disputed(sold.charge, "lost");
    value(
      await house.settlement.lateRefunds.refund({
        order_id: sold.given.order_id,
        cooperative_id: sold.cooperative_id,
        lines: [{ order_line_id: sold.given.lines[0]!.order_line_id, amount_minor: 1n }],
        words: "a cent too much",
        person: "m",
        idempotency_key: id("key"),
      }),
    );
    for (const event of await eventsOf(dispute)) await take(event);
    const [view] = await house.settlement.disputes.list({ cooperative_id: sold.cooperative_id, limit: 5, open: true });
    expect(view).toMatchObject({ problem: "over_paid", state: "lost" });
    expect(await violations(house)).toEqual(NONE);
  });

  it("beside capture, refunds and division in any order keeps every invariant, and what is lost is somebody's to the cent", async () => {
    const { settlement } = house;
    for (let seed = 0; seed < 24; seed += 1) {
      const end = seed % 3 === 0 ? ("won" as const) : ("lost" as const);
      const cooperative_id = await givenCooperative(house);
      const lines = [4_000, 6_000].map((paid_minor, at) => ({
        ...{ cooperative_id, grams: 100 * (at + 1), paid_minor, tax_minor: 300 * at },
        lots: [{ household_id: id("household"), grams: 100 * (at + 1) }],
      }));
      const given = order(lines);
      const { order_id } = given;
      const [first] = given.lines;
      const dispute = {
        id: id("dp"),
        provider_ref: `pi_${order_id}`,
        charge_ref: null,
        currency: "CNY",
        reason: "fraud",
      };
      const said = (state: "needs_response" | typeof end, withdrawn: boolean) =>
        settlement.disputes.record({
          ...dispute,
          amount_minor: seed % 2 === 0 ? 10_000n : 2_500n,
          facts: { state, withdrawn, reinstated: end === "won" && state === "won", fee_minor: 0n, due_at: null },
        });
      const refund = async (amount_minor: number) => {
        const asked = { order_id, reason_code: "quality", person: "m", dedup_key: id("key") };
        const back = { order_line_id: first!.order_line_id, amount_minor };
        const intent = await settlement.refundBeforePosting({ ...asked, lines: [back] });
        const late = await settlement.lateRefunds.refund({
          ...{ order_id, cooperative_id, words: "late", person: "m", idempotency_key: id("key") },
          lines: [{ ...back, amount_minor: BigInt(amount_minor) }],
        });
        for (const one of [intent, late]) {
          const sent = { state: "created" as const, refund_ref: id("re") };
          if (one.ok) value(await settlement.recordRefundOutcome({ refund_intent_id: one.value.id, ...sent }));
        }
      };
      const capture = () => settlement.recordCapture(captureInput(given));
      const acts = [
        capture,
        () => settlement.postSale(postInput(given)),
        () => refund(1_000),
        () => refund(700),
        () => said("needs_response", true),
        () => said(end, true),
        () => said("needs_response", false),
      ];
      for (const act of shuffled(acts, seed)) await act();
      // What came too early comes again: the payment's own job, the division, upkeep.
      value(await capture());
      value(await settlement.postSale(postInput(given)));
      await house.db.query("update dispute set updated_at = now() - interval '1 hour' where id = $1", [dispute.id]);
      await settlement.disputes.retry();
      const off = { id: dispute.id, cooperative_id, person: "m", words: "the buyer has it twice" };
      await settlement.disputes.writeOff(off);
      const books = await accounts(order_id, dispute.id);
      expect([seed, books.dispute ?? 0, books.buyer_deposit ?? 0]).toEqual([seed, 0, 0]);
      const [view] = await settlement.disputes.list({ cooperative_id, limit: 1 });
      expect(view).toMatchObject({ state: end, open: false, problem: null });
    }
    expect(await violations(house)).toEqual(NONE);
    for (const money of await settlement.moneySummary()) expect(money.unattributed_minor).toBe(0);
  });

  it("of more than is left is written off by a person who has looked: what is left as ever, the rest the cooperative's loss, once", async () => {
    const sold = await charged(true);
    const dispute = await disputed(sold.charge, "lost");
    const { order_id } = sold.given;
    const off = (more: object = {}) =>
      house.settlement.disputes.writeOff({
        id: dispute,
        cooperative_id: sold.cooperative_id,
        person: "member_manager",
        words: "the buyer has 9.40 twice",
        ...more,
      });
    expect(reasonOf(await off())).toBe("not_found");
    const intent = value(
      await house.settlement.lateRefunds.refund({
        order_id,
        cooperative_id: sold.cooperative_id,
        lines: [{ order_line_id: sold.given.lines[0]!.order_line_id, amount_minor: 940n }],
        words: "a bruised box",
        person: "m",
        idempotency_key: id("key"),
      }),
    );
    for (const event of await eventsOf(dispute)) await take(event);
    // The refund is promised and not sent: the bank took what it still holds, and nobody has lost that yet.
    expect(reasonOf(await off())).toBe("refund_waits");
    const sent = { refund_intent_id: intent.id, state: "created" as const, refund_ref: id("re") };
    value(await house.settlement.recordRefundOutcome(sent));
    expect(reasonOf(await off({ cooperative_id: "coop_other" }))).toBe("not_found");
    const back = (is: boolean) => house.db.query("update dispute set reinstated = $2 where id = $1", [dispute, is]);
    await back(true);
    expect(reasonOf(await off())).toBe("back_after_lost");
    await back(false);
    const twice = await Promise.all([off(), off()]);
    expect(twice.map(reasonOf).sort()).toEqual(["nothing_to_write_off", null]);
    const after = await accounts(order_id, dispute);
    expect(after.dispute).toBeUndefined();
    expect(after.buyer_deposit).toBeUndefined();
    // All that was ever paid for it has gone back, and 9.40 twice; packing and the household are paid.
    expect(after.claim_loss).toBe(40 + 9_200 + 940);
    expect((await house.settlement.moneyOfHousehold(sold.household))[0]?.owed_minor).toBe(9_200);
    const [view] = await house.settlement.disputes.list({ cooperative_id: sold.cooperative_id, limit: 5 });
    expect(view).toMatchObject({ problem: null, notes: [{ person: "member_manager" }] });
    expect(await violations(house)).toEqual(NONE);
  });

  it("beside a refund that the processor refused: the bank has paid that one, it never goes out again, and nobody loses it twice", async () => {
    const sold = await charged(true);
    const dispute = await disputed(sold.charge, "lost");
    const intent = value(
      await house.settlement.lateRefunds.refund({
        order_id: sold.given.order_id,
        cooperative_id: sold.cooperative_id,
        lines: [{ order_line_id: sold.given.lines[0]!.order_line_id, amount_minor: 940n }],
        words: "a bruised box",
        person: "m",
        idempotency_key: id("key"),
      }),
    );
    const of = { refund_intent_id: intent.id };
    value(await house.settlement.recordRefundOutcome({ ...of, state: "failed", reason: "charge_disputed" }));
    const code = id("CO").slice(0, 12);
    const words = {
      order_number: 7,
      placed_at: "2026-11-26T08:00:00.000Z",
      buyer_title: null,
      buyer_tax_number: null,
      lines: new Map(),
      sellers: new Map([[sold.cooperative_id, { code, name_zh: "合作社", name_en: "Coop" }]]),
    };
    value(await house.settlement.invoices.issue(sold.given.order_id, words));
    for (const event of await eventsOf(dispute)) await take(event);
    const off = { id: dispute, cooperative_id: sold.cooperative_id, person: "m", words: "the bank gave it all back" };
    value(await house.settlement.disputes.writeOff(off));
    const after = await accounts(sold.given.order_id, dispute);
    expect(after.dispute).toBeUndefined();
    expect(after.buyer_deposit).toBeUndefined();
    // All that was paid for it, once.
    expect(after.claim_loss).toBe(40 + 9_200);
    // And all that was invoiced is credited: what the bank paid of the refused refund, and the rest.
    const papers = await house.settlement.invoices.ofOrder(sold.given.order_id);
    const noted = papers.filter((one) => one.kind === "credit_note").map((one) => one.total_minor);
    expect(noted.sort((a, b) => a - b)).toEqual([940, 10_000]);
    value(await house.settlement.recordRefundOutcome({ ...of, state: "created", refund_ref: id("re") }));
    expect(await accounts(sold.given.order_id, dispute)).toEqual(after);
    expect(await violations(house)).toEqual(NONE);
  });

  it("over two cooperatives is written off by the platform alone, each bearing its part", async () => {
    const sold = await charged(false, 2);
    const dispute = await disputed(sold.charge, "lost");
    const intent = value(
      await house.settlement.refundBeforePosting({
        order_id: sold.given.order_id,
        lines: sold.given.lines.map(({ order_line_id }) => ({ order_line_id, amount_minor: 1_000 })),
        reason_code: "quality",
        person: "m",
        dedup_key: id("key"),
      }),
    );
    value(
      await house.settlement.recordRefundOutcome({
        refund_intent_id: intent.id,
        state: "created",
        refund_ref: id("re"),
      }),
    );
    for (const event of await eventsOf(dispute)) await take(event);
    const off = { id: dispute, person: "operator", words: "paid back twice" };
    expect(reasonOf(await house.settlement.disputes.writeOff({ ...off, cooperative_id: sold.cooperative_id }))).toBe(
      "several_cooperatives",
    );
    value(await house.settlement.disputes.writeOff(off));
    const { rows } = await house.db.query<{ sum: string }>(
      `select p.amount_minor as sum from journal j join posting p on p.journal_id = j.id join account a on a.id = p.account_id
       where j.kind = 'dispute_lost' and j.source_id = $1 and a.kind = 'claim_loss' order by 1`,
      [dispute],
    );
    // 20.00 twice, by 50.00 and 59.40 that were paid.
    expect(rows.map((one) => Number(one.sum))).toEqual([914, 1_086]);
    expect(await violations(house)).toEqual(NONE);
  });
});

describe("a refund made at the processor by hand", () => {
  const refunded = async (sold: Sold): Promise<Event> => {
    const charge = await standin.stripe().charges.retrieve(sold.charge);
    return { type: "charge.refunded", payload: { data: { object: charge } } };
  };
  const items = async (sold: Sold) => {
    await house.db.query("update processor_refund set at = now() - interval '1 hour' where provider_ref = $1", [
      sold.payment,
    ]);
    return house.settlement.processorRefunds.list({ cooperative_id: sold.cooperative_id, limit: 5 });
  };

  it("is an open item, told however often; booked by a person it is booked once, and the household is not asked", async () => {
    const sold = await charged(true);
    const { id: refund } = await standin.stripe().refunds.create({ payment_intent: sold.payment, amount: 2_000 });
    const event = await refunded(sold);
    await Promise.all([take(event), take(event), take(event)]);
    expect(await items(sold)).toMatchObject([{ id: refund, amount_minor: 2_000, order_id: sold.given.order_id }]);
    expect(await accounts(sold.given.order_id, "")).not.toHaveProperty("claim_loss");
    const book = { id: refund, cooperative_id: sold.cooperative_id, person: "member_accountant" };
    expect(reasonOf(await house.settlement.processorRefunds.book({ ...book, cooperative_id: "coop_x" }))).toBe(
      "not_found",
    );
    const answers = await Promise.all([1, 2, 3].map(() => house.settlement.processorRefunds.book(book)));
    expect(answers.filter((one) => one.ok)).toHaveLength(1);
    expect(await items(sold)).toEqual([]);
    await take(event);
    expect(await items(sold)).toEqual([]);
    expect((await house.settlement.moneyOfHousehold(sold.household))[0]?.owed_minor).toBe(9_200);
    expect(await violations(house)).toEqual(NONE);
  });

  it("is seen however many there are; one that the bank sends back is nobody's to book, whichever news comes first", async () => {
    const sold = await charged(true);
    const made: string[] = [];
    for (let n = 0; n < 103; n += 1) {
      made.push((await standin.stripe().refunds.create({ payment_intent: sold.payment, amount: 1 })).id);
    }
    await take(await refunded(sold));
    const open = async () => {
      const { rows } = await house.db.query<{ refund_ref: string }>(
        "select refund_ref from processor_refund where provider_ref = $1 and closed_at is null",
        [sold.payment],
      );
      return rows.map((one) => one.refund_ref).sort();
    };
    expect(await open()).toEqual([...made].sort());
    const [first, second, early] = [made[0]!, made[1]!, "re_early"];
    const undone = (refund: string, type: string, status: string) =>
      take({
        type,
        payload: {
          data: {
            object: { id: refund, object: "refund", status, amount: 1, currency: "cny", payment_intent: sold.payment },
          },
        },
      });
    await undone(first, "refund.updated", "succeeded");
    expect(await open()).toContain(first);
    for (const type of ["refund.updated", "refund.failed", "refund.failed"]) await undone(first, type, "failed");
    await undone(second, "refund.updated", "canceled");
    await undone(early, "refund.failed", "failed");
    await house.settlement.processorRefunds.see([
      { refund_ref: early, provider_ref: sold.payment, currency: "CNY", amount_minor: 1n, intent_id: null },
    ]);
    expect(await open()).toEqual(made.filter((one) => one !== first && one !== second).sort());
    const book = { id: first, cooperative_id: sold.cooperative_id, person: "m" };
    expect(reasonOf(await house.settlement.processorRefunds.book(book))).toBe("item_closed");
    expect(await violations(house)).toEqual(NONE);
  });

  it("of ours is none: neither one with our intent, nor one that a cancellation has adopted", async () => {
    const sold = await charged(false);
    const [ours, adopted] = [
      id("refund"),
      await standin.stripe().refunds.create({ payment_intent: sold.payment, amount: 20 }),
    ];
    await house.settlement.processorRefunds.see([
      { refund_ref: "re_x", provider_ref: sold.payment, currency: "CNY", amount_minor: 1n, intent_id: ours },
    ]);
    expect(await items(sold)).toMatchObject([{ id: "re_x" }]);
    value(
      await house.settlement.processorRefunds.close({
        id: "re_x",
        cooperative_id: sold.cooperative_id,
        person: "m",
        reason: "none of ours",
      }),
    );
    await take(await refunded(sold));
    expect(await items(sold)).toHaveLength(1);
    value(await house.settlement.cancellations.book({ order_id: sold.given.order_id, refund_ref: adopted.id }));
    expect(await items(sold)).toEqual([]);
  });
});

/** Refunds whose answers are lost: parts of some orders, each order's one after the other. `LOST_REFUNDS=84` is 2,000 calls. */
const ORDERS = 12;
const PARTS = Number(process.env.LOST_REFUNDS ?? 17);

describe("a refund of a sale that is divided and paid out", () => {
  const ask = (
    sold: Sold,
    change: { amount_minor?: bigint; key?: string; cooperative_id?: string; once_more?: boolean } = {},
  ) =>
    house.settlement.lateRefunds.refund({
      order_id: sold.given.order_id,
      cooperative_id: change.cooperative_id ?? sold.cooperative_id,
      lines: [{ order_line_id: sold.given.lines[0]!.order_line_id, amount_minor: change.amount_minor ?? 5_470n }],
      words: "the price was wrong",
      person: "member_manager",
      idempotency_key: change.key ?? id("key"),
      once_more: change.once_more,
    });
  const send = (intent: string) =>
    refundBuyer(container, { refund_intent_id: intent, message_id: id("out") }, standin.stripe());

  it("reaches the buyer at once and once, gives back half of every fee for half of the money, and no household pays", async () => {
    const sold = await charged(true);
    const key = id("key");
    const asked = await Promise.all([1, 2, 3].map(() => ask(sold, { key })));
    const intents = [...new Set(asked.map((one) => value(one).id))];
    expect(intents).toHaveLength(1);
    expect(reasonOf(await ask(sold, { key, amount_minor: 1n }))).toBe("refund_differs");
    expect(await violations(house)).toEqual(NONE);
    expect(await send(intents[0]!)).toBe("created");
    expect(await send(intents[0]!)).toBe("created");
    const { data } = await standin.stripe().refunds.list({ payment_intent: sold.payment, limit: 10 });
    expect(data.map((one) => one.amount)).toEqual([5_470]);
    expect(await accounts(sold.given.order_id, "")).toMatchObject({
      tax: -450,
      platform_fee: -150,
      cooperative_fee: -250,
      household_payable: -9_200,
      claim_loss: 4_620,
    });
    expect(await violations(house)).toEqual(NONE);
  });

  it("the same again from a page that came back by the browser's button is asked about, five times at once too", async () => {
    const sold = await charged(true);
    const asked = await Promise.all([1, 2, 3, 4, 5].map(() => ask(sold, { amount_minor: 1_000n })));
    expect(asked.filter((one) => one.ok)).toHaveLength(1);
    expect(asked.filter((one) => !one.ok).map(reasonOf)).toEqual(Array(4).fill("looks_like_a_repeat"));
    const standing = async () =>
      (await house.settlement.lateRefunds.leftOf(sold.given.order_id, sold.cooperative_id)).refunds;
    expect(await standing()).toMatchObject([
      { amount_minor: 1_000, words: "the price was wrong", person: "member_manager" },
    ]);
    // Another amount is another refund; the same one is, by the word of who asks.
    value(await ask(sold, { amount_minor: 1_001n }));
    value(await ask(sold, { amount_minor: 1_000n, once_more: true }));
    expect(await standing()).toHaveLength(3);
    const acts = await house.settlement.activity({
      cooperative_id: sold.cooperative_id,
      before: { at: "infinity", id: "" },
      limit: 10,
    });
    expect(acts.filter((one) => one.act === "order_refunded").map((one) => one.subject)).toEqual(
      expect.arrayContaining(["10.00 CNY", "10.01 CNY"]),
    );
    await expect(house.db.query("update late_refund set words = 'x'")).rejects.toThrow(/append-only/);
    expect(await violations(house)).toEqual(NONE);
  });

  it("is refused above what was paid, of another's order, and before it is divided", async () => {
    const sold = await charged(true);
    expect(reasonOf(await ask(sold, { amount_minor: 10_941n }))).toBe("refund_over_paid");
    expect(reasonOf(await ask(sold, { amount_minor: 0n }))).toBe("refund_over_paid");
    expect(reasonOf(await ask(sold, { cooperative_id: "coop_x" }))).toBe("not_found");
    expect(reasonOf(await ask(await charged(false)))).toBe("not_divided_yet");
    expect(await violations(house)).toEqual(NONE);
  });

  it("asked for hundreds of times with a fifth of the answers lost, none is made a second time", async () => {
    const orders = await Promise.all(
      Array.from({ length: ORDERS }, async () => {
        const sold = await charged(true);
        const intents: string[] = [];
        for (let part = 0; part < PARTS; part += 1)
          intents.push(value(await ask(sold, { amount_minor: 100n, once_more: true })).id);
        return { sold, intents };
      }),
    );
    await standin.faults({
      seed: 11,
      rules: [
        { match: "POST /v1/refunds", fault: "lose_answer", probability: 0.2 },
        { match: "GET /v1/refunds", fault: "lose_answer", probability: 0.2 },
      ],
    });
    const calls = { count: 0 };
    const counted = () => {
      const rail = standin.stripe();
      const { list, create } = rail.refunds;
      rail.refunds.list = ((...args: Parameters<typeof list>) => {
        calls.count += 1;
        return list.apply(rail.refunds, args);
      }) as typeof list;
      rail.refunds.create = ((...args: Parameters<typeof create>) => {
        calls.count += 1;
        return create.apply(rail.refunds, args);
      }) as typeof create;
      return rail;
    };
    const until = async (intent: string) => {
      const rail = counted();
      for (let turn = 0; turn < 40; turn += 1) {
        const state = await refundBuyer(container, { refund_intent_id: intent, message_id: id("out") }, rail).catch(
          () => "again",
        );
        if (state === "created") return;
      }
      throw new Error(`refund ${intent} never ended`);
    };
    await Promise.all(
      orders.map(async ({ intents }) => {
        for (const intent of intents) await until(intent);
      }),
    );
    // Told once more, each: nothing is asked for a second time.
    await standin.control("DELETE", "/faults");
    for (const { sold, intents } of orders) {
      const { data } = await standin.stripe().refunds.list({ payment_intent: sold.payment, limit: 100 });
      expect(data.map((one) => one.metadata?.refund_intent_id).sort()).toEqual([...intents].sort());
    }
    // Two for each refund, and more where answers were lost.
    expect(calls.count).toBeGreaterThan(2 * ORDERS * PARTS);
    // Nobody seals here, and this takes longer than a seal may be waited for.
    expect({ ...(await violations(house)), M11: 0 }).toEqual(NONE);
  });
});
