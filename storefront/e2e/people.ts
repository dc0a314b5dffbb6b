import { readFile } from "node:fs/promises";
import path from "node:path";
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { eventually } from "../../dev/src/testing/eventually";
import { signInAtDesk } from "./desk-and-household";
import { DESKTOP, expectAccessible, login, visit, type Visit, type World } from "./walk";

const SMALL = { width: 360, height: 740 };

/** Accessible, and a plain document: what works here works without script. */
async function expectPlain(page: Page): Promise<void> {
  expect(await page.locator("script").count(), page.url()).toBe(0);
  await expectAccessible(page);
}

/** Household pages are for old hands: every button and link that looks like one is 60 px high, no text below 18 px. */
async function expectLarge(page: Page): Promise<void> {
  const { height, font } = await page.evaluate(() => ({
    height: Math.min(
      ...[...document.querySelectorAll("main .button, main button, main select, main label.check")].map(
        (one) => one.getBoundingClientRect().height,
      ),
    ),
    font: Math.min(
      ...[...document.querySelectorAll("main p, main label, main span, main dd, main li")].map((one) =>
        parseFloat(getComputedStyle(one).fontSize),
      ),
    ),
  }));
  expect(height, page.url()).toBeGreaterThanOrEqual(60);
  expect(font, page.url()).toBeGreaterThanOrEqual(18);
}

/** Lines of an outbox that the worker writes, newest last. */
async function outbox(world: World, file: string): Promise<{ text: string; phone?: string; to?: string }[]> {
  const text = await readFile(path.join(world.house.env.FILES_DIR ?? "", file), "utf8").catch(() => "");
  return text
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line) as { text: string; phone?: string; to?: string });
}

/** Over the backend's own desk routes, as the weigher of Wudu. */
async function asWeigher<T>(world: World, to: string, body?: object): Promise<T> {
  const { sign_in } = login(world, "weigher", "wudu");
  const ask = async (address: string, sent: object | undefined, token?: string) => {
    const answer = await fetch(new URL(address, world.house.backendUrl), {
      method: sent ? "POST" : "GET",
      headers: { "content-type": "application/json", ...(token && { authorization: `Bearer ${token}` }) },
      ...(sent && { body: JSON.stringify(sent) }),
    });
    if (!answer.ok) throw new Error(`${address} answered ${answer.status}: ${await answer.text()}`);
    return (await answer.json()) as unknown;
  };
  const { token } = (await ask(sign_in.path, sign_in.body)) as { token: string };
  return (await ask(to, body, token)) as T;
}

async function signInByPhone(world: World, phone: string): Promise<Visit> {
  const visitor = await visit(world, { viewport: SMALL });
  await visitor.page.goto("/zh/home/sign-in/phone");
  await visitor.page.getByLabel("手机号").fill(phone);
  await visitor.page.getByRole("button", { name: "发送验证码" }).click();
  const code = await eventually(
    async () => {
      const sent = (await outbox(world, "sms-outbox.jsonl")).filter((one) => one.phone === `+86${phone}`).at(-1);
      return /登录验证码([0-9]{6})/.exec(sent?.text ?? "")?.[1];
    },
    { message: "the code was not sent" },
  );
  await visitor.page.getByLabel("短信验证码").fill(code ?? "");
  await visitor.page.getByRole("button", { name: "登录" }).click();
  return visitor;
}

