import { expect, test } from "vitest";
import type { House } from "../../../dev/src/testing/house.js";
import { cards } from "../../../dev/src/testing/shop-client.js";
import { anAddress, GOODS, PACK, PAID, oneCallKit } from "./one-call-kit.js";
import {
  eventually,
  holdState,
  intentStatus,
  ordersOf,
  pack,
  pool,
  product,
  purchase,
  seedOf,
  shopper,
  startPayment,
  tryComplete,
} from "./support.js";

/** The one call is refused, declined, or finds what another one left half done: nothing is lost, and nothing sold at another price. */
export function oneCallRefused(house: () => House): void {
  const { call, cartOf, weighed, intentsOf, cartNow } = oneCallKit(house);

  test("in a rush, whoever waits too long for the goods' lock is told to try again, and then buys", async () => {
    const cart_id = await cartOf(1);
    const { rows } = await house().db.query<{ key: string }>(
      `select inventory_item_id as key from pool where id = $1`,
      [product(house(), GOODS).pool_id],
    );
    const key = rows[0]?.key ?? "";
    // As somebody who reserves of the same goods all the time.
    const hold = () =>
      house().db.query(
        `insert into lock_lease (key, owner) values ($1, 'somebody else')
         on conflict (key) do update set owner = excluded.owner, renewed_at = now()`,
        [key],
      );
    const holding = setInterval(() => void hold(), 1_000);
    await hold();
    const refused = await call(cart_id).finally(() => clearInterval(holding));
    expect(refused).toMatchObject({ status: 409, body: { code: "busy" } });
    expect(refused.body.message).toContain("no money has moved");
    await house().db.query(`delete from lock_lease where key = $1`, [key]);
    expect(await ordersOf(house(), cart_id)).toHaveLength(0);
    const [intent] = await intentsOf(cart_id);
    expect(intent?.status).not.toBe("succeeded");
    expect((await call(cart_id)).body.type).toBe("order");
    expect(await ordersOf(house(), cart_id)).toHaveLength(1);
  });

  test("an address written without its freight, as a kill leaves it, is computed anew and never sold at the old freight", async () => {
    const cart_id = await cartOf(1);
    await call(cart_id, {}, {});
    const whole = await cartNow(cart_id);
    await house().db.query(
      `delete from cart_shipping_method_tax_line where shipping_method_id in (select id from cart_shipping_method where cart_id = $1)`,
      [cart_id],
    );
    await house().db.query(
      `update cart_shipping_method set amount = 0.01, raw_amount = '{"value": "0.01", "precision": 20}' where cart_id = $1 and deleted_at is null`,
      [cart_id],
    );
    expect((await call(cart_id)).body.type).toBe("order");
    const { rows } = await house().db.query<{ amount: string }>(
      `select s.amount from payment_session s join cart_payment_collection c on c.payment_collection_id = s.payment_collection_id where c.cart_id = $1`,
      [cart_id],
    );
    expect(rows.map((row) => Number(row.amount))).toEqual([whole.total]);
  });

  test("killed after the taxes, before the payment collection: it is paid with the cart's total", async () => {
    const cart_id = await cartOf(1);
    await call(cart_id, {}, {});
    // As the kill leaves it: the collection, and its session, over the total of before.
    await house().db.query(
      `with c as (update payment_collection p set amount = 1, raw_amount = '{"value": "1", "precision": 20}' from cart_payment_collection l
         where l.payment_collection_id = p.id and l.cart_id = $1 returning p.id)
       update payment_session s set amount = 1, raw_amount = '{"value": "1", "precision": 20}' from c where s.payment_collection_id = c.id`,
      [cart_id],
    );
    expect((await call(cart_id)).body.type).toBe("order");
    const { rows } = await house().db.query<{ amount: string; total: string }>(
      `select s.amount, (o.totals ->> 'current_order_total') as total from order_cart c join order_summary o on o.order_id = c.order_id
       join cart_payment_collection p on p.cart_id = c.cart_id join payment_session s on s.payment_collection_id = p.payment_collection_id
       where c.cart_id = $1 and s.deleted_at is null`,
      [cart_id],
    );
    expect(rows.map((row) => Number(row.amount))).toEqual([Number(rows[0]?.total)]);
  });

  test("a total that is another one than the buyer saw is shown, and neither held nor paid", async () => {
    const cart_id = await cartOf(2);
    const changed = await call(cart_id, { expected_total: 1 });
    expect(changed).toMatchObject({ status: 400, body: { code: "amount_changed", field: "expected_total" } });
    expect(await holdState(house(), cart_id)).toBeUndefined();
    expect(await intentsOf(cart_id)).toEqual([]);
    const { total } = changed.body.details as { total: number };
    expect(total).toBe((await cartNow(cart_id)).total);
    expect(await call(cart_id, { expected_total: total })).toMatchObject({ status: 200, body: { type: "order" } });
  });

  test("a declined card keeps cart and address, and a good one pays the same payment", async () => {
    const cart_id = await cartOf(1);
    const declined = await call(cart_id, {}, { payment_method: cards.declined });
    expect(declined.body).toMatchObject({ type: "payment", payment: { state: "declined", code: "card_declined" } });
    expect(await ordersOf(house(), cart_id)).toHaveLength(0);
    const [first] = await intentsOf(cart_id);
    expect((await cartNow(cart_id)).shipping_address).toMatchObject(anAddress);
    expect((await call(cart_id)).body.type).toBe("order");
    const [paid, second] = await intentsOf(cart_id);
    expect(second).toBeUndefined();
    expect(paid?.id).toBe(first?.id);
    expect(PAID).toContain(paid?.status);
  });

  test("3-D Secure: the goods are kept meanwhile, the same call afterwards makes the order; refused, nothing is paid", async () => {
    const answer = async (secret: string, pressed: "approve" | "refuse") => {
      const id = secret.replace(/_secret_.*/, "");
      const body = new URLSearchParams({ client_secret: secret, answer: pressed });
      await fetch(`${house().stripeUrl}/3ds/${id}`, { method: "POST", body, redirect: "manual" });
    };
    const payment = { payment_method: cards.threeDSecure };
    const cart_id = await cartOf(1);
    const asked = await call(cart_id, {}, payment);
    expect(asked.body).toMatchObject({ type: "payment", payment: { state: "asks", why: "authentication" } });
    expect(await holdState(house(), cart_id)).toBe("soft");
    await answer(asked.body.payment?.client_secret ?? "", "refuse");
    expect((await call(cart_id, {}, {})).body).toMatchObject({ payment: { state: "asks", why: "method" } });
    const again = await call(cart_id, {}, payment);
    await answer(again.body.payment?.client_secret ?? "", "approve");
    expect((await call(cart_id, {}, {})).body.type).toBe("order");
    expect(await ordersOf(house(), cart_id)).toHaveLength(1);
    expect(await intentsOf(cart_id)).toHaveLength(1);
  });

  test("of what is not there no card is asked; a cart that changes after it was paid is not sold at the old amount", async () => {
    const { on_hand, held } = await pool(house(), GOODS);
    const left = Math.floor((on_hand - held) / PACK);
    // Medusa's own look is at its mirror, which a worker writes; the pool decides.
    const cart_id = await cartOf(1);
    await house().db.query(`update cart_line_item set quantity = $2 where cart_id = $1`, [cart_id, left + 1]);
    expect(await call(cart_id)).toMatchObject({ status: 400, body: { code: "insufficient_stock" } });
    expect(await intentsOf(cart_id)).toEqual([]);
    // What was computed stays computed: the refusal takes no tax and no freight out of the cart.
    const refused = await cartNow(cart_id);
    expect(refused.tax_total).toBeGreaterThan(0);
    expect(refused.shipping_total).toBeGreaterThan(0);
    // The page can say what there is: exactly so much is sold, and nothing more then.
    const fit = () =>
      shopper(house()).sdk.client.fetch<{ lines: { id: string; packs: number; fits: number }[] }>(
        `/store/carts/${cart_id}/fit`,
      );
    const [short] = (await fit()).lines;
    expect(short).toMatchObject({ packs: left + 1, fits: left });
    await shopper(house()).sdk.store.cart.updateLineItem(cart_id, short?.id ?? "", { quantity: left });
    expect((await call(cart_id, {}, {})).body).toMatchObject({ payment: { state: "asks", why: "method" } });
    // Its own hold is counted as its own.
    expect((await fit()).lines).toMatchObject([{ packs: left, fits: left }]);
    expect((await call(cart_id)).body.type).toBe("order");
    expect((await fit()).lines).toEqual([]);
    await weighed(5_000);

    const paid = await cartOf(1);
    const asked = await call(paid, {}, {});
    const buyer = shopper(house());
    const secret = asked.body.payment?.client_secret ?? "";
    await buyer.payByCard({ id: secret.replace(/_secret_.*/, ""), client_secret: secret });
    await buyer.addLine(paid, pack(house(), GOODS, PACK), 1);
    const [first] = await intentsOf(paid);
    expect(first).toBeUndefined();
    expect(await intentStatus(house(), secret.replace(/_secret_.*/, ""))).toBe("canceled");
    expect((await call(paid)).body.type).toBe("order");
    const { rows } = await house().db.query<{ amount: string; total: string }>(
      `select s.amount, (o.totals ->> 'current_order_total') as total from order_cart c join order_summary o on o.order_id = c.order_id
       join cart_payment_collection p on p.cart_id = c.cart_id join payment_session s on s.payment_collection_id = p.payment_collection_id
       where c.cart_id = $1 and s.deleted_at is null`,
      [paid],
    );
    expect(rows).toHaveLength(1);
    expect(Number(rows[0]?.amount)).toBe(Number(rows[0]?.total));
  });

  test("what was taken off sale after it was put in is named, and neither paid nor ordered; back on sale it is", async () => {
    const cart_id = await cartOf(1);
    const ready = await shopper(house()).readyToComplete(
      purchase(house(), [{ variant_id: pack(house(), GOODS, PACK), quantity: 1 }]),
    );
    const set = (status: "draft" | "published") =>
      house().db.query("update product set status = $2 where handle = $1", [GOODS, status]);
    const fit = () =>
      shopper(house()).sdk.client.fetch<{ lines: { fits: number; on_sale: boolean }[] }>(`/store/carts/${cart_id}/fit`);
    expect((await fit()).lines).toMatchObject([{ fits: 1, on_sale: true }]);
    await set("draft");
    try {
      expect((await fit()).lines).toMatchObject([{ fits: 0, on_sale: false }]);
      expect(await startPayment(house(), ready.cart_id)).toMatchObject({ status: 400, body: { code: "not_sold" } });
      expect(await call(cart_id)).toMatchObject({ status: 400, body: { code: "not_sold" } });
      expect(await intentsOf(cart_id)).toEqual([]);
      expect(await tryComplete(house(), ready.cart_id)).toMatchObject({ status: 400, body: { code: "not_sold" } });
      expect(await ordersOf(house(), ready.cart_id)).toHaveLength(0);
    } finally {
      await set("published");
    }
    expect((await fit()).lines).toMatchObject([{ fits: 1, on_sale: true }]);
    expect((await call(cart_id)).body.type).toBe("order");
  });

  test("what can't be an order is refused by its field before anything is written", async () => {
    expect(await call("cart_nobody")).toMatchObject({ status: 404, body: { code: "cart_not_found" } });
    const empty = await shopper(house()).createCart(seedOf(house()).region_id);
    expect(await call(empty.id)).toMatchObject({ status: 400, body: { code: "cart_empty" } });
    const cart_id = await cartOf(1);
    for (const [more, field] of [
      [{ shipping_address: { ...anAddress, country_code: "fr" } }, "shipping_address.country_code"],
      [{ email: "nobody" }, "email"],
      [{ shipping_option_id: "so_nobody" }, "shipping_option_id"],
    ] as const) {
      expect(await call(cart_id, more), field).toMatchObject({ status: 400, body: { field } });
    }
    expect(await call(cart_id, { whatever: 1 })).toMatchObject({ status: 400, body: { code: "invalid_input" } });
    const foul = await call(cart_id, {}, { payment_method: "pm_nobody" });
    expect(foul).toMatchObject({ status: 400, body: { field: "payment.payment_method" } });
    expect(await ordersOf(house(), cart_id)).toHaveLength(0);
    // All of this may be put right: the cart is as good as before.
    expect((await call(cart_id)).body.type).toBe("order");
    await eventually(async () => (await holdState(house(), cart_id)) === "confirmed", { message: "not confirmed" });
  });
}
