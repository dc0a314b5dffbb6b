import { expect, test } from "vitest";
import type { House } from "../../../dev/src/testing/house.js";
import { anAddress, GOODS, PACK, PAID, RICE, oneCallKit } from "./one-call-kit.js";
import { cardsOf, deskToken, eventually, holdState, ordersOf, pack, pool, shopper, weighIn } from "./support.js";

/** From cart to order in one call: the same promises as through Medusa's own calls, whatever is repeated. */
export function oneCall(house: () => House): void {
  const { call, cartOf, weighed, intentsOf, choiceAt, cartNow, post, freightOf, sumOf } = oneCallKit(house);

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

  test("what is chosen for missing goods comes with the call or before it, is settled with the order, and its buyer's to change", async () => {
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
}
