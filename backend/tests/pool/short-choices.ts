import { expect, it } from "vitest";
import { shortDetail } from "../../src/api/desk/shorts/view";
import { newId } from "../../src/lib/ids";
import { previewAgain } from "../../src/workflows/parcel/claim/short-taking-back";
import { runShort } from "../../src/workflows/pool/short/run";
import { value, type ShortHouse } from "./short-house";
import { broken, picture } from "./short-picture";

/** What the house of the waits knows of its own. */
export interface ChoiceKit {
  drain(): Promise<void>;
  followUp(): Promise<void>;
  expire(lot: string): Promise<unknown>;
  notEnough(order_id: string): Promise<string>;
  told(order_id: string): Promise<string[]>;
  units(order_id: string): Promise<number>;
  refunds(order_id: string): Promise<unknown[][]>;
}

/** Part of the house of the waits: what buyers chose for missing goods, and whose word holds. */
export function shortChoices(house: () => ShortHouse, kit: ChoiceKit): void {
  type Said = Parameters<ShortHouse["pools"]["shorts"]["choices"]["setForOrder"]>[0]["choice"];
  const choices = () => house().pools.shorts.choices;
  const say = (order_id: string, choice: Said, packed = false) => choices().setForOrder({ order_id, choice, packed });
  /** Nothing is free, and nobody is before these in waiting for what comes. */
  const alone = async () => {
    await house().db.query("update short_wait set until = now() - interval '1 minute'");
    await kit.followUp();
    await kit.drain();
  };
  /** An order of two packs for each, which share the one lot there is. */
  const orders = async (...said: Said[]) => {
    await alone();
    const lot = await house().lot(said.length * 2000);
    const made: string[] = [];
    for (const choice of said) {
      const { order_id } = await house().order([{ packs: 2, paid: 4000 }]);
      value(await say(order_id, choice));
      made.push(order_id);
    }
    return { lot, made };
  };
  const waitsOf = async (order_id: string) =>
    (await house().pools.shorts.waits.ofOrders([order_id])).map((one) => one.packs);

  it("of one short each order is refunded or waits as its buyer chose, the desk sees by whose word, and the mail says so", async () => {
    const { lot, made } = await orders("wait", null, "refund");
    const [waits = "", says_nothing = "", refunded = ""] = made;
    const entered = await house().enter({ lot_id: lot, units: 6000 });
    const rules = (entered.view?.buyers ?? []).map((one) => [one.order_id, one.rule]);
    expect(Object.fromEntries(rules)).toEqual({
      [waits]: { policy: "wait", by: "buyer", choice: "wait" },
      [says_nothing]: { policy: "substitute", by: "pool", choice: null },
      [refunded]: { policy: "substitute", by: "buyer", choice: "refund" },
    });
    expect(entered.plan?.chosen).toEqual({ [waits]: "wait", [says_nothing]: null, [refunded]: "refund" });
    const { preview } = await shortDetail(house().container, entered);
    expect(preview?.options[0]).toMatchObject({
      policy: "as_chosen",
      chosen: true,
      packs_waiting: 2,
      packs_refunded: 4,
    });
    const short = await house().apply(entered);
    expect(short).toMatchObject({ state: "applied" });
    expect(await waitsOf(waits)).toEqual([2]);
    expect((await kit.told(waits))[0]).toContain("按您的选择为您保留到");
    expect(await kit.refunds(waits)).toEqual([]);
    for (const order_id of [says_nothing, refunded]) {
      expect(await waitsOf(order_id)).toEqual([]);
      expect(await kit.refunds(order_id)).toHaveLength(1);
    }
    expect(await broken(house())).toEqual([]);

    await house().pools.shorts.close([short.id]);
    await runShort(house().container, short.id);
    expect((await kit.told(refunded)).at(-1)).toContain("按您的选择退款");
    expect((await kit.told(says_nothing)).at(-1)).not.toContain("按您的选择");
    // What waits by choice is filled as what waits by policy, when goods come.
    await house().lot(2000);
    await kit.followUp();
    expect(await kit.units(waits)).toBe(2000);
    expect(await broken(house())).toEqual([]);
  });

  it("what waits by choice is refunded when its day has come", async () => {
    const { lot, made } = await orders("wait");
    const [order_id = ""] = made;
    const short = await house().apply(await house().enter({ lot_id: lot, units: 1000 }));
    expect(await kit.refunds(order_id)).toEqual([]);
    await house().db.query("update short_wait set until = now() - interval '1 minute' where short_id = $1", [short.id]);
    await kit.followUp();
    expect(await kit.refunds(order_id)).toHaveLength(1);
    expect(await waitsOf(order_id)).toEqual([]);
    expect(await broken(house())).toEqual([]);
  });

  it("other lots of the pool fill in first, also for who wants the money", async () => {
    const { lot, made } = await orders("refund");
    const [order_id = ""] = made;
    await house().lot(2000);
    const short = await house().apply(await house().enter({ lot_id: lot, units: 2000 }));
    expect(short).toMatchObject({ state: "applied", view: { buyers: [], refund_minor: 0 } });
    expect(await kit.units(order_id)).toBe(2000);
    expect(await broken(house())).toEqual([]);
  });

  it("a manager's word for the entry goes before the buyers', and is taken back", async () => {
    const { lot, made } = await orders("wait");
    const [order_id = ""] = made;
    const short = await house().enter({ lot_id: lot, units: 1000, policy: "refund" });
    expect(short.view?.buyers).toMatchObject([{ rule: { policy: "refund", by: "entry", choice: "wait" } }]);
    const asked = { policy: "as_chosen" as const, take_back: false, person: "member_manager" };
    const again = value(await previewAgain(house().container, short, asked));
    expect(again.view?.buyers).toMatchObject([{ order_id, rule: { policy: "wait", by: "buyer" } }]);
    expect(again.plan_hash).not.toBe(short.plan_hash);
    value(await house().pools.shorts.drop({ short_id: short.id, person: "member_manager" }));
  });

  it("a choice that changed since the preview is not gone over: nothing is done, the next look goes by it", async () => {
    const { lot, made } = await orders("wait");
    const [order_id = ""] = made;
    const before = await picture(house());
    const entered = await house().enter({ lot_id: lot, units: 1000 });
    value(await say(order_id, "refund"));
    expect(await house().apply(entered)).toMatchObject({ state: "entered", problem: "stale" });
    expect(await kit.refunds(order_id)).toEqual([]);
    expect(await broken(house())).toEqual([]);
    const again = value(
      await previewAgain(house().container, (await house().pools.shorts.byId(entered.id))!, {
        take_back: false,
        person: "member_manager",
      }),
    );
    const short = await house().apply(again);
    expect(short).toMatchObject({ state: "applied" });
    expect(await waitsOf(order_id)).toEqual([]);
    // From here what was chosen is being done; taken back whole, it is the buyer's again.
    expect(await say(order_id, "wait")).toMatchObject({ ok: false, refusal: { reason: "goods_missing" } });
    expect(await say(order_id, "refund")).toMatchObject({ ok: true });
    await house().undo(short);
    expect(await picture(house())).toEqual(before);
    expect(await say(order_id, "wait")).toMatchObject({ ok: true });
  });

  it("is settled with the order: nothing said to the cart afterwards changes it, and packing ends it", async () => {
    await kit.drain();
    await house().lot(1000);
    const cart_id = newId("cart");
    const lines = [{ pool_id: house().pool_id, units: 1000 }];
    value(await choices().setForCart({ cart_id, choice: "refund" }));
    value(await choices().setForCart({ cart_id, choice: "wait" }));
    value(await choices().setForCart({ cart_id, choice: "wait" }));
    value(await house().pools.holdForCart({ cart_id, run_id: "run", lines }));
    const order_id = newId("order");
    value(await house().pools.confirmHold({ cart_id, order_id, lines }));
    expect(await choices().setForCart({ cart_id, choice: "refund" })).toMatchObject({
      ok: false,
      refusal: { reason: "already_ordered" },
    });
    expect(await choices().ofOrders([order_id])).toEqual(new Map([[order_id, "wait"]]));
    expect(await choices().ofOrder(order_id, false)).toMatchObject({ choice: "wait", lock: null });
    expect(await say(order_id, "refund", true)).toMatchObject({ ok: false, refusal: { reason: "already_packed" } });
    value(await say(order_id, null));
    expect(await choices().ofOrders([order_id])).toEqual(new Map());
    const { rows } = await house().db.query(
      "select choice, said_on from short_choice where cart_id = $1 order by seq",
      [cart_id],
    );
    expect(rows).toEqual([
      { choice: "refund", said_on: "cart" },
      { choice: "wait", said_on: "cart" },
      { choice: null, said_on: "order" },
    ]);
    await expect(house().db.query("update short_choice set choice = 'refund'")).rejects.toThrow();
    await house().pools.releaseOrder({ order_id, reason: "cancelled", person: "system" });
    expect(await say(order_id, "wait")).toMatchObject({ ok: false, refusal: { reason: "order_ended" } });
    expect(await say(newId("order"), "wait")).toMatchObject({ ok: false, refusal: { reason: "order_not_found" } });
  });

  it("an order that could never be filled waits too, where its buyer chose that", async () => {
    await alone();
    const old = await house().lot(1000);
    const { order_id } = await house().sell([{ packs: 1, paid: 2000 }]);
    value(await say(order_id, "wait"));
    await kit.expire(old);
    await house().allocate(order_id);
    expect(await runShort(house().container, await kit.notEnough(order_id))).toMatchObject({ state: "closed" });
    expect(await kit.refunds(order_id)).toEqual([]);
    expect(await waitsOf(order_id)).toEqual([1]);
    await house().lot(1000);
    await kit.followUp();
    expect(await kit.units(order_id)).toBe(1000);
    expect(await broken(house())).toEqual([]);
  });
}
