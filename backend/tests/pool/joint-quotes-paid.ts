import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { checkQuoteCart } from "../../src/workflows/wholesale/quote-cart";
import { chooseJointTransfer, jointTransferChoice } from "../../src/workflows/wholesale/joint-transfer";
import { followPayments } from "../../src/workflows/wholesale/quote-follow-up";
import { id, reasonOf } from "../settlement/house";
import { DAY_MS, jointKit, type JointGiven, type Seller } from "./joint-kit";
import { value } from "./short-house";

/** Joint quotes once they are accepted: paid by a transfer to each cooperative, brought by an agent, or not paid in time. */
export function jointQuotesPaid(given: JointGiven): void {
  const {
    firm,
    house,
    wholesale,
    sellers,
    goods,
    drafts,
    asked,
    whole,
    offer,
    offered,
    begin,
    hand,
    placed,
    accepted,
  } = jointKit(given);

  const account = async (of: Seller) =>
    value(
      await house().settlement.setPayingAccount({
        cooperative_id: of.cooperative_id,
        name: "合作社",
        account: "6222020000000007",
        bank: { system: "CNAPS", member_id: "102100099996" },
        person: "m_manager",
      }),
    );

  test("accepted it can be paid by transfer, part by part, when every cooperative has an account; to others it is not there", async () => {
    const own = await firm();
    const buyer = own.as(await own.member(["buyer"]));
    const [a, b] = await sellers(2);
    if (!a || !b) throw new Error("two sellers");
    const { container } = house();
    const open = await offered(buyer, [a, b]);
    expect((await jointTransferChoice(container, buyer, open.joint_id)).refusal?.reason).toBe("not_to_pay");
    const { joint_id, cart_id } = await accepted(buyer, [a, b]);
    await account(a);
    expect(await jointTransferChoice(container, buyer, joint_id)).toMatchObject({
      refusal: { reason: "no_transfer_account_of_part" },
      without: [b.cooperative_id],
      total_minor: null,
    });
    await account(b);
    expect(await jointTransferChoice(container, buyer, joint_id)).toMatchObject({
      refusal: null,
      total_minor: 50_000n,
      agreed: false,
      proformas: [],
    });
    const stranger = await firm();
    const them = stranger.as(await stranger.member(["owner", "buyer"]));
    for (const act of [
      () => jointTransferChoice(container, them, joint_id),
      () => chooseJointTransfer(container, them, { joint_id }),
    ])
      await expect(act()).rejects.toMatchObject({ code: "joint_quote_not_found" });
    const { quotes } = await whole(buyer, joint_id);
    const parts = quotes.map(({ id: quote_id, number: quote_number, cooperative_id }) => ({
      ...{ quote_id, quote_number, cooperative_id, amount_minor: 25_000n },
    }));
    const due_at = new Date(Math.min(...quotes.map((quote) => quote.expires_at.getTime())));
    value(
      await house().settlement.jointProformas.issue({
        ...{ company_id: own.company_id, company: "食堂", cart_id, currency: "CNY", parts, due_at, person: buyer.id },
      }),
    );
    // Pressed again they are the same ones, whatever is said of where the goods go.
    const { proforma_ids } = await chooseJointTransfer(container, buyer, { joint_id });
    const { proformas } = await jointTransferChoice(container, buyer, joint_id);
    expect(proformas.map((one) => one.id).sort()).toEqual([...proforma_ids].sort());
    expect(proformas.map((one) => one.amount_minor)).toEqual([25_000n, 25_000n]);
    // Of a quote's list each has its own.
    const standing = await house().settlement.proformas.standing([cart_id]);
    expect([...standing.keys()].sort()).toEqual(quotes.map((quote) => quote.id).sort());
    // While they wait nobody counts the order as unpaid; once they have ended it is over.
    await house().pools.releaseHold({ cart_id, reason: "checkout over" });
    await house().db.query(`update quote set expires_at = now() - interval '1 second' where id = any($1)`, [
      quotes.map((quote) => quote.id),
    ]);
    await followPayments(container);
    expect(await placed(quotes.map((quote) => quote.id))).toMatchObject({ n: 2 });
    await house().settlement.jointProformas.lapseDue(new Date(Date.now() + 8 * DAY_MS));
    await followPayments(container);
    expect(await placed(quotes.map((quote) => quote.id))).toMatchObject({ n: 0 });
  });

  test("an agent who brought it is the agent of all parts, also of those that are asked for later, and of its cart", async () => {
    const own = await firm();
    const buyer = own.as(await own.member(["buyer"]));
    const [a, b, c] = await sellers(3);
    if (!a || !b || !c) throw new Error("three sellers");
    const mark = randomUUID().replaceAll("-", "").slice(0, 8).toUpperCase();
    const agent_id = value(
      await wholesale().agents.register("operator", {
        code: mark,
        name: "代理",
        email: `${mark.toLowerCase()}@agent.example`,
        rate_bp: 200,
      }),
    ).id;
    const { id: joint_id } = value(
      await wholesale().joints.request(buyer, {
        ...{
          goods: goods(a),
          parts: drafts([a, b], 10),
          prefer: "cheapest",
          wanted_on: "2027-01-10",
          address_id: null,
        },
        ...{ words: "", idempotency_key: randomUUID(), input_hash: "brought", agent_id },
      }),
    );
    const first = (await whole(buyer, joint_id)).quotes;
    const [refused] = first;
    const seller = { side: "seller", id: "m", cooperative_id: refused?.cooperative_id ?? "" } as const;
    value(
      await wholesale().quotes.end(seller, {
        ...{ quote_id: refused?.id ?? "", as: "rejected" as const, upon_version: 1, words: "hail" },
      }),
    );
    value(
      await wholesale().joints.more(buyer, joint_id, {
        ...{ parts: drafts([c], 10), words: "", idempotency_key: randomUUID(), input_hash: "more" },
      }),
    );
    const { rows } = await house().db.query<{ agent_id: string | null }>(
      `select agent_id from quote where joint_id = $1`,
      [joint_id],
    );
    expect(rows.map((one) => one.agent_id)).toEqual([agent_id, agent_id, agent_id]);
    const standing = (await whole(buyer, joint_id)).quotes.filter((quote) => quote.state === "requested");
    const cart_id = id("cart");
    await house().db.query(`update quote set cart_id = $2, state = 'accepted', ended_at = now() where id = any($1)`, [
      standing.map((quote) => quote.id),
      cart_id,
    ]);
    expect(await wholesale().agents.leadOf(cart_id)).toEqual({ agent_id, agent_bp: 200 });
    // Nobody brought this one.
    const { id: alone } = value(await asked(buyer, [a, b]));
    const { rows: none } = await house().db.query(`select 1 from quote where joint_id = $1 and agent_id is not null`, [
      alone,
    ]);
    expect(none).toEqual([]);
  });

  test("of its order each cooperative has its own term and its own stars, and the money waits where one of them has agreed to it", async () => {
    const own = await firm();
    const buyer = own.as(await own.member(["buyer"]));
    const two = await sellers(2);
    const { id: joint_id } = value(await asked(buyer, two));
    const terms = [
      { days: 2, release: "inspection" as const },
      { days: 9, release: "delivery" as const },
    ];
    const { quotes } = await whole(buyer, joint_id);
    const parts = quotes.map((quote, at) => ({ ...quote, term: terms[at] }));
    for (const { id: quote_id, cooperative_id, term } of parts) {
      const seller = two.find((one) => one.cooperative_id === cooperative_id);
      if (seller) await offer(seller, quote_id, 7, 1, term);
    }
    const quote_ids = parts.map((one) => one.id);
    value(await begin(buyer, joint_id, quote_ids));
    const { cart_id } = value(await hand(quote_ids));
    await wholesale().jointAcceptance.finish(joint_id, cart_id);
    const order_id = id("order");
    const { rows } = await house().db.query<{ id: string }>(`select id from company_order where cart_id = $1`, [
      cart_id,
    ]);
    expect(rows).toHaveLength(2);
    for (const one of rows) await wholesale().orders.ordered(one.id, order_id);

    const { deliveries } = wholesale();
    expect(await deliveries.ofOrder(order_id)).toMatchObject({ quote_id: quote_ids[0], term: terms[0] });
    expect(await deliveries.ofOrder(order_id, "coop_elsewhere")).toBeUndefined();
    const open_until = "2027-02-01";
    for (const { id: quote_id, cooperative_id, term } of parts) {
      const order = await deliveries.ofQuote(quote_id);
      if (!order) throw new Error("a part has no order");
      expect(order).toMatchObject({ order_id, quote_id, cooperative_id, term, version: 2 });
      expect(await deliveries.ofOrder(order_id, cooperative_id)).toEqual(order);
      // What was said of the other cooperative is not there.
      expect(await deliveries.ratings(order)).toEqual([]);
      for (const by of ["buyer", "seller"] as const) {
        const rate = () => deliveries.rate(order, { by, person: "x", stars: 4, words: quote_id, open_until });
        expect((await Promise.all([rate(), rate()])).map(reasonOf).sort()).toEqual([null, "rated_already"]);
      }
      const said = await deliveries.ratings(order);
      expect(said.map((one) => [one.by, one.words])).toEqual([
        ["buyer", quote_id],
        ["seller", quote_id],
      ]);
    }
    expect(await deliveries.ofQuote("quote_of_nobody")).toBeUndefined();
  });

  test("not paid by the first of its clocks, all of it is over at once", async () => {
    const own = await firm();
    const buyer = own.as(await own.member(["buyer"]));
    const two = await sellers(2);
    const { joint_id, quote_ids } = await offered(buyer, two);
    value(await begin(buyer, joint_id, quote_ids));
    const { cart_id } = value(await hand(quote_ids));
    await wholesale().jointAcceptance.finish(joint_id, cart_id);
    await house().pools.releaseHold({ cart_id, reason: "checkout over" });
    await house().db.query(`update quote set expires_at = now() - interval '1 second' where id = $1`, [quote_ids[0]]);
    await followPayments(house().container);
    expect(await placed(quote_ids)).toEqual({ n: 0, total: "0" });
    const cart = { id: cart_id, currency_code: "cny", items: [] };
    expect(reasonOf(await checkQuoteCart(house().container, cart, true))).toBe("quote_unpaid");
  });
}
