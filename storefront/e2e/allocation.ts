import path from "node:path";
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { eventually } from "../../dev/src/testing/eventually";
import { ShopClient } from "../../dev/src/testing/shop-client";
import { DESKTOP, expectAccessible, expectFits, login, visit, type Visit, type World, problems } from "./walk";

async function atDesk(world: World, role: string): Promise<Visit> {
  const visitor = await visit(world, { viewport: DESKTOP });
  const { email, password } = login(world, role, "wudu");
  await visitor.page.goto("/zh/desk/sign-in");
  await visitor.page.getByLabel("电子邮箱或手机号").fill(email);
  await visitor.page.getByLabel("密码").fill(password);
  await visitor.page.getByRole("button", { name: "登录" }).click();
  await visitor.page.waitForURL("**/zh/desk");
  return visitor;
}

/** 4 kg of walnuts are bought and allocated. Returns the order's id. */
async function orderOf(world: World): Promise<string> {
  const { house, seed } = world;
  const goods = seed.products.find((one) => one.handle === "maya-walnuts");
  const shop = new ShopClient({
    backendUrl: house.backendUrl,
    stripeUrl: house.stripeUrl,
    publishableKey: house.seed.publishable_key,
  });
  const variant_id = goods?.variants.find((one) => one.units_per_pack === 2_000)?.id ?? "";
  const { id } = await shop.buy({ region_id: String(house.seed.region_id), lines: [{ variant_id, quantity: 5 }] });
  await eventually(
    async () => ((await house.db.query(`select 1 from parcel where order_id = $1`, [id])).rowCount ?? 0) > 0,
    { timeout_ms: 60_000, message: "the order has no parcels" },
  );
  return id;
}

/** Pictures for who looks at them, when a folder is named. */
async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env.E2E_PICTURES;
  if (folder) await page.screenshot({ path: path.join(folder, `${name}.png`), fullPage: true });
}

