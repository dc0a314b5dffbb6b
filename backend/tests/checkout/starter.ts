import { expect, test } from "vitest";
import type { House } from "../../../dev/src/testing/house.js";
import { cards } from "../../../dev/src/testing/shop-client.js";
import { cardsOf, deskToken, eventually, pack, shopper, weighIn } from "./support.js";

const GOODS = "doujiazhuang-walnuts";
const COUNTRY = "cn";
const PROVIDER = "pp_stripe_stripe";

/** Fields as the official Next.js starter asks for them, its slips included. */
const FIELDS = {
  products: "*variants.calculated_price,+variants.inventory_quantity,*variants.images,+metadata,+tags,",
  categories: "*category_children, *products, *parent_category, *parent_category.parent_category",
  cart: "*items, *region, *items.product, *items.variant, *items.thumbnail, *items.metadata, +items.total, *promotions, +shipping_methods.name",
  shipping: "+service_zone.fulfllment_set.type,*service_zone.fulfillment_set.location.address",
  order: "*payment_collections.payments,*items,*items.metadata,*items.variant,*items.product",
};

const TO = {
  first_name: "Xiulan",
  last_name: "Wang",
  address_1: "Renmin Lu 12",
  address_2: "",
  company: "",
  postal_code: "200000",
  city: "Shanghai",
  country_code: COUNTRY,
  province: "Shanghai",
  phone: "13800000000",
};

interface Cart {
  id: string;
  region_id: string;
  total: number;
  items: { id: string; quantity: number; total: number; product: { handle: string }; variant: { id: string } }[];
  shipping_methods: { name: string; amount: number }[];
  payment_collection?: {
    id: string;
    payment_sessions: { provider_id: string; status: string; data: { id: string; client_secret: string } }[];
  };
}

