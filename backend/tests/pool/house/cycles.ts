import { beforeAll, expect, test } from "vitest";
import type { House } from "../../../../dev/src/testing/house";
import {
  cardsOf,
  deskToken,
  pack,
  product,
  purchase,
  seedOf,
  shopper,
  startPayment,
  tryComplete,
  weighIn,
} from "../../checkout/support";
import { Desk } from "../../people/desk-client";

/** What a step of the simulation brings each party. */
type Share = Record<"price_minor" | "households_minor" | "cooperative_minor" | "platform_minor" | "tax_minor", number>;

const GOODS = "doujiazhuang-walnuts";
const HOUR_MS = 3_600_000;
/** A moment as a clock in China shows it, so many hours from now. */
const local = (hours: number) => new Date(Date.now() + (hours + 8) * HOUR_MS).toISOString().slice(0, 16);

/** An order cycle from its draft to a buyer's cart: real prices, real checkout. What closing does is in cycle/cycle.spec.ts. */
export function cycles(house: () => House): void {
  let manager: Desk;
  let product_id: string;
  const draft = (more: object = {}) => ({
    name_zh: "十二月订购期",
    name_en: "December",
    opens: local(2),
    closes: local(48),
    way: "ship",
    ready_from: local(72).slice(0, 10),
    ready_to: local(96).slice(0, 10),
    minimum_kind: "grams",
    minimum: 10_000,
    sold_between: false,
    goods: [
      {
        product_id,
        case_units: 10_000,
        lead_variant_id: product(house(), GOODS).variants[0]?.id,
        steps: [{ from_cases: 2, price_minor: (product(house(), GOODS).variants[0]?.price_minor ?? 0) - 100 }],
      },
    ],
    ...more,
  });
  const selling = async () => {
    const headers = { "x-publishable-api-key": house().seed.publishable_key };
    const answer = await fetch(`${house().backendUrl}/store/selling?product_ids=${product_id}`, { headers });
    return ((await answer.json()) as { selling: Record<string, unknown>[] }).selling[0];
  };

  beforeAll(async () => {
    manager = await Desk.signIn(house(), "manager@wudu.example");
    const { rows } = await house().db.query<{ id: string }>("select id from product where handle = $1", [GOODS]);
    product_id = rows[0]?.id ?? "";
    const token = await deskToken(house(), "weigher", "wudu");
    await weighIn(house(), token, GOODS, 100_000, (await cardsOf(house(), GOODS))[0] ?? "");
  });

  test("is written and simulated at today's prices, and refused with its field where it is wrong", async () => {
    const steps = [{ from_cases: 2, price_minor: 10_000_000 }];
    const wrong = draft();
    expect(
      await manager.post("/desk/cycles", { ...wrong, goods: wrong.goods.map((good) => ({ ...good, steps })) }),
    ).toMatchObject({ status: 400, body: { code: "ladder_price", field: "goods.0.steps.1" } });
    expect(await manager.post("/desk/cycles", { ...draft(), closes: "2026-02-31T08:00" })).toMatchObject({
      status: 400,
    });
    const written = await manager.post("/desk/cycles", draft());
    expect(written).toMatchObject({ status: 201 });
    const { body } = await manager.get(`/desk/cycles/${written.body.cycle.id}`);
    const [first, second] = body.cycle.goods[0].simulation.steps as [Share, Share];
    expect(second.price_minor).toBe(first.price_minor - 100);
    expect(second.households_minor).toBeLessThan(first.households_minor);
    for (const step of [first, second]) {
      expect(step.households_minor + step.cooperative_minor + step.platform_minor + step.tax_minor).toBe(
        step.price_minor,
      );
    }
    // Nobody sees a draft.
    expect(await selling()).toMatchObject({ state: "usual" });
    const other = await Desk.signIn(house(), "manager@longchuan.example");
    expect((await other.get(`/desk/cycles/${written.body.cycle.id}`)).status).toBe(404);
    expect((await other.post(`/desk/cycles/${written.body.cycle.id}/publish`, { version: 1 })).status).toBe(404);
    expect((await manager.post(`/desk/cycles/${written.body.cycle.id}/drop`, { version: 1 })).status).toBe(200);
  });

  test("before it opens its goods can't be paid or ordered, the cart stays; once open they are, and not together with others", async () => {
    const written = await manager.post("/desk/cycles", draft());
    const id = String(written.body.cycle.id);
    expect(await manager.post(`/desk/cycles/${id}/publish`, { version: 2 })).toMatchObject({
      status: 409,
      body: { code: "stale" },
    });
    expect(await manager.post(`/desk/cycles/${id}/publish`, { version: 1 })).toMatchObject({ status: 200 });
    expect(await selling()).toMatchObject({ state: "soon", ladder: { cases: 0, next: { cases: 2 } } });

    const small = product(house(), GOODS).variants[0];
    const lines = [{ variant_id: small?.id ?? "", quantity: 1 }];
    const buyer = shopper(house());
    const ready = await buyer.readyToComplete(purchase(house(), lines));
    expect(await startPayment(house(), ready.cart_id)).toMatchObject({ status: 400, body: { code: "cycle_closed" } });
    const refused = await tryComplete(house(), ready.cart_id);
    expect(refused).toMatchObject({ status: 400, body: { code: "cycle_closed" } });
    expect(String(refused.body.message)).toMatch(/It opens on \d{4}-\d{2}-\d{2} \d{2}:\d{2} \(Asia\/Shanghai\)/);
    const { cart } = await buyer.sdk.store.cart.retrieve(ready.cart_id);
    expect(cart.items).toHaveLength(1);
    // The card that was authorised is freed.
    const voided = await house().db.query(
      "select 1 from outbox_message where job = 'void-payment' and created_at > now() - interval '1 minute'",
    );
    expect(voided.rowCount).toBeGreaterThan(0);

    await house().db.query("update order_cycle set opens_at = now() - interval '1 minute' where id = $1", [id]);
    expect(await selling()).toMatchObject({ state: "open" });
    const mixed = await buyer
      .readyToComplete(
        purchase(house(), [
          ...lines,
          {
            variant_id: seedOf(house()).products.find((one) => one.handle !== GOODS)?.variants[0]?.id ?? "",
            quantity: 1,
          },
        ]),
      )
      .catch(() => undefined);
    if (mixed)
      expect(await tryComplete(house(), mixed.cart_id)).toMatchObject({ status: 400, body: { code: "cycle_mixed" } });

    const order = await buyer.buy(purchase(house(), lines));
    const { rows } = await house().db.query<{ state: string; packs: number }>(
      `select e.state, (e.lines->0->>'packs')::int as packs from cycle_entry e join order_cart c on c.cart_id = e.cart_id where c.order_id = $1`,
      [order.id],
    );
    expect(rows).toEqual([{ state: "pending", packs: 1 }]);

    expect((await manager.post(`/desk/cycles/${id}/call-off`, { words: "霜冻" })).status).toBe(200);
    expect(await selling()).toMatchObject({ state: "closed" });
    expect(await tryComplete(house(), (await buyer.readyToComplete(purchase(house(), lines))).cart_id)).toMatchObject({
      status: 400,
      body: { code: "cycle_closed" },
    });
    expect((await manager.post(`/desk/cycles/${id}/between`, { sold_between: true })).status).toBe(200);
    expect(await selling()).toMatchObject({ state: "usual" });
    expect(
      (
        await buyer.buy(
          purchase(house(), [{ variant_id: pack(house(), GOODS, small?.units_per_pack ?? 0), quantity: 1 }]),
        )
      ).id,
    ).toBeTruthy();
  });
}
