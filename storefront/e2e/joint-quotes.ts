import { expect, test } from "vitest";
import { eventually } from "../../dev/src/testing/eventually";
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

const PACK_G = 2_000;

/** After a company was let in: it buys of two cooperatives at once, and pays one order. */
export function jointQuotes(world: () => World): void {
  const checked = checkedAs("joint");

  /** The seed's cooperatives sell nothing alike: from now on the second one has walnuts in the same bags, enough of them. */
  const alike = async () => {
    const { db } = world().house;
    const rice = world().seed.products.find((one) => one.handle === "yanhua-rice");
    const walnuts = world().seed.products.find((one) => one.handle === "maya-walnuts");
    await db.query(`update pool set produce = 'walnut' where id = $1`, [rice?.pool_id]);
    await db.query(`update product_variant_inventory_item set required_quantity = $2 where variant_id = $1`, [
      rice?.variants[0]?.id,
      PACK_G,
    ]);
    for (const [product, cooperative] of [
      [walnuts, "wudu"],
      [rice, "longchuan"],
    ] as const) {
      const { rows } = await db.query<{ card_number: string }>(
        `select h.card_number from household h join pool p on p.origin_id = h.village_id where p.id = $1 order by h.card_number limit 1`,
        [product?.pool_id],
      );
      await post(
        world(),
        "/desk/lots",
        {
          card_number: rows[0]?.card_number,
          pool_id: product?.pool_id,
          gross_g: 40_500,
          tare_g: 500,
          harvested_on: day(-50),
          weighed_at: new Date(Date.now() - 3_600_000).toISOString(),
          idempotency_key: `walnuts-of-a-joint-quote-${cooperative}`,
        },
        await tokenOf(world(), "weigher", cooperative),
      );
    }
    return walnuts?.variants.find((one) => one.units_per_pack === PACK_G)?.id ?? "";
  };

  test("a company spreads an order over two cooperatives, accepts both offers at once, and pays one order", async () => {
    const variant_id = await alike();
    const { db } = world().house;
    const buyer = await enterCompany(world());
    const { page } = buyer;
    await page.getByRole("link", { name: "报价", exact: true }).click();
    await page.getByRole("link", { name: "联合报价" }).click();
    await page.getByText("还没有联合报价").waitFor();
    await checked(buyer, "none");
    await page.getByRole("link", { name: "向几家合作社合买" }).click();
    await page.getByLabel("找产品").fill("麻崖核桃");
    await page.getByRole("button", { name: "搜索" }).click();
    await checked(buyer, "choose");
    await page.locator(`a[href*="${variant_id}"]`).click();
    await page.getByLabel("需要日期").fill(day(20));
    await page.getByRole("button", { name: "给出方案" }).click();
    expect(await problems(page)).toEqual(["请写大于零的整份数。"]);
    await page.getByLabel("总份数").fill("7");
    await page.getByLabel("最看重").selectOption("fewest");
    await page.getByRole("button", { name: "给出方案" }).click();
    await page.getByRole("heading", { name: "方案" }).waitFor();
    const packs = page.locator('input[name^="packs:"]');
    await expect.poll(() => packs.count()).toBe(2);
    await checked(buyer, "spread");
    expect(await page.locator("script").count()).toBe(0);
    await packs.nth(0).fill("3");
    await packs.nth(1).fill("4");
    await page.getByLabel("说明").fill("食堂用。");
    await page.getByRole("button", { name: "向它们询价" }).click();
    await page.getByRole("heading", { name: /^J-\d+/ }).waitFor();
    await page.getByText("等待报价").first().waitFor();
    await checked(buyer, "asked");
    const joint_id = page.url().split("/").at(-1) ?? "";

    const { rows: parts } = await db.query<{
      id: string;
      cooperative: string;
      product_id: string;
      variant_id: string;
      packs: number;
    }>(
      `select q.id, c.handle as cooperative, l.product_id, l.variant_id, l.packs from quote q join cooperative c on c.id = q.cooperative_id
       join quote_line l on l.quote_id = q.id and l.version = 1 where q.joint_id = $1 order by l.packs`,
      [joint_id],
    );
    expect(parts.map((one) => one.packs)).toEqual([3, 4]);
    for (const [at, part] of parts.entries()) {
      const { id, cooperative, ...line } = part;
      await post(
        world(),
        `/desk/quotes/${id}/offers`,
        {
          upon_version: 1,
          lines: [{ ...line, price_minor: at === 0 ? 3_000 : 2_000 }],
          freight_minor: at === 0 ? 8_800 : 5_000,
          freight_term: { bearer: "cooperative" },
          deliver_on: day(20),
          expires_at: new Date(Date.now() + (5 + at) * 86_400_000).toISOString(),
        },
        await tokenOf(world(), "manager", cooperative),
      );
    }
    const own = parts.find((one) => one.cooperative === "wudu");
    const seller = await enterDesk(world(), "manager", "wudu");
    await seller.page.goto(`/zh/desk/quotes/${own?.id ?? ""}`);
    await seller.page.getByText("共 2 家合作社").waitFor();
    await checked(seller, "part");
    await seller.close();

    await page.reload();
    await page.getByRole("button", { name: "全部接受，¥308.00" }).waitFor();
    await checked(buyer, "offered");
    await page.goto(page.url().replace("/zh/", "/en/"));
    await checked(buyer, "offered-en");
    await page.goto(page.url().replace("/en/", "/zh/"));
    await page.getByRole("button", { name: "全部接受，¥308.00" }).click();
    await page.getByRole("button", { name: "付款 ¥308.00" }).waitFor();
    await checked(buyer, "to-pay");
    await page.getByRole("button", { name: "付款 ¥308.00" }).click();
    await page.waitForURL("**/zh/wholesale/pay/joint-quotes/**");
    // At the place and the freight of the quote, which nothing here changes.
    await page.getByText("广东省广州市天河区体育东路 1 号").waitFor();
    expect(await page.getByLabel("详细地址").count()).toBe(0);
    expect(await page.getByRole("link", { name: "修改购物篮" }).count()).toBe(0);
    await checked(buyer, "paying");
    await page.goto(page.url().replace("/zh/", "/en/"));
    await page.getByText("Freight, as agreed").waitFor();
    await checked(buyer, "paying-en");
    await page.goto(page.url().replace("/en/", "/zh/"));
    await page.getByLabel("收货人").fill("李四");
    await page.getByRole("button", { name: "保存" }).click();
    await page.waitForURL(/#pay$/);
    await page.getByText("¥308.00").first().waitFor();
    await typeCard(page, TEST_CARDS.good);
    await page.getByRole("button", { name: /^支付/ }).click();
    await page.waitForURL("**/zh/orders/**");
    const { rows } = await db.query<{ total: number; orders: number }>(
      `select max((s.totals ->> 'current_order_total')::float8) as total, count(distinct c.order_id)::int as orders
       from order_summary s join order_cart c on c.order_id = s.order_id join quote q on q.cart_id = c.cart_id where q.joint_id = $1`,
      [joint_id],
    );
    expect(rows).toEqual([{ total: 308, orders: 1 }]);
    // Each cooperative has what it agreed to: its goods and its own freight.
    const paid = await eventually(
      async () => {
        const { rows: lines } = await db.query<{ paid: number }>(
          `select sum(l.paid_minor)::int as paid from sale_line l join sale s on s.id = l.sale_id
           where s.order_id in (select c.order_id from order_cart c join quote q on q.cart_id = c.cart_id where q.joint_id = $1)
           group by l.cooperative_id order by paid desc`,
          [joint_id],
        );
        return lines.length === 2 ? lines.map((one) => one.paid) : undefined;
      },
      { timeout_ms: 90_000, message: "the order was not captured" },
    );
    expect(paid).toEqual([17_800, 13_000]);
    expect(buyer.complaints).toEqual([]);
    await buyer.close();
  });
}
