import { afterAll, beforeAll, expect, test } from "vitest";
import { eventually, type House } from "../../../../dev/src/testing/house";
import { pack, product, shopper, tryComplete } from "../../checkout/support";
import type { Json } from "../../people/desk-client";
import { pickupKit, WAIT } from "./pickup-kit";

const GOODS = "maya-walnuts";
const OTHERS = "shangmeng-rice";
const IN_CYCLE = "doujiazhuang-walnuts";
const HOUR_MS = 3_600_000;
/** A moment as a clock in China shows it, so many hours from now. */
const local = (hours: number) => new Date(Date.now() + (hours + 8) * HOUR_MS).toISOString().slice(0, 16);

/** Baskets of which some is fetched and some is sent, or that two windows choose for, or that a cycle decides for. */
export function pickupBaskets(house: () => House): void {
  const kit = pickupKit(house);
  const { desk, rows, store, labelled, waiting, cartOf, finish, giveOut } = kit;
  let first: Awaited<ReturnType<typeof kit.point>>;
  let second: Awaited<ReturnType<typeof kit.point>>;
  let cooperative_id: string;

  beforeAll(async () => {
    cooperative_id = await kit.cooperativeOf(GOODS);
    first = await kit.point();
    second = await kit.point({ name_zh: "东街自提点", name_en: "Dongjie point", street: "东街 3 号" });
    await kit.stock(GOODS, 10_000);
    await kit.stock(OTHERS, 40_000, "longchuan");
  }, 300_000);
  afterAll(async () => {
    await first.end();
    await second.end();
  }, 120_000);

  test("of two cooperatives one fetched and one sent: freight of the one that sends, households of both are paid", async () => {
    const walnuts = { variant_id: pack(house(), GOODS, 500), quantity: 2 };
    const rice = { variant_id: product(house(), OTHERS).variants[0]?.id ?? "", quantity: 1 };
    const alone = await shopper(house()).shipping(await cartOf([rice], []));
    const cart_id = await cartOf([walnuts, rice], [{ cooperative_id, point_id: first.id }]);
    const order = await finish(cart_id);
    expect(Number(alone.shipping_total)).toBeGreaterThan(0);
    expect(order.shipping_total).toBe(alone.shipping_total);

    const parcels = await labelled(order.id);
    const other = await kit.cooperativeOf(OTHERS);
    const planned = await rows<{ cooperative_id: string; carrier: string; freight: string; address: string }>(
      `select cooperative_id, carrier, sum(freight_minor) as freight, min(address) as address from parcel
       where order_id = $1 and state <> 'void' group by 1, 2`,
      order.id,
    );
    const of = (id: string) => planned.filter((one) => one.cooperative_id === id);
    expect(parcels.length).toBeGreaterThanOrEqual(2);
    expect(of(cooperative_id)).toMatchObject([{ carrier: "pickup", freight: "0" }]);
    expect(of(other)).toHaveLength(1);
    expect(of(other)[0]?.carrier).not.toBe("pickup");
    expect(Number(of(other)[0]?.freight)).toBe(Math.round(Number(order.shipping_total) * 100));
    expect(of(other)[0]?.address).not.toContain("自提点");

    expect(
      (await (await desk("packer", "longchuan")).post("/desk/handovers", { order_id: order.id })).status,
      "what is sent leaves by itself",
    ).toBe(201);
    await giveOut(order.id);
    await kit.becomes(order.id, "delivered");
    const found = await kit.divided(order.id);
    const sum = (id: string, rule: string) =>
      found.find((one) => one.cooperative_id === id && one.rule === rule)?.sum ?? 0;
    expect(sum(cooperative_id, "freight")).toBe(0);
    expect(sum(other, "freight")).toBe(Math.round(Number(order.shipping_total) * 100));
    // Of both, what the buyer paid is divided to the cent, and their households get their share.
    for (const id of [cooperative_id, other]) {
      expect(sum(id, "share")).toBeGreaterThan(0);
      const rest = found.filter((one) => one.cooperative_id === id && one.rule !== "paid");
      expect(rest.reduce((all, one) => all + one.sum, 0)).toBe(sum(id, "paid"));
    }
    expect(await kit.sound()).toEqual([]);
  }, 900_000);

  test("two windows that choose at once end with one choice, never half of each, and the order is priced and packed by it", async () => {
    const lines = [{ variant_id: pack(house(), GOODS, 500), quantity: 1 }];
    const cart_id = await cartOf(lines, []);
    const place = `/store/carts/${cart_id}/pickup`;
    const of = (point_id: string) => ({ points: [{ cooperative_id, point_id }] });
    const chosen = await Promise.all(
      [of(first.id), of(second.id), of(first.id), { points: [] }].map((body) => store(place, body)),
    );
    for (const one of chosen) expect(one.status, JSON.stringify(one.body)).toBe(200);
    const choices = () => rows<{ point_id: string }>("select point_id from pickup_choice where cart_id = $1", cart_id);
    const kept = await choices();
    expect(kept.length).toBeLessThanOrEqual(1);
    // Nothing of another choice's freight stays.
    expect(await rows("select 1 from cart_shipping_method where cart_id = $1 and deleted_at is null", cart_id)).toEqual(
      [],
    );
    expect((await store(place)).body.pickup.cooperatives[0].chosen).toBe(kept[0]?.point_id ?? null);

    expect((await store(place, of(first.id))).status).toBe(200);
    const shop = shopper(house());
    await shop.shipping(cart_id);
    await shop.payByCard(await shop.paymentSession(cart_id));
    // One window pays while the other has it sent after all: what is paid is what was chosen.
    const [paid, sent] = await Promise.all([tryComplete(house(), cart_id), store(place, { points: [] })]);
    const order = (paid.body as Json).order as { id: string; shipping_total: number } | undefined;
    const made = await rows<{ order_id: string }>("select order_id from order_cart where cart_id = $1", cart_id);
    expect(made, JSON.stringify([paid.body, sent.body])).toHaveLength(order === undefined ? 0 : 1);
    if (order === undefined) {
      expect(sent.status).toBe(200);
      expect(await choices()).toEqual([]);
      return;
    }
    expect(sent).toMatchObject({ status: 400, body: { code: "order_placed" } });
    expect(order.shipping_total).toBe(0);
    expect(await labelled(order.id)).toMatchObject([{ carrier: "pickup" }]);
    expect((await waiting(order.id)).point_id).toBe(first.id);
  }, 600_000);

  test("an order cycle that is fetched: chosen among its points, packed when it closed, and paid out when it was fetched", async () => {
    await kit.stock(IN_CYCLE, 40_000);
    const manager = await desk("manager");
    const variant = product(house(), IN_CYCLE).variants.find((one) => one.units_per_pack === 2_000)!;
    const [good] = await rows<{ id: string }>("select id from product where handle = $1", IN_CYCLE);
    const written = await manager.post("/desk/cycles", {
      name_zh: "自提订购期",
      name_en: "Fetched together",
      opens: local(2),
      closes: local(48),
      way: "pickup",
      place_zh: "马街自提点或东街自提点",
      place_en: "Majie or Dongjie point",
      ready_from: local(72).slice(0, 10),
      ready_to: local(96).slice(0, 10),
      minimum_kind: "grams",
      minimum: 1_000,
      sold_between: true,
      goods: [
        {
          product_id: good?.id,
          case_units: 10_000,
          lead_variant_id: variant.id,
          steps: [{ from_cases: 2, price_minor: variant.price_minor - 100 }],
        },
      ],
    });
    expect(written.status, JSON.stringify(written.body)).toBe(201);
    const id = String(written.body.cycle.id);
    expect((await manager.post(`/desk/cycles/${id}/publish`, { version: 1 })).status).toBe(200);
    await rows("update order_cycle set opens_at = now() - interval '1 minute' where id = $1", id);

    const lines = [{ variant_id: variant.id, quantity: 1 }];
    const unsaid = await cartOf(lines, []);
    expect((await store(`/store/carts/${unsaid}/pickup`)).body.pickup).toMatchObject({ way: "pickup" });
    expect(await store("/store/payments", { cart_id: unsaid })).toMatchObject({
      status: 400,
      body: { code: "pickup_needed" },
    });
    const order = await finish(await cartOf(lines, [{ cooperative_id, point_id: second.id }]));
    expect(order.shipping_total).toBe(0);
    expect(await rows("select 1 from parcel where order_id = $1", order.id)).toEqual([]);
    await eventually(async () => (await rows("select 1 from sale where order_id = $1", order.id)).length === 1, {
      ...WAIT,
      message: "it was not captured",
    });
    await rows(
      "update order_cycle set opens_at = now() - interval '2 days', closes_at = now() - interval '1 second' where id = $1",
      id,
    );
    expect(await labelled(order.id)).toMatchObject([{ carrier: "pickup" }]);
    expect(await kit.pickups(order.id)).toMatchObject([{ state: "packing", point: { id: second.id } }]);
    expect((await giveOut(order.id)).point_id).toBe(second.id);
    const found = await kit.divided(order.id);
    expect(found.find((one) => one.rule === "freight")).toBeUndefined();
    expect(found.find((one) => one.rule === "share")?.sum).toBeGreaterThan(0);
  }, 900_000);
}
