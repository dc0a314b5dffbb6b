import { expect, test } from "vitest";
import { DESKTOP, expectAccessible, login, picture, problems, visit, type Visit, type World } from "./walk";

const OWNER = "lin@company.example";
const PASSWORD = "three walnuts fall";
const day = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

/** After a company was let in: it proposes an agreement, both sides sign it, it calls goods off and sees what is drawn. */
export function agreements(world: () => World): void {
  const checked = async ({ page }: Visit, name: string) => {
    await expectAccessible(page);
    await picture(page, `agreement-${name}`);
    await page.setViewportSize({ width: 390, height: 844 });
  };

  test("a company proposes a season's walnuts by steps, the cooperative and it sign the same paper, and a call-off draws it down", async () => {
    const { db } = world().house;
    const { rows } = await db.query<{ id: string; product_id: string }>(
      `select v.id, v.product_id from product_variant v join product p on p.id = v.product_id
       join product_variant_inventory_item i on i.variant_id = v.id
       where p.handle = 'maya-walnuts' and v.deleted_at is null order by i.required_quantity limit 1`,
    );
    const of = `${rows[0]?.product_id ?? ""}:${rows[0]?.id ?? ""}`;

    const buyer = await visit(world());
    const { page } = buyer;
    await page.goto("/zh/wholesale/sign-in");
    await page.getByLabel("邮箱").fill(OWNER);
    await page.getByLabel("密码").fill(PASSWORD);
    await page.getByRole("button", { name: "登录" }).click();
    await page.getByRole("link", { name: "协议", exact: true }).click();
    await page.getByText("现在没有有效的协议").waitFor();
    await checked(buyer, "none");
    await page.getByRole("link", { name: "提出协议" }).click();
    await page.getByLabel("找产品").fill("麻崖核桃");
    await page.getByRole("button", { name: "搜索" }).click();
    const field = (name: string) => page.locator(`[name="${name}"]`);
    await field(`packs:${of}`).fill("40");
    await field(`price:${of}`).fill("20");
    await page
      .locator("details", { has: field(`from2:${of}`) })
      .locator("summary")
      .click();
    await field(`from2:${of}`).fill("20");
    await field(`price2:${of}`).fill("18");
    await field("from_day").fill(day(1));
    await field("to_day").fill(day(90));
    await field("minimum_packs").fill("2");
    await field("freight").fill("8");
    await checked(buyer, "new");
    expect(await page.locator("script").count()).toBe(0);
    await field("minimum_packs").fill("");
    await page.getByRole("button", { name: "提出", exact: true }).click();
    expect(await problems(page)).toEqual([expect.stringContaining("整数")]);
    await field("minimum_packs").fill("2");
    await page.getByRole("button", { name: "提出", exact: true }).click();
    await page.getByRole("heading", { name: /^A-\d+/ }).waitFor();
    const number = (await page.getByRole("heading", { level: 1 }).textContent())?.split(" ")[0] ?? "";
    await page.getByText("还没有人签字").waitFor();
    await checked(buyer, "proposed");

    const seller = await visit(world(), { viewport: DESKTOP });
    const { email, password } = login(world(), "manager", "wudu");
    await seller.page.goto("/zh/desk/sign-in");
    await seller.page.getByLabel("电子邮箱或手机号").fill(email);
    await seller.page.getByLabel("密码").fill(password);
    await seller.page.getByRole("button", { name: "登录" }).click();
    await seller.page.getByRole("link", { name: "协议", exact: true }).click();
    await seller.page.getByRole("link", { name: number }).click();
    await seller.page.getByRole("button", { name: "签字" }).click();
    expect(await problems(seller.page)).toEqual([expect.stringContaining("姓名")]);
    await seller.page.getByLabel("您的姓名").fill("王芳");
    await seller.page.getByRole("button", { name: "签字" }).click();
    await seller.page.getByText("您已签字").waitFor();
    await checked(seller, "signed-by-seller");

    await page.reload();
    const pdf = await page.getByRole("link", { name: /PDF/ }).first().getAttribute("href");
    expect((await page.request.get(pdf ?? "")).headers()["content-type"]).toBe("application/pdf");
    await page.getByLabel("您的姓名").fill("林老板");
    await page.getByRole("button", { name: "签字" }).click();
    await page.getByText("生效中").first().waitFor();
    await checked(buyer, "active");
    await field(`packs:${of}`).fill("41");
    await field("wanted_on").fill(day(20));
    await page.getByRole("button", { name: "提货", exact: true }).click();
    expect(await problems(page)).toEqual([expect.stringContaining("还剩 40 份")]);
    await field(`packs:${of}`).fill("4");
    await page.getByRole("button", { name: "提货", exact: true }).click();
    await page.getByText("这是协议下的提货").waitFor();
    await checked(buyer, "called-off");
    await page.getByRole("button", { name: "接受，¥88.00" }).click();
    await page.getByText("已成交").first().waitFor();
    await page.getByRole("link", { name: "看协议" }).click();
    await page.getByText("已接受，待付款").waitFor();
    await page.getByText("按在库和预计的货").waitFor();
    await checked(buyer, "drawn");
    await page.goto(page.url().replace("/zh/", "/en/"));
    await checked(buyer, "drawn-en");

    await seller.page.goto("/zh/desk/agreements");
    await seller.page.getByRole("heading", { name: "协议的保障情况" }).waitFor();
    await checked(seller, "coverage");
    await seller.page.getByRole("link", { name: "当天市价" }).click();
    await seller.page.getByText("没有协议按市价计价").waitFor();
    await checked(seller, "market-prices");
    expect(buyer.complaints).toEqual([]);
    await seller.close();
    await buyer.close();
  });
}