/** The store API as the official storefront walks it, from its first page to the order's confirmation: it needs to know nothing of pools. */
export function starter(house: () => House): void {
  const sdk = () => shopper(house()).sdk.client;
  const get = <T>(path: string, query: Record<string, unknown> = {}) => sdk().fetch<T>(path, { query });
  const post = <T>(path: string, body: object = {}, query: Record<string, unknown> = {}) =>
    sdk().fetch<T>(path, { method: "POST", body, query });

  test("the official starter's calls lead from its front page to the confirmed order", async () => {
    const [card = ""] = await cardsOf(house(), GOODS);
    await weighIn(house(), await deskToken(house(), "weigher", "wudu"), GOODS, 20_000, card);

    // Its middleware and front page.
    const { regions } = await get<{ regions: { id: string; countries: { iso_2: string }[] }[] }>("/store/regions");
    const region = regions.find((one) => one.countries.some((country) => country.iso_2 === COUNTRY));
    const region_id = region?.id ?? "";
    expect((await get<{ region: { id: string } }>(`/store/regions/${region_id}`)).region.id).toBe(region_id);
    await get("/store/collections", { fields: "id, handle, title", limit: "100", offset: "0" });
    await get("/store/product-categories", { fields: FIELDS.categories, limit: 100 });
    const listed = await get<{ products: { id: string }[]; count: number }>("/store/products", {
      limit: 12,
      offset: 0,
      region_id,
      fields: FIELDS.products,
    });
    expect(listed.products.length).toBeGreaterThan(3);
    const { products } = await get<{
      products: { id: string; variants: { id: string; calculated_price: { calculated_amount: number } }[] }[];
    }>("/store/products", { handle: GOODS, region_id, fields: FIELDS.products });
    expect(products).toHaveLength(1);
    const variant_id = pack(house(), GOODS, 500);
    const price = products[0]?.variants.find((one) => one.id === variant_id)?.calculated_price.calculated_amount ?? 0;
    expect(price).toBeGreaterThan(0);

    // Its cart: made empty, then line by line.
    const { cart } = await post<{ cart: Cart }>("/store/carts", { region_id });
    const path = `/store/carts/${cart.id}`;
    expect((await get<{ cart: Cart }>(path, { fields: "id,region_id" })).cart.region_id).toBe(region_id);
    await eventually(() => post(`${path}/line-items`, { variant_id, quantity: 1 }).then(Boolean), {
      message: "Medusa never heard of the goods",
    });
    const filled = (await get<{ cart: Cart }>(path, { fields: FIELDS.cart })).cart;
    expect(filled.items).toMatchObject([{ quantity: 1, total: price, product: { handle: GOODS } }]);
    await post(`${path}/line-items/${filled.items[0]?.id}`, { quantity: 2 });

    // Its four steps: address, delivery, payment, review.
    await post(path, { email: "starter@example.com", shipping_address: TO, billing_address: TO });
    const { shipping_options } = await get<{ shipping_options: { id: string; price_type: string; amount?: number }[] }>(
      "/store/shipping-options",
      { cart_id: cart.id, fields: FIELDS.shipping },
    );
    const option = shipping_options[0];
    expect(shipping_options).toHaveLength(1);
    const { shipping_option } = await post<{ shipping_option: { amount: number } }>(
      `/store/shipping-options/${option?.id}/calculate`,
      { cart_id: cart.id, data: {} },
      { fields: "+amount" },
    );
    await post(`${path}/shipping-methods`, { option_id: option?.id });
    const { payment_providers } = await get<{ payment_providers: { id: string }[] }>("/store/payment-providers", {
      region_id,
    });
    expect(payment_providers.map((one) => one.id)).toContain(PROVIDER);
    const chosen = (await get<{ cart: Cart }>(path, { fields: FIELDS.cart })).cart;
    expect(chosen.shipping_methods).toMatchObject([{ amount: shipping_option.amount }]);
    expect(chosen.total).toBeCloseTo(2 * price + shipping_option.amount, 2);
    await shopper(house()).sdk.store.payment.initiatePaymentSession(chosen as never, { provider_id: PROVIDER });
    const { cart: paying } = await get<{ cart: Cart }>(path);
    const session = paying.payment_collection?.payment_sessions.find((one) => one.status === "pending");
    expect(session?.provider_id).toBe(PROVIDER);
    await shopper(house()).payByCard(session?.data ?? { id: "", client_secret: "" }, cards.good);
    const placed = await post<{ type: string; order: { id: string; shipping_address: { country_code: string } } }>(
      `${path}/complete`,
    );
    expect(placed).toMatchObject({ type: "order", order: { shipping_address: { country_code: COUNTRY } } });

    // Its confirmation page, by the order's id alone.
    const { order } = await get<{ order: { id: string; total: number; items: { quantity: number }[] } }>(
      `/store/orders/${placed.order.id}`,
      { fields: FIELDS.order },
    );
    expect(order).toMatchObject({ id: placed.order.id, total: chosen.total, items: [{ quantity: 2 }] });
  });

  test("a line is taken out, a code nobody gave is refused in a sentence, and the cart stays as it was", async () => {
    const { regions } = await get<{ regions: { id: string }[] }>("/store/regions");
    const { cart } = await post<{ cart: Cart }>("/store/carts", { region_id: regions[0]?.id });
    const path = `/store/carts/${cart.id}`;
    await post(`${path}/line-items`, { variant_id: pack(house(), GOODS, 500), quantity: 1 });
    const refused = await post(path, { promo_codes: ["NOBODYS"] }).catch((error: Error) => error);
    expect(String(refused)).toContain("NOBODYS");
    const now = (await get<{ cart: Cart }>(path, { fields: FIELDS.cart })).cart;
    expect(now.items).toHaveLength(1);
    await sdk().fetch(`${path}/line-items/${now.items[0]?.id}`, { method: "DELETE" });
    expect((await get<{ cart: Cart }>(path, { fields: FIELDS.cart })).cart.items).toEqual([]);
  });
}