/** Who fills an order: seen, swapped, simulated at the desk, and read at home: plain documents, which have no script (desk-and-household.ts). */
export function allocation(world: () => World): void {
  test("a packer swaps a lot with a reason, keeps what was typed wrong, and both households read it", async () => {
    const order_id = await orderOf(world());
    const { page, complaints, close } = await atDesk(world(), "packer");
    await page.goto("/zh/desk/parcels");
    await page.getByRole("link", { name: "由谁供货" }).first().click();
    await page.goto(`/zh/desk/orders/${order_id}/allocation`);
    const shares = await world().house.db.query(`select 1 from allocation where order_id = $1`, [order_id]);
    expect(shares.rowCount).toBeGreaterThan(1);
    await expect.poll(() => page.locator("p.why", { hasText: /您/ }).count()).toBe(shares.rowCount);
    await expectAccessible(page);
    await picture(page, "allocation");

    const swap = page.getByRole("button", { name: "换批次" });
    await page.getByLabel("换多少").fill("0.5");
    await swap.click();
    expect(await problems(page)).toEqual(["请选择换出的批次", "请选择换进的批次", "请写一句原因"]);
    expect(await page.getByLabel("换多少").inputValue()).toBe("0.5");
    await expectAccessible(page);

    const lotsOf = (label: string) =>
      page
        .getByLabel(label)
        .locator("option:not([value=''])")
        .evaluateAll((options) => options.map((option) => (option as HTMLOptionElement).value));
    // The household whose card these tests have gives some of its goods, or, where this order went round without it, takes over.
    const ofCard = `join household h on h.id = x.household_id order by h.card_number = 'WD0001' desc`;
    const given = await world().house.db.query<{ lot_id: string; own: boolean }>(
      `select x.lot_id, h.card_number = 'WD0001' as own from (select * from allocation where order_id = $1) x ${ofCard}, x.units desc limit 1`,
      [order_id],
    );
    const { lot_id: from, own } = given.rows[0]!;
    expect(await lotsOf("换出的批次")).toContain(from);
    const others = await world().house.db.query<{ id: string }>(
      `select x.id from (select * from lot where id = any($1) and id <> $2) x ${ofCard.replace("desc", own ? "asc" : "desc")},
         x.sellable_units - x.allocated - x.wasted desc limit 1`,
      [await lotsOf("换进的批次"), from],
    );
    const to = others.rows[0]?.id ?? "";
    await page.getByLabel("换出的批次").selectOption(from);
    await page.getByLabel("换进的批次").selectOption(to);
    await page.getByLabel("原因").fill("有几袋受潮");
    await page.getByLabel("换多少").fill("999");
    await swap.click();
    await page.getByText("这一批没有供这么多").or(page.getByText("不能再换")).first().waitFor();
    expect(await page.getByLabel("原因").inputValue()).toBe("有几袋受潮");
    await page.getByLabel("换多少").fill("0.1");
    await swap.click();
    await page.getByText("已换好").waitFor();
    await expect.poll(() => page.getByText(/0.1 公斤（0.2 斤） 从 W\d+ 换成 W\d+。原因：有几袋受潮/).count()).toBe(1);
    await expectAccessible(page);
    await picture(page, "swapped");
    expect(complaints).toEqual([]);
    await close();

    const { db } = world().house;
    const home = await visit(world(), { viewport: { width: 320, height: 640 } });
    await home.page.goto("/zh/home");
    await home.page.getByLabel("卡号").fill("WD0001");
    await home.page.getByLabel("密码").fill(login(world(), "household", "wudu").password);
    await home.page.getByRole("button", { name: "登录" }).click();
    await home.page.waitForURL("**/zh/home");
    await home.page.goto("/zh/home/lots");
    await home.page.locator("details", { hasText: "原因：有几袋受潮" }).first().locator("summary").first().click();
    await home.page.getByText("原因：有几袋受潮").first().waitFor();
    await expectAccessible(home.page);
    await picture(home.page, "home-lots");
    await home.close();

    // The parcels follow: what they hold is what is promised.
    await eventually(
      async () => {
        const { rows } = await db.query<{ differences: string }>(
          `select count(*) as differences from (select id, units from allocation where order_id = $1 and state <> 'released') a
           full join (select allocation_id as id, sum(units) as units from parcel_content c join parcel p on p.id = c.parcel_id
                      where p.order_id = $1 group by 1) c using (id) where a.units is distinct from c.units`,
          [order_id],
        );
        return rows[0]?.differences === "0";
      },
      { timeout_ms: 30_000, message: "the parcels do not follow the swap" },
    );
  });

  test("another rule is tried on an order and on a quantity: a chart with its table, and nothing changes", async () => {
    const order_id = await orderOf(world());
    const { page, complaints, close } = await atDesk(world(), "manager");
    const before = await world().house.db.query(`select id, units from allocation order by id`);
    await page.goto(`/zh/desk/orders/${order_id}/allocation`);
    await page.getByLabel("规则").selectOption("先到期先出");
    await page.getByRole("button", { name: "试算" }).click();
    await page.getByRole("img", { name: "各户供货对比：按比例 和 先到期先出" }).waitFor();
    await expect
      .poll(() => page.getByRole("table", { name: "各户供货" }).locator("tbody tr").count())
      .toBeGreaterThan(1);
    await expectAccessible(page);
    await picture(page, "simulate-order");

    await page.goto("/zh/desk/pools");
    await page.getByRole("link", { name: "麻崖村 · 核桃 · 一级" }).click();
    await page.getByRole("link", { name: "试算" }).click();
    await page.getByLabel("数量").fill("很多");
    await page.getByRole("button", { name: "试算" }).click();
    await page.getByRole("alert").getByRole("link").nth(1).waitFor();
    await expect.poll(() => page.getByRole("alert").getByRole("link").count()).toBe(2);
    expect(await page.getByLabel("数量").inputValue()).toBe("很多");
    await page.getByLabel("数量").fill("20");
    await page.getByLabel("规则").selectOption("均分");
    await page.getByLabel("每户最多").fill("10");
    await page.getByRole("button", { name: "试算" }).click();
    await page.getByRole("img", { name: /各户供货对比/ }).waitFor();
    await expectAccessible(page);
    await picture(page, "simulate-pool");
    await page.setViewportSize({ width: 320, height: 640 });
    await expectFits(page);
    await picture(page, "simulate-pool-320");
    const after = await world().house.db.query(`select id, units from allocation order by id`);
    expect(after.rows).toEqual(before.rows);
    expect(complaints).toEqual([]);
    await close();
  });

  test("a pool's rule is changed by two people, each at the desk", async () => {
    const manager = await atDesk(world(), "manager");
    await manager.page.goto("/zh/desk/pools");
    await manager.page
      .getByRole("link", { name: "焦塬村 · 花椒 · 一级" })
      .or(manager.page.getByRole("link", { name: /花椒/ }))
      .first()
      .click();
    await manager.page.getByRole("link", { name: "分配规则" }).click();
    await manager.page.getByLabel("规则").selectOption("轮流");
    await manager.page.getByRole("button", { name: "提出改动" }).click();
    expect(await problems(manager.page)).toEqual(["请写一句原因"]);
    await manager.page.getByLabel("原因").fill("村民会议的决定");
    await manager.page.getByRole("button", { name: "提出改动" }).click();
    await manager.page.getByText("这是您提出的").waitFor();
    expect(await manager.page.getByRole("button", { name: /批准/ }).count()).toBe(0);
    await expectAccessible(manager.page);
    const address = new URL(manager.page.url()).pathname;
    await manager.close();

    const accountant = await atDesk(world(), "accountant");
    await accountant.page.goto(address);
    await accountant.page.getByRole("button", { name: "批准改为“轮流”" }).click();
    await accountant.page.getByText("已批准").waitFor();
    await accountant.page.getByText("本季卖得少的人家先供").waitFor();
    await expectAccessible(accountant.page);
    await picture(accountant.page, "rule");
    for (const where of ["", "/rule", "/simulate"]) {
      await accountant.page.goto(address.replace("/zh/", "/en/").replace("/rule", where));
      await expectAccessible(accountant.page);
    }
    await accountant.close();
  });
}
