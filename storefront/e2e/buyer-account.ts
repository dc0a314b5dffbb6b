import { writeFile } from "node:fs/promises";
import path from "node:path";
import { expect, test } from "vitest";
import { eventually } from "../../dev/src/testing/eventually";
import { mailTo } from "./mails";
import {
  choosePlace,
  expectAccessible,
  fillBasket,
  PHONE,
  picture,
  TEST_CARDS,
  typeCard,
  visit,
  type World,
} from "./walk";

const EMAIL = "wang@example.com";
const PASSWORD = "three walnuts fall";

/** The code as the buyer finds it in their mailbox. */
const codeTo = async (world: World, email: string): Promise<string> =>
  /\d{6}/.exec(await mailTo(world, email, /(验证码|code)[^\d]*\d{6}/))?.[0] ?? "";

/** A buyer's account, on a phone. */
export function buyerAccount(world: () => World): void {
  test("a guest buys, calls the order back, and finds it in the account that a code by e-mail opens, without script", async () => {
    const guest = await visit(world());
    await fillBasket(guest.page);
    await typeCard(guest.page, TEST_CARDS.good);
    await guest.page.getByRole("button", { name: /^支付/ }).click();
    await guest.page.waitForURL("**/zh/orders/**");
    // The mail that says so opens the order for its buyer alone, in any browser.
    const elsewhere = await visit(world(), { viewport: PHONE, script: false });
    const order_id = new URL(guest.page.url()).pathname.split("/").at(-1) ?? "";
    await elsewhere.page.goto(await mailTo(world(), EMAIL, new RegExp(`/zh/orders/${order_id}\\?key=\\S+`)));
    await elsewhere.page.getByText("取消订单").waitFor();
    await elsewhere.close();
    // Once the payment is taken, its papers can be had.
    const reloaded = async (text: string) => {
      await guest.page.reload();
      return (await guest.page.getByText(text).count()) > 0;
    };
    await eventually(() => reloaded("开账单"), { timeout_ms: 60_000, message: "no invoice was offered" });
    await guest.page.getByLabel("抬头").fill("陇南某某公司");
    await guest.page.getByLabel("税号").fill("91350100M000100Y34");
    await guest.page.getByRole("button", { name: "开账单" }).click();
    // Two signs are swapped: it says so, and what was typed stands.
    await guest.page.getByRole("link", { name: /税号有误/ }).waitFor();
    expect(await guest.page.getByLabel("抬头").inputValue()).toBe("陇南某某公司");
    await guest.page.getByLabel("税号").fill("91350100M000100Y43");
    await guest.page.getByRole("button", { name: "开账单" }).click();
    const link = guest.page.getByRole("link", { name: /账单 .*PDF/ });
    await link.waitFor();
    const paper = await guest.page.request.get((await link.getAttribute("href")) ?? "");
    expect((await paper.body()).subarray(0, 5).toString()).toBe("%PDF-");
    const facts = await world().house.db.query<{ packs: string; title: string }>(
      `select facts->'lines'->0->>'packs' as packs, facts->'lines'->0->>'title' as title from invoice`,
    );
    expect(facts.rows).toEqual([{ packs: "1", title: "麻崖核桃" }]);
    if (process.env.E2E_PICTURES)
      await writeFile(path.join(process.env.E2E_PICTURES, "invoice.pdf"), await paper.body());
    await guest.page.getByText("取消订单").click();
    await expectAccessible(guest.page);
    await picture(guest.page, "account-order");
    await guest.page.getByRole("button", { name: "确认取消" }).click();
    await guest.page.getByText(/正在取消|已取消/).waitFor();
    await eventually(() => reloaded("这份订单已取消"), { timeout_ms: 60_000, message: "the order was not cancelled" });
    await eventually(() => reloaded("红字账单"), { timeout_ms: 60_000, message: "what went back was not credited" });
    await mailTo(world(), EMAIL, new RegExp(`已取消.*/orders/${order_id}`));
    await picture(guest.page, "account-cancelled");
    await guest.page.getByRole("button", { name: "再买一次" }).click();
    await guest.page.waitForURL("**/zh/cart");
    expect(guest.complaints).toEqual([]);
    await guest.close();

    const { page, close } = await visit(world(), { viewport: PHONE, script: false });
    await page.goto("/zh/account");
    await page.waitForURL("**/account/sign-in**");
    await picture(page, "account-sign-in");
    await page.getByRole("link", { name: "开通账户" }).click();
    await page.getByLabel("电子邮箱").fill(EMAIL);
    await page.getByRole("button", { name: "发送验证码" }).click();
    await page.getByText("验证码正在发往").waitFor();
    await picture(page, "account-code");
    await page.getByLabel("邮件里的验证码").fill(await codeTo(world(), EMAIL));
    await page.getByLabel("新密码").fill("short");
    await page.getByRole("button", { name: "开通账户" }).click();
    // Nothing is used up by a password that is too short.
    await page.getByRole("alert").waitFor();
    await page.getByLabel("邮件里的验证码").fill(await codeTo(world(), EMAIL));
    await page.getByLabel("新密码").fill(PASSWORD);
    await page.getByRole("button", { name: "开通账户" }).click();
    await page.waitForURL("**/zh/account");
    await page.getByText("已取消").first().waitFor();
    await picture(page, "account-orders");

    await page.getByRole("link", { name: "收货地址" }).click();
    await page.getByRole("link", { name: "添加地址" }).click();
    await page.getByRole("button", { name: "保存" }).click();
    await page.getByRole("alert").waitFor();
    await page.getByLabel("收件人姓名").fill("王小明");
    await page.getByLabel("手机号").fill("13800000000");
    await choosePlace(page, "广东省", "广州市", "天河区");
    await page.getByLabel("详细地址").fill("体育东路 1 号");
    await picture(page, "account-address");
    await page.getByRole("button", { name: "保存" }).click();
    await page.getByText("默认地址").first().waitFor();
    await page.getByText("广东省 广州市天河区 体育东路 1 号").waitFor();
    await picture(page, "account-addresses");
    await page.goto("/zh/products/maya-walnuts");
    await page.getByText("2 公斤袋装").first().click();
    await page.getByRole("button", { name: "放进购物篮" }).click();
    await page.getByRole("link", { name: "去结算" }).click();
    expect(await page.getByLabel("详细地址").inputValue()).toBe("体育东路 1 号");
    expect(await page.getByLabel("区、县").inputValue()).toBe("天河区");
    await page.goto("/zh/account/data");
    await picture(page, "account-data");
    const file = await page.request.get("/zh/account/data.json");
    expect(await file.text()).toContain("体育东路");
    // What was written to them about an order is theirs to read, too.
    expect(await file.text()).toMatch(/您的订单#\d+已收到/);
    await page.getByRole("button", { name: "退出" }).first().click();
    await page.waitForURL("**/account/sign-in");
    // The next person at this device finds neither cart nor account.
    await page.goto("/zh/cart");
    expect(await page.content()).not.toContain("体育东路");
    expect((await page.request.get("/zh/account/data.json", { maxRedirects: 0 })).status()).toBe(302);
    await close();

    const reader = await visit(world());
    for (const to of ["/en/account/sign-in", "/en/account/code", "/zh/orders/order_of_nobody"]) {
      await reader.page.goto(to);
      await expectAccessible(reader.page);
    }
    await picture(reader.page, "account-closed");
    await reader.close();
  });
}
