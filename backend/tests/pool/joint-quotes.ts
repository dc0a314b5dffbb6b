import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import type { CompanyRole } from "@commonlot/domain";
import type { JointGoods, PartDraft } from "../../src/modules/wholesale/joint/joint-types";
import type { QuoteActor, QuoteLine, VersionDraft } from "../../src/modules/wholesale/quotes/quote-types";
import type WholesaleService from "../../src/modules/wholesale/service";
import { checkQuoteCart } from "../../src/workflows/wholesale/quote-cart";
import { chooseJointTransfer, jointTransferChoice } from "../../src/workflows/wholesale/joint-transfer";
import { followPayments } from "../../src/workflows/wholesale/quote-follow-up";
import { id, reasonOf } from "../settlement/house";
import { value, type ShortHouse } from "./short-house";

interface Firm {
  company_id: string;
  as(member_id: string): QuoteActor & { side: "buyer" };
  member(roles: readonly CompanyRole[], limit_minor?: number): Promise<string>;
}

const DAY_MS = 86_400_000;
const PACK = 1_000;

/** A cooperative with a pool of its own. */
interface Seller {
  cooperative_id: string;
  pool_id: string;
  variant_id: string;
}

/** Joint quotes on the bare database of the quotes: several cooperatives, one acceptance. */
export function jointQuotes(kit: { house: () => ShortHouse; firm: () => Promise<Firm> }): void {
  const house = () => kit.house();
  const wholesale = (): WholesaleService => house().container.resolve("wholesale");

  const sellers = async (count: number, units = 100_000): Promise<Seller[]> => {
    const made: Seller[] = [];
    for (let at = 0; at < count; at++) {
      const cooperative_id = id("coop");
      const { id: pool_id } = await house().pools.createPool({
        cooperative_id,
        origin_kind: "village",
        origin_id: id("village"),
        produce: "walnut",
        grade: "1",
        unit: "g",
        blendable: true,
        rule: "fefo",
        inventory_item_id: id("iitem"),
        location_id: "sloc_1",
      });
      value(
        await house().pools.receiveLot({
          pool_id,
          cooperative_id,
          household_id: id("household"),
          gross_g: units,
          tare_g: 0,
          harvested_on: "2026-10-01",
          grade: "1",
          weigher_id: "member_weigher",
          idempotency_key: randomUUID(),
          today: "2026-10-02",
        }),
      );
      made.push({ cooperative_id, pool_id, variant_id: id("variant") });
    }
    return made;
  };

  const line = (of: Seller, packs: number, price_minor: bigint | null): QuoteLine => ({
    product_id: "prod_walnut",
    variant_id: of.variant_id,
    pool_id: of.pool_id,
    title: { zh: "核桃", en: "Walnuts" },
    pack: { zh: "1 公斤", en: "1 kg" },
    grade: "1",
    unit: "g",
    units_per_pack: PACK,
    packs,
    price_minor,
  });
  const goods = (of: Seller): JointGoods => {
    const { product_id, variant_id, title, pack, grade, unit, units_per_pack } = line(of, 1, null);
    return { product_id, variant_id, title, pack, grade, unit, units_per_pack };
  };
  const drafts = (of: readonly Seller[], packs: number): PartDraft[] =>
    of.map((one) => ({ cooperative_id: one.cooperative_id, line: line(one, packs, null) }));
  const asked = (by: QuoteActor & { side: "buyer" }, of: readonly Seller[], packs = 10, key: string = randomUUID()) => {
    const [first] = of;
    if (!first) throw new Error("nobody is asked");
    return wholesale().joints.request(by, {
      goods: goods(first),
      parts: drafts(of, packs),
      prefer: "cheapest",
      wanted_on: "2027-01-10",
      address_id: null,
      words: "",
      idempotency_key: key,
      input_hash: "same",
    });
  };
  const whole = async (by: QuoteActor & { side: "buyer" }, joint_id: string) => {
    const found = await wholesale().joints.whole(by, joint_id);
    if (!found) throw new Error(`no joint quote ${joint_id}`);
    return found;
  };
  /** Quote id -> what its offer wants. */
  const wants = new Map<string, { pool_id: string; units: number }[]>();
  /** Ten packs at 20.00 and 50.00 freight: 250.00 a part. */
  const offer = async (of: Seller, quote_id: string, days = 7, upon_version = 1) => {
    const expires_at = new Date(Date.now() + days * DAY_MS);
    value(
      await house().pools.quoteHolds.set({
        quote_id,
        lines: [{ pool_id: of.pool_id, units: 10 * PACK }],
        expires_at,
        priority: 5,
        note: quote_id,
        person: "m_manager",
        how: "exactly",
      }),
    );
    const draft: VersionDraft = {
      lines: [line(of, 10, 2_000n)],
      freight_minor: 5_000n,
      freight_term: { bearer: "cooperative" },
      deliver_on: "2027-01-10",
      terms: null,
      words: "",
    };
    const by = { side: "seller", id: "m_manager", cooperative_id: of.cooperative_id } as const;
    value(await wholesale().quotes.write(by, { quote_id, upon_version, expires_at, draft }));
    wants.set(quote_id, [{ pool_id: of.pool_id, units: 10 * PACK }]);
  };
  /** Asked of so many cooperatives, and offered by all of them. */
  const offered = async (by: QuoteActor & { side: "buyer" }, of: readonly Seller[]) => {
    const { id: joint_id } = value(await asked(by, of));
    const { quotes } = await whole(by, joint_id);
    for (const quote of quotes) {
      const own = of.find((one) => one.cooperative_id === quote.cooperative_id);
      if (own) await offer(own, quote.id);
    }
    return { joint_id, quote_ids: quotes.map((quote) => quote.id) };
  };
  const begin = async (
    by: QuoteActor & { side: "buyer" },
    joint_id: string,
    quote_ids: readonly string[],
    upon_version = 2,
  ) =>
    wholesale().jointAcceptance.begin(by, {
      joint_id,
      parts: quote_ids.map((quote_id) => ({ quote_id, upon_version })),
      holds: await house().pools.quoteHolds.of(quote_ids),
    });
  const hand = (quote_ids: readonly string[], cart_id = id("cart")) =>
    house().pools.quoteHolds.allToCart({
      quotes: quote_ids.map((quote_id) => ({ quote_id, lines: wants.get(quote_id) ?? [] })),
      cart_id,
      person: "x",
    });
  const states = async (by: QuoteActor & { side: "buyer" }, joint_id: string) =>
    (await whole(by, joint_id)).quotes.map((quote) => quote.state);
  const placed = async (quote_ids: readonly string[]) =>
    (
      await house().db.query<{ n: number; total: string }>(
        `select count(*)::int as n, coalesce(sum(total_minor), 0)::text as total from company_order where quote_id = any($1) and state = 'placed'`,
        [[...quote_ids]],
      )
    ).rows[0];
  /** What each pool holds, and for which kind of hold. */
  const heldBy = async (of: readonly Seller[]) =>
    (
      await house().db.query<{ kind: string; units: number; held: number }>(
        `select h.kind, l.units::int, p.held::int from hold_line l join hold h on h.id = l.hold_id join pool p on p.id = l.pool_id
         where l.pool_id = any($1) order by h.kind, l.pool_id`,
        [of.map((one) => one.pool_id)],
      )
    ).rows;

  test("several cooperatives are asked in one write, once, and each sees its own part alone", async () => {
    const own = await kit.firm();
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
    const stranger = await kit.firm();
    const them = stranger.as(await stranger.member(["owner", "buyer"]));
    expect(await wholesale().joints.whole(them, joint.id)).toBeUndefined();
    expect(reasonOf(await begin(them, joint.id, []))).toBe("joint_quote_not_found");
  });

  test("two offers become one cart's in one go, the limit counts their total once, and no part is accepted alone", async () => {
    const own = await kit.firm();
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
    const own = await kit.firm();
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

  test("one refuses and one's time is over: what is missing is asked of others once, or gone without", async () => {
    const own = await kit.firm();
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
    const own = await kit.firm();
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
    const own = await kit.firm();
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

  /** Accepted by both, in a cart. */
  const accepted = async (by: QuoteActor & { side: "buyer" }, of: readonly Seller[]) => {
    const { joint_id, quote_ids } = await offered(by, of);
    value(await begin(by, joint_id, quote_ids));
    const { cart_id } = value(await hand(quote_ids));
    await wholesale().jointAcceptance.finish(joint_id, cart_id);
    return { joint_id, quote_ids, cart_id };
  };
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
    const own = await kit.firm();
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
    const stranger = await kit.firm();
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
    const own = await kit.firm();
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

  test("not paid by the first of its clocks, all of it is over at once", async () => {
    const own = await kit.firm();
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
