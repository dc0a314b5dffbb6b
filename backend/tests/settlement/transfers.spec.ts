import { describe, expect, it } from "vitest";
import { captureInput, id, NONE, order, postInput, reasonOf, value, violations } from "./house";
import { jointTransferCases } from "./joint-transfer-cases";
import { receivableCases } from "./receivable-cases";
import { specHouse } from "./spec-house";
import { LATE, message, nobodys, sheet, transferKit } from "./transfer-house";

const house = specHouse();
receivableCases(house);
jointTransferCases(house);
const kit = () => transferKit(house);

describe("a bank's line", () => {
  it("pays the proforma that it names, is in the books at once, and sends the order on its way", async () => {
    const { proforma, take, now, told, books, lines } = await kit();
    const asked = await proforma(44_800n);
    const taken = await take(
      sheet([
        { amount: "448.00", text: `货款 ${asked.reference}`, ref: "B1" },
        { amount: "-20.00", text: "手续费" },
      ]),
    );
    expect(taken).toMatchObject({ lines: 2, booked: 1, open: 0 });
    expect(await now(asked.id)).toMatchObject({ state: "paid", paid_minor: 44_800n });
    expect((await told(asked.id)).sort()).toEqual(["arrived", "sent", "transfer-paid"]);
    expect(await books()).toEqual({ bank: 44_800, free: 44_800 });
    expect(await lines("open")).toEqual([]);
    expect(await violations(house)).toMatchObject(NONE);
  });

  it("is booked once, in whatever statements and formats it is shown, and how often the file is handed in", async () => {
    const { proforma, take, told, books, lines } = await kit();
    const asked = await proforma(10_000n);
    const line = { amount: "100.00", text: asked.reference, ref: "B7" };
    const other = { amount: "100.00", text: "no reference", ref: "B8", day: "2026-12-04" };
    await Promise.all([take(sheet([line])), take(sheet([line])), take(message([line, other]))]);
    const again = await take(message([line, other]), "again.xml");
    expect(again.booked).toBeLessThanOrEqual(2);
    expect(await lines()).toHaveLength(2);
    expect((await told(asked.id)).filter((one) => one === "transfer-paid")).toHaveLength(1);
    expect(await books()).toEqual({ bank: 20_000, free: 20_000 });
    expect(await violations(house)).toMatchObject(NONE);
  });

  it("without a name of the bank's own is two when two equal ones stand in one statement, and no more when it comes again", async () => {
    const { take, lines } = await kit();
    const twins = [
      { amount: "5.00", text: "zwei" },
      { amount: "5.00", text: "zwei" },
    ];
    await take(sheet(twins));
    await take(sheet([...twins, { amount: "6.00", text: "drei" }]));
    expect(await lines()).toHaveLength(3);
  });

  it("of another account, or of a bank that nobody named, is refused whole", async () => {
    const { cooperative_id, settlement, lines } = await kit();
    const bytes = message([{ amount: "1.00", text: "x" }], "999900001111");
    const refused = await settlement.transfers.take({ cooperative_id, person: "p", name: "x", bytes });
    expect(reasonOf(refused)).toBe("statement_of_other_account");
    const nobody = await settlement.transfers.take({ cooperative_id: id("coop"), person: "p", name: "x", bytes });
    expect(reasonOf(nobody)).toBe("no_transfer_account");
    const ours = sheet([{ amount: "1.00", text: "x" }]).toString();
    const sheeted = Buffer.from(ours.replace("6222020000000007", "6222020000000015"));
    const elsewhere = await settlement.transfers.take({ cooperative_id, person: "p", name: "x", bytes: sheeted });
    expect(reasonOf(elsewhere)).toBe("statement_of_other_account");
    expect(await lines()).toEqual([]);
  });

  it("that is no buyer's money leaves these books again; one that has paid something does not", async () => {
    const { proforma, take, lines, act, books, settlement } = await kit();
    const asked = await proforma(1_000n);
    await take(
      sheet([
        { amount: "3.21", text: "利息", ref: "I1" },
        { amount: "30.00", text: asked.reference, ref: "I2" },
      ]),
    );
    const waiting = async (why: string) => (await lines("open")).find((one) => one.why === why)?.id ?? "";
    value(await settlement.transfers.dismiss(act(await waiting("no_reference"))));
    expect(reasonOf(await settlement.transfers.dismiss(act(await waiting("over"))))).toBe("transfer_in_use");
    expect((await lines("open")).map((one) => one.why)).toEqual(["over"]);
    expect(await books()).toEqual({ bank: 3_000, free: 3_000 });
    expect(await violations(house)).toMatchObject(NONE);
  });
});

