import { beforeAll, expect, test } from "vitest";
import type { House } from "../../../../dev/src/testing/house";
import { cardsOf, deskToken, pack, pool, product, purchase, seedOf, shopper, weighIn } from "../../checkout/support";
import { Desk, type Reply } from "../../people/desk-client";
import { tokenFor } from "../../people/matrix/principals";

const GOODS = "maya-walnuts";
const PACK = 500;

/** Medusa Admin's own stock acts: each holds properly or is refused with a sentence, and nothing of the pool moves. */
export function adminActs(house: () => House): void {
  let admin: Desk;
  let item: { id: string; location: string };
  let order: { id: string; items: { id: string }[] };

  beforeAll(async () => {
    const user = await house().db.query<{ id: string }>(`select id from "user" limit 1`);
    admin = new Desk(house().backendUrl, tokenFor(house(), { type: "user", id: user.rows[0]?.id ?? "" }));
    const found = await house().db.query<{ id: string; location: string }>(
      `select inventory_item_id as id, location_id as location from pool where id = $1`,
      [product(house(), GOODS).pool_id],
    );
    item = found.rows[0]!;
    await weighIn(
      house(),
      await deskToken(house(), "weigher", "wudu"),
      GOODS,
      30_000,
      (await cardsOf(house(), GOODS))[0] ?? "",
    );
    order = (await shopper(house()).buy(
      purchase(house(), [{ variant_id: variant(), quantity: 2 }]),
    )) as unknown as typeof order;
  });

  const variant = () => pack(house(), GOODS, PACK);
  const del = (path: string) => admin.delete(path);
  const stock = async () => {
    const level = await house().db.query(
      `select stocked_quantity::int as stocked, (select count(*)::int from reservation_item where deleted_at is null) as reservations
       from inventory_level where inventory_item_id = $1 and deleted_at is null`,
      [item.id],
    );
    const { on_hand, held } = await pool(house(), GOODS);
    return { ...(level.rows[0] as { stocked: number; reservations: number }), on_hand, held };
  };
  /** The act is refused with our sentence, which says that nothing was changed, and it is true. */
  async function refused(...acts: (() => Promise<Reply>)[]): Promise<void> {
    const before = await stock();
    for (const act of acts) {
      const reply = await act();
      expect(reply, act.toString()).toMatchObject({ status: 400, body: { code: "pooled_stock" } });
      expect(reply.body.message).toContain("Nothing was changed");
    }
    expect(await stock()).toEqual(before);
  }

  test("levels of a pooled item can't be set, made or removed by hand; those of other goods can", async () => {
    const levels = `/admin/inventory-items/${item.id}/location-levels`;
    const one = { location_id: item.location, stocked_quantity: 99_000_000 };
    const level = await house().db.query<{ id: string }>(
      `select id from inventory_level where inventory_item_id = $1`,
      [item.id],
    );
    await refused(
      () => admin.post(levels, one),
      () => admin.post(`${levels}/${item.location}`, { stocked_quantity: 99_000_000 }),
      () => admin.post(`${levels}/batch`, { update: [one] }),
      () =>
        admin.post(`/admin/inventory-items/location-levels/batch`, {
          update: [{ ...one, inventory_item_id: item.id }],
        }),
      () => admin.post(`/admin/inventory-items/location-levels/batch`, { delete: [level.rows[0]?.id], force: true }),
      () => del(`${levels}/${item.location}`),
      () => del(`/admin/inventory-items/${item.id}`),
      () => del(`/admin/stock-locations/${item.location}`),
    );
    const made = await admin.post("/admin/inventory-items", { sku: "gift-card-paper" });
    expect(made.status).toBe(200);
    const other = await admin.post(`/admin/inventory-items/${made.body.inventory_item.id}/location-levels`, {
      location_id: item.location,
      stocked_quantity: 5,
    });
    expect(other.status).toBe(200);
    expect((await new Desk(house().backendUrl).post(levels, one)).status).toBe(401);
  });

  test("a pooled item can't be reserved by hand, nor an order's reservation changed or removed", async () => {
    const reservation = await house().db.query<{ id: string }>(
      `select id from reservation_item where line_item_id = $1`,
      [order.items[0]?.id],
    );
    const id = reservation.rows[0]?.id ?? "";
    await refused(
      () =>
        admin.post("/admin/reservations", { inventory_item_id: item.id, location_id: item.location, quantity: 16_000 }),
      () => admin.post(`/admin/reservations/${id}`, { quantity: 1 }),
      () => del(`/admin/reservations/${id}`),
    );
  });

  test("a draft of pooled goods does not become an order that nobody paid for", async () => {
    const channel = await house().db.query<{ id: string }>(`select id from sales_channel limit 1`);
    const draft = await admin.post("/admin/draft-orders", {
      email: "draft@example.com",
      region_id: seedOf(house()).region_id,
      sales_channel_id: channel.rows[0]?.id,
      items: [{ variant_id: variant(), quantity: 3 }],
      shipping_methods: [],
    });
    expect(draft.status, JSON.stringify(draft.body)).toBe(200);
    await refused(() => admin.post(`/admin/draft-orders/${draft.body.draft_order.id}/convert-to-order`, {}));
  });

  test("an order of pooled goods can't be edited, nor pooled goods be added to another", async () => {
    await refused(
      () => admin.post("/admin/order-edits", { order_id: order.id }),
      () => admin.post(`/admin/order-edits/${order.id}/items`, { items: [{ variant_id: variant(), quantity: 1 }] }),
      () => admin.post(`/admin/order-edits/${order.id}/items/item/${order.items[0]?.id}`, { quantity: 9 }),
      () => admin.post(`/admin/order-edits/${order.id}/request`, {}),
      () => admin.post(`/admin/order-edits/${order.id}/confirm`, {}),
    );
  });

  test("an exchange sends no pooled goods out", async () => {
    const begun = await admin.post("/admin/exchanges", { order_id: order.id });
    expect(begun.status, JSON.stringify(begun.body)).toBe(200);
    const id = String(begun.body.exchange.id);
    await refused(() =>
      admin.post(`/admin/exchanges/${id}/outbound/items`, { items: [{ variant_id: variant(), quantity: 1 }] }),
    );
    expect((await del(`/admin/exchanges/${id}/request`)).status).toBe(200);
  });

  test("a claim sends no pooled goods out", async () => {
    const begun = await admin.post("/admin/claims", { order_id: order.id, type: "replace" });
    expect(begun.status, JSON.stringify(begun.body)).toBe(200);
    const id = String(begun.body.claim.id);
    await refused(() =>
      admin.post(`/admin/claims/${id}/outbound/items`, { items: [{ variant_id: variant(), quantity: 1 }] }),
    );
    expect((await del(`/admin/claims/${id}/request`)).status).toBe(200);
  });

  test("parcels leave by the handover at the desk, not by a fulfilment in Admin", async () => {
    await refused(() =>
      admin.post(`/admin/orders/${order.id}/fulfillments`, {
        location_id: item.location,
        items: [{ id: order.items[0]?.id, quantity: 1 }],
      }),
    );
  });

  test("a pack of a pool keeps its size, stays managed, and a new one must be whole", async () => {
    const { id: product_id } = product(house(), GOODS) as unknown as { id: string };
    const links = `/admin/products/${product_id}/variants/${variant()}/inventory-items`;
    await refused(
      () => admin.post(`${links}/${item.id}`, { required_quantity: 400 }),
      () => del(`${links}/${item.id}`),
      () => admin.post(links, { inventory_item_id: item.id, required_quantity: 0.5 }),
      () =>
        admin.post(`/admin/products/${product_id}/variants/inventory-items/batch`, {
          update: [{ inventory_item_id: item.id, variant_id: variant(), required_quantity: 1 }],
        }),
      () => admin.post(`/admin/products/${product_id}/variants/${variant()}`, { allow_backorder: false }),
      () =>
        admin.post(`/admin/products/${product_id}/variants/batch`, {
          update: [{ id: variant(), manage_inventory: false }],
        }),
      () => admin.post(`/admin/products/${product_id}`, { variants: [{ id: variant(), manage_inventory: false }] }),
    );
    expect((await admin.post(`/admin/products/${product_id}/variants/${variant()}`, { title: "500 g" })).status).toBe(
      200,
    );
  });

  test("cancelling an order in Admin gives its kilos back to the pool", async () => {
    const before = await stock();
    const reply = await admin.post(`/admin/orders/${order.id}/cancel`, {});
    expect(reply.status, JSON.stringify(reply.body)).toBe(200);
    expect(await stock()).toMatchObject({ on_hand: before.on_hand, held: before.held - 2 * PACK });
  });
}
