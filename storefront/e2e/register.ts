import { readFile } from "node:fs/promises";
import path from "node:path";
import { expect, test } from "vitest";
import { eventually } from "../../dev/src/testing/eventually";
import type { Page } from "playwright-core";
import { DESKTOP, expectAccessible, login, visit, type Visit, type World } from "./walk";

type Role = "manager" | "weigher" | "accountant" | "secretary";

async function signInStaff(world: World, role: Role): Promise<Visit> {
  const room = role === "secretary" ? "office" : "desk";
  const visitor = await visit(world, { viewport: DESKTOP });
  const { email, password } = login(world, role, "wudu");
  await visitor.page.goto(`/zh/${room}/sign-in`);
  await visitor.page.getByLabel("电子邮箱或手机号").fill(email);
  await visitor.page.getByLabel("密码").fill(password);
  await visitor.page.getByRole("button", { name: "登录" }).click();
  await visitor.page.waitForURL(`**/zh/${room}`);
  return visitor;
}

async function signInHousehold(world: World, card: string, pin: string): Promise<Visit> {
  const home = await visit(world, { viewport: { width: 320, height: 640 } });
  await home.page.goto(`/home/card/${card}`);
  expect(await home.page.getByLabel("卡号").inputValue()).toBe(card);
  await home.page.getByLabel("密码").fill(pin);
  await home.page.getByRole("button", { name: "登录" }).click();
  await home.page.waitForURL("**/zh/home");
  return home;
}

/** Accessible, and a plain document: what works here works without script. */
async function expectPlain(page: Page): Promise<void> {
  expect(await page.locator("script").count(), page.url()).toBe(0);
  await expectAccessible(page);
}

/** The last code that was sent, from the dev outbox that the worker writes. */
async function lastCode(world: World): Promise<string | undefined> {
  const file = path.join(world.house.env.FILES_DIR ?? "", "sms-outbox.jsonl");
  const lines = await readFile(file, "utf8").catch(() => "");
  return lines
    .match(/验证码([0-9]{6})/g)
    ?.at(-1)
    ?.slice(3);
}

async function isNamed(world: World, card: string): Promise<boolean | undefined> {
  const { rows } = await world.house.db.query<{ named: boolean }>(
    `select consent_public_name as named from household where card_number = $1`,
    [card],
  );
  return rows[0]?.named;
}

