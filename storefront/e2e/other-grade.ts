import { randomUUID } from "node:crypto";
import path from "node:path";
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { eventually } from "../../dev/src/testing/eventually";
import { ShopClient } from "../../dev/src/testing/shop-client";
import {
  DESKTOP,
  day,
  expectAccessible,
  expectFits,
  login,
  operatorToken,
  PHONE,
  problems,
  visit,
  type World,
} from "./walk";

const GOODS = "jiaoyuan-pepper";

/** Another grade instead, with the buyer's consent: from the policy to the parcel. */
export function otherGrade(world: () => World): void {
  test("the policy names another grade, a lot spoils, the buyer agrees on a phone, and the parcels hold the other grade", async () => {
    const { house, seed } = world();
    const goods = seed.products.find((one) => one.handle === GOODS);
    const second = await secondGrade(world(), goods?.pool_id ?? "");
    const lot_id = await weighIn(world(), goods?.pool_id ?? "", 1000);
    await weighIn(world(), second, 1000);
    const order_id = await sellOut(world(), goods);

    const { page, complaints, close } = await visit(world(), { viewport: DESKTOP });
    const { email, password } = login(world(), "manager", "wudu");
    await page.goto("/zh/desk/sign-in");
    await page.getByLabel("电子邮箱或手机号").fill(email);
    await page.getByLabel("密码").fill(password);
    await page.getByRole("button", { name: "登录" }).click();
    await page.waitForURL("**/zh/desk");

    await page.goto(`/zh/desk/pools/${goods?.pool_id}/short-policy`);
    await page.getByLabel("缺的货怎么办").selectOption("other_grade");
    await page.getByLabel("原因").fill("社员大会");
    await page.getByRole("button", { name: "保存" }).click();
    expect(await problems(page)).toEqual(["请选可以改发的等级"]);
    expect(await page.getByLabel("原因").inputValue()).toBe("社员大会");
    await page.getByLabel("可以改发的等级").selectOption(second);
    await page.getByRole("button", { name: "保存" }).click();
    await page.getByText("可改发：花椒 · 二级").first().waitFor();
    await expectAccessible(page);
    await picture(page, "other-grade-policy");

    await page.goto(`/zh/desk/shorts/new?lot_id=${lot_id}`);
    await page.getByLabel("批次", { exact: true }).selectOption(lot_id);
    await page.getByLabel("损失（按重的填公斤，按个的填枚）").fill("0.3");
    await page.getByLabel("原因").fill("受潮");
    await page.getByRole("button", { name: "看看有什么影响" }).click();
    await page.waitForURL(/\/zh\/desk\/shorts\/short_/);
    const short = page.url();
    await page.getByText("没有答复就退款").waitFor();
    await expectAccessible(page);
    await picture(page, "other-grade-asked");

    const buyer = await visit(world(), { viewport: PHONE, script: false });
    const link = await page.getByRole("main").locator("a[href*='/answer/']").first().getAttribute("href");
    await buyer.page.goto(link ?? "");
    await expect.poll(() => buyer.page.getByText("二级今天的价格").count()).toBe(1);
    await expect.poll(() => buyer.page.getByText(/每公斤.*120\.00/).count()).toBe(1);
    await buyer.page.setViewportSize({ width: 320, height: 640 });
    await expectFits(buyer.page);
    await picture(buyer.page, "other-grade-question");
    const english = await visit(world(), { viewport: PHONE });
    await english.page.goto((link ?? "").replace("/zh/", "/en/"));
    await expectAccessible(english.page);
    await picture(english.page, "other-grade-question-en");
    await english.close();
    await buyer.page.getByRole("button", { name: "改发这个等级" }).click();
    await buyer.page.getByText("您已同意").waitFor();
    await buyer.close();

    const apply = page.getByRole("button", { name: /^执行/ });
    await eventually(
      async () => {
        await page.goto(short);
        return (await apply.count()) === 1;
      },
      { timeout_ms: 60_000, message: "the answer was not worked out" },
    );
    await picture(page, "other-grade-agreed");
    await apply.click();
    await page.getByText("已执行。").waitFor();
    const { rows } = await house.db.query<{ units: string }>(
      `select sum(c.units) as units from parcel p join parcel_content c on c.parcel_id = p.id
       where p.order_id = $1 and p.state <> 'void' and c.pool_id = $2`,
      [order_id, second],
    );
    expect(Number(rows[0]?.units)).toBe(300);
    const parcel = await house.db.query<{ id: string }>(
      `select p.id from parcel p join parcel_content c on c.parcel_id = p.id where p.order_id = $1 and p.state <> 'void' and c.pool_id = $2 limit 1`,
      [order_id, second],
    );
    await page.goto(`/zh/desk/parcels/${parcel.rows[0]?.id}`);
    await expect.poll(() => page.getByText("二级").count()).toBeGreaterThan(0);
    expect(complaints).toEqual([]);
    await close();
  });
}

