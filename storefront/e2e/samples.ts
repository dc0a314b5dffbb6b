import { expect, test } from "vitest";
import { checkedAs, enterCompany, enterDesk, OWNER, problems, type World } from "./walk";

/** After a company has bought: it is put into a price list, reads its own price, and asks for a sample that is held at once. */
export function samples(world: () => World): void {
  const checked = checkedAs("sample");

  test("a manager makes a price list and offers a sample; the company reads its price, asks for the sample and accepts it", async () => {
    const { db } = world().house;
    const { rows: packs } = await db.query<{ id: string; product_id: string }>(
      `select v.id, v.product_id from product_variant v join product p on p.id = v.product_id
       join product_variant_inventory_item i on i.variant_id = v.id
       where p.handle = 'maya-walnuts' and v.deleted_at is null order by i.required_quantity limit 1`,
    );
    const { rows: companies } = await db.query<{ id: string }>(
      `select company_id as id from company_member where email = $1 and state = 'active'`,
      [OWNER],
    );
    const [pack, company] = [packs[0], companies[0]];
    if (!pack || !company) throw new Error("the seed has walnuts, and the company was let in");

    const seller = await enterDesk(world(), "manager", "wudu");
    const desk = seller.page;
    await desk.goto("/zh/desk/price-lists");
    await desk.getByText("还没有价目表").waitFor();
    await desk.getByRole("button", { name: "新建" }).click();
    expect(await problems(desk)).toEqual([expect.stringContaining("写个名称")]);
    await desk.getByLabel("价目表名称").fill("食堂价");
    await desk.getByRole("button", { name: "新建" }).click();
    await desk.getByRole("heading", { name: "食堂价" }).waitFor();
    const field = (name: string) => desk.locator(`[name="${name}"]`);
    await desk.getByRole("button", { name: "放进去" }).click();
    expect(await problems(desk)).toEqual([expect.stringContaining("选择企业")]);
    await field("company_id").selectOption(company.id);
    await desk.getByRole("button", { name: "放进去" }).click();
    await desk.getByText("没有期限").waitFor();
    await checked(seller, "list");
    await desk.goto(`${new URL(desk.url()).pathname}/products/${pack.product_id}`);
    await field("price_0_0").fill("15.50");
    await field("from_0_1").fill("1");
    await field("price_0_1").fill("16");
    await desk.getByRole("button", { name: "设定价格" }).click();
    expect(await problems(desk)).toEqual([expect.stringContaining("便宜")]);
    await field("from_0_1").fill("");
    await field("price_0_1").fill("");
    await desk.getByRole("button", { name: "设定价格" }).click();
    await desk.getByText("价格已设好").waitFor();
    await checked(seller, "list-prices");
    await desk.goto(desk.url().replace("/zh/", "/en/"));
    await checked(seller, "list-prices-en");

    await desk.goto(`/zh/desk/shop/products/${pack.product_id}/samples`);
    await field("offered_0").check();
    await field("packs_0").fill("21");
    await field("price_0").fill("16");
    await field("freight_0").fill("8");
    await desk.getByRole("button", { name: "设定样品" }).click();
    expect(await problems(desk)).toEqual([expect.stringContaining("从 1 到 20")]);
    await field("packs_0").fill("1");
    await desk.getByRole("button", { name: "设定样品" }).click();
    await desk.getByText("样品已设好").waitFor();
    await checked(seller, "offer");

    const buyer = await enterCompany(world());
    const { page } = buyer;
    await page.getByRole("link", { name: "快速下单" }).click();
    await page.getByLabel("找产品").fill("麻崖核桃");
    await page.getByRole("button", { name: "搜索" }).click();
    await page.getByText("¥15.50").first().waitFor();
    // The list's name is the cooperative's own.
    expect(await page.getByText("食堂价").count()).toBe(0);
    await checked(buyer, "table");
    await page.locator(`a[href="/zh/wholesale/samples/${pack.id}"]`).click();
    await page.getByText("本季还可以要 1 次").waitFor();
    await checked(buyer, "ask");
    await page.getByRole("button", { name: "要样品，¥24.00" }).click();
    await page.getByRole("heading", { name: /^Q-\d+/ }).waitFor();
    await page.getByText("这是样品").first().waitFor();
    await checked(buyer, "held");
    await page.getByRole("button", { name: "接受，¥24.00" }).click();
    await page.getByText("已成交").first().waitFor();
    await page.goto(`/zh/wholesale/samples/${pack.id}`);
    await page.getByText("样品已接受，等付款").waitFor();
    await page.getByText("本季已要满").waitFor();
    await checked(buyer, "had");
    await page.goto(page.url().replace("/zh/", "/en/"));
    await checked(buyer, "had-en");
    expect(buyer.complaints).toEqual([]);
    await seller.close();
    await buyer.close();
  });
}
