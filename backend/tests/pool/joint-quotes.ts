import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import type { PartDraft } from "../../src/modules/wholesale/joint/joint-types";
import { checkQuoteCart } from "../../src/workflows/wholesale/quote-cart";
import { id, reasonOf } from "../settlement/house";
import { jointKit, PACK, type JointGiven, type Seller } from "./joint-kit";
import { value } from "./short-house";

/** Joint quotes on the bare database of the quotes: several cooperatives, one acceptance. */
export function jointQuotes(given: JointGiven): void {
  const {
    firm,
    house,
    wholesale,
    sellers,
    line,
    drafts,
    asked,
    whole,
    offer,
    offered,
    begin,
    hand,
    states,
    placed,
    heldBy,
  } = jointKit(given);

  test("several cooperatives are asked in one write, once, and each sees its own part alone", async () => {
    const own = await firm();
    const buyer = own.as(await own.member(["buyer"]));
    const three = await sellers(3);
    const key = randomUUID();
    const [one, two] = await Promise.all([asked(buyer, three, 10, key), asked(buyer, three, 10, key)]);
    expect(value(one)).toEqual(value(two));
    const { joint, quotes, facts } = await whole(buyer, value(one).id);
    expect(joint.packs).toBe(30);
    expect(quotes.map((quote) => quote.state)).toEqual(["requested", "requested", "requested"]);
    expect(facts.map((part) => part.packs)).toEqual([10, 10, 10]);
    for (const [at, quote] of quotes.entries()) {
      const other = three.find((seller) => seller.cooperative_id !== quote.cooperative_id);
      const by = { side: "seller", id: "m", cooperative_id: other?.cooperative_id ?? "" } as const;
      expect([at, await wholesale().quotes.whole(by, quote.id)]).toEqual([at, undefined]);
    }
    const stranger = await firm();
    const them = stranger.as(await stranger.member(["owner", "buyer"]));
    expect(await wholesale().joints.whole(them, joint.id)).toBeUndefined();
    expect(reasonOf(await begin(them, joint.id, []))).toBe("joint_quote_not_found");
  });

  test("a key that asked one cooperative by itself asks none together with others, in words", async () => {
    const own = await firm();
    const buyer = own.as(await own.member(["buyer"]));
    const two = await sellers(2);
    const [first, other] = two;
    if (!first || !other) throw new Error("two sellers");
    const key = randomUUID();
    const alone = (of: Seller) =>
      wholesale().quotes.request(buyer, {
        parts: [
          {
            cooperative_id: of.cooperative_id,
            lines: [line(of, 10, null)],
            idempotency_key: `${key}:${of.cooperative_id}`,
            input_hash: "alone",
          },
        ],
        ...{ wanted_on: "2027-01-10", address_id: null, addressee_list_id: null, words: "" },
      });
    value(await alone(other));
    expect(reasonOf(await asked(buyer, two, 10, key))).toBe("idempotency_conflict");
    const { rows } = await house().db.query(
      `select cooperative_id, (select count(*)::int from joint_quote where company_id = $1) as joint from quote where company_id = $1`,
      [own.company_id],
    );
    expect(rows).toEqual([{ cooperative_id: other.cooperative_id, joint: 0 }]);
  });

  test("two offers become one cart's in one go, the limit counts their total once, and no part is accepted alone", async () => {
    const own = await firm();
    const buyer = own.as(await own.member(["buyer"], 50_000));
    const two = await sellers(2);
    const { joint_id, quote_ids } = await offered(buyer, two);
    const [first] = quote_ids;
    const held = (await house().pools.quoteHolds.of([first ?? ""])).get(first ?? "") ?? null;
    const alone = await wholesale().acceptance.begin(buyer, { quote_id: first ?? "", upon_version: 2, hold: held });
    expect(reasonOf(alone)).toBe("joint_part");
    expect(reasonOf(await begin(buyer, joint_id, [first ?? ""]))).toBe("joint_parts_open");
    expect(reasonOf(await begin(buyer, joint_id, quote_ids, 1))).toBe("stale_version");
    const begun = await Promise.all([begin(buyer, joint_id, quote_ids), begin(buyer, joint_id, quote_ids)]);
    expect(begun.map((one) => value(one).state)).toEqual(["handing", "handing"]);
    // 500.00 exactly: the limit would ask an approver for a cent more.
    expect(await placed(quote_ids)).toEqual({ n: 2, total: "50000" });
    const handed = await Promise.all([hand(quote_ids), hand(quote_ids)]);
    const [cart_id, other] = handed.map((one) => value(one).cart_id);
    expect(cart_id).toBe(other);
    expect(await heldBy(two)).toEqual([
      { kind: "cart", units: 10 * PACK, held: 10 * PACK },
      { kind: "cart", units: 10 * PACK, held: 10 * PACK },
    ]);
    await wholesale().jointAcceptance.finish(joint_id, cart_id ?? "");
    await wholesale().jointAcceptance.finish(joint_id, cart_id ?? "");
    expect(await states(buyer, joint_id)).toEqual(["accepted", "accepted"]);
    expect(value(await begin(buyer, joint_id, quote_ids))).toEqual({ state: "accepted", cart_id });
    // Its cart is paid as agreed with both, and with nothing left out.
    const items = two.map((one) => ({ variant_id: one.variant_id, quantity: 10, unit_price: 20 }));
    const cart = (some: typeof items) => ({ id: cart_id ?? "", currency_code: "cny", items: some });
    expect((await checkQuoteCart(house().container, cart(items), true)).ok).toBe(true);
    expect(reasonOf(await checkQuoteCart(house().container, cart(items.slice(1)), true))).toBe("quote_changed");
  });

  test("cut off between any two writes it goes on to all of it; where one part's goods are gone none of it is ordered", async () => {
    const own = await firm();
    const buyer = own.as(await own.member(["buyer"], 100_000));
    const three = await sellers(3);
    const { joint_id, quote_ids } = await offered(buyer, three);
    value(await begin(buyer, joint_id, quote_ids));
    // Nobody writes, ends or expires a part meanwhile.
    await house().db.query(`update quote set expires_at = now() - interval '1 second' where id = $1`, [quote_ids[0]]);
    await wholesale().quotes.expireDue();
    const end = { quote_id: quote_ids[0] ?? "", as: "withdrawn" as const, upon_version: 2, words: "" };
    expect(reasonOf(await wholesale().quotes.end(buyer, end))).toBe("busy");
    expect((await wholesale().jointAcceptance.noted(joint_id))?.parts).toHaveLength(3);
    // One message takes up all three.
    const { rowCount } = await house().db.query(
      `select 1 from outbox_message where job = 'accept-quote' and payload ->> 'quote_id' = any($1)`,
      [quote_ids],
    );
    expect(rowCount).toBe(1);
    await house().pools.quoteHolds.release({ quote_id: quote_ids[1] ?? "", reason: "gave_way", person: "system" });
    expect(reasonOf(await hand(quote_ids))).toBe("hold_gone");
    expect((await heldBy(three)).map((one) => one.kind)).toEqual(["quote", "quote"]);
    await wholesale().jointAcceptance.fail(joint_id, "hold_gone");
    await wholesale().jointAcceptance.fail(joint_id, "hold_gone");
    expect(await placed(quote_ids)).toEqual({ n: 0, total: "0" });
    expect(await states(buyer, joint_id)).toEqual(["offered", "offered", "offered"]);
    expect(await wholesale().jointAcceptance.noted(joint_id)).toBeUndefined();
  });

  test("who asks others for what is missing waits for the company before the joint quote, as whoever accepts locks them", async () => {
    const own = await firm();
    const buyer = own.as(await own.member(["buyer"]));
    const [a, b, c] = await sellers(3);
    if (!a || !b || !c) throw new Error("three sellers");
    const { joint_id } = await offered(buyer, [a, b]);
    const { quotes } = await whole(buyer, joint_id);
    const quote_id = quotes.find((quote) => quote.cooperative_id === b.cooperative_id)?.id ?? "";
    const by_b = { side: "seller", id: "m", cooperative_id: b.cooperative_id } as const;
    value(await wholesale().quotes.end(by_b, { quote_id, as: "withdrawn", upon_version: 2, words: "" }));
    const waiting = async () => {
      const { rows } = await house().db.query<{ waits: number }>(
        `select count(*)::int as waits from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
      );
      return rows[0]?.waits ?? 0;
    };
    const accepts = await house().db.connect();
    try {
      await accepts.query("begin");
      await accepts.query("select 1 from company where id = $1 for update", [own.company_id]);
      const more = wholesale().joints.more(buyer, joint_id, {
        ...{ parts: drafts([c], 10), words: "" },
        ...{ idempotency_key: randomUUID(), input_hash: "more" },
      });
      while ((await waiting()) === 0) await new Promise((done) => setTimeout(done, 5));
      await accepts.query("select 1 from joint_quote where id = $1 for update", [joint_id]);
      await accepts.query("commit");
      value(await more);
    } finally {
      accepts.release();
    }
    expect((await whole(buyer, joint_id)).quotes).toHaveLength(3);
  });

  test("one refuses and one's time is over: what is missing is asked of others once, or gone without", async () => {
    const own = await firm();
    const buyer = own.as(await own.member(["buyer"]));
    const [a, b, c, d] = await sellers(4);
    if (!a || !b || !c || !d) throw new Error("four sellers");
    const { joint_id } = await offered(buyer, [a, b, c]);
    const quotes = (await whole(buyer, joint_id)).quotes;
    const of = (seller: Seller) => quotes.find((quote) => quote.cooperative_id === seller.cooperative_id)?.id ?? "";
    const by_b = { side: "seller", id: "m", cooperative_id: b.cooperative_id } as const;
    value(await wholesale().quotes.end(by_b, { quote_id: of(b), as: "withdrawn", upon_version: 2, words: "hail" }));
    await house().db.query(`update quote set expires_at = now() - interval '1 second' where id = $1`, [of(c)]);
    await wholesale().quotes.expireDue();
    const more = (parts: PartDraft[], key: string = randomUUID()) =>
      wholesale().joints.more(buyer, joint_id, { parts, words: "", idempotency_key: key, input_hash: "more" });
    expect(reasonOf(await more(drafts([d], 21)))).toBe("above_joint");
    const key = randomUUID();
    const twice = await Promise.all([more(drafts([d], 10), key), more(drafts([d], 10), key)]);
    expect(twice.every((one) => one.ok)).toBe(true);
    const after = await whole(buyer, joint_id);
    expect(after.quotes).toHaveLength(4);
    const added = after.quotes.find((quote) => quote.cooperative_id === d.cooperative_id)?.id ?? "";
    // It has not answered: the others can't be taken without it.
    expect(reasonOf(await begin(buyer, joint_id, [of(a)]))).toBe("joint_parts_open");
    await offer(d, added);
    const last = [of(a), added].sort();
    expect(value(await begin(buyer, joint_id, last)).state).toBe("handing");
    value(await hand(last));
    expect((await heldBy([a, b, c, d])).filter((one) => one.kind === "cart")).toHaveLength(2);
  });

  test("an approver decides about the total in one word, which another version of any part ends", async () => {
    const own = await firm();
    const buyer = own.as(await own.member(["buyer"], 49_999));
    const approver = await own.member(["approver"]);
    const small = await own.member(["approver"], 49_999);
    const two = await sellers(2);
    const { joint_id, quote_ids } = await offered(buyer, two);
    expect(value(await begin(buyer, joint_id, quote_ids)).state).toBe("awaiting_approval");
    const say = async (member_id: string, decision: "approved" | "declined", words = "") =>
      wholesale().jointAcceptance.decide(
        { member_id, company_id: own.company_id },
        { joint_id, decision, words, holds: await house().pools.quoteHolds.of(quote_ids) },
      );
    expect(reasonOf(await say(buyer.id, "approved"))).toBe("own_order");
    // Each part is within what this one may approve, and the order is not.
    expect(reasonOf(await say(small, "approved"))).toBe("over_your_limit");
    const changed = two.find((_, at) => at === 0);
    const first = (await whole(buyer, joint_id)).quotes.find(
      (quote) => quote.cooperative_id === changed?.cooperative_id,
    );
    if (changed && first) await offer(changed, first.id, 7, 2);
    expect(reasonOf(await say(approver, "approved"))).toBe("stale");
    const versions = new Map((await whole(buyer, joint_id)).quotes.map((quote) => [quote.id, quote.version]));
    const again = await wholesale().jointAcceptance.begin(buyer, {
      joint_id,
      parts: quote_ids.map((quote_id) => ({ quote_id, upon_version: versions.get(quote_id) ?? 0 })),
      holds: await house().pools.quoteHolds.of(quote_ids),
    });
    expect(value(again).state).toBe("awaiting_approval");
    const [yes, no] = await Promise.all([say(approver, "approved"), say(approver, "declined", "too dear")]);
    expect([yes.ok, no.ok].filter(Boolean)).toHaveLength(1);
    expect(await placed(quote_ids)).toEqual(yes.ok ? { n: 2, total: "50000" } : { n: 0, total: "0" });
  });

  test("racing with the shop for one of its pools, no kilo is promised twice and none of it is ordered in part", async () => {
    const own = await firm();
    const buyer = own.as(await own.member(["buyer"]));
    for (let turn = 0; turn < 4; turn++) {
      const [tight, wide] = await sellers(2, 15_000);
      if (!tight || !wide) throw new Error("two sellers");
      const both = [tight, wide];
      const { joint_id, quote_ids } = await offered(buyer, both);
      value(await begin(buyer, joint_id, quote_ids));
      const shop = Array.from({ length: 6 }, () =>
        house().pools.holdForCart({
          cart_id: id("cart"),
          run_id: "run",
          lines: [{ pool_id: tight.pool_id, units: 2 * PACK }],
        }),
      );
      const [handed, ...carts] = await Promise.all([hand(quote_ids), ...shop]);
      expect(handed.ok).toBe(true);
      // Five kilos were free.
      expect(carts.filter((one) => one.ok)).toHaveLength(2);
      const { rows } = await house().db.query<{ on_hand: number; held: number; lines: number }>(
        `select p.on_hand::int, p.held::int, (select sum(units)::int from hold_line l where l.pool_id = p.id) as lines from pool p where p.id = $1`,
        [tight.pool_id],
      );
      expect(rows).toEqual([{ on_hand: 15_000, held: 14_000, lines: 14_000 }]);
    }
  });
}