describe("money that does not fit", () => {
  it("in two parts is one payment; after the first both is said what is lacking", async () => {
    const { proforma, take, now, told } = await kit();
    const asked = await proforma(30_000n);
    await take(sheet([{ amount: "100.00", text: asked.reference, ref: "P1" }]));
    expect(await now(asked.id)).toMatchObject({ state: "open", paid_minor: 10_000n });
    await take(sheet([{ amount: "200.00", text: asked.reference, ref: "P2" }]));
    expect(await now(asked.id)).toMatchObject({ state: "paid", paid_minor: 30_000n });
    expect((await told(asked.id)).sort()).toEqual(["arrived", "part", "sent", "transfer-paid"]);
  });

  it("above what was asked waits for a person, who keeps it, gives it to another proforma, or sends it back", async () => {
    const { proforma, take, now, lines, books, act, settlement } = await kit();
    const company_id = id("company");
    const asked = await proforma(10_000n, { company_id });
    await take(sheet([{ amount: "150.00", text: asked.reference, ref: "O1" }]));
    const [over] = await lines("open");
    expect(over).toMatchObject({ why: "over", left_minor: 5_000n, company_id });
    value(await settlement.transfers.keep(act(over!.id)));
    expect(await lines("open")).toEqual([]);
    expect(await settlement.transfers.creditOf(company_id)).toMatchObject([{ currency: "CNY", left_minor: 5_000n }]);
    const next = await proforma(3_000n, { company_id });
    const given = value(await settlement.transfers.assign({ ...act(over!.id), proforma: next.reference }));
    expect(given.left_minor).toBe(2_000n);
    expect(await now(next.id)).toMatchObject({ state: "paid" });
    const [back] = await Promise.all([
      settlement.transfers.giveBack(act(over!.id)),
      settlement.transfers.giveBack(act(over!.id)),
    ]);
    expect(back.ok || reasonOf(back) === "transfer_used").toBe(true);
    expect(await lines("open")).toEqual([]);
    expect(await books()).toEqual({ bank: 13_000, free: 13_000 });
    expect(reasonOf(await settlement.transfers.keep(act(over!.id)))).toBe("transfer_used");
    expect(await violations(house)).toMatchObject(NONE);
  });

  it("with a slip in its reference is suggested and never matched; a person confirms it", async () => {
    const { proforma, take, now, lines, act, settlement } = await kit();
    const asked = await proforma(10_000n);
    const slip = asked.reference.slice(0, -1) + String((Number(asked.reference.at(-1)) + 1) % 10);
    await take(sheet([{ amount: "100.00", text: slip, payer: "somebody", ref: "S1" }]));
    const [open] = await lines("open");
    expect(open).toMatchObject({ why: "no_reference", suggestions: [{ id: asked.id }] });
    expect(await now(asked.id)).toMatchObject({ state: "open", paid_minor: 0n });
    value(await settlement.transfers.assign({ ...act(open!.id), proforma: asked.id }));
    expect(await now(asked.id)).toMatchObject({ state: "paid" });
  });

  it("with nobody's reference, or another cooperative's, pays nothing here, and nobody knows whom to keep it for", async () => {
    const { take, lines, act, settlement } = await kit();
    const elsewhere = await (await kit()).proforma(10_000n);
    await take(
      sheet([
        { amount: "100.00", text: elsewhere.reference, ref: "N1" },
        { amount: "100.00", text: nobodys, ref: "N2" },
      ]),
    );
    const open = await lines("open");
    expect(open.map((one) => one.why)).toEqual(["unknown_reference", "unknown_reference"]);
    expect(reasonOf(await settlement.transfers.keep(act(open[0]!.id)))).toBe("payer_unknown");
    const foreign = await settlement.transfers.assign({ ...act(open[0]!.id), proforma: elsewhere.id });
    expect(reasonOf(foreign)).toBe("not_found");
    expect(await settlement.proformas.one(elsewhere.id)).toMatchObject({ state: "open", paid_minor: 0n });
  });
});

