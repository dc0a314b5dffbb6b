import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { eventually } from "../../dev/src/testing/eventually";
import { DESKTOP, expectAccessible, login, picture, visit, type Visit, type World } from "./walk";

const OWNER = "lin@company.example";
const PASSWORD = "three walnuts fall";
const WAIT = { timeout_ms: 180_000 };
const day = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
const PACK_G = 2_000;

export const JOINT_AGENT = {
  id: "agent_joint_walk",
  code: "JOINT26",
  name: "钱联系",
  email: "joint-agent@agent.example",
  /** The word of the link, as the operator hands it over. */
  token: "joint-walkers-word-of-link",
};
export const SELLERS = ["wudu", "longchuan"] as const;
type Seller = (typeof SELLERS)[number];

/** What each is asked for and offers: 3 packs at 300.00 with 88.00 freight, 4 at 200.00 with 50.00. */
const OFFERS = {
  wudu: { packs: 3, price_minor: 30_000, freight_minor: 8_800, asks: "988.00", minor: 98_800 },
  longchuan: { packs: 4, price_minor: 20_000, freight_minor: 5_000, asks: "850.00", minor: 85_000 },
} as const;

export async function postAs(world: World, role: string, seller: Seller, path: string, body: object): Promise<void> {
  const send = async (to: string, what: object, token?: string) => {
    const answer = await fetch(new URL(to, world.house.backendUrl), {
      method: "POST",
      headers: { "content-type": "application/json", ...(token && { authorization: `Bearer ${token}` }) },
      body: JSON.stringify(what),
    });
    if (!answer.ok) throw new Error(`${to} answered ${answer.status}: ${await answer.text()}`);
    return (await answer.json()) as { token?: string };
  };
  const { sign_in } = login(world, role, seller);
  await send(path, body, (await send(sign_in.path, sign_in.body)).token ?? "");
}

export async function deskOf(world: World, role: string, seller: Seller): Promise<Visit> {
  const visitor = await visit(world, { viewport: DESKTOP });
  const { email, password } = login(world, role, seller);
  await visitor.page.goto("/zh/desk/sign-in");
  await visitor.page.getByLabel("电子邮箱或手机号").fill(email);
  await visitor.page.getByLabel("密码").fill(password);
  await visitor.page.getByRole("button", { name: "登录" }).click();
  await visitor.page.waitForURL("**/zh/desk");
  return visitor;
}

/** An agent with a link; both cooperatives give agents up to 3 %; a lot of its own in the pool of each. */
async function prepare(world: World): Promise<string> {
  const { db } = world.house;
  const token_hash = createHash("sha256").update(JOINT_AGENT.token).digest("base64url");
  await db.query(
    `insert into agent (id, code, name, email, rate_bp, token_hash, token_until) values ($1, $2, $3, $4, 300, $5, now() + interval '1 day')`,
    [JOINT_AGENT.id, JOINT_AGENT.code, JOINT_AGENT.name, JOINT_AGENT.email, token_hash],
  );
  await db.query(
    `insert into fee_policy
     select (jsonb_populate_record(p, jsonb_build_object('id', 'policy_walk_' || p.cooperative_id, 'agent_bp', 300, 'valid_from', now(), 'created_at', now(),
       'published_by', 'walk', 'confirmed_by', null,
       'version', (select max(v.version) + 1 from fee_policy v where v.cooperative_id = p.cooperative_id and v.currency = p.currency)))).*
     from fee_policy p where p.id in (
       select distinct on (f.cooperative_id) f.id from fee_policy f
       where f.currency = 'CNY' and f.product_id is null and f.valid_from <= now() and (f.valid_until is null or f.valid_until > now())
       order by f.cooperative_id, f.valid_from desc, f.version desc)`,
  );
  const walnuts = world.seed.products.find((one) => one.handle === "maya-walnuts");
  const rice = world.seed.products.find((one) => one.handle === "yanhua-rice");
  for (const [product, seller] of [
    [walnuts, "wudu"],
    // Walnuts in the same bags, since the first joint quote.
    [rice, "longchuan"],
  ] as const) {
    const { rows } = await db.query<{ card_number: string }>(
      `select h.card_number from household h join pool p on p.origin_id = h.village_id where p.id = $1 order by h.card_number limit 1`,
      [product?.pool_id],
    );
    await postAs(world, "weigher", seller, "/desk/lots", {
      card_number: rows[0]?.card_number,
      pool_id: product?.pool_id,
      gross_g: 30_500,
      tare_g: 500,
      harvested_on: day(-50),
      // Not near any lot of the same household.
      weighed_at: new Date(Date.now() - 3 * 3_600_000).toISOString(),
      idempotency_key: `walnuts-of-joint-transfers-${seller}`,
    });
  }
  return walnuts?.variants.find((one) => one.units_per_pack === PACK_G)?.id ?? "";
}