/** Pictures for who looks at them, when a folder is named. */
async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env.E2E_PICTURES;
  if (folder) await page.screenshot({ path: path.join(folder, `${name}.png`), fullPage: true });
}

/** The village's second grade at 12.00 for 100 g, as the operator sets it up: an item, its pack with a price, its pool. */
async function secondGrade({ house }: World, pool_id: string): Promise<string> {
  const token = await operatorToken(house);
  const post = async <T>(to: string, body: unknown): Promise<T> => {
    const answer = await fetch(new URL(to, house.backendUrl), {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${to} answered ${answer.status}: ${await answer.text()}`);
    return (await answer.json()) as T;
  };
  const { inventory_item } = await post<{ inventory_item: { id: string } }>("/admin/inventory-items", {
    sku: "POOL-PEPPER-2",
    title: "花椒二级",
  });
  await post("/admin/products", {
    title: "椒园花椒二级",
    status: "published",
    options: [{ title: "规格", values: ["100 克"] }],
    variants: [
      {
        title: "100 克",
        options: { 规格: "100 克" },
        prices: [{ currency_code: "cny", amount: 12 }],
        inventory_items: [{ inventory_item_id: inventory_item.id, required_quantity: 100 }],
      },
    ],
  });
  const second = `pool_${randomUUID().replaceAll("-", "")}`;
  await house.db.query(
    `insert into pool (id, cooperative_id, origin_kind, origin_id, produce, grade, unit, blendable, unit_g, pack_units, rule, inventory_item_id, location_id, tz)
     select $1, cooperative_id, origin_kind, origin_id, produce, '2', unit, blendable, unit_g, pack_units, 'fefo', $2, location_id, tz from pool where id = $3`,
    [second, inventory_item.id, pool_id],
  );
  await house.db.query(
    `insert into pool_rule select * from jsonb_populate_recordset(null::pool_rule,
       (select jsonb_agg(to_jsonb(r) || jsonb_build_object('id', 'prule_second_grade', 'pool_id', $1::text)) from (select * from pool_rule where pool_id = $2 order by version desc limit 1) r))`,
    [second, pool_id],
  );
  return second;
}

/** A household of the village brings goods. Returns the lot. */
async function weighIn(world: World, pool_id: string, net_g: number): Promise<string> {
  const { sign_in } = login(world, "weigher", "wudu");
  const post = async <T>(to: string, body: unknown, token?: string): Promise<T> => {
    const answer = await fetch(new URL(to, world.house.backendUrl), {
      method: "POST",
      headers: { "content-type": "application/json", ...(token && { authorization: `Bearer ${token}` }) },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${to} answered ${answer.status}: ${await answer.text()}`);
    return (await answer.json()) as T;
  };
  const { token } = await post<{ token: string }>(sign_in.path, sign_in.body);
  const card = await world.house.db.query<{ card_number: string }>(
    `select h.card_number from household h join pool p on p.origin_id = h.village_id where p.id = $1 order by h.card_number limit 1`,
    [pool_id],
  );
  await post(
    "/desk/lots",
    {
      card_number: card.rows[0]?.card_number,
      pool_id,
      gross_g: net_g + 500,
      tare_g: 500,
      harvested_on: day(-50),
      weighed_at: new Date(Date.now() - 3_600_000).toISOString(),
      idempotency_key: randomUUID(),
    },
    token,
  );
  const made = await world.house.db.query<{ id: string }>(
    `select id from lot where pool_id = $1 order by created_at desc limit 1`,
    [pool_id],
  );
  return made.rows[0]?.id ?? "";
}

/** All of the pool that fills packs of 100 g is bought; labelled and paid. Returns the order's id. */
async function sellOut({ house }: World, goods: World["seed"]["products"][number] | undefined): Promise<string> {
  const free = await house.db.query<{ units: string }>(`select on_hand - held as units from pool where id = $1`, [
    goods?.pool_id,
  ]);
  const shop = new ShopClient({
    backendUrl: house.backendUrl,
    stripeUrl: house.stripeUrl,
    publishableKey: house.seed.publishable_key,
  });
  const variant_id = goods?.variants.find((one) => one.units_per_pack === 100)?.id ?? "";
  const quantity = Math.floor(Number(free.rows[0]?.units) / 100);
  const { id } = await shop.buy({ region_id: String(house.seed.region_id), lines: [{ variant_id, quantity }] });
  await eventually(
    async () => {
      const ready = await house.db.query(
        `select 1 from parcel p join sale s on s.order_id = p.order_id where p.order_id = $1 and p.state = 'labelled'`,
        [id],
      );
      return (ready.rowCount ?? 0) > 0;
    },
    { timeout_ms: 90_000, message: "the order was not labelled and paid" },
  );
  return id;
}
