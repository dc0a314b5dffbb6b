import { expect, test } from "vitest";
import type { Acceptance } from "../../src/modules/wholesale/quotes/quote-acceptance";
import type { QuoteActor } from "../../src/modules/wholesale/quotes/quote-types";
import type { Refusal, Result } from "@commonlot/domain";
import type WholesaleService from "../../src/modules/wholesale/service";
import { checkQuoteCart } from "../../src/workflows/wholesale/quote-cart";
import { besideCart, stillToPay } from "../../src/workflows/wholesale/quote-give-back";
import { id, reasonOf } from "../settlement/house";
import type { Firm } from "./joint-kit";
import { value, type ShortHouse } from "./short-house";

type Buyer = QuoteActor & { side: "buyer" };

export interface GivenBackGiven {
  house: () => ShortHouse;
  firm: () => Promise<Firm>;
  offered: (by: Buyer) => Promise<string>;
  begin: (by: QuoteActor, quote_id: string) => Promise<Result<Acceptance, Refusal>>;
  toCart: (quote_id: string, cart_id: string) => Promise<Result<{ cart_id: string }, Refusal>>;
  mails: (quote_id: string, about: string) => Promise<number | null>;
  orders: (quote_id: string) => Promise<string[]>;
}

/** Accepted quotes that go back unpaid, beside payments of the same moment. */
export function givenBack({ house, firm, offered, begin, toCart, mails, orders }: GivenBackGiven): void {
  const service = (): WholesaleService => house().container.resolve("wholesale");
  const lines = () => [{ pool_id: house().pool_id, units: 10_000 }];

  async function accepted(buyer: Buyer) {
    const quote_id = await offered(buyer);
    value(await begin(buyer, quote_id));
    const { cart_id } = value(await toCart(quote_id, id("cart")));
    await service().acceptance.finish(quote_id, cart_id);
    return { quote_id, cart_id };
  }
  const giveBack = (by: Buyer, of: { quote_id: string; cart_id: string }, card = false) =>
    service().giveBacks.giveBack(
      by,
      { quote_id: of.quote_id, words: " too dear " },
      besideCart(house().container, { cart_id: of.cart_id, card, session_ids: [] }),
    );
  const cartHold = async (cart_id: string) => (await house().pools.cartHolds.of([cart_id]))[0]?.state;
  const held = async () =>
    Number(
      (await house().db.query<{ held: string }>(`select held::text as held from pool where id = $1`, [house().pool_id]))
        .rows[0]?.held,
    );

  async function proforma(buyer: Buyer, of: { quote_id: string; cart_id: string }) {
    const { settlement, cooperative_id, container } = house();
    if (!(await settlement.proformas.canReceive(cooperative_id)))
      value(
        await settlement.setPayingAccount({
          cooperative_id,
          name: "合作社",
          account: "6222020000000007",
          bank: { system: "CNAPS", member_id: "102100099996" },
          person: "m_manager",
        }),
      );
    return settlement.proformas.issue(
      {
        ...{ cooperative_id, company_id: buyer.company_id, company: "食堂", quote_id: of.quote_id, quote_number: "Q" },
        ...{ cart_id: of.cart_id, currency: "CNY", amount_minor: 25_000n, person: buyer.id },
        due_at: new Date(Date.now() + 86_400_000),
      },
      stillToPay(container, of.cart_id),
    );
  }

  test("its goods are free, its proforma ends, limits count it no more, and both sides are told once; to others it is not there", async () => {
    const own = await firm();
    const buyer = own.as(await own.member(["buyer"], 25_000));
    const before = await held();
    const one = await accepted(buyer);
    const { id: proforma_id } = value(await proforma(buyer, one));
    const other = await firm();
    const stranger = other.as(await other.member(["owner", "buyer"]));
    expect(reasonOf(await giveBack(stranger, one))).toBe("quote_not_found");
    const twice = await Promise.all([giveBack(buyer, one), giveBack(buyer, one)]);
    expect(twice.map(reasonOf)).toEqual([null, null]);
    expect(await orders(one.quote_id)).toEqual(["cancelled"]);
    expect(await cartHold(one.cart_id)).toBe("released");
    expect(await held()).toBe(before);
    expect(await house().settlement.proformas.one(proforma_id)).toMatchObject({ state: "void", because: "given_back" });
    expect(await mails(one.quote_id, "given_back")).toBe(1);
    const whole = await service().quotes.whole(buyer, one.quote_id);
    expect(whole?.events.find((event) => event.act === "given_back")).toMatchObject({ by: "buyer", words: "too dear" });
    // Nothing is asked for it any more, and its cart pays nothing.
    expect(reasonOf(await proforma(buyer, one))).toBe("not_to_pay");
    const cart = { id: one.cart_id, currency_code: "cny", items: [] };
    expect(reasonOf(await checkQuoteCart(house().container, cart, false))).toBe("quote_given_back");
    // The room of the limit is there again.
    const next = await accepted(buyer);
    expect(await orders(next.quote_id)).toEqual(["placed"]);
  });

  test("what is being paid, paid or never accepted stays, and a proforma is asked for neither", async () => {
    const own = await firm();
    const buyer = own.as(await own.member(["buyer"]));
    const open = await offered(buyer);
    expect(reasonOf(await giveBack(buyer, { quote_id: open, cart_id: id("cart") }))).toBe("not_to_give_back");
    const one = await accepted(buyer);
    expect(reasonOf(await giveBack(buyer, one, true))).toBe("being_paid");
    value(await house().pools.holdForCart({ cart_id: one.cart_id, run_id: "run", lines: lines() }));
    expect(reasonOf(await giveBack(buyer, one))).toBe("being_paid");
    expect(reasonOf(await proforma(buyer, one))).toBe("being_paid");
    value(await house().pools.confirmHold({ cart_id: one.cart_id, order_id: id("order"), lines: lines() }));
    expect(reasonOf(await giveBack(buyer, one))).toBe("being_paid");
    expect(reasonOf(await proforma(buyer, one))).toBe("being_paid");
    expect(await orders(one.quote_id)).toEqual(["placed"]);
    expect(await cartHold(one.cart_id)).toBe("confirmed");
    expect(await mails(one.quote_id, "given_back")).toBe(0);
  });

  test("beside a completion of the same moment one of the two comes to be, never both", async () => {
    const own = await firm();
    const buyer = own.as(await own.member(["buyer"]));
    const { pools, container } = house();
    for (let turn = 0; turn < 8; turn++) {
      const one = await accepted(buyer);
      const cart = {
        id: one.cart_id,
        currency_code: "cny",
        items: [{ variant_id: "variant_kilo", quantity: 10, unit_price: 20 }],
      };
      /** As completing does: a look, the hold, the look once more. */
      const complete = async (): Promise<boolean> => {
        if (!(await checkQuoteCart(container, cart, false)).ok) return false;
        const run_id = id("run");
        const before = await pools.holdForCart({ cart_id: one.cart_id, run_id, lines: lines() });
        if (!before.ok) return false;
        if ((await checkQuoteCart(container, cart, false)).ok) return true;
        await pools.undoHold({ cart_id: one.cart_id, run_id, before: before.value });
        return false;
      };
      const [given, paid] = await Promise.all([giveBack(buyer, one), complete()]);
      expect(given.ok).toBe(!paid);
      expect(await orders(one.quote_id)).toEqual([paid ? "placed" : "cancelled"]);
      expect(await cartHold(one.cart_id)).toBe(paid ? "pending" : "released");
    }
  });

  test("beside a proforma of the same moment none is left that still asks", async () => {
    const own = await firm();
    const buyer = own.as(await own.member(["buyer"]));
    for (let turn = 0; turn < 6; turn++) {
      const one = await accepted(buyer);
      const [given] = await Promise.all([giveBack(buyer, one), proforma(buyer, one)]);
      expect(given.ok).toBe(true);
      expect(await house().settlement.proformas.standing([one.cart_id])).toEqual(new Map());
    }
  });
}