/** Registering, signing in, agreeing, acting for: on plain documents. */
export function register(world: () => World): void {
  test("a household is registered at the desk, signs in with its new PIN, and sees who did what for it", async () => {
    const { page, complaints, close } = await signInStaff(world(), "weigher");
    await page.getByRole("link", { name: "农户", exact: true }).click();
    await expectPlain(page);
    await page.getByRole("link", { name: "登记新农户" }).click();
    await page.getByLabel("姓名", { exact: true }).fill("测试户");
    await page.getByLabel("村", { exact: true }).selectOption({ label: "麻崖村" });
    await page.getByLabel("手机号").fill("1380013800");
    await page.getByRole("button", { name: "登记" }).click();
    await page.getByText("这不是能打通的号码，请核对。").first().waitFor();
    expect(await page.getByLabel("姓名", { exact: true }).inputValue()).toBe("测试户");
    await expectPlain(page);
    await page.getByLabel("手机号").fill("138 0013 8000");
    await page.getByRole("button", { name: "登记" }).click();
    const [card, pin] = await page.locator(".receipt .big").allTextContents();
    expect(card).toMatch(/^WD[0-9]{4}$/);
    expect(pin).toMatch(/^[0-9]{6}$/);
    await expectPlain(page);

    await page.getByRole("link", { name: "打开农户页面" }).click();
    const here = page.url();
    for (const what of ["details", "account", "pin", "acting", "consent", "person", "delegate"]) {
      await page.goto(`${here}/change/${what}`);
      await expectPlain(page);
    }
    await page.goto(here);
    await page.getByRole("link", { name: "加亲属" }).click();
    await page.getByLabel("姓名", { exact: true }).fill("测试女儿");
    await page.getByLabel("关系").fill("女儿");
    await page.getByLabel("手机号").fill("13900139000");
    await page.getByLabel("备注（可不填）").fill("当面说的");
    await page.getByRole("button", { name: "加上" }).click();
    await page.getByText("测试女儿").first().waitFor();
    await expectPlain(page);
    expect(complaints).toEqual([]);
    await close();

    const home = await signInHousehold(world(), card ?? "", pin ?? "");
    await home.page.getByRole("link", { name: "我的卡和设置" }).click();
    await expectPlain(home.page);
    await expect.poll(() => home.page.getByText("加了一位亲属").count()).toBe(1);
    await expect.poll(() => home.page.getByText(/李建平（合作社）/).count()).toBeGreaterThan(0);
    await expect.poll(() => home.page.getByText("当面说的").count()).toBe(1);
    const named = home.page.locator("form", { hasText: "公开姓名" });
    await named.getByRole("button", { name: /我同意/ }).click();
    expect(await isNamed(world(), card ?? "")).toBe(true);
    await named.getByRole("button", { name: /收回同意/ }).click();
    await named.getByRole("button", { name: /我同意/ }).waitFor();
    expect(await isNamed(world(), card ?? "")).toBe(false);
    await home.page.getByRole("button", { name: /不再让他代我/ }).click();
    await home.page.getByText("没有。要加一位，请找合作社或村里。").waitFor();
    const smallest = await home.page.evaluate(() =>
      Math.min(
        ...[...document.querySelectorAll("main a.button, main button")].map((e) => e.getBoundingClientRect().height),
      ),
    );
    expect(smallest).toBeGreaterThanOrEqual(60);
    await home.close();
  });

  test("a household signs in with its phone and the code it is sent; a wrong code and a second use open nothing", async () => {
    const { page, close } = await visit(world());
    await page.goto("/zh/home/sign-in");
    await page.getByRole("link", { name: "用手机号和短信验证码登录" }).click();
    await expectPlain(page);
    await page.getByLabel("手机号").fill("100 0000 0001");
    await page.getByRole("button", { name: "发送验证码" }).click();
    await page.getByText("如果这个手机号登记过，验证码正在路上").waitFor();
    await expectPlain(page);
    const code = (await eventually(() => lastCode(world()), { message: "the code was not sent" })) ?? "";
    await page.getByLabel("短信验证码").fill(code === "000000" ? "000001" : "000000");
    await page.getByRole("button", { name: "登录" }).click();
    await page.getByText("验证码不对或已过期").first().waitFor();
    await page.getByLabel("短信验证码").fill(code);
    await page.getByRole("button", { name: "登录" }).click();
    await page.waitForURL("**/zh/home");
    await close();

    const thief = await visit(world(), { script: false });
    await thief.page.goto("/zh/home/sign-in/phone");
    await thief.page.getByLabel("手机号").fill("10000000001");
    await thief.page.getByRole("button", { name: "发送验证码" }).click();
    await thief.page.getByLabel("短信验证码").fill(code);
    await thief.page.getByRole("button", { name: "登录" }).click();
    await thief.page.getByText("验证码不对或已过期").first().waitFor();
    await thief.close();
  });

  test("a sheet of households is checked line by line, shown, and written whole", async () => {
    const { page, close } = await signInStaff(world(), "manager");
    const registered = async () =>
      Number((await world().house.db.query(`select count(*) as n from household`)).rows[0]?.n);
    const before = await registered();
    await page.goto("/zh/desk/households/import");
    await expectPlain(page);
    const sheet = (text: string) => ({ name: "农户.csv", mimeType: "text/csv", buffer: Buffer.from(text) });
    await page
      .getByLabel("表格文件")
      .setInputFiles(sheet("姓名,村,手机号\n赵一,麻崖村,13800138000\n钱二,没有的村,1380\n"));
    await page.getByRole("button", { name: "检查" }).click();
    await page.getByText("第 3 行，村：不是本合作社收货的村").first().waitFor();
    await page.getByText("第 3 行，手机号：不是能打通的号码").first().waitFor();
    await expectPlain(page);
    expect(await registered()).toBe(before);

    await page
      .getByLabel("表格文件")
      .setInputFiles(sheet("姓名,村,手机号\n赵一,麻崖村,13800138000\n钱二,麻崖村,13800138001\n"));
    await page.getByRole("button", { name: "检查" }).click();
    await page.getByRole("heading", { name: "检查通过：2 户可以写入" }).waitFor();
    await expectPlain(page);
    expect(await registered()).toBe(before);
    await page.getByRole("button", { name: "写入 2 户" }).click();
    await page.getByText("已登记 2 户").waitFor();
    expect(await registered()).toBe(before + 2);
    await close();
  });

  test("ID cards are printed in the background and come as a PDF", async () => {
    const { page, context, close } = await signInStaff(world(), "weigher");
    await page.goto("/zh/desk/households");
    await page.getByRole("button", { name: "打印全部农户卡" }).click();
    await page.getByText("卡片正在打印").waitFor();
    const link = page.getByRole("link", { name: /张卡，/ });
    await eventually(
      async () => {
        await page.goto("/zh/desk/households");
        return (await link.count()) > 0 ? true : undefined;
      },
      { message: "the cards were not printed" },
    );
    const file = await context.request.get((await link.first().getAttribute("href")) ?? "");
    expect(file.headers()["content-type"]).toBe("application/pdf");
    expect((await file.body()).subarray(0, 5).toString()).toBe("%PDF-");
    await close();
  });

  test("a person of two cooperatives changes between them, and sees only the one that is open", async () => {
    const { page, close } = await signInStaff(world(), "accountant");
    const brand = page.locator("header .brand");
    expect(await brand.textContent()).toContain("武都");
    await page.getByLabel("合作社").selectOption({ label: "龙川东江农民专业合作社" });
    await page.getByRole("button", { name: "换合作社" }).click();
    await page.waitForURL("**/zh/desk");
    expect(await brand.textContent()).toContain("龙川");
    await page.goto("/zh/desk/households?q=WD");
    await expect.poll(() => page.getByText("没有找到“WD”。").count()).toBe(1);
    await expectPlain(page);
    // Whoever writes another cooperative into the form is led back to their own.
    await page.getByLabel("合作社").evaluate((select) => {
      const option = (select as HTMLSelectElement).options[0];
      if (option) option.value = "coop_of_somebody_else";
      (select as HTMLSelectElement).selectedIndex = 0;
    });
    await page.getByRole("button", { name: "换合作社" }).click();
    await page.waitForURL("**/zh/desk");
    expect(await brand.textContent()).toContain("武都");
    await close();
  });

  test("a village secretary acts for a household of the village, and only for those", async () => {
    const { page, close } = await signInStaff(world(), "secretary");
    await expectPlain(page);
    await page.getByLabel("找农户").fill("WD0002");
    await page.getByRole("button", { name: "查找" }).click();
    await page.getByRole("link", { name: /WD0002/ }).click();
    await page.getByLabel("事项").selectOption({ label: "写进受益证明" });
    await page.getByLabel("凭据", { exact: true }).fill("村委会表 3");
    await page.getByLabel("同意的方式").selectOption({ label: "电话里" });
    await page.getByRole("button", { name: "记录" }).click();
    await page
      .getByText(/高文斌（村书记）/)
      .first()
      .waitFor();
    await expectPlain(page);
    const { rows } = await world().house.db.query(
      `select id from household where card_number = 'WD0033' union all select id from household where card_number = 'LC0001'`,
    );
    for (const { id } of rows as { id: string }[]) {
      const answer = await page.goto(`/zh/office/households/${id}`);
      expect(answer?.status()).toBe(404);
    }
    await close();
  });
}
