import { readFile } from "node:fs/promises";
import path from "node:path";
import { expect, test } from "vitest";
import { eventually } from "../../dev/src/testing/eventually";
import {
  choosePlace,
  DESKTOP,
  expectAccessible,
  login,
  picture,
  TEST_CARDS,
  typeCard,
  visit,
  type World,
} from "./walk";

const EMAIL = "preorder@example.com";
const GOODS = "yanhua-eggs";
const day = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

/** Mails to the buyer, once there are so many. */
const mail = ({ house }: World, count: number) =>
  eventually(
    async () => {
      const file = path.join(house.env.FILES_DIR ?? "", "mail-outbox.jsonl");
      const lines = (await readFile(file, "utf8").catch(() => "")).split("\n").filter((line) => line !== "");
      const all = lines.map((line) => JSON.parse(line) as { to: string; subject: string; text: string });
      return all.filter((one) => one.to === EMAIL && one.text.includes("/preorders/")).at(count - 1);
    },
    { timeout_ms: 180_000, message: `mail ${count} did not come` },
  );
const linkIn = (text: string): string => text.split("\n").find((line) => line.includes("/preorders/")) ?? "";

/** At the desk's own routes, as its weigher. */
async function atDesk(world: World, to: string, body: object): Promise<void> {
  const post = async (where: string, what: object, token?: string) => {
    const answer = await fetch(new URL(where, world.house.backendUrl), {
      method: "POST",
      headers: { "content-type": "application/json", ...(token && { authorization: `Bearer ${token}` }) },
      body: JSON.stringify(what),
    });
    if (!answer.ok) throw new Error(`${where} answered ${answer.status}: ${await answer.text()}`);
    return (await answer.json()) as { token?: string };
  };
  const { sign_in } = login(world, "weigher", "longchuan");
  await post(to, body, (await post(sign_in.path, sign_in.body)).token);
}

/** Goods that are still in the field, from the form to the order. */
export function preorder(world: () => World): void {
  test("eggs that are still to be laid are pre-ordered, kept when they come, and bought; another buyer finds them sold out all the while", async () => {
    const { db } = world().house;
    const pool_id = world().seed.products.find((one) => one.handle === GOODS)?.pool_id;
    const { rows } = await db.query<{ id: string; card_number: string }>(
      `select h.id, h.card_number from household h join pool p on p.origin_id = h.village_id where p.id = $1 order by h.card_number limit 1`,
      [pool_id],
    );
    const [household] = rows;
    await atDesk(world(), "/desk/forecasts", {
      household_id: household?.id,
      pool_id,
      units: 90,
      ready_from: day(0),
      ready_to: day(4),
      idempotency_key: "forecast-of-preorder",
    });

    const { page, complaints, close } = await visit(world());
    await page.goto(`/zh/products/${GOODS}`);
    await page.getByLabel("份数").fill("4");
    await page.getByLabel("我们写信到").fill(EMAIL);
    await expectAccessible(page);
    await picture(page, "preorder-product");
    await page.getByRole("button", { name: "预订，到货再付款" }).click();
    await page.getByRole("alert").waitFor();
    await expectAccessible(page);
    // Plain documents: what works here works without script.
    expect(await page.locator("script").count()).toBe(0);
    await page.getByLabel("份数").fill("2");
    await page.getByRole("button", { name: "预订，到货再付款" }).click();
    await page.getByText("请查看您的邮箱").waitFor();
    const question = await mail(world(), 1);
    expect(question?.subject).toContain("请确认");
    await page.goto(linkIn(question?.text ?? ""));
    await expectAccessible(page);
    await page.getByRole("button", { name: "是的，预订" }).click();
    await page.getByRole("heading", { name: "您已排上队" }).waitFor();
    await expectAccessible(page);
    await picture(page, "preorder-waits");

    await atDesk(world(), "/desk/lots", {
      card_number: household?.card_number,
      pool_id,
      pieces: 60,
      harvested_on: day(-1),
      weighed_at: new Date(Date.now() - 3_600_000).toISOString(),
      idempotency_key: "eggs-of-preorder",
    });
    const here = await mail(world(), 2);
    expect(here?.subject).toContain("到货了");
    const other = await visit(world(), { viewport: DESKTOP, locale: "en-US" });
    await other.page.goto(`/en/products/${GOODS}`);
    await other.page.getByRole("button", { name: "Pre-order, pay later" }).waitFor();
    expect(await other.page.getByRole("button", { name: "Add to basket" }).count()).toBe(0);
    await expectAccessible(other.page);
    await picture(other.page, "preorder-product-en");
    await other.page.goto(linkIn(here?.text ?? "").replace("/zh/", "/en/"));
    await other.page.getByRole("heading", { name: "Your goods are here" }).waitFor();
    await expectAccessible(other.page);
    await picture(other.page, "preorder-kept-en");
    await other.close();

    await page.goto(linkIn(here?.text ?? ""));
    await page.getByRole("button", { name: "放进购物篮付款" }).click();
    await page.waitForURL("**/zh/cart");
    // Once more from the mail: it is the same basket.
    await page.goto(linkIn(here?.text ?? ""));
    await page.getByRole("button", { name: "放进购物篮付款" }).click();
    await page.waitForURL("**/zh/cart");
    await page.getByRole("link", { name: "去结算" }).click();
    await page.waitForURL("**/zh/checkout");
    await page.getByLabel("电子邮箱").fill(EMAIL);
    await page.getByLabel("收件人姓名").fill("王小明");
    await page.getByLabel("手机号").fill("13800000000");
    await choosePlace(page, "广东省", "广州市", "天河区");
    await page.getByLabel("详细地址").fill("体育东路 1 号");
    await page.getByRole("button", { name: "保存地址" }).click();
    await page.waitForURL(/#pay$/);
    await typeCard(page, TEST_CARDS.good);
    await page.getByRole("button", { name: /^支付/ }).click();
    await page.waitForURL("**/zh/orders/**");
    await page.goto(linkIn(here?.text ?? ""));
    await page.getByRole("heading", { name: "已下单付款" }).waitFor();
    await expectAccessible(page);
    expect((await page.goto(linkIn(here?.text ?? "").replace(/key=.{4}/, "key=AAAA")))?.status()).toBe(404);
    const carts = await db.query(`select 1 from preorder where state = 'ordered' and order_id is not null`);
    expect(carts.rows).toHaveLength(1);
    expect(complaints).toEqual([]);
    await close();
  });
}
