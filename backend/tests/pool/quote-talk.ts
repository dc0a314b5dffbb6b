import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import type { QuoteActor } from "../../src/modules/wholesale/quotes/quote-types";
import type WholesaleService from "../../src/modules/wholesale/service";
import type { StandingQuoteHold } from "../../src/modules/pool/quote-holds";
import { reasonOf } from "../settlement/house";
import type { GivenBackGiven } from "./given-back";
import { value } from "./short-house";

export interface QuoteTalkGiven extends Pick<
  GivenBackGiven,
  "house" | "firm" | "offered" | "begin" | "mails" | "orders"
> {
  held: (quote_id: string) => Promise<StandingQuoteHold | null>;
  seller: () => QuoteActor & { side: "seller" };
}

/** Who may let a purchase through, and what the two sides write to each other. */
export function quoteTalk({ house, firm, offered, begin, held, seller, mails, orders }: QuoteTalkGiven): void {
  const wholesale = (): WholesaleService => house().container.resolve("wholesale");

  test("only approvers whose own limits allow it could decide, and what waits is taken back once and asked for again", async () => {
    const own = await firm();
    const buyer = own.as(await own.member(["buyer", "approver"], 100));
    const [low, high] = [await own.member(["approver"], 24_999), await own.member(["approver"], 25_000)];
    const quote_id = await offered(buyer);
    const company = { state: "approved", currency: "CNY", time_zone: "Asia/Shanghai" } as const;
    const able = async () => {
      const order = (await wholesale().approvals.waiting([quote_id])).get(quote_id);
      return order && wholesale().approvals.able(company, await wholesale().members.all(own.company_id), order);
    };
    expect(await able()).toBeUndefined();
    expect(reasonOf(await wholesale().approvals.takeBack(buyer, quote_id))).toBe("stale");
    expect(value(await begin(buyer, quote_id)).state).toBe("awaiting_approval");
    expect(await able()).toEqual([high]);
    const lowMember = (await wholesale().members.of(low))!;
    const waiting = await wholesale().approvals.waiting([quote_id]);
    expect([...(await wholesale().approvals.ableFor(company, lowMember, waiting))]).toEqual([]);
    const limits = { per_order_minor: null, per_window: { kind: "month", limit_minor: 100n } } as const;
    const spent = () =>
      wholesale().orders.spent({ time_zone: "Asia/Shanghai" }, { member_id: buyer.id, limits }, new Date());
    expect(await spent()).toMatchObject({ spent_minor: 0n, waiting_minor: 25_000n, approved_minor: 0n });
    const other = await firm();
    const stranger = other.as(await other.member(["owner", "buyer"]));
    expect(reasonOf(await wholesale().approvals.takeBack(stranger, quote_id))).toBe("quote_not_found");
    const twice = await Promise.all([
      wholesale().approvals.takeBack(buyer, quote_id),
      wholesale().approvals.takeBack(buyer, quote_id),
    ]);
    expect(twice.map(reasonOf)).toEqual([null, null]);
    expect(await orders(quote_id)).toEqual(["cancelled"]);
    expect((await wholesale().quotes.byId(quote_id))?.state).toBe("offered");
    expect(await spent()).toMatchObject({ waiting_minor: 0n });
    // Asked for again and let through: it counts for who let it through, too.
    expect(value(await begin(buyer, quote_id)).state).toBe("awaiting_approval");
    const yes = { quote_id, decision: "approved" as const, words: "", hold: await held(quote_id) };
    value(await wholesale().acceptance.decide({ member_id: high, company_id: own.company_id }, yes));
    const theirs = {
      member_id: high,
      limits: { ...limits, per_window: { kind: "month", limit_minor: 25_000n } },
    } as const;
    const approved = await wholesale().orders.spent({ time_zone: "Asia/Shanghai" }, theirs, new Date());
    expect(approved).toMatchObject({ spent_minor: 0n, approved_minor: 25_000n });
  });

  test("a message is told once in ten minutes, marked until it is read, and sent twice it is one", async () => {
    const own = await firm();
    const buyer = own.as(await own.member(["buyer"]));
    const quote_id = await offered(buyer);
    const key = randomUUID();
    const same = { quote_id, words: "When?", key };
    const five = await Promise.all(Array.from({ length: 5 }, () => wholesale().quotes.say(buyer, same)));
    expect(five.every((one) => one.ok)).toBe(true);
    value(await wholesale().quotes.say(buyer, { quote_id, words: "Soon?" }));
    value(await wholesale().quotes.say(buyer, { quote_id, words: "Please." }));
    const whole = (await wholesale().quotes.whole(seller(), quote_id))!;
    expect(whole.messages.map((one) => one.words)).toEqual(["When?", "Soon?", "Please."]);
    // One at once, and one for all that follow.
    expect(await mails(quote_id, "message")).toBe(2);
    expect(await wholesale().quotes.unread(quote_id)).toEqual(["seller"]);
    const listed = async (by: QuoteActor) =>
      (await wholesale().quotes.list(by, { states: null, limit: 50 })).find((one) => one.id === quote_id)?.unread;
    expect([await listed(buyer), await listed(seller())]).toEqual([false, true]);
    await wholesale().quotes.read("buyer", whole);
    expect(await listed(seller())).toBe(true);
    await wholesale().quotes.read("seller", whole);
    expect(await listed(seller())).toBe(false);
    value(await wholesale().quotes.say(seller(), { quote_id, words: "Tomorrow." }));
    expect(await wholesale().quotes.unread(quote_id)).toEqual(["buyer"]);
    expect(await mails(quote_id, "message")).toBe(3);
  });
}
