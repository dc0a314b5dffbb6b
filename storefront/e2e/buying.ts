import { eventually } from "../../dev/src/testing/eventually";
import { expect, test } from "vitest";
import { expectAccessible, fillBasket, orders, TEST_CARDS, typeCard, visit, type World } from "./walk";

const payButton = { name: /^支付/ };

/** Buying a pack, in every way that once went wrong somewhere. */
export function buying(world: () => World): void {
  test("a pack is bought on a phone, by card, and its parcels show whose harvest they hold", async () => {
    const { page, context, complaints, close } = await visit(world());
    await fillBasket(page);
    await expectAccessible(page);
    const cookies = await context.cookies();
    expect(cookies.map(({ name, httpOnly, sameSite }) => ({ name, httpOnly, sameSite }))).toEqual([
      { name: "cl_shop", httpOnly: true, sameSite: "Lax" },
    ]);
    expect(await page.evaluate(() => document.cookie)).toBe("");
    // What is done about missing goods: the cooperative's way until something is chosen, and kept as soon as it is.
    const missing = (name: RegExp) => page.getByRole("radio", { name });
    expect(await missing(/^照合作社的办法/).isChecked()).toBe(true);
    await missing(/^等新货/).check();
    await page.getByText("已保存。").waitFor();
    await expectAccessible(page);
    await typeCard(page, TEST_CARDS.good);
    await expectAccessible(page);
    await page.getByRole("button", payButton).click();
    await page.waitForURL("**/zh/orders/**");
    expect(await page.getByRole("heading", { level: 1 }).textContent()).toContain("订单 #");
    await expect.poll(() => page.getByText("王小明").count()).toBeGreaterThan(0);

    // The page looks again by itself; nobody presses anything.
    await page
      .getByText(/包裹 CL/)
      .first()
      .waitFor();
    await expect.poll(() => page.getByText(/批次 W/).count()).toBeGreaterThan(0);
    await expectAccessible(page);

    // It stands with the order, and is the buyer's to change until packing begins.
    expect(await missing(/^等新货/).isChecked()).toBe(true);
    await missing(/^缺的退款/).check();
    await page.getByRole("button", { name: "保存这个选择" }).click();
    await page.waitForURL(/#missing$/);
    await page.reload();
    expect(await missing(/^缺的退款/).isChecked()).toBe(true);

    const trace = await page.getByRole("link", { name: "溯源页" }).first().getAttribute("href");
    await page.goto(trace ?? "");
    await expect.poll(() => page.getByText("麻崖村").count()).toBeGreaterThan(0);
    expect(await page.getByText("王小明").count()).toBe(0);
    await expectAccessible(page);
    expect(complaints).toEqual([]);
    await close();
  });

  test("somebody else who has the order's address sees its state, not where it goes", async () => {
    const buyer = await visit(world());
    await fillBasket(buyer.page);
    await typeCard(buyer.page, TEST_CARDS.good);
    await buyer.page.getByRole("button", payButton).click();
    await buyer.page.waitForURL("**/zh/orders/**");
    const stranger = await visit(world());
    await stranger.page.goto(buyer.page.url());
    expect(await stranger.page.getByRole("heading", { level: 1 }).textContent()).toContain("订单 #");
    expect(await stranger.page.content()).not.toMatch(/王小明|13800000000|wang@example\.com|体育东路/);
    await buyer.close();
    await stranger.close();
  });

  test("a declined card keeps the basket, and another card then pays", async () => {
    const before = await orders(world());
    const { page, close } = await visit(world());
    await fillBasket(page);
    await typeCard(page, TEST_CARDS.declined);
    await page.getByRole("button", payButton).click();
    await page.getByText("银行没有接受这张卡，没有扣款").waitFor();
    expect(await orders(world())).toBe(before);
    await expect.poll(() => page.getByText("麻崖核桃").count()).toBeGreaterThan(0);
    await typeCard(page, TEST_CARDS.good);
    await page.getByRole("button", payButton).click();
    await page.waitForURL("**/zh/orders/**");
    expect(await orders(world())).toBe(before + 1);
    await close();
  });

  test("a card that asks for 3-D Secure is paid when approved, and kept when refused", async () => {
    const { page, close } = await visit(world());
    await fillBasket(page);
    await typeCard(page, TEST_CARDS.secure);
    await page.getByRole("button", payButton).click();
    await page.getByRole("dialog").getByRole("button").last().click();
    await page.getByText("银行验证没有通过").waitFor();
    await typeCard(page, TEST_CARDS.secure);
    await page.getByRole("button", payButton).click();
    await page.getByRole("dialog").getByRole("button").first().click();
    await page.waitForURL("**/zh/orders/**");
    await close();
  });

  test("a double click, a reload and the back button make one order", async () => {
    const before = await orders(world());
    const { page, close } = await visit(world());
    await fillBasket(page);
    // As a document, which a browser may keep for whoever goes back.
    await page.reload();
    await typeCard(page, TEST_CARDS.good);
    await page.getByRole("button", payButton).dblclick();
    await page.waitForURL("**/zh/orders/**");
    const order = new URL(page.url()).pathname;
    await page.goBack();
    expect(new URL(page.url()).pathname).toBe(order);
    await page.waitForLoadState("networkidle");
    await page.reload();
    await page.goto("/zh/checkout/return");
    expect(new URL(page.url()).pathname).toBe(order);
    await page.goto("/zh/checkout");
    expect(new URL(page.url()).pathname).toBe(order);
    expect(await orders(world())).toBe(before + 1);
    await close();
  });

  test("two windows that pay the same basket at once make one order", async () => {
    const before = await orders(world());
    const { page, context, close } = await visit(world());
    await fillBasket(page);
    const second = await context.newPage();
    await second.goto("/zh/checkout");
    for (const window of [page, second]) await typeCard(window, TEST_CARDS.good);
    await Promise.all([page, second].map((window) => window.getByRole("button", payButton).click()));
    await Promise.all([page, second].map((window) => window.waitForURL("**/zh/orders/**")));
    expect(new URL(page.url()).pathname).toBe(new URL(second.url()).pathname);
    expect(await orders(world())).toBe(before + 1);
    await close();
  });

  test("with scripts off a pack is bought through the hosted page", async () => {
    const before = await orders(world());
    const { page, close } = await visit(world(), { script: false });
    await fillBasket(page);
    await page.getByRole("radio", { name: /^换村里别的货/ }).check();
    await page.getByRole("button", { name: "保存这个选择" }).click();
    await page.waitForURL(/#missing$/);
    expect(await page.getByRole("radio", { name: /^换村里别的货/ }).isChecked()).toBe(true);
    await page.getByRole("button", payButton).click();
    await page.waitForURL(/\/pay\/pi_/);
    await typeCard(page, TEST_CARDS.good);
    await page.getByRole("button").first().click();
    await page.waitForURL("**/zh/orders/**");
    expect(await orders(world())).toBe(before + 1);
    await close();
  });

  test("more than there is cannot be put into the basket, and it says so", async () => {
    const { page, close } = await visit(world(), { script: false });
    await page.goto("/zh/products/maya-walnuts");
    // Where each yuan goes is said of the pack that is chosen.
    for (const [chosen, other] of [
      ["2 公斤袋装", "500 克袋装"],
      ["500 克袋装", "2 公斤袋装"],
    ] as const) {
      await page.getByText(chosen).first().click();
      const yuan = (pack: string) => page.getByRole("table", { name: new RegExp(`^${pack}，`) });
      await yuan(chosen).waitFor();
      expect(await yuan(other).count()).toBe(0);
    }
    await page.getByLabel("数量").fill("999");
    await page.getByRole("button", { name: "放进购物篮" }).click();
    await page
      .getByText(/现在只剩 \d+ 份，请减少数量/)
      .first()
      .waitFor();
    await page.goto("/zh/cart");
    await expect.poll(() => page.getByText("购物篮是空的").count()).toBe(1);
    await close();
  });

  test("a bulk list with a mistake is kept as typed, and a good one fills the basket", async () => {
    const { page, close } = await visit(world(), { script: false });
    await page.goto("/zh/wholesale");
    const line = "王芳,13800000001,广东省,广州市,天河区某路 1 号,1";
    await page.getByLabel("规格").selectOption({ label: "麻崖核桃 500 克袋装，¥18.00" });
    await page.getByLabel("收件人名单").fill(`${line}\n李强,13800000002,北京市,北京市,海淀区某街 3 号,x`);
    await page.getByRole("button", { name: "检查名单" }).click();
    await page.getByText("第 2 行的份数").first().waitFor();
    expect(await page.getByLabel("收件人名单").inputValue()).toContain("李强");
    await page.getByLabel("收件人名单").fill(`${line}\n李强,13800000002,北京市,北京市,海淀区某街 3 号,2`);
    await page.getByRole("button", { name: "检查名单" }).click();
    await page.waitForURL("**/zh/cart");
    await expect.poll(() => page.getByText("这是一份代发订单").count()).toBe(1);
    await expect.poll(() => page.getByText("¥54.00").count()).toBeGreaterThan(0);
    await close();
  });

  test("when the backend is down every page says unavailable, and the basket is there afterwards", async () => {
    const { page, context, close } = await visit(world(), { script: false });
    await fillBasket(page);
    const form = await context.newPage();
    await form.goto("/zh/account/sign-in");
    await form.getByLabel("邮箱").fill("wang@example.com");
    await form.getByLabel("密码").fill("three walnuts fall");
    await world().house.kill("backend");
    // Nothing that was typed is to blame: the form says so, and leads to no field.
    await form.getByRole("button", { name: "登录" }).click();
    await form.getByRole("alert").getByText("系统暂时没有回答").waitFor();
    expect(await form.getByRole("alert").getByRole("link").count()).toBe(0);
    expect(await form.getByLabel("邮箱").inputValue()).toBe("wang@example.com");
    for (const path of ["/zh", "/zh/cart", "/zh/products/maya-walnuts"]) {
      // A page for everybody is believed for a few seconds after the last word of the backend.
      await eventually(async () => (await page.goto(path))?.status() === 503, { timeout_ms: 15_000, message: path });
      expect(await page.getByRole("heading", { level: 1 }).textContent()).toBe("暂时打不开");
      expect(await page.getByText("购物篮是空的").count()).toBe(0);
    }
    await world().house.restart("backend");
    await eventually(async () => (await page.goto("/zh/cart"))?.status() === 200, { timeout_ms: 60_000 });
    await expect.poll(() => page.getByText("麻崖核桃").count()).toBeGreaterThan(0);
    await close();
  });
}