describe("a transfer that the bank takes back", () => {
  it("is shown to a person with what hangs on it, once in whatever statement and format, and closed with words", async () => {
    const { cooperative_id, proforma, take, lines, books, act, settlement } = await kit();
    const asked = await proforma(44_800n);
    const came = { amount: "448.00", text: asked.reference, ref: "V1" };
    const gone = { amount: "-448.00", text: `冲正 ${asked.reference}`, ref: "V2", day: LATE };
    await take(sheet([came, { amount: "-20.00", text: "手续费", ref: "V3" }]));
    const taken = await take(sheet([came, gone]));
    expect(taken).toMatchObject({ booked: 0, taken_back: 1 });
    await Promise.all([take(sheet([gone])), take(message([came, gone]))]);
    const shown = () => settlement.takenBack.open({ cooperative_id, limit: 10 });
    const [line] = await lines();
    const open = await shown();
    expect(open).toMatchObject([
      { booked_on: LATE, amount_minor: 44_800n, line: { id: line?.id, left_minor: 0n }, pays: [{ id: asked.id }] },
    ]);
    // Nothing is booked by it: what is done with the order books that.
    expect(await books()).toEqual({ bank: 44_800, free: 44_800 });
    const closing = { ...act(""), id: open[0]!.id };
    const strange = await settlement.takenBack.close({ ...closing, cooperative_id: id("coop") });
    expect(reasonOf(strange)).toBe("not_found");
    value(await settlement.takenBack.close(closing));
    expect(reasonOf(await settlement.takenBack.close(closing))).toBe("taken_back_closed");
    await take(sheet([gone, { amount: "-1.00", text: "x" }]));
    expect(await shown()).toEqual([]);
    expect(await violations(house)).toMatchObject(NONE);
  });

  it("by the bank's own name of the entry is found without a word; what a person has sent back is no news", async () => {
    const { cooperative_id, take, lines, act, settlement } = await kit();
    await take(
      sheet([
        { amount: "10.00", text: nobodys, ref: "W1" },
        { amount: "11.00", text: nobodys, ref: "W2" },
      ]),
    );
    const sent = (await lines()).find((one) => one.amount_minor === 1_100n);
    value(await settlement.transfers.giveBack(act(sent?.id ?? "")));
    await take(
      sheet([
        { amount: "-10.00", text: "", ref: "W1", day: LATE },
        { amount: "-11.00", text: nobodys, ref: "W9", day: LATE },
      ]),
    );
    const open = await settlement.takenBack.open({ cooperative_id, limit: 10 });
    expect(open.map((one) => [one.amount_minor, one.line?.left_minor])).toEqual([[1_000n, 1_000n]]);
  });
});

