import { expect, test } from "vitest";
import type { House } from "../../../dev/src/testing/house.js";
import { anAddress as given, cards } from "../../../dev/src/testing/shop-client.js";
import {
  cardsOf,
  deskToken,
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
  weighIn,
} from "./support.js";

const anAddress = given as Record<string, string>;

/** Nobody else in this house buys of it. */
const GOODS = "fanjiashan-pepper";
const PACK = 250;
/** Of the other cooperative. */
const RICE = "yanhua-rice";
/** Authorised, or captured by the job already. */
const PAID = ["requires_capture", "succeeded"];

interface Answer {
  type?: "order" | "payment";
  order?: { id: string; display_id: number };
  payment?: { state: string; why?: string; client_secret?: string; code?: string; decline_code?: string };
  code?: string;
  field?: string;
  message?: string;
  details?: Record<string, unknown>;
}

/** From cart to order in one call: the same promises as through Medusa's own calls, whatever is repeated, refused or lost. */
export function oneCall(house: () => House): void {
  const call = async (cart_id: string, more: object = {}, payment: object = { payment_method: cards.good }) => {
    const option = (house().seed as unknown as { shipping_option_id: string }).shipping_option_id;
    const answer = await fetch(`${house().backendUrl}/store/checkouts`, {
      method: "POST",
      headers: { "x-publishable-api-key": house().seed.publishable_key, "content-type": "application/json" },
      body: JSON.stringify({ cart_id, shipping_address: anAddress, shipping_option_id: option, payment, ...more }),
    });
    return { status: answer.status, body: (await answer.json()) as Answer };
  };
  const cartOf = async (packs: number) => {
    const buyer = shopper(house());
    const cart = await buyer.createCart(seedOf(house()).region_id);
    // Medusa's own look is at its mirror, which follows the pool a moment later.
    await eventually(() => buyer.addLine(cart.id, pack(house(), GOODS, PACK), packs).then(Boolean), {
      message: "Medusa never heard of the goods",
    });
    return cart.id;
  };
  const weighed = async (grams: number) => {
    const [card = ""] = await cardsOf(house(), GOODS);
    await weighIn(house(), await deskToken(house(), "weigher", "wudu"), GOODS, grams, card);
  };
  /** Every payment that was opened for the cart, with its state at the processor. */
  const intentsOf = async (cart_id: string): Promise<{ id: string; status: string }[]> => {
    const { rows } = await house().db.query<{ id: string }>(
      `select s.data ->> 'id' as id from payment_session s join cart_payment_collection c on c.payment_collection_id = s.payment_collection_id
       where c.cart_id = $1 and c.deleted_at is null`,
      [cart_id],
    );
    return Promise.all(rows.map(async ({ id }) => ({ id, status: await intentStatus(house(), id) })));
  };
  /** Of a cart or an order: what is done about missing goods. */
  const choiceAt = async (place: string, choice?: string | null, key?: string) => {
    const answer = await fetch(`${house().backendUrl}/store/${place}/short-choice`, {
      method: choice === undefined ? "GET" : "POST",
      headers: {
        "x-publishable-api-key": house().seed.publishable_key,
        ...(choice === undefined ? {} : { "content-type": "application/json" }),
        ...(key === undefined ? {} : { "x-order-key": key }),
      },
      ...(choice === undefined ? {} : { body: JSON.stringify({ choice }) }),
    });
    const body = (await answer.json()) as Answer & { short_choice?: { choice: string | null; house: unknown[] } };
    return { status: answer.status, body };
  };
  const cartNow = async (cart_id: string) => (await shopper(house()).sdk.store.cart.retrieve(cart_id)).cart;

  test("one call makes the order, held and with the card authorised; every repetition answers the same one", async () => {
    await weighed(20_000);
    const before = await pool(house(), GOODS);
    const cart_id = await cartOf(2);
    const { status, body } = await call(cart_id);
    expect({ status, body }).toMatchObject({ status: 200, body: { type: "order" } });
    expect(await holdState(house(), cart_id)).toBe("confirmed");
    expect((await pool(house(), GOODS)).held).toBe(before.held + 2 * PACK);
    const [intent, second] = await intentsOf(cart_id);
    expect(second).toBeUndefined();
    expect(PAID).toContain(intent?.status);
    // A lost answer, an impatient finger, another tab.
    const again = await Promise.all([call(cart_id), call(cart_id), call(cart_id, { email: "other@example.com" })]);
    expect(again.map((one) => one.body.order?.id)).toEqual([body.order?.id, body.order?.id, body.order?.id]);
    expect(await ordersOf(house(), cart_id)).toHaveLength(1);
  });

  test("what is chosen for missing goods comes with the call or was said before it, is settled with the order, and is its buyer's to change", async () => {
    const cart_id = await cartOf(1);
    expect((await choiceAt(`carts/${cart_id}`)).body.short_choice).toMatchObject({
      choice: null,
      house: [{ policy: "substitute", wait_days: 14 }],
    });
    expect(await choiceAt(`carts/${cart_id}`, "nonsense")).toMatchObject({ status: 400, body: { field: "choice" } });
    expect(await choiceAt(`carts/${cart_id}`, "refund")).toMatchObject({ status: 200 });
    // Refused for its total: what was chosen stays, as all that was typed does.
    expect((await call(cart_id, { short_choice: "wait", expected_total: 1 })).body.code).toBe("amount_changed");
    expect((await choiceAt(`carts/${cart_id}`)).body.short_choice?.choice).toBe("wait");
    const { body } = await call(cart_id);
    const order_id = body.order?.id ?? "";
    expect((await call(cart_id, { short_choice: "refund" })).body.order?.id).toBe(order_id);
    expect(await choiceAt(`carts/${cart_id}`, "refund")).toMatchObject({
      status: 400,
      body: { code: "already_ordered" },
    });
    expect((await choiceAt(`carts/${cart_id}`)).body.short_choice?.choice).toBe("wait");
    expect((await choiceAt(`orders/${order_id}`, "refund")).status).toBe(403);
    const keyed = await fetch(`${house().backendUrl}/store/orders/${order_id}/key`, {
      method: "POST",
      headers: { "x-publishable-api-key": house().seed.publishable_key, "content-type": "application/json" },
      body: JSON.stringify({ cart_id }),
    });
    const { key } = (await keyed.json()) as { key: string };
    expect((await choiceAt(`orders/${order_id}`, "refund", key)).body.short_choice).toMatchObject({
      choice: "refund",
      lock: null,
    });
  });

  test("pressed five times at once it is one order and one payment", async () => {
    const cart_id = await cartOf(1);
    const ends = await Promise.all(Array.from({ length: 5 }, () => call(cart_id)));
    const orders = new Set(ends.flatMap(({ body }) => body.order?.id ?? []));
    expect(orders.size).toBe(1);
    expect(await ordersOf(house(), cart_id)).toHaveLength(1);
    const [intent, second] = await intentsOf(cart_id);
    expect(second).toBeUndefined();
    expect(PAID).toContain(intent?.status);
  });

  test("it computes what Medusa's own calls compute, to the cent, at today's prices", async () => {
    const [ours, theirs] = [await cartOf(3), await cartOf(3)];
    const variant = pack(house(), GOODS, PACK);
    const price = `update price p set amount = amount + $2, raw_amount = jsonb_build_object('value', (amount + $2)::text, 'precision', 20)
       from product_variant_price_set l where l.price_set_id = p.price_set_id and l.variant_id = $1`;
    // A mail address that nobody has used yet; between the cart and the order the price went up.
    const email = "another-buyer@example.com";
    await house().db.query(price, [variant, 1.11]);
    const buyer = shopper(house());
    await buyer.setAddress(theirs);
    await buyer.sdk.store.cart.update(theirs, { email });
    await buyer.shipping(theirs);
    await call(ours, { email }, {});
    const [one, other] = await Promise.all([cartNow(ours), cartNow(theirs)]);
    await house().db.query(price, [variant, -1.11]);
    for (const key of ["total", "item_total", "shipping_total", "tax_total", "email", "customer_id"] as const)
      expect(one[key], key).toEqual(other[key]);
    expect(one.shipping_total).toBeGreaterThan(0);
    expect(one.tax_total).toBeGreaterThan(0);
    expect(one.shipping_address).toMatchObject(anAddress);
  });

  const post = async (path: string, body: object) => {
    const answer = await fetch(`${house().backendUrl}/store${path}`, {
      method: "POST",
      headers: { "x-publishable-api-key": house().seed.publishable_key, "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    return { status: answer.status, body: (await answer.json()) as Answer };
  };
  const freightOf = async (cart_id: string) =>
    (
      await shopper(house()).sdk.client.fetch<{
        freight: {
          at_most: boolean;
          cooperatives: { cooperative_id: string; freight_minor: number; parcels: number }[];
        };
      }>(`/store/carts/${cart_id}/freight`)
    ).freight;
  const sumOf = (parts: readonly { freight_minor: number }[]) => parts.reduce((sum, one) => sum + one.freight_minor, 0);

  test("delivery is saved in one call as Medusa's three save it, and the freight of each cooperative's parcels adds up to it", async () => {
    const [card = ""] = await cardsOf(house(), RICE);
    await weighIn(house(), await deskToken(house(), "weigher", "longchuan"), RICE, 20_000, card);
    const both = async () => {
      const cart_id = await cartOf(2);
      const add = () => shopper(house()).addLine(cart_id, pack(house(), RICE, 5_000), 1);
      await eventually(() => add().then(Boolean), { message: "Medusa never heard of the rice" });
      return cart_id;
    };
    const [ours, theirs] = [await both(), await both()];
    const guess = await freightOf(ours);
    expect(guess.at_most).toBe(true);
    const email = "delivered@example.com";
    expect(await post(`/carts/${ours}/delivery`, { email, shipping_address: anAddress })).toMatchObject({
      status: 200,
      body: { cart: { id: ours } },
    });
    const buyer = shopper(house());
    await buyer.setAddress(theirs);
    await buyer.sdk.store.cart.update(theirs, { email });
    await buyer.shipping(theirs);
    const [one, other] = await Promise.all([cartNow(ours), cartNow(theirs)]);
    for (const key of ["total", "item_total", "shipping_total", "tax_total", "email", "customer_id"] as const)
      expect(one[key], key).toEqual(other[key]);
    expect(one.shipping_address).toMatchObject(anAddress);
    const told = await freightOf(ours);
    expect(told.at_most).toBe(false);
    expect(told.cooperatives.map((part) => part.parcels)).toEqual([1, 1]);
    expect(sumOf(told.cooperatives)).toBe(Math.round(Number(one.shipping_total) * 100));
    expect(sumOf(guess.cooperatives)).toBeGreaterThanOrEqual(sumOf(told.cooperatives));
    // Parcels of a list go to its places, not to the buyer's.
    await house().db.query(`update cart set metadata = '{"addressee_list_id": "list"}' where id = $1`, [theirs]);
    expect((await freightOf(theirs)).cooperatives).toEqual([]);
  });

  test("where no way of shipping is named it is the first that is offered, not one of a place that this shop does not sell from", async () => {
    const cart_id = await cartOf(1);
    const { shipping_option_id } = house().seed as unknown as { shipping_option_id: string };
    // Ours as well, and before the one of this shop.
    await house().db.query(`insert into fulfillment_set (id, name, type) values ('fuset_0', 'elsewhere', 'shipping')`);
    await house().db.query(
      `insert into service_zone (id, name, fulfillment_set_id) values ('serzo_0', 'elsewhere', 'fuset_0')`,
    );
    await house().db.query(
      `insert into geo_zone (id, type, country_code, service_zone_id) values ('fgz_0', 'country', 'cn', 'serzo_0')`,
    );
    await house().db.query(
      `insert into shipping_option select (jsonb_populate_record(o, '{"id": "so_0", "service_zone_id": "serzo_0"}')).*
       from shipping_option o where id = $1`,
      [shipping_option_id],
    );
    const saved = await post(`/carts/${cart_id}/delivery`, { email: "first@example.com", shipping_address: anAddress });
    const named = await post(`/carts/${cart_id}/delivery`, { shipping_address: anAddress, shipping_option_id: "so_0" });
    await house().db.query(`delete from fulfillment_set where id = 'fuset_0'`);
    expect(saved.status).toBe(200);
    expect(named).toMatchObject({ status: 400, body: { code: "no_shipping" } });
    expect(await post(`/carts/${cart_id}/delivery`, { shipping_address: anAddress })).toMatchObject({ status: 200 });
    expect((await cartNow(cart_id)).shipping_methods).toMatchObject([{ shipping_option_id }]);
  });

  test("where the goods of a basket can be sent is told before an address is typed, and other countries only with a way of shipping", async () => {
    const placesOf = async (cart_id: string) =>
      (
        await shopper(house()).sdk.client.fetch<{
          places: { countries: string[]; provinces: { zh: string; en: string }[] | null };
        }>(`/store/carts/${cart_id}/places`)
      ).places;
    const cart_id = await cartOf(1);
    const told = await placesOf(cart_id);
    expect(told.countries).toEqual(["cn"]);
    expect(told.provinces).toContainEqual({ zh: "广东", en: "Guangdong" });
    const { shipping_option_id } = house().seed as unknown as { shipping_option_id: string };
    await house().db.query(
      `insert into geo_zone (id, type, country_code, service_zone_id)
       select 'fgz_sg', 'country', 'sg', service_zone_id from shipping_option where id = $1`,
      [shipping_option_id],
    );
    expect((await placesOf(cart_id)).countries).toEqual(["cn", "sg"]);
    await house().db.query(`update geo_zone set deleted_at = now() where id = 'fgz_sg'`);
    expect((await placesOf(cart_id)).countries).toEqual(["cn"]);
    await house().db.query(`delete from geo_zone where id = 'fgz_sg'`);
    // A list's parcels go to its places, whatever its buyer's own is.
    await house().db.query(`update cart set metadata = '{"addressee_list_id": "list"}' where id = $1`, [cart_id]);
    expect((await placesOf(cart_id)).provinces).toBeNull();
    await expect(placesOf("cart_nobody")).rejects.toMatchObject({ status: 404 });
  });

  test("where no carrier goes the address is kept as typed, without freight, and can be changed", async () => {
    const cart_id = await cartOf(1);
    expect((await post(`/carts/${cart_id}/delivery`, { shipping_address: anAddress })).status).toBe(200);
    const abroad = { ...anAddress, country_code: "sg", province: "", city: "Singapore", phone: "6123 4567" };
    expect(await post(`/carts/${cart_id}/delivery`, { shipping_address: abroad })).toMatchObject({
      status: 400,
      body: { code: "no_shipping" },
    });
    const now = await cartNow(cart_id);
    expect(now.shipping_address).toMatchObject({ city: "Singapore", country_code: "sg" });
    expect(now.shipping_methods).toEqual([]);
    // Nor is any freight told, by the dearest province or another.
    await expect(freightOf(cart_id)).rejects.toMatchObject({ status: 400 });
    expect(await call(cart_id, { shipping_address: abroad })).toMatchObject({
      status: 400,
      body: { code: "no_shipping" },
    });
    expect((await call(cart_id)).body.type).toBe("order");
  });

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
