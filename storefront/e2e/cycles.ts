import { expect, test } from "vitest";
import { eventually } from "../../dev/src/testing/eventually";
import { ShopClient } from "../../dev/src/testing/shop-client";
import { signInAtDesk } from "./desk-and-household";
import { day, expectAccessible, login, picture, problems, visit, type World } from "./walk";

const GOODS = "doujiazhuang-walnuts";
const NARROW = { width: 320, height: 780 };
const HOUR_MS = 3_600_000;
/** A moment as a clock in China shows it, so many hours from now. */
const local = (hours: number) => new Date(Date.now() + (hours + 8) * HOUR_MS).toISOString().slice(0, 16);

async function post(world: World, path: string, body: object, token?: string) {
  const headers = { "content-type": "application/json", ...(token && { authorization: `Bearer ${token}` }) };
  const answer = await fetch(new URL(path, world.house.backendUrl), {
    method: "POST",
    headers,
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`);
  return (await answer.json()) as { token?: string; cycle?: { id: string; version: number } };
}

/** Goods that no other part sells. */
async function stock(world: World, pool_id: string): Promise<void> {
  const { rows } = await world.house.db.query<{ card_number: string }>(
    `select h.card_number from household h join pool p on p.origin_id = h.village_id where p.id = $1 order by h.card_number limit 1`,
    [pool_id],
  );
  const { sign_in } = login(world, "weigher", "wudu");
  const { token } = await post(world, sign_in.path, sign_in.body);
  const lot = { card_number: rows[0]?.card_number, pool_id, gross_g: 60_500, tare_g: 500, harvested_on: day(-50) };
  await post(world, "/desk/lots", { ...lot, idempotency_key: "stock-of-cycles" }, token);
}

/** An order cycle from the desk's form to the money that goes back when the price has fallen. */
export function cycles(world: () => World): void {
  test("a manager publishes an order cycle; buyers read its ladder, and get the difference back when it closes", async () => {
    const goods = world().seed.products.find((one) => one.handle === GOODS);
    await stock(world(), goods?.pool_id ?? "");
    const { rows: found } = await world().house.db.query<{ id: string }>("select id from product where handle = $1", [
      GOODS,
    ]);
    const id = found[0]?.id ?? "";

    const desk = await signInAtDesk(world(), "manager", true, NARROW);
    const { page } = desk;
    await page.goto("/zh/desk/cycles/new");
    await page.locator("#name_zh").fill("十二月订购期");
    await page.getByRole("button", { name: "保存草稿" }).click();
    expect(await problems(page)).toContain("请至少选一种商品");
    expect(await page.locator("#name_zh").inputValue()).toBe("十二月订购期");
    await page.locator("#name_en").fill("December");
    await page.locator("#opens").fill(local(-1));
    await page.locator("#closes").fill(local(48));
    await page.locator("#ready_from").fill(local(72).slice(0, 10));
    await page.locator("#ready_to").fill(local(96).slice(0, 10));
    const field = (name: string) => page.locator(`[id="${name}"]`);
    await field(`good:${id}`).check();
    await page.getByText("豆家庄高山核桃的满箱和阶梯价").click();
    await field(`case:${id}`).fill("2");
    await field(`lead:${id}`).selectOption({ index: 1 });
    await field(`from:${id}:1`).fill("2");
    await field(`price:${id}:1`).fill("60");
    await field(`from:${id}:2`).fill("5");
    await field(`price:${id}:2`).fill("56");
    await expectAccessible(page);
    await picture(page, "cycle-form");
    await page.setViewportSize(NARROW);
    await page.getByRole("button", { name: "保存草稿" }).click();
    await page.waitForURL(/\/desk\/cycles\/cycle_/);
    await page.getByText("试算：按现在的费率").waitFor();
    await expectAccessible(page);
    await picture(page, "cycle-draft");
    await page.getByRole("button", { name: "发布" }).click();
    await page.getByText("开放中").waitFor();

    const buyer = await visit(world());
    await buyer.page.goto(`/zh/products/${GOODS}`);
    await buyer.page.getByText(/再满 2 箱，2 公斤袋装降到 60\.00 元/).waitFor();
    await expectAccessible(buyer.page);
    await picture(buyer.page, "cycle-open");
    const { rows: regions } = await world().house.db.query<{ id: string }>(
      "select id from region where currency_code = 'cny'",
    );
    const shop = new ShopClient({
      backendUrl: world().house.backendUrl,
      stripeUrl: world().house.stripeUrl,
      publishableKey: world().house.seed.publishable_key,
    });
    const variant_id = goods?.variants.find((one) => one.units_per_pack === 2_000)?.id ?? "";
    const order = await shop.buy({ region_id: regions[0]?.id ?? "", lines: [{ variant_id, quantity: 3 }] });
    const count = async (text: string) => (await world().house.db.query(text, [order.id])).rowCount ?? 0;
    await eventually(async () => (await count("select 1 from cycle_line where order_id = $1")) > 0, {
      timeout_ms: 60_000,
      message: "the order does not take part",
    });
    // Nothing of it is packed while others may still join.
    expect(await count("select 1 from allocation where order_id = $1")).toBe(0);
    await buyer.page.goto(`/en/products/${GOODS}`);
    await eventually(
      async () => {
        await buyer.page.reload();
        return buyer.page.getByText("2 more full cases until").isVisible();
      },
      { timeout_ms: 20_000, message: "the page does not count the order" },
    );
    await picture(buyer.page, "cycle-joined");

    await world().house.db.query(
      "update order_cycle set opens_at = now() - interval '2 days', closes_at = now() - interval '1 second' where state = 'published'",
    );
    await eventually(async () => (await count("select 1 from allocation where order_id = $1")) > 0, {
      timeout_ms: 90_000,
      message: "the order was not let go",
    });
    const { rows: back } = await world().house.db.query<{ amount_minor: string }>(
      "select amount_minor from refund_intent where order_id = $1",
      [order.id],
    );
    expect(back.map((one) => Number(one.amount_minor))).toEqual([3 * 400]);
    await eventually(
      async () => (await count("select 1 from refund_intent where order_id = $1 and state = 'created'")) === 1,
      { timeout_ms: 60_000, message: "the difference was not sent" },
    );

    await buyer.page.goto(`/zh/products/${GOODS}`);
    await buyer.page.getByText("订购已关闭").waitFor();
    await expectAccessible(buyer.page);
    await picture(buyer.page, "cycle-closed");
    // Lists say so, too: the village's page, and the search.
    for (const list of ["/zh/villages/doujiazhuang", "/zh/search?q=豆家庄"]) {
      await buyer.page.goto(list);
      await buyer.page.locator("li.tile", { hasText: "豆家庄高山核桃" }).getByText("订购已关闭").waitFor();
    }
    await page.reload();
    await page.getByText("已退差价 ¥12.00").waitFor();
    await picture(page, "cycle-ended");
    await page.getByRole("button", { name: "改为照常出售" }).click();
    await page.getByText("这些商品照常出售").waitFor();
    await buyer.close();
    await desk.close();
  });

  test("of a cycle that misses its minimum every order is cancelled, given back whole and told, once", async () => {
    const goods = world().seed.products.find((one) => one.handle === GOODS);
    const variant = goods?.variants.find((one) => one.units_per_pack === 2_000);
    const ask = async <T>(text: string, values: unknown[]): Promise<T[]> =>
      (await world().house.db.query(text, values)).rows as T[];
    const [product] = await ask<{ id: string }>("select id from product where handle = $1", [GOODS]);
    const { sign_in } = login(world(), "manager", "wudu");
    const { token } = await post(world(), sign_in.path, sign_in.body);
    const content = {
      name_zh: "一月订购期",
      name_en: "January",
      opens: local(-1),
      closes: local(48),
      way: "ship",
      ready_from: local(72).slice(0, 10),
      ready_to: local(96).slice(0, 10),
      minimum_kind: "grams",
      minimum: 1_000_000,
      sold_between: true,
      goods: [{ product_id: product?.id, case_units: 2_000, lead_variant_id: variant?.id, steps: [] }],
    };
    const { cycle } = await post(world(), "/desk/cycles", content, token);
    await post(world(), `/desk/cycles/${cycle?.id}/publish`, { version: cycle?.version }, token);
    const [region] = await ask<{ id: string }>("select id from region where currency_code = 'cny'", []);
    const shop = new ShopClient({
      backendUrl: world().house.backendUrl,
      stripeUrl: world().house.stripeUrl,
      publishableKey: world().house.seed.publishable_key,
    });
    const order = await shop.buy({
      region_id: region?.id ?? "",
      lines: [{ variant_id: variant?.id ?? "", quantity: 1 }],
    });
    const captured = () =>
      ask<{ captured_minor: string }>("select captured_minor from sale where order_id = $1", [order.id]);
    await eventually(async () => (await captured()).length === 1, {
      timeout_ms: 60_000,
      message: "it was not captured",
    });
    await ask(
      "update order_cycle set opens_at = now() - interval '2 days', closes_at = now() - interval '1 second' where id = $1",
      [cycle?.id],
    );
    const back = () =>
      ask<{ amount_minor: string }>(
        "select amount_minor from refund_intent where order_id = $1 and state = 'created'",
        [order.id],
      );
    await eventually(async () => (await back()).length === 1, {
      timeout_ms: 120_000,
      message: "the money did not go back",
    });
    expect((await back())[0]?.amount_minor).toBe((await captured())[0]?.captured_minor);
    expect(await ask(`select status from "order" where id = $1`, [order.id])).toEqual([{ status: "canceled" }]);
    expect(await ask("select state from hold where order_id = $1", [order.id])).toEqual([{ state: "released" }]);
    expect(await ask("select 1 from allocation where order_id = $1", [order.id])).toEqual([]);
    await eventually(
      async () =>
        (
          await ask("select 1 from buyer_notice where order_id = $1 and state = 'sent' and subject_id !~ '^placed:'", [
            order.id,
          ])
        ).length === 1,
      { timeout_ms: 60_000, message: "the buyer was not told" },
    );
  });
}
