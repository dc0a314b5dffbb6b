import { expect, test } from "vitest";
import {
  checkedAs,
  day,
  enterCompany,
  enterDesk,
  post,
  problems,
  TEST_CARDS,
  tokenOf,
  typeCard,
  type World,
} from "./walk";

/** Goods enough for a quote, whatever was bought before. */
async function walnuts(world: World): Promise<{ product_id: string; variant_id: string; pool_id: string }> {
  const product = world.seed.products.find((one) => one.handle === "maya-walnuts");
  const lot = {
    card_number: "WD0004",
    pool_id: product?.pool_id,
    gross_g: 90_500,
    tare_g: 500,
    harvested_on: day(-50),
    weighed_at: new Date(Date.now() - 3_600_000).toISOString(),
    idempotency_key: "walnuts-of-a-quote",
  };
  await post(world, "/desk/lots", lot, await tokenOf(world, "weigher", "wudu"));
  const variant_id = product?.variants[0]?.id ?? "";
  const { rows } = await world.house.db.query<{ product_id: string }>(
    `select product_id from product_variant where id = $1`,
    [variant_id],
  );
  return { product_id: rows[0]?.product_id ?? "", variant_id, pool_id: product?.pool_id ?? "" };
}

/** After the company of the walk before was let in: it asks, the cooperative offers, they meet, and it is paid. */
export function quotes(world: () => World): void {
  const checked = checkedAs("quote");

  test("a company asks for walnuts, counters the offer, and pays what was agreed, in goods that nobody else could take", async () => {
    const { product_id, variant_id, pool_id } = await walnuts(world());
    const { db } = world().house;
    const held = async () =>
      (
        await db.query<{ kind: string; state: string; units: number }>(
          `select h.kind, h.state, l.units::int from hold h join hold_line l on l.hold_id = h.id
           where l.pool_id = $1 and (h.priority is not null or h.owner_id in (select cart_id from quote where cart_id is not null))`,
          [pool_id],
        )
      ).rows;
    const [packs, price] = [`[name="packs:${product_id}:${variant_id}"]`, `[name="price:${product_id}:${variant_id}"]`];

    const buyer = await enterCompany(world());
    await buyer.page.getByRole("link", { name: "报价", exact: true }).click();
    await checked(buyer, "none");
    await buyer.page.getByRole("link", { name: "询价" }).click();
    await buyer.page.getByLabel("找产品").fill("麻崖核桃");
    await buyer.page.getByRole("button", { name: "搜索" }).click();
    await buyer.page.getByRole("button", { name: "发出询价" }).click();
    expect(await problems(buyer.page)).toEqual(["请至少写一种货的份数。", "请选日期。"]);
    await buyer.page.locator(packs).fill("12");
    await buyer.page.getByLabel("需要日期").fill(day(20));
    await buyer.page.getByLabel("说明").fill("食堂用，要当年的。");
    await checked(buyer, "ask");
    expect(await buyer.page.locator("script").count()).toBe(0);
    await buyer.page.getByRole("button", { name: "发出询价" }).click();
    await buyer.page.getByRole("heading", { name: /^Q-\d+/ }).waitFor();
    const number = (await buyer.page.getByRole("heading", { level: 1 }).textContent())?.split(" ")[0] ?? "";
    await buyer.page.getByText("还没有留货").waitFor();
    expect(await held()).toEqual([]);
    await checked(buyer, "asked");

    const seller = await enterDesk(world(), "manager", "wudu");
    await seller.page.getByRole("link", { name: "报价", exact: true }).click();
    await seller.page.getByRole("link", { name: number }).click();
    await seller.page.locator(price).fill("30.00");
    await seller.page.getByLabel("运费（元）").fill("88");
    await seller.page.getByLabel("货留到").fill(day(90));
    await seller.page.getByRole("button", { name: "报价并留货" }).click();
    expect(await problems(seller.page)).toEqual([expect.stringContaining("最多 60 天")]);
    await seller.page.getByLabel("货留到").fill(day(5));
    await seller.page.getByRole("button", { name: "报价并留货" }).click();
    await seller.page.getByText(/货为这份报价留到/).waitFor();
    await checked(seller, "offered");
    const [hold, more] = await held();
    expect(more).toBeUndefined();
    expect(hold).toMatchObject({ kind: "quote", state: "soft" });

    await buyer.page.reload();
    await buyer.page.getByRole("button", { name: "接受，¥448.00" }).waitFor();
    const pdf = await buyer.page.getByRole("link", { name: /^PDF/ }).first().getAttribute("href");
    expect((await buyer.page.request.get(pdf ?? "")).headers()["content-type"]).toBe("application/pdf");
    await buyer.page.getByText("还价", { exact: true }).click();
    await buyer.page.locator(packs).fill("10");
    await buyer.page.locator(price).fill("28");
    await buyer.page.getByRole("button", { name: "发出还价" }).click();
    await buyer.page.getByText("等对方答复。").waitFor();
    await buyer.page.getByLabel("写留言").fill("年年都来。");
    await buyer.page.getByRole("button", { name: "发送" }).click();
    await buyer.page.getByText("年年都来。").waitFor();
    await checked(buyer, "countered");
    await buyer.page.goto(buyer.page.url().replace("/zh/", "/en/"));
    await checked(buyer, "countered-en");

    await seller.page.reload();
    await seller.page.getByText("年年都来。").waitFor();
    await seller.page.getByRole("button", { name: "接受，¥368.00" }).click();
    await seller.page.getByText("已成交").first().waitFor();
    const units = (hold?.units ?? 0) / 12;
    expect(await held()).toEqual([{ kind: "cart", state: "soft", units: units * 10 }]);

    await buyer.page.goto(buyer.page.url().replace("/en/", "/zh/"));
    await checked(buyer, "to-pay");
    await buyer.page.getByRole("button", { name: "付款 ¥368.00" }).click();
    await buyer.page.waitForURL("**/zh/wholesale/pay/quotes/**");
    // At the place and the freight of the quote, which nothing here changes.
    await buyer.page.getByText("广东省广州市天河区体育东路 1 号").waitFor();
    expect(await buyer.page.getByLabel("详细地址").count()).toBe(0);
    expect(await buyer.page.getByRole("link", { name: "修改购物篮" }).count()).toBe(0);
    await checked(buyer, "paying");
    await buyer.page.goto(buyer.page.url().replace("/zh/", "/en/"));
    await buyer.page.getByText("Freight, as agreed").waitFor();
    await checked(buyer, "paying-en");
    await buyer.page.goto(buyer.page.url().replace("/en/", "/zh/"));
    await buyer.page.getByLabel("收货人").fill("李四");
    await buyer.page.getByRole("button", { name: "保存" }).click();
    await buyer.page.waitForURL(/#pay$/);
    await buyer.page.getByText("¥368.00").first().waitFor();
    await typeCard(buyer.page, TEST_CARDS.good);
    await buyer.page.getByRole("button", { name: /^支付/ }).click();
    await buyer.page.waitForURL("**/zh/orders/**");
    const { rows } = await db.query<{ total: number }>(
      `select (s.totals ->> 'current_order_total')::float8 as total from order_summary s join order_cart c on c.order_id = s.order_id
       join quote q on q.cart_id = c.cart_id where q.number = $1`,
      [number],
    );
    expect(rows[0]?.total).toBe(368);
    expect(buyer.complaints).toEqual([]);
    await seller.close();
    await buyer.close();
  });
}