/** Relatives, accounts, the team, the secretary: on plain documents. */
export function people(world: () => World): void {
  test("a relative whom two households named chooses one, does there what they may, and the household reads it", async () => {
    const agreed = { kind: "present", note: "" };
    const phone = "13900139041";
    for (const [card, may] of [
      ["WD0001", "confirm"],
      ["WD0002", "look"],
    ] as const) {
      const { households } = await asWeigher<{ households: { id: string }[] }>(world(), `/desk/households?q=${card}`);
      const body = { name: "赵小妹", relation: "女儿", phone, may, agreed };
      await asWeigher(world(), `/desk/households/${households[0]?.id}/delegates`, body);
    }
    const { page, close } = await signInByPhone(world(), phone);
    await page.waitForURL("**/home/choose**");
    await expectPlain(page);
    await expectLarge(page);
    await page.getByRole("button", { name: /WD0002/ }).click();
    await page.getByText("您只能看").waitFor();
    await expectPlain(page);
    await page.getByRole("link", { name: "看收货单" }).first().click();
    await page.getByText("只有本家，或者可以代为确认的亲属，能提出异议。").waitFor();
    await page.goto("/zh/home/settings");
    await page.getByText("这些只有本家自己能改。").waitFor();
    expect(await page.getByRole("button", { name: /收回同意|我同意|不再让他/ }).count()).toBe(0);
    await expectPlain(page);
    await page.getByRole("link", { name: "换一家看" }).click();
    await page.getByRole("button", { name: /WD0001/ }).click();
    await page.getByText("您可以代为确认").waitFor();
    await close();

    const own = await visit(world(), { viewport: SMALL });
    await own.page.goto("/zh/home/sign-in");
    await own.page.getByLabel("卡号").fill("WD0001");
    await own.page.getByLabel("密码").fill(login(world(), "household", "wudu").password);
    await own.page.getByRole("button", { name: "登录" }).click();
    await own.page.waitForURL("**/zh/home");
    await own.page.goto("/zh/home/settings");
    await own.page
      .getByText(/赵小妹（亲属）/)
      .first()
      .waitFor();
    await own.close();
  });

  test("a household changes its account with its PIN asked for anew, reads what happens until then, and calls it off", async () => {
    const { page, close } = await visit(world(), { viewport: SMALL });
    await page.goto("/zh/home/sign-in");
    await page.getByLabel("卡号").fill("WD0001");
    await page.getByLabel("密码").fill(login(world(), "household", "wudu").password);
    await page.getByRole("button", { name: "登录" }).click();
    await page.waitForURL("**/zh/home");
    await page.goto("/zh/home/settings");
    await page.getByRole("link", { name: "改收款账户" }).click();
    await expectPlain(page);
    await expectLarge(page);
    // A digit is wrong: said at its field, with what to do if it is no card, and nothing typed is lost.
    await page.getByLabel("银行账号").fill("6222 0200 0001 4322");
    await page.getByLabel("联行号").fill("102100099996");
    await page.getByLabel("密码或验证码").fill("000001");
    await page.getByRole("button", { name: "保存账户" }).click();
    await page.getByText("这个银行卡号不对：有一位写错了。").first().waitFor();
    expect(await page.getByLabel("银行账号").inputValue()).toBe("6222 0200 0001 4322");
    expect(await page.getByLabel(/账号和联行号就是这样写的/).isChecked()).toBe(false);
    await expectPlain(page);
    await expectLarge(page);
    await page.getByLabel("银行账号").fill("6222 0200 0001 4321");
    await page.getByLabel("密码或验证码").fill("000001");
    await page.getByRole("button", { name: "保存账户" }).click();
    await page.getByText("密码或验证码不对。什么也没有改。").first().waitFor();
    expect(await page.getByLabel("银行账号").inputValue()).toBe("6222 0200 0001 4321");
    expect(await page.getByLabel("密码或验证码").inputValue()).toBe("");
    await expectPlain(page);
    // A code instead: sent to the number of the household, for this and nothing else.
    await page.getByRole("button", { name: "给我发验证码" }).click();
    await page.getByText(/验证码已发到尾号/).waitFor();
    const code = await eventually(
      async () => {
        const sent = (await outbox(world(), "sms-outbox.jsonl")).map(
          (one) => /改收款账户验证码([0-9]{6})/.exec(one.text)?.[1],
        );
        return sent.filter(Boolean).at(-1);
      },
      { message: "the code was not sent" },
    );
    expect(await page.getByLabel("银行账号").inputValue()).toBe("6222 0200 0001 4321");
    await page.getByLabel("密码或验证码").fill(code ?? "");
    await page.getByRole("button", { name: "保存账户" }).click();
    await page.waitForURL("**/home/settings#account");
    const account = page.locator("#account");
    await account.getByText(/新账户从.*起用/).waitFor();
    expect(await account.textContent()).toMatch(/尾号 4321.*在那之前，钱还付到/s);
    await expectPlain(page);
    await expectLarge(page);
    await eventually(
      async () => (await outbox(world(), "sms-outbox.jsonl")).some((one) => /收款方式改为尾号4321/.test(one.text)),
      { message: "the household was not told" },
    );
    const manager = await signInAtDesk(world(), "manager");
    await manager.page.goto("/zh/desk/households?q=WD0001");
    await manager.page
      .getByRole("link", { name: /WD0001/ })
      .first()
      .click();
    await manager.page.getByText(/新账户从.*起用/).waitFor();
    await expectPlain(manager.page);
    await manager.close();
    await page.getByRole("button", { name: "取消这次改动" }).click();
    await page.waitForURL("**/home/settings#account");
    expect(await account.textContent()).not.toContain("4321");
    await close();
  });

  test("a manager invites a packer by e-mail; the link makes the sign-in; the last manager can't be ended", async () => {
    const manager = await signInAtDesk(world(), "manager");
    await manager.page.getByRole("link", { name: "团队" }).click();
    await expectPlain(manager.page);
    await manager.page.getByLabel("姓名").fill("高小兰");
    await manager.page.getByLabel("电子邮箱或手机号").fill("12345");
    await manager.page.getByLabel("角色").selectOption({ label: "装箱" });
    await manager.page.getByRole("button", { name: "发出邀请" }).click();
    await manager.page.getByText("请填电子邮箱，或者能打通的手机号。").first().waitFor();
    expect(await manager.page.getByLabel("姓名").inputValue()).toBe("高小兰");
    await manager.page.getByLabel("电子邮箱或手机号").fill("lan@wudu.example");
    await manager.page.getByRole("button", { name: "发出邀请" }).click();
    await manager.page.getByText("邀请已发出。").waitFor();
    await expectPlain(manager.page);
    const link = await eventually(
      async () => {
        const mail = (await outbox(world(), "mail-outbox.jsonl")).find((one) => one.to === "lan@wudu.example");
        return /https?:\S+/.exec(mail?.text ?? "")?.[0];
      },
      { message: "the invitation was not sent" },
    );
    const hand = await visit(world(), { viewport: SMALL });
    const asked = await hand.page.goto(new URL(link ?? "").pathname);
    expect(asked?.headers()["cache-control"]).toBe("no-store");
    await expectPlain(hand.page);
    await hand.page.getByLabel("密码").fill("短");
    await hand.page.getByRole("button", { name: "加入" }).click();
    await hand.page.getByText("密码至少十个字").first().waitFor();
    await hand.page.getByLabel("密码").fill("核桃树下三只白鹅一头牛");
    await hand.page.getByRole("button", { name: "加入" }).click();
    await hand.page.waitForURL("**/desk/sign-in");
    await hand.page.getByLabel("电子邮箱或手机号").fill("lan@wudu.example");
    await hand.page.getByLabel("密码").fill("核桃树下三只白鹅一头牛");
    await hand.page.getByRole("button", { name: "登录" }).click();
    await hand.page.waitForURL("**/zh/desk");
    await expect.poll(() => hand.page.getByText("高小兰").count()).toBeGreaterThan(0);
    expect(await hand.page.getByRole("link", { name: "团队" }).count()).toBe(0);
    await hand.close();

    await manager.page.goto("/zh/desk/team");
    await manager.page
      .locator("li", { hasText: "（您）" })
      .getByRole("link", { name: /改角色/ })
      .click();
    await expectPlain(manager.page);
    await manager.page.getByRole("button", { name: "结束工作" }).click();
    await manager.page.getByText("合作社至少要有一位经理").first().waitFor();
    await manager.page.goto("/zh/desk/team");
    await manager.page
      .locator("li", { hasText: "高小兰" })
      .getByRole("link", { name: /改角色/ })
      .click();
    await manager.page.getByRole("button", { name: "结束工作" }).click();
    await manager.page.getByText(/结束了 高小兰 的工作/).waitFor();
    await expectPlain(manager.page);
    await manager.close();
  });

  test("a secretary registers a household of her village and adds its daughter; the household reads who did it", async () => {
    const office = await visit(world(), { viewport: DESKTOP });
    const { email, password } = login(world(), "secretary", "wudu");
    await office.page.goto("/zh/office/sign-in");
    await office.page.getByLabel("电子邮箱或手机号").fill(email);
    await office.page.getByLabel("密码").fill(password);
    await office.page.getByRole("button", { name: "登录" }).click();
    await office.page.getByRole("link", { name: "登记新农户" }).click();
    await expectPlain(office.page);
    await office.page.getByLabel("姓名", { exact: true }).fill("书记登记户");
    await office.page.getByLabel("手机号", { exact: true }).fill("13800138055");
    await office.page.getByRole("button", { name: "登记" }).click();
    const [card, pin] = await office.page.locator(".receipt .big").allTextContents();
    expect(pin).toMatch(/^[0-9]{6}$/);
    await expectPlain(office.page);
    await office.page.getByRole("link", { name: "打开农户页面" }).click();
    await office.page.getByRole("link", { name: "加亲属" }).click();
    await expectPlain(office.page);
    await office.page.getByLabel("姓名", { exact: true }).fill("书记女儿");
    await office.page.getByLabel("关系").fill("女儿");
    await office.page.getByLabel("手机号", { exact: true }).fill("13900139056");
    await office.page.getByRole("button", { name: "加上" }).click();
    await office.page.getByText("书记女儿").first().waitFor();
    await expectPlain(office.page);
    await office.close();

    const home = await visit(world(), { viewport: SMALL });
    await home.page.goto("/zh/home/sign-in");
    await home.page.getByLabel("卡号").fill(card ?? "");
    await home.page.getByLabel("密码").fill(pin ?? "");
    await home.page.getByRole("button", { name: "登录" }).click();
    await home.page.getByRole("link", { name: "我的卡和设置" }).click();
    await expect.poll(() => home.page.getByText(/（村书记）/).count()).toBeGreaterThanOrEqual(2);
    await home.close();
  });

  test("the desk sets a collection time and a scale's limit and records goods refused; a household sees when, and says how much in jin", async () => {
    const manager = await signInAtDesk(world(), "manager");
    await manager.page.goto("/zh/desk/tables");
    const times = manager.page.locator("#collection-table form").last();
    await times.getByLabel("星期").selectOption({ label: "星期六" });
    await times.getByRole("button", { name: "加上" }).click();
    await manager.page.getByText("星期六 08:00–12:00").first().waitFor();
    const scale = manager.page.locator("#scale-table form");
    await scale.getByLabel("秤的名称").fill("台秤");
    await scale.getByLabel("最大称量（公斤）").fill("300");
    await scale.getByRole("button", { name: "记下这台秤" }).click();
    await manager.page.getByText("台秤（最大 300 公斤）").waitFor();
    await expectPlain(manager.page);
    await manager.page.goto("/zh/desk/culls");
    await manager.page.getByLabel("卡号").fill("wd 0003");
    await manager.page.getByLabel("数量").fill("none");
    await manager.page.getByRole("button", { name: "记下" }).click();
    await manager.page.getByText("请填数量，例如 2.5。").first().waitFor();
    expect(await manager.page.getByLabel("卡号").inputValue()).toBe("wd 0003");
    await manager.page.getByLabel("数量").fill("2.5");
    await manager.page.getByRole("button", { name: "记下" }).click();
    await manager.page.getByText(/WD0003 .*2.5 公斤（5 斤）/).waitFor();
    await expectPlain(manager.page);
    await manager.close();

    const { page, close } = await visit(world(), { viewport: SMALL, script: false });
    await page.goto("/zh/home/sign-in");
    await page.getByLabel("卡号").fill("WD0001");
    await page.getByLabel("密码").fill(login(world(), "household", "wudu").password);
    await page.getByRole("button", { name: "登录" }).click();
    await page.waitForURL("**/zh/home");
    await page.goto("/zh/home/hand-in");
    await page.getByText(/下一次收货：.*星期六 08:00–12:00/).waitFor();
    await page.getByRole("link", { name: "报这个 核桃" }).click();
    await page.getByRole("button", { name: "多10" }).click();
    await page.getByRole("button", { name: "多1", exact: true }).click();
    expect(await page.getByLabel("数量（斤）").inputValue()).toBe("31");
    await page.getByText("就是 15.5 公斤（31 斤）").waitFor();
    await expectLarge(page);
    await page.getByRole("button", { name: "报给合作社" }).click();
    await page.getByText("报好了。合作社知道您要来。").waitFor();
    await close();
    const own = await visit(world(), { viewport: SMALL });
    await own.page.goto("/zh/home/sign-in");
    await own.page.getByLabel("卡号").fill("WD0001");
    await own.page.getByLabel("密码").fill(login(world(), "household", "wudu").password);
    await own.page.getByRole("button", { name: "登录" }).click();
    await own.page.waitForURL("**/zh/home");
    await own.page.goto("/zh/home/hand-in");
    await expectPlain(own.page);
    await own.close();
  });
}
