import { describe, expect, it } from "vitest";
import { captureInput, id, NONE, order, postInput, reasonOf, value, violations, type SettlementHouse } from "./house";
import { message, sheet, transferKit } from "./transfer-house";

const DAY_MS = 86_400_000;

/** Orders that stand before they are paid (docs/adr/0058), in the house of the transfers. */
export function receivableCases(house: SettlementHouse): void {
  const kit = () => transferKit(house);

  /** An order on account of 100.00, noted and captured as its jobs do it. */
  const onAccount = async () => {
    const made = await kit();
    const { settlement, cooperative_id, now, grant } = made;
    const { id: proforma_id } = value(await grant(10_000n));
    const session = id("payses");
    await settlement.proformas.bind(proforma_id, session);
    expect(await settlement.proformas.sessionStatus(session)).toBe("requires_capture");
    const lots = [{ household_id: id("household"), grams: 1_000 }];
    const given = order([{ cooperative_id, grams: 1_000, paid_minor: 10_000, lots }]);
    await settlement.proformas.ordered(proforma_id, given.order_id);
    const capture = { ...captureInput(given), provider_ref: proforma_id, processor: `transfer:${cooperative_id}` };
    value(await settlement.recordCapture(capture));
    const owed = await now(proforma_id);
    return { ...made, given, owed };
  };
  /** What a company owes, says the ledger. */
  const receivable = async (company_id: string) => {
    const { rows } = await house.db.query<{ sum: number }>(
      `select coalesce(sum(p.amount_minor), 0)::int as sum from account a join posting p on p.account_id = a.id where a.kind = 'receivable' and a.party = $1`,
      [company_id],
    );
    return rows[0]?.sum;
  };
  const posts = async (order_id: string) => {
    const { rows } = await house.db.query<{ id: string }>(
      `select id from outbox_message where job = 'post' and payload ->> 'order_id' = $1`,
      [order_id],
    );
    return rows.map((one) => one.id);
  };
  const refunded = async (order_id: string, line: string, amount_minor: number) => {
    const intent = value(
      await house.settlement.refundBeforePosting({
        order_id,
        lines: [{ order_line_id: line, amount_minor }],
        reason_code: "short",
        person: "member_manager",
        dedup_key: id("refund"),
      }),
    );
    const outcome = { refund_intent_id: intent.id, state: "created" as const, refund_ref: "transfer:x" };
    value(await house.settlement.recordRefundOutcome(outcome));
    value(await house.settlement.recordRefundOutcome(outcome));
  };
  const overdue = (proforma_id: string, days: number) =>
    house.db.query(`update proforma set due_at = now() - make_interval(days => $2) where id = $1`, [proforma_id, days]);

  describe("an order on account", () => {
    it("is owed until its transfers have come; only then is anybody paid of it, once", async () => {
      const { owed, given, now, told, take, books, settlement } = await onAccount();
      expect((await told(owed.id)).sort()).toEqual(["owed", "transfer-paid"]);
      expect(await receivable(owed.company_id)).toBe(10_000);
      expect(value(await settlement.postSale(postInput(given)))).toMatchObject({ posted: false });
      expect(await violations(house)).toMatchObject(NONE);
      await take(sheet([{ amount: "40.00", text: owed.reference, ref: id("A") }]));
      expect(await receivable(owed.company_id)).toBe(6_000);
      expect(value(await settlement.postSale(postInput(given)))).toMatchObject({ posted: false });
      expect(await posts(given.order_id)).toEqual([]);
      await take(sheet([{ amount: "65.00", text: owed.reference, ref: id("A") }]));
      expect(await now(owed.id)).toMatchObject({ state: "ordered", paid_minor: 10_000n });
      expect((await now(owed.id)).settled_at).not.toBeNull();
      expect(await posts(given.order_id)).toHaveLength(1);
      expect(value(await settlement.postSale(postInput(given)))).toMatchObject({ posted: true });
      expect(await receivable(owed.company_id)).toBe(0);
      expect(await books()).toEqual({ bank: 10_500, free: 500 });
      expect((await told(owed.id)).filter((one) => one === "settled")).toHaveLength(1);
      expect(await violations(house)).toMatchObject(NONE);
    });

    it("and the last cent in the moment in which it is to be divided: it is divided, or a message is there that does it", async () => {
      const { owed, given, take, settlement } = await onAccount();
      const [posted] = await Promise.all([
        settlement.postSale(postInput(given)),
        take(sheet([{ amount: "100.00", text: owed.reference, ref: id("M") }])),
      ]);
      expect(value(posted).posted || (await posts(given.order_id)).length === 1).toBe(true);
      value(await settlement.postSale(postInput(given)));
      expect(await violations(house)).toMatchObject(NONE);
    });

    it("of two that pass the limit together only one is placed, and the other is told what is left; pressed twice it is one", async () => {
      const { grant } = await kit();
      const company_id = id("company");
      const cart_id = id("cart");
      const [one, other] = await Promise.all([grant(30_000n, { company_id, cart_id }), grant(30_000n, { company_id })]);
      expect([one, other].filter((answer) => answer.ok)).toHaveLength(1);
      const refused = one.ok ? other : one;
      expect(reasonOf(refused)).toBe("over_credit");
      expect(!refused.ok && refused.refusal.details).toMatchObject({ left_minor: "20000", over_minor: "10000" });
      const again = id("cart");
      const first = value(await grant(20_000n, { company_id, cart_id: again }));
      expect(value(await grant(20_000n, { company_id, cart_id: again }))).toEqual(first);
      expect(reasonOf(await grant(1n, { company_id }))).toBe("over_credit");
      expect((await grant(1n)).ok).toBe(true);
    });

    it("that is late is reminded of once each time, and nothing new goes on account until it is paid", async () => {
      const { owed, told, take, grant, settlement } = await onAccount();
      const { company_id } = owed;
      await overdue(owed.id, 1);
      await Promise.all([settlement.receivables.remindDue(), settlement.receivables.remindDue()]);
      expect((await told(owed.id)).filter((one) => one === "due")).toHaveLength(1);
      expect((await grant(1n, { company_id })).ok).toBe(true);
      await overdue(owed.id, 9);
      await settlement.receivables.remindDue();
      await settlement.receivables.remindDue();
      expect((await told(owed.id)).filter((one) => one.startsWith("late"))).toEqual(["late_7"]);
      expect(reasonOf(await grant(1n, { company_id }))).toBe("invoice_overdue");
      expect(await settlement.receivables.standing(company_id, "CNY", 50_000n)).toMatchObject({
        used_minor: 10_001n,
        overdue_minor: 10_000n,
      });
      await take(sheet([{ amount: "100.00", text: owed.reference, ref: id("L") }]));
      expect((await grant(1n, { company_id })).ok).toBe(true);
    });

    it("is credited first by what goes back; only what had come is sent back", async () => {
      const { owed, given, now, take, lines, settlement } = await onAccount();
      const line = given.lines[0]?.order_line_id ?? "";
      await refunded(given.order_id, line, 3_000);
      expect(await receivable(owed.company_id)).toBe(7_000);
      expect(await lines("open")).toEqual([]);
      await take(sheet([{ amount: "50.00", text: owed.reference, ref: id("C") }]));
      await refunded(given.order_id, line, 6_000);
      expect(await lines("open")).toMatchObject([{ source: "refund", left_minor: 4_000n }]);
      expect(await now(owed.id)).toMatchObject({ credited_minor: 5_000n, paid_minor: 5_000n });
      expect((await now(owed.id)).settled_at).not.toBeNull();
      const entries = await settlement.receivables.account(
        { company_id: owed.company_id, cooperative_id: null },
        { limit: 50 },
      );
      const sum = (what: string) =>
        entries.reduce((total, one) => (one.what === what ? total + one.amount_minor : total), 0n);
      expect([sum("owed"), sum("paid"), sum("credited")]).toEqual([10_000n, 5_000n, 5_000n]);
      expect(await violations(house)).toMatchObject(NONE);
    });

    it("that is cancelled before its capture owes nothing, and what had come for it is the company's again", async () => {
      const { grant, now, take, lines, settlement } = await kit();
      const { id: proforma_id } = value(await grant(10_000n));
      const { reference, company_id } = await now(proforma_id);
      const order_id = id("order");
      await settlement.proformas.ordered(proforma_id, order_id);
      await take(sheet([{ amount: "20.00", text: reference, ref: id("G") }]));
      expect(await receivable(company_id)).toBe(-2_000);
      await settlement.proformas.orderGone(order_id);
      await settlement.proformas.orderGone(order_id);
      expect(await receivable(company_id)).toBe(0);
      expect(await lines("open")).toMatchObject([{ why: "lapsed", left_minor: 2_000n }]);
      expect(await violations(house)).toMatchObject(NONE);
    });
  });

  describe("what had paid a debt and is taken back by the bank", () => {
    const entriesOf = async (company_id: string) => {
      const entries = await house.settlement.receivables.account({ company_id, cooperative_id: null }, { limit: 50 });
      return Object.fromEntries(entries.map((one) => [one.what, one.amount_minor]));
    };
    const paidOff = async () => {
      const made = await onAccount();
      const ref = id("P");
      await made.take(sheet([{ amount: "100.00", text: made.owed.reference, ref }]));
      expect((await made.now(made.owed.id)).settled_at).not.toBeNull();
      const back = (amount = "-100.00"): Buffer => {
        const bytes = message([{ amount, text: made.owed.reference, ref }]);
        return Buffer.from(bytes.toString("utf8").replace("<Sts>", "<RvslInd>true</RvslInd><Sts>"));
      };
      return { ...made, back };
    };

    it("is owed again at once: due now, counted against the limit, reminded of anew, and nothing is divided until it is paid", async () => {
      const { owed, given, now, take, told, books, back, grant, settlement } = await paidOff();
      await take(back());
      await take(back(), "again.xml");
      expect(await receivable(owed.company_id)).toBe(10_000);
      expect(await books()).toEqual({ bank: 0, free: 0 });
      expect(await now(owed.id)).toMatchObject({ state: "ordered", paid_minor: 0n, settled_at: null, reopened: 1 });
      expect((await told(owed.id)).filter((one) => one === "taken_back")).toHaveLength(1);
      expect(await entriesOf(owed.company_id)).toEqual({ owed: 10_000n, paid: 10_000n, taken_back: 10_000n });
      expect(await settlement.receivables.standing(owed.company_id, "CNY", 50_000n)).toMatchObject({
        used_minor: 10_000n,
      });
      expect(reasonOf(await grant(45_000n, { company_id: owed.company_id }))).toBe("over_credit");
      expect(value(await settlement.postSale(postInput(given)))).toMatchObject({ posted: false });
      expect(await violations(house)).toMatchObject(NONE);
      const before = await posts(given.order_id);
      await take(sheet([{ amount: "100.00", text: owed.reference, ref: id("P") }]));
      expect((await posts(given.order_id)).length).toBe(before.length + 1);
      expect(value(await settlement.postSale(postInput(given)))).toMatchObject({ posted: true });
      expect(await violations(house)).toMatchObject(NONE);
    });

    it("after households were paid is the cooperative's to collect: they keep theirs, and the company owes it", async () => {
      const { owed, given, now, take, back, settlement } = await paidOff();
      value(await settlement.postSale(postInput(given)));
      await take(back());
      expect(await receivable(owed.company_id)).toBe(10_000);
      expect((await now(owed.id)).settled_at).toBeNull();
      expect(await violations(house)).toMatchObject(NONE);
      await take(sheet([{ amount: "100.00", text: owed.reference, ref: id("P") }]));
      expect(await receivable(owed.company_id)).toBe(0);
      expect(await violations(house)).toMatchObject(NONE);
    });

    it("in part opens that part; shown by two statements at once it is booked once", async () => {
      const { owed, now, take, back, books } = await paidOff();
      const other = Buffer.concat([back("-40.00"), Buffer.from("\n")]);
      await Promise.all([take(back("-40.00")), take(other, "other.xml")]);
      expect(await receivable(owed.company_id)).toBe(4_000);
      expect(await now(owed.id)).toMatchObject({ paid_minor: 6_000n, reopened: 1 });
      expect(await books()).toEqual({ bank: 6_000, free: 0 });
      expect(await violations(house)).toMatchObject(NONE);
    });

    it("is left to a person where it only looks like it; the person's word opens it, once, and nobody else's does", async () => {
      const { owed, take, settlement, cooperative_id } = await paidOff();
      await take(sheet([{ amount: "-100.00", text: `付 ${owed.reference}`, ref: id("Q") }]));
      expect(await receivable(owed.company_id)).toBe(0);
      const [open] = await settlement.takenBack.open({ cooperative_id, limit: 5 });
      const act = { cooperative_id, id: open?.id ?? "", person: "member_accountant", words: "the bank says so" };
      expect(reasonOf(await settlement.takenBack.reopen({ ...act, cooperative_id: id("coop") }))).toBe("not_found");
      const [one, two] = await Promise.all([settlement.takenBack.reopen(act), settlement.takenBack.reopen(act)]);
      expect([one, two].filter((answer) => answer.ok)).toHaveLength(1);
      expect(await receivable(owed.company_id)).toBe(10_000);
      expect(await violations(house)).toMatchObject(NONE);
    });
  });

  describe("an order that an agent brought", () => {
    const policy = async (agent_bp: number) => {
      const made = await transferKit(house, id("coop"), { agent_bp });
      const lots = [{ household_id: id("household"), grams: 1_000 }];
      const given = order([{ cooperative_id: made.cooperative_id, grams: 1_000, paid_minor: 10_000, lots }]);
      return { ...made, given };
    };
    const commission = async (order_id: string) => {
      const { rows } = await house.db.query<{ party: string; amount: number }>(
        `select r.party, r.amount_minor::int as amount from sale_line_row r join sale_line l on l.id = r.sale_line_id
         where l.order_id = $1 and r.account = 'agent_commission'`,
        [order_id],
      );
      return rows;
    };

    it("gives the agreed rate, at most the policy's, to them alone; frozen at its capture", async () => {
      for (const [agreed, policys, is] of [
        [200, 300, 200],
        [500, 300, 300],
      ] as const) {
        const { given, settlement } = await policy(policys);
        const agent_id = id("agent");
        const capture = { ...captureInput(given), agent: { agent_id, agent_bp: agreed } };
        value(await settlement.recordCapture(capture));
        // The rate has changed since: the capture that is there stands.
        value(await settlement.recordCapture({ ...capture, agent: { agent_id, agent_bp: 1 } }));
        value(await settlement.postSale(postInput(given)));
        const [row] = await commission(given.order_id);
        expect(row?.party).toBe(agent_id);
        const [sums] = await settlement.agents.sums([agent_id]);
        expect(sums).toMatchObject({ orders: 1, earned_minor: BigInt(row?.amount ?? 0), reversed_minor: 0n });
        expect(sums?.payable_minor).toBe(BigInt(row?.amount ?? 0));
        expect(row?.amount).toBeGreaterThan(is === 200 ? 0 : 200);
        expect(await settlement.agents.orders(agent_id, { limit: 5 })).toHaveLength(1);
      }
      expect(await violations(house)).toMatchObject(NONE);
    });

    it("and one that nobody brought gives no commission, whatever the policy would give", async () => {
      const { given, settlement } = await policy(300);
      value(await settlement.recordCapture(captureInput(given)));
      value(await settlement.postSale(postInput(given)));
      expect(await commission(given.order_id)).toEqual([]);
    });

    it("takes its part of the commission along when it is refunded after it was divided", async () => {
      const { given, settlement, cooperative_id } = await policy(300);
      const agent_id = id("agent");
      value(await settlement.recordCapture({ ...captureInput(given), agent: { agent_id, agent_bp: 300 } }));
      value(await settlement.postSale(postInput(given)));
      const [before] = await settlement.agents.sums([agent_id]);
      value(
        await settlement.lateRefunds.refund({
          order_id: given.order_id,
          cooperative_id,
          lines: [{ order_line_id: given.lines[0]?.order_line_id ?? "", amount_minor: 5_000n }],
          words: "half of it was spoilt",
          person: "member_manager",
          idempotency_key: id("key"),
        }),
      );
      const [after] = await settlement.agents.sums([agent_id]);
      expect(after?.earned_minor).toBe(before?.earned_minor);
      expect(after?.reversed_minor).toBeGreaterThan(0n);
      expect(after?.payable_minor).toBe((before?.payable_minor ?? 0n) - (after?.reversed_minor ?? 0n));
      expect(await violations(house)).toMatchObject(NONE);
    });
  });

  describe("an order with a deposit", () => {
    it("stands when its deposit has come; its goods wait for the balance, which is asked for once", async () => {
      const { cooperative_id, proforma, now, take, told, settlement } = await kit();
      const asked = await proforma(3_000n, { balance: { amount_minor: 7_000n, days: 14, before_dispatch: true } });
      expect(asked).toMatchObject({ kind: "deposit", amount_minor: 3_000n, total_minor: 10_000n });
      await take(sheet([{ amount: "30.00", text: asked.reference, ref: id("D") }]));
      expect(await now(asked.id)).toMatchObject({ state: "paid" });
      const lots = [{ household_id: id("household"), grams: 1_000 }];
      const given = order([{ cooperative_id, grams: 1_000, paid_minor: 10_000, lots }]);
      await Promise.all([1, 2].map(() => settlement.proformas.ordered(asked.id, given.order_id)));
      const capture = { ...captureInput(given), provider_ref: asked.id, processor: `transfer:${cooperative_id}` };
      value(await settlement.recordCapture(capture));
      expect(await receivable(asked.company_id)).toBe(7_000);
      const balance = await settlement.proformas.balanceOf(asked.cart_id);
      expect(balance).toMatchObject({ kind: "balance", amount_minor: 7_000n, state: "ordered" });
      expect(await told(balance?.id ?? "")).toEqual(["owed"]);
      expect(await settlement.receivables.undispatchable(cooperative_id)).toEqual([given.order_id]);
      expect(value(await settlement.postSale(postInput(given)))).toMatchObject({ posted: false });
      expect(await violations(house)).toMatchObject(NONE);
      await take(sheet([{ amount: "70.00", text: balance?.reference ?? "", ref: id("B") }]));
      expect(await settlement.receivables.undispatchable(cooperative_id)).toEqual([]);
      expect(value(await settlement.postSale(postInput(given)))).toMatchObject({ posted: true });
      expect(await violations(house)).toMatchObject(NONE);
    });

    it("with days for its balance needs credit for it, and no more than its company may owe", async () => {
      const { settlement, cooperative_id } = await kit();
      const issue = (amount_minor: bigint, limit_minor: bigint) =>
        settlement.proformas.issue({
          ...{ cooperative_id, company_id: id("company"), company: "x", quote_id: id("quote"), quote_number: "Q-2" },
          ...{ cart_id: id("cart"), currency: "CNY", amount_minor: 1_000n, person: "p" },
          due_at: new Date(Date.now() + DAY_MS),
          balance: { amount_minor, days: 30, before_dispatch: false },
          credit: { company_state: "approved", limit_minor },
        });
      expect(reasonOf(await issue(5_001n, 5_000n))).toBe("over_credit");
      expect((await issue(5_000n, 5_000n)).ok).toBe(true);
    });
  });
}