describe("the end of a proforma", () => {
  it("lets a part that came go to its company, and says so once; what comes later waits", async () => {
    const { proforma, take, now, told, lines, books, settlement } = await kit();
    const asked = await proforma(30_000n);
    await take(sheet([{ amount: "100.00", text: asked.reference, ref: "L1" }]));
    const later = new Date(Date.now() + 6 * 86_400_000);
    await Promise.all([settlement.proformas.lapseDue(later), settlement.proformas.lapseDue(later)]);
    expect(await now(asked.id)).toMatchObject({
      state: "lapsed",
      because: "unpaid",
      paid_minor: 0n,
      came_minor: 10_000n,
    });
    expect((await told(asked.id)).filter((one) => one === "overdue")).toHaveLength(1);
    await take(sheet([{ amount: "200.00", text: asked.reference, ref: "L2", day: LATE }]));
    // The bank had this one in time; only its statement came late.
    await take(sheet([{ amount: "50.00", text: asked.reference, ref: "L3" }]));
    expect((await lines("open")).map((one) => [one.why, one.left_minor]).sort()).toEqual([
      ["in_time", 5_000n],
      ["lapsed", 10_000n],
      ["void", 20_000n],
    ]);
    expect(await now(asked.id)).toMatchObject({ state: "lapsed", paid_minor: 0n });
    expect(await books()).toEqual({ bank: 35_000, free: 35_000 });
    expect(await violations(house)).toMatchObject(NONE);
  });

  it("that nobody has ended yet takes no money that the bank booked after it", async () => {
    const { proforma, take, now, lines, settlement } = await kit();
    const asked = await proforma(10_000n);
    await take(sheet([{ amount: "100.00", text: asked.reference, ref: "L4", day: LATE }]));
    expect(await now(asked.id)).toMatchObject({ state: "open", paid_minor: 0n });
    expect(await lines("open")).toMatchObject([{ why: "void", left_minor: 10_000n, company_id: asked.company_id }]);
    await settlement.proformas.lapseDue(new Date(Date.now() + 6 * 86_400_000));
    expect(await now(asked.id)).toMatchObject({ state: "lapsed", came_minor: 0n });
  });

  it("and its money in the same moment: it is paid or lapsed, never both, and the money is somewhere", async () => {
    const { proforma, take, now, told, lines, settlement } = await kit();
    const due = new Date(Date.now() + 50);
    const asked = await Promise.all([1, 2, 3, 4, 5, 6].map(() => proforma(10_000n, { due_at: due })));
    await new Promise((resolve) => setTimeout(resolve, 60));
    await Promise.all(
      asked.flatMap((one, at) => [
        take(sheet([{ amount: "100.00", text: one.reference, ref: `E${at}` }]), `e${at}.csv`),
        settlement.proformas.lapseDue(),
      ]),
    );
    await settlement.proformas.lapseDue();
    const open = await lines("open");
    for (const one of asked) {
      const { state, paid_minor } = await now(one.id);
      expect([state, paid_minor]).toEqual(state === "paid" ? ["paid", 10_000n] : ["lapsed", 0n]);
      expect((await told(one.id)).includes("transfer-paid")).toBe(state === "paid");
      const waiting = open.filter((line) => line.words.includes(one.reference));
      expect(waiting.map((line) => line.left_minor)).toEqual(state === "paid" ? [] : [10_000n]);
    }
    expect(await violations(house)).toMatchObject(NONE);
  });

  it("asked for twice at once is one proforma; after it lapsed the cart gets another", async () => {
    const { cooperative_id, settlement } = await kit();
    const input = {
      cooperative_id,
      company_id: "company_1",
      company: "x",
      quote_id: "quote_1",
      quote_number: "Q-1",
      cart_id: id("cart"),
      currency: "CNY",
      amount_minor: 500n,
      due_at: new Date(Date.now() + 1_000),
      person: "p",
    };
    const [one, other] = await Promise.all([settlement.proformas.issue(input), settlement.proformas.issue(input)]);
    expect(value(one)).toEqual(value(other));
    await settlement.proformas.lapseDue(new Date(Date.now() + 2_000));
    expect(value(await settlement.proformas.issue(input)).id).not.toBe(value(one).id);
  });
});