/** After the first joint quote and the first transfer: both at once. The walk of commissions goes on with its order. */
export function jointTransfer(world: () => World): void {
  const checked = async ({ page }: Visit, name: string) => {
    await expectAccessible(page);
    await picture(page, `joint-transfer-${name}`);
    await page.setViewportSize({ width: 390, height: 844 });
  };

  test("a company asks two cooperatives at once with an agent's code and transfers to each; the order stands when all has come", async () => {
    const { db } = world().house;
    const variant_id = await prepare(world());
    const buyer = await visit(world());
    const { page } = buyer;
    await page.goto("/zh/wholesale/sign-in");
    await page.getByLabel("邮箱").fill(OWNER);
    await page.getByLabel("密码").fill(PASSWORD);
    await page.getByRole("button", { name: "登录" }).click();
    await page.getByText("已通过").first().waitFor();
    await page.goto(`/zh/wholesale/joint-quotes/new?agent=${JOINT_AGENT.code}`);
    await page.getByLabel("找产品").fill("麻崖核桃");
    await page.getByRole("button", { name: "搜索" }).click();
    await page.locator(`a[href*="${variant_id}"]`).click();
    await page.getByLabel("需要日期").fill(day(20));
    await page.getByLabel("总份数").fill("7");
    await page.getByLabel("最看重").selectOption("fewest");
    await page.getByRole("button", { name: "给出方案" }).click();
    await page.getByRole("heading", { name: "方案" }).waitFor();
    const packs = page.locator('input[name^="packs:"]');
    await expect.poll(() => packs.count()).toBe(2);
    expect(await page.getByLabel("代理人代码").inputValue()).toBe(JOINT_AGENT.code);
    // Whichever cooperative stands first: its packs are those that are offered below.
    const own = page.locator(`input[name^="packs:"][name$=":${variant_id}"]`);
    const other = page.locator(`input[name^="packs:"]:not([name$=":${variant_id}"])`);
    await own.fill(String(OFFERS.wudu.packs));
    await other.fill(String(OFFERS.longchuan.packs));
    await page.getByRole("button", { name: "向它们询价" }).click();
    await page.getByRole("heading", { name: /^J-\d+/ }).waitFor();
    const joint_id = page.url().split("/").at(-1) ?? "";

    const { rows: parts } = await db.query<{
      id: string;
      seller: Seller;
      agent_id: string | null;
      product_id: string;
      variant_id: string;
      packs: number;
    }>(
      `select q.id, c.handle as seller, q.agent_id, l.product_id, l.variant_id, l.packs from quote q join cooperative c on c.id = q.cooperative_id
       join quote_line l on l.quote_id = q.id and l.version = 1 where q.joint_id = $1 order by l.packs`,
      [joint_id],
    );
    expect(parts.map((one) => [one.seller, one.packs, one.agent_id])).toEqual([
      ["wudu", OFFERS.wudu.packs, JOINT_AGENT.id],
      ["longchuan", OFFERS.longchuan.packs, JOINT_AGENT.id],
    ]);
    for (const { id, seller, product_id, variant_id: pack, packs: count } of parts) {
      const { price_minor, freight_minor } = OFFERS[seller];
      await postAs(world(), "manager", seller, `/desk/quotes/${id}/offers`, {
        upon_version: 1,
        lines: [{ product_id, variant_id: pack, packs: count, price_minor }],
        freight_minor,
        freight_term: { bearer: "cooperative" },
        deliver_on: day(20),
        expires_at: new Date(Date.now() + 5 * 86_400_000).toISOString(),
      });
    }
    await page.reload();
    await page.getByRole("button", { name: "全部接受，¥1,838.00" }).click();
    await page.getByRole("button", { name: "各部分都用转账付款" }).waitFor();
    await checked(buyer, "choice");
    await page.getByRole("button", { name: "各部分都用转账付款" }).click();
    await page.getByText(/转好这 2 笔/).waitFor();
    await expect.poll(() => page.locator("#transfers ol > li").count()).toBe(2);
    for (const { asks } of Object.values(OFFERS)) await page.getByText(`¥${asks}`).first().waitFor();
    await checked(buyer, "asked");
    await page.goto(page.url().replace("/zh/", "/en/").split("#")[0] ?? "");
    await page.locator("#transfers").waitFor();
    await checked(buyer, "asked-en");
    await page.goto(`/zh/wholesale/joint-quotes/${joint_id}`);
    for (const name of ["全部转账的 PDF（一张）", "这份联合报价的 PDF（含各部分）"])
      await expectPdf(buyer, (await page.getByRole("link", { name }).getAttribute("href")) ?? "");

    const { rows: asked } = await db.query<{ seller: Seller; reference: string; amount: number; cart_id: string }>(
      `select c.handle as seller, p.reference, p.amount_minor::int as amount, p.cart_id from proforma p join cooperative c on c.id = p.cooperative_id
       join quote q on q.id = p.quote_id where q.joint_id = $1 and p.kind = 'part'`,
      [joint_id],
    );
    expect(new Map(asked.map((one) => [one.seller, one.amount]))).toEqual(
      new Map(SELLERS.map((seller) => [seller, OFFERS[seller].minor])),
    );
    expect(new Set(asked.map((one) => one.reference)).size).toBe(2);
    const cart_id = asked[0]?.cart_id ?? "";
    const ordered = async () =>
      (await db.query<{ order_id: string }>(`select order_id from order_cart where cart_id = $1`, [cart_id])).rows;
    const transferred = async (seller: Seller): Promise<void> => {
      const reference = asked.find((one) => one.seller === seller)?.reference ?? "";
      const desk = await deskOf(world(), "manager", seller);
      const sheet = `交易日期,贷方发生额,对方户名,附言,交易流水号\n${day(0)},${OFFERS[seller].asks},林家食堂,${reference},JOINT-${seller}\n`;
      await desk.page.goto("/zh/desk/bank-statements");
      await desk.page
        .getByLabel("流水文件")
        .setInputFiles({ name: `${seller}.csv`, mimeType: "text/csv", buffer: Buffer.from(sheet) });
      await desk.page.getByRole("button", { name: "读这份流水" }).click();
      await desk.page.getByRole("heading", { name: `${seller}.csv` }).waitFor();
      await desk.page.getByText("其中 1 笔是新到的款").waitFor();
      await desk.page.goto("/zh/desk/transfers");
      await checked(desk, `desk-${seller}`);
      // What the other one is asked for is none of its business.
      const others = SELLERS.filter((one) => one !== seller);
      for (const one of others) expect(await desk.page.getByText(OFFERS[one].asks).count()).toBe(0);
      expect(desk.complaints).toEqual([]);
      await desk.close();
    };

    await transferred("wudu");
    await page.reload();
    await page.getByText(/已到 1 笔，共 2 笔。/).waitFor();
    await page.getByText(/¥988\.00 已到账。联合报价的其他部分也在/).waitFor();
    // Only the one that is lacking is still to be paid.
    await expect.poll(() => page.locator('dl[id^="pay-to-"]').count()).toBe(1);
    expect(await ordered()).toEqual([]);
    await checked(buyer, "awaited");
    await page.goto(`/en/wholesale/joint-quotes/${joint_id}`);
    await checked(buyer, "awaited-en");

    await transferred("longchuan");
    await eventually(async () => (await ordered()).length > 0, { ...WAIT, message: "nothing was ordered" });
    const [order] = await ordered();
    const order_id = order?.order_id ?? "";
    expect(await ordered()).toHaveLength(1);
    const toOrder = page.getByRole("link", { name: "查看订单和账单" });
    await expect
      .poll(
        async () => {
          await page.goto(`/zh/wholesale/joint-quotes/${joint_id}`);
          return toOrder.count();
        },
        { timeout: 180_000, interval: 2_000 },
      )
      .toBe(1);
    await page.getByText("已付清并下单。").first().waitFor();
    await checked(buyer, "ordered");
    // Captured by its own job, a moment after the order: each cooperative's lines with what came to its own account.
    await eventually(async () => (await sharesOf(world(), order_id)).length === 2, {
      ...WAIT,
      message: "the order was not captured",
    });
    expect(await sharesOf(world(), order_id)).toEqual([
      { seller: "longchuan", paid: OFFERS.longchuan.minor },
      { seller: "wudu", paid: OFFERS.wudu.minor },
    ]);

    await toOrder.click();
    await page.getByRole("heading", { level: 1, name: /订单/ }).waitFor();
    // In the company's own frame, with the way back; whom it is invoiced to the register says.
    await page.getByRole("navigation", { name: "企业页面" }).waitFor();
    expect(await page.getByRole("link", { name: "登录", exact: true }).count()).toBe(0);
    await page.getByText("抬头是企业登记的名称和税号：").waitFor();
    expect(await page.getByLabel("抬头（可不填）").count()).toBe(0);
    await page.getByRole("button", { name: "开账单（PDF）" }).click();
    const together = page.getByRole("link", { name: "全部合在一张上（PDF）" });
    await together.waitFor();
    await expect.poll(() => page.locator("#invoices li").count()).toBe(2);
    await expectPdf(buyer, (await together.getAttribute("href")) ?? "");
    await checked(buyer, "invoices");
    await page.goto("/zh/wholesale/invoices");
    await expect.poll(() => page.getByRole("link", { name: /^账单 .*（PDF）$/ }).count()).toBe(2);
    await expectPdf(
      buyer,
      (await page
        .getByRole("link", { name: /^账单 / })
        .first()
        .getAttribute("href")) ?? "",
    );
    const sheet = await page.request.get(`/zh/wholesale/invoices/sheet?from=${day(-30)}&to=${day(1)}`);
    expect(sheet.headers()["content-type"]).toContain("text/csv");
    await checked(buyer, "company-invoices");
    await page.goto("/zh/wholesale/orders");
    await page.getByRole("heading", { level: 1, name: "订单" }).waitFor();
    await expect.poll(() => page.locator(`a[href="/zh/orders/${order_id}"]`).count()).toBe(1);
    await page.getByText("已付清").first().waitFor();
    // Of both cooperatives: the numbers of both quotes.
    const row = page.getByRole("row").filter({ has: page.locator(`a[href="/zh/orders/${order_id}"]`) });
    expect(await row.locator('a[href*="/wholesale/joint-quotes/"]').first().textContent()).toMatch(/Q-\d+；Q-\d+/);
    await checked(buyer, "company-orders");
    expect(buyer.complaints).toEqual([]);
    await buyer.close();
  });
}

/** What each cooperative's lines of an order were paid with. */
async function sharesOf({ house: { db } }: World, order_id: string) {
  const { rows } = await db.query<{ seller: string; paid: number }>(
    `select c.handle as seller, sum(l.paid_minor)::int as paid from sale s join sale_line l on l.sale_id = s.id join cooperative c on c.id = l.cooperative_id
     where s.order_id = $1 group by 1 order by 1`,
    [order_id],
  );
  return rows;
}

/** A link of the page leads to a paper that opens. */
export async function expectPdf({ page }: Visit, href: string): Promise<void> {
  const file = await page.request.get(href);
  expect(file.headers()["content-type"], href).toBe("application/pdf");
  expect((await file.body()).subarray(0, 5).toString(), href).toBe("%PDF-");
}
