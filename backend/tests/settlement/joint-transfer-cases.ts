import { describe, expect, it } from "vitest";
import { captureInput, id, NONE, order, postInput, reasonOf, value, violations, type SettlementHouse } from "./house";
import { LATE, sheet, transferKit } from "./transfer-house";

const DAY_MS = 86_400_000;
const IN_FIVE_DAYS = () => new Date(Date.now() + 5 * DAY_MS);
const A_MINOR = 17_800n;
const B_MINOR = 13_000n;
const AFTER = () => new Date(Date.now() + 6 * DAY_MS);

/** A joint quote of two cooperatives, paid by one transfer to each (docs/adr/0065), in the house of the transfers. */
export function jointTransferCases(house: SettlementHouse): void {
  const unissued = async (due_at: Date = IN_FIVE_DAYS()) => {
    const a = await transferKit(house);
    const b = await transferKit(house);
    const cart_id = id("cart");
    const company_id = id("company");
    const part = (cooperative_id: string, quote_number: string, amount_minor: bigint) => ({
      cooperative_id,
      quote_id: id("quote"),
      quote_number,
      amount_minor,
    });
    const input = {
      company_id,
      company: "食堂公司",
      cart_id,
      currency: "CNY",
      parts: [part(a.cooperative_id, "Q-1", A_MINOR), part(b.cooperative_id, "Q-2", B_MINOR)],
      due_at,
      person: "wmember_1",
    };
    return { a, b, cart_id, company_id, input };
  };
  const asked = async (due_at?: Date) => {
    const made = await unissued(due_at);
    const { a, b, cart_id, input } = made;
    value(await house.settlement.jointProformas.issue(input));
    const both = await house.settlement.jointProformas.ofCart(cart_id);
    const of = (cooperative_id: string) => {
      const found = both.find((one) => one.cooperative_id === cooperative_id);
      if (!found) throw new Error(`nothing is asked for ${cooperative_id}`);
      return found;
    };
    const [part_a, part_b] = [of(a.cooperative_id), of(b.cooperative_id)];
    const [first] = [part_a.id, part_b.id].sort();
    const pay = {
      a: (amount = "178.00") => a.take(sheet([{ amount, text: part_a.reference, ref: id("A") }]), `${id("a")}.csv`),
      b: (amount = "130.00") => b.take(sheet([{ amount, text: part_b.reference, ref: id("B") }]), `${id("b")}.csv`),
    };
    const states = async () => [(await a.now(part_a.id)).state, (await b.now(part_b.id)).state];
    /** Messages that place the order. */
    const orders = async () =>
      [...(await a.told(part_a.id)), ...(await b.told(part_b.id))].filter((one) => one === "transfer-paid").length;
    return { ...made, part_a, part_b, first: first ?? "", pay, states, orders };
  };
  /** Both have come, and the order is noted as its job does it. */
  const ordered = async () => {
    const made = await asked();
    await made.pay.a();
    await made.pay.b();
    const session = id("payses");
    expect(await house.settlement.proformas.bind(made.first, session)).toBe(true);
    expect(await house.settlement.proformas.sessionStatus(session)).toBe("requires_capture");
    const lots = [{ household_id: id("household"), grams: 1_000 }];
    const given = order([
      { cooperative_id: made.a.cooperative_id, grams: 1_000, paid_minor: A_MINOR, lots },
      { cooperative_id: made.b.cooperative_id, grams: 1_000, paid_minor: B_MINOR, lots },
    ]);
    await house.settlement.proformas.ordered(made.first, given.order_id);
    await house.settlement.proformas.ordered(made.first, given.order_id);
    expect(await house.settlement.proformas.sessionStatus(session)).toBe("succeeded");
    const capture = { ...captureInput(given), provider_ref: made.first, processor: "transfer:joint" };
    return { ...made, given, capture };
  };

  describe("a joint quote that is paid by transfer", () => {
    it("asks each cooperative's part to its own account, and is ordered when all have come, by one message", async () => {
      const { a, b, cart_id, part_a, part_b, first, pay, states, orders } = await asked();
      expect([part_a, part_b]).toMatchObject([
        { kind: "part", state: "open", amount_minor: A_MINOR, cooperative_id: a.cooperative_id },
        { kind: "part", state: "open", amount_minor: B_MINOR, cooperative_id: b.cooperative_id },
      ]);
      expect(part_a.reference).not.toBe(part_b.reference);
      await pay.a();
      expect(await states()).toEqual(["paid", "open"]);
      expect((await a.told(part_a.id)).sort()).toEqual(["sent", "share_arrived"]);
      expect(await house.settlement.proformas.isBeingOrdered(cart_id)).toBe(false);
      expect(await house.settlement.proformas.bind(first, id("payses"))).toBe(false);
      expect(await violations(house)).toMatchObject(NONE);
      await pay.b("100.00");
      expect(await orders()).toBe(0);
      await pay.b("30.00");
      expect(await states()).toEqual(["paid", "paid"]);
      expect(await orders()).toBe(1);
      expect((await b.told(part_b.id)).filter((one) => one === "arrived")).toHaveLength(1);
      expect(await house.settlement.proformas.isBeingOrdered(cart_id)).toBe(true);
      expect(await house.settlement.jointProformas.sumWith(part_b.id)).toBe(A_MINOR + B_MINOR);
      // Nobody ends what is being ordered.
      await house.settlement.jointProformas.lapseDue(AFTER());
      await house.settlement.proformas.lapseDue(AFTER());
      await house.settlement.proformas.paidOtherwise([cart_id]);
      expect(await states()).toEqual(["paid", "paid"]);
      expect(await violations(house)).toMatchObject(NONE);
    });

    it("whose last two parts come in one moment is sent on its way once, never not at all", async () => {
      for (let round = 0; round < 5; round += 1) {
        const { pay, orders, states } = await asked();
        await Promise.all([pay.a(), pay.b()]);
        expect(await states()).toEqual(["paid", "paid"]);
        expect(await orders()).toBe(1);
      }
    });

    it("of which one comes too late ends whole: what had come for the other waits at its own bank, and nothing is ordered", async () => {
      const { a, b, part_a, part_b, pay, states, orders } = await asked();
      await pay.a();
      await pay.b("50.00");
      await Promise.all([
        house.settlement.jointProformas.lapseDue(AFTER()),
        house.settlement.jointProformas.lapseDue(AFTER()),
      ]);
      expect(await states()).toEqual(["lapsed", "lapsed"]);
      expect(await a.now(part_a.id)).toMatchObject({ because: "parts_unpaid", paid_minor: 0n, came_minor: A_MINOR });
      expect(await b.now(part_b.id)).toMatchObject({ because: "unpaid", paid_minor: 0n, came_minor: 5_000n });
      expect((await a.told(part_a.id)).sort()).toEqual(["sent", "share_arrived", "share_off"]);
      expect((await b.told(part_b.id)).filter((one) => one === "overdue")).toHaveLength(1);
      await b.take(sheet([{ amount: "80.00", text: part_b.reference, ref: id("L"), day: LATE }]), "late.csv");
      expect((await a.lines("open")).map((one) => [one.why, one.left_minor])).toEqual([["lapsed", A_MINOR]]);
      expect((await b.lines("open")).map((one) => [one.why, one.left_minor]).sort()).toEqual([
        ["lapsed", 5_000n],
        ["void", 8_000n],
      ]);
      expect(await orders()).toBe(0);
      expect(await a.books()).toEqual({ bank: 17_800, free: 17_800 });
      expect(await b.books()).toEqual({ bank: 13_000, free: 13_000 });
      // It is sent back as any other money.
      const [line] = await a.lines("open");
      value(await house.settlement.transfers.giveBack(a.act(line?.id ?? "")));
      expect(await a.books()).toEqual({ bank: 0, free: 0 });
      expect(await violations(house)).toMatchObject(NONE);
    });

    it("whose last money and end come in one moment is ordered whole or ends whole, and every cent is somewhere", async () => {
      for (let round = 0; round < 5; round += 1) {
        const { a, b, pay, states, orders } = await asked(new Date(Date.now() + 150));
        await pay.a();
        await new Promise((resolve) => setTimeout(resolve, 160));
        await Promise.all([
          pay.b(),
          house.settlement.jointProformas.lapseDue(),
          house.settlement.jointProformas.lapseDue(),
        ]);
        await house.settlement.jointProformas.lapseDue();
        const [one, other] = await states();
        expect(one).toBe(other);
        expect(await orders()).toBe(one === "paid" ? 1 : 0);
        const waiting = [...(await a.lines("open")), ...(await b.lines("open"))].map((line) => line.left_minor);
        expect(waiting.sort()).toEqual(one === "paid" ? [] : [B_MINOR, A_MINOR]);
      }
      expect(await violations(house)).toMatchObject(NONE);
    });

    it("pressed twice at once is asked once; another sum is refused, and after it ended it can be asked for anew", async () => {
      const { cart_id, input } = await unissued();
      const [one, other] = await Promise.all([
        house.settlement.jointProformas.issue(input),
        house.settlement.jointProformas.issue(input),
      ]);
      expect(value(one).ids.sort()).toEqual(value(other).ids.sort());
      const dearer = {
        ...input,
        parts: input.parts.map((part) => ({ ...part, amount_minor: part.amount_minor + 1n })),
      };
      expect(reasonOf(await house.settlement.jointProformas.issue(dearer))).toBe("amount_changed");
      expect(reasonOf(await house.settlement.jointProformas.issue({ ...input, parts: input.parts.slice(1) }))).toBe(
        "amount_changed",
      );
      await house.settlement.jointProformas.lapseDue(AFTER());
      const again = value(await house.settlement.jointProformas.issue(input)).ids;
      expect(again).toHaveLength(2);
      expect(again.some((one) => value(other).ids.includes(one))).toBe(false);
      expect((await house.settlement.jointProformas.ofCart(cart_id)).map((one) => one.id).sort()).toEqual(
        [...again].sort(),
      );
    });

    it("of a cooperative without an account is asked of nobody", async () => {
      const { cart_id, input } = await unissued();
      const stranger = { cooperative_id: id("coop"), quote_id: id("quote"), quote_number: "Q-3", amount_minor: 100n };
      const three = { ...input, parts: [...input.parts, stranger] };
      expect(reasonOf(await house.settlement.jointProformas.issue(three))).toBe("no_transfer_account_of_part");
      expect(await house.settlement.jointProformas.ofCart(cart_id)).toEqual([]);
      expect(await house.settlement.jointProformas.without(three.parts.map((part) => part.cooperative_id))).toEqual([
        stranger.cooperative_id,
      ]);
    });

    it("is to each cooperative its own part alone, and to another company nothing", async () => {
      const { a, b, company_id, part_a, part_b, pay } = await asked();
      const all = { states: null, limit: 50 };
      const atA = await house.settlement.proformas.list({ cooperative_id: a.cooperative_id }, all);
      expect(atA.map((one) => [one.id, one.amount_minor, one.total_minor])).toEqual([[part_a.id, A_MINOR, A_MINOR]]);
      expect(await house.settlement.proformas.oneOf({ cooperative_id: b.cooperative_id }, part_a.id)).toBeUndefined();
      expect(await house.settlement.proformas.oneOf({ company_id: id("company") }, part_a.id)).toBeUndefined();
      expect(await house.settlement.proformas.list({ company_id }, all)).toHaveLength(2);
      // B's reference at A's bank pays nothing, and A can't give it to B's proforma.
      await a.take(sheet([{ amount: "130.00", text: part_b.reference, ref: id("X") }]), "x.csv");
      const [line] = await a.lines("open");
      expect(line).toMatchObject({ why: "unknown_reference" });
      const given = await house.settlement.transfers.assign({ ...a.act(line?.id ?? ""), proforma: part_b.reference });
      expect(reasonOf(given)).toBe("not_found");
      // A person may say that it pays A's own.
      value(await house.settlement.transfers.assign({ ...a.act(line?.id ?? ""), proforma: part_a.id }));
      await pay.a("48.00");
      expect(await a.now(part_a.id)).toMatchObject({ state: "paid" });
    });

    it("a card that was first ends all of it; one that was first when all had come is found by the order's job", async () => {
      const one = await asked();
      await one.pay.a();
      await house.settlement.proformas.paidOtherwise([one.cart_id]);
      expect(await one.states()).toEqual(["void", "void"]);
      expect((await one.a.lines("open")).map((line) => line.left_minor)).toEqual([A_MINOR]);
      const other = await asked();
      await other.pay.a();
      await other.pay.b();
      await house.settlement.proformas.paidByCard(other.first);
      await house.settlement.proformas.paidByCard(other.first);
      expect(await other.states()).toEqual(["void", "void"]);
      for (const [kit, part] of [
        [other.a, other.part_a],
        [other.b, other.part_b],
      ] as const)
        expect((await kit.told(part.id)).filter((said) => said === "not_ordered")).toHaveLength(1);
      const third = await asked();
      await third.pay.a();
      await third.pay.b();
      await house.settlement.proformas.refusedOrder(third.first, "insufficient_goods");
      expect(await third.states()).toEqual(["lapsed", "lapsed"]);
      expect((await third.b.lines("open")).map((line) => line.left_minor)).toEqual([B_MINOR]);
      expect(await violations(house)).toMatchObject(NONE);
    });
  });

  describe("an order of several cooperatives that was paid by transfer", () => {
    it("takes each one's share out of its own account, to the cent, and gives back from there what is refunded", async () => {
      const { a, b, given, capture, states, part_b, company_id } = await ordered();
      expect(await states()).toEqual(["ordered", "ordered"]);
      const [of_a, of_b] = given.lines;
      const swapped = {
        ...capture,
        lines: capture.lines.map((line, at) => ({ ...line, paid_minor: at === 0 ? B_MINOR : A_MINOR })),
      };
      expect(reasonOf(await house.settlement.recordCapture(swapped))).toBe("parts_differ_from_capture");
      value(await house.settlement.recordCapture(capture));
      expect(value(await house.settlement.recordCapture(capture))).toMatchObject({ recorded: false });
      expect(await a.books()).toEqual({ bank: 17_800, free: 0 });
      expect(await b.books()).toEqual({ bank: 13_000, free: 0 });
      expect(await violations(house)).toMatchObject(NONE);
      const refunded = async (lines: { order_line_id: string; amount_minor: number }[]) => {
        const intent = value(
          await house.settlement.refundBeforePosting({
            order_id: given.order_id,
            lines,
            reason_code: "short",
            person: "member_manager",
            dedup_key: id("refund"),
          }),
        );
        const outcome = { refund_intent_id: intent.id, state: "created" as const, refund_ref: `transfer:${intent.id}` };
        value(await house.settlement.recordRefundOutcome(outcome));
        value(await house.settlement.recordRefundOutcome(outcome));
      };
      await refunded([{ order_line_id: of_b?.order_line_id ?? "", amount_minor: 3_000 }]);
      expect(await a.lines("open")).toEqual([]);
      expect(await b.lines("open")).toMatchObject([
        { source: "refund", why: "refund", left_minor: 3_000n, company_id, words: part_b.reference },
      ]);
      await refunded([
        { order_line_id: of_a?.order_line_id ?? "", amount_minor: 800 },
        { order_line_id: of_b?.order_line_id ?? "", amount_minor: 1_000 },
      ]);
      expect((await a.lines("open")).map((line) => line.left_minor)).toEqual([800n]);
      expect(await a.books()).toEqual({ bank: 17_800, free: 800 });
      expect(await b.books()).toEqual({ bank: 13_000, free: 4_000 });
      expect(await violations(house)).toMatchObject(NONE);
      expect(value(await house.settlement.postSale(postInput(given)))).toMatchObject({ posted: true });
      expect(await violations(house)).toMatchObject(NONE);
    });

    it("that is cancelled goes back to each account it came to, before its capture and after it", async () => {
      const before = await ordered();
      await house.settlement.proformas.orderGone(before.given.order_id);
      expect(await before.states()).toEqual(["void", "void"]);
      expect((await before.a.lines("open")).map((line) => line.left_minor)).toEqual([A_MINOR]);
      const after = await ordered();
      value(await house.settlement.recordCapture(after.capture));
      value(await house.settlement.cancellations.book({ order_id: after.given.order_id }));
      const { rows } = await house.db.query<{ id: string }>(`select id from refund_intent where order_id = $1`, [
        after.given.order_id,
      ]);
      const outcome = { refund_intent_id: rows[0]?.id ?? "", state: "created" as const, refund_ref: "transfer:x" };
      value(await house.settlement.recordRefundOutcome(outcome));
      expect((await after.a.lines("open")).map((line) => line.left_minor)).toEqual([A_MINOR]);
      expect((await after.b.lines("open")).map((line) => line.left_minor)).toEqual([B_MINOR]);
      expect(await violations(house)).toMatchObject(NONE);
    });
  });
}