describe("an order that was paid by transfer", () => {
  /** Captured as the capture job does it, of a proforma that was bound and noted. */
  const ordered = async () => {
    const made = await kit();
    const { proforma, take, settlement, cooperative_id } = made;
    const asked = await proforma(10_000n);
    await take(sheet([{ amount: "100.00", text: asked.reference, ref: id("R") }]));
    const session = id("payses");
    expect(await settlement.proformas.sessionStatus(session)).toBe("requires_payment_method");
    await settlement.proformas.bind(asked.id, session);
    expect(await settlement.proformas.sessionStatus(session)).toBe("requires_capture");
    const lots = [{ household_id: id("household"), grams: 1_000 }];
    const given = order([{ cooperative_id, grams: 1_000, paid_minor: 10_000, lots }]);
    await settlement.proformas.ordered(asked.id, given.order_id);
    return { ...made, asked, given };
  };

  it("has its money in the order's deposit, and a cancellation gives it back to the company, not to a card", async () => {
    const { asked, given, settlement, cooperative_id, books, lines } = await ordered();
    const capture = { ...captureInput(given), provider_ref: asked.id, processor: `transfer:${cooperative_id}` };
    value(await settlement.recordCapture(capture));
    expect(value(await settlement.recordCapture(capture))).toMatchObject({ recorded: false });
    expect(await books()).toEqual({ bank: 10_000, free: 0 });
    expect(await violations(house)).toMatchObject(NONE);
    value(await settlement.cancellations.book({ order_id: given.order_id }));
    const { rows } = await house.db.query<{ id: string }>(`select id from refund_intent where order_id = $1`, [
      given.order_id,
    ]);
    const outcome = { refund_intent_id: rows[0]!.id, state: "created" as const, refund_ref: "transfer:x" };
    expect(await settlement.cancellations.refundOf(given.order_id)).toMatchObject({ state: "promised" });
    value(await settlement.recordRefundOutcome(outcome));
    value(await settlement.recordRefundOutcome(outcome));
    expect(await settlement.cancellations.refundOf(given.order_id)).toMatchObject({
      state: "lies",
      amount_minor: 10_000,
    });
    expect(await lines("open")).toMatchObject([
      { source: "refund", why: "refund", left_minor: 10_000n, company_id: asked.company_id },
    ]);
    expect(await books()).toEqual({ bank: 10_000, free: 10_000 });
    expect(await violations(house)).toMatchObject(NONE);
  });

  it("gives back what falls short in words that are true: it lies with the cooperative until somebody noted that it was sent", async () => {
    const { asked, given, settlement, cooperative_id, lines, act, proforma } = await ordered();
    const processor = `transfer:${cooperative_id}`;
    value(await settlement.recordCapture({ ...captureInput(given), provider_ref: asked.id, processor }));
    expect(await settlement.transfers.ordersPaid([given.order_id, id("order")])).toEqual(
      new Map([[given.order_id, { owed: false }]]),
    );
    const short_id = id("short");
    const line = { order_id: given.order_id, order_line_id: given.lines[0]!.order_line_id };
    const money = { amount_minor: 3_000n, freight_minor: 0n, tax_minor: 0n };
    value(await settlement.shorts.promise({ short_id, lines: [{ ...line, ...money }], borne: false, person: "m" }));
    const said = async () => (await settlement.shorts.saidOf(given.order_id)).get(short_id);
    expect(await said()).toMatchObject({ state: "to_settle", amount_minor: 3_000n, sent_minor: 0n, sent_at: null });
    const { rows } = await house.db.query<{ id: string }>(`select id from refund_intent where short_id = $1`, [
      short_id,
    ]);
    const outcome = { refund_intent_id: rows[0]!.id, state: "created" as const, refund_ref: "transfer:z" };
    value(await settlement.recordRefundOutcome(outcome));
    expect(await said()).toMatchObject({ state: "lies", lies_minor: 3_000n, sent_minor: 0n, sent_at: null });
    // The company's next order takes a part of it, and the rest is sent.
    const next = await proforma(1_000n, { company_id: asked.company_id });
    await proforma(1_000n);
    const [waits] = await lines("open");
    expect(waits).toMatchObject({ source: "refund", may_pay: [{ id: next.id, left_minor: 1_000n }] });
    value(await settlement.transfers.assign({ ...act(waits!.id), proforma: next.id }));
    expect(await said()).toMatchObject({ state: "parts", lies_minor: 2_000n, used_minor: 1_000n, sent_minor: 0n });
    value(await settlement.transfers.giveBack(act(waits!.id)));
    expect(await said()).toMatchObject({ state: "parts", used_minor: 1_000n, sent_minor: 2_000n, lies_minor: 0n });
    expect((await said())?.sent_at).toBeInstanceOf(Date);
    expect(await violations(house)).toMatchObject(NONE);
  });

  it("and is sent again under a claim: that sale takes nothing of the transfer, and what goes back of it goes to the company", async () => {
    const { asked, given, settlement, cooperative_id, lines } = await ordered();
    const processor = `transfer:${cooperative_id}`;
    value(await settlement.recordCapture({ ...captureInput(given), provider_ref: asked.id, processor }));
    const [order_id, order_line_id] = [id("order"), id("line")];
    const of_line_id = given.lines[0]!.order_line_id;
    const { cost_minor } = value(
      await settlement.claims.fund({
        claim_id: id("claim"),
        order_id,
        of: postInput(given),
        lines: [{ order_line_id, of_line_id, units: 1_000, grams: 1_000, freight_minor: 0n }],
      }),
    );
    const refund = value(
      await settlement.refundBeforePosting({
        order_id,
        lines: [{ order_line_id, amount_minor: cost_minor }],
        reason_code: "quality",
        person: "member_1",
        dedup_key: id("key"),
      }),
    );
    expect(await settlement.refundIntent(refund.id)).toMatchObject({ processor, provider_ref: asked.id });
    const outcome = { refund_intent_id: refund.id, state: "created" as const, refund_ref: "transfer:y" };
    value(await settlement.recordRefundOutcome(outcome));
    expect(await lines("open")).toMatchObject([{ source: "refund", left_minor: BigInt(cost_minor) }]);
    expect(await violations(house)).toMatchObject(NONE);
  });

  it("and is cancelled before it was captured: the money is the company's again", async () => {
    const { asked, given, settlement, now, lines } = await ordered();
    await settlement.proformas.orderGone(given.order_id);
    expect(await now(asked.id)).toMatchObject({ state: "void", because: "order_cancelled" });
    expect(await lines("open")).toMatchObject([{ why: "lapsed", left_minor: 10_000n }]);
    expect(await violations(house)).toMatchObject(NONE);
  });
});
