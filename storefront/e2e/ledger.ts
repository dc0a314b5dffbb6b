import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { signInAtDesk } from "./desk-and-household";
import { expectAccessible, expectFits, login, visit, type World, problems } from "./walk";

const POOL = "麻崖村 · 核桃 · 一级";

async function signInAtHome(page: Page, world: World): Promise<void> {
  await page.goto("/zh/home/forecasts");
  await page.getByLabel("卡号").fill("WD0001");
  await page.getByLabel("密码").fill(login(world, "household", "wudu").password);
  await page.getByRole("button", { name: "登录" }).click();
  await page.waitForURL("**/zh/home/forecasts");
}

/** The pool ledger as its people use it: plain documents, tried with scripts off. */
export function ledger(world: () => World): void {
  test("waste above the limit waits for a second person, and every figure of the pool opens into its rows", async () => {
    const weigher = await signInAtDesk(world(), "weigher", false);
    const { page } = weigher;
    await page.goto("/zh/desk/pools");
    await page.getByRole("link", { name: POOL }).click();
    await page.getByRole("link", { name: "登记损耗或更正" }).click();
    await page.getByRole("button", { name: "登记" }).click();
    expect(await problems(page)).toEqual(["请选择批次", "请填数量，例如 12.5", "请用两个字以上写明情况。"]);
    // The fullest lot: those of other tests may hold less than is written off here.
    const lots = await world().house.db.query<{ id: string }>(
      `select id from lot where id = any($1) order by sellable_units - allocated - wasted desc limit 1`,
      [
        await page
          .getByLabel("批次", { exact: true })
          .locator("option:not([value=''])")
          .evaluateAll((options) => options.map((option) => (option as HTMLOptionElement).value)),
      ],
    );
    await page.getByLabel("批次", { exact: true }).selectOption(lots.rows[0]?.id ?? "");
    await page.getByLabel("发生了什么").selectOption({ label: "发霉" });
    await page.getByLabel("重量（公斤）").fill("25");
    await page.getByLabel("说明").fill("袋底受潮发霉");
    await page.getByRole("button", { name: "登记" }).click();
    await page.getByText("已登记，超过限额，等另一人批准。").waitFor();
    await expect.poll(() => page.getByText("您自己登记的，要另一人批准。").count()).toBe(1);
    expect(await page.getByRole("button", { name: /^批准/ }).count()).toBe(0);
    await weigher.close();

    const manager = await signInAtDesk(world(), "manager", false);
    await manager.page.getByRole("link", { name: /损耗或更正等批准/ }).click();
    await manager.page.getByRole("button", { name: "批准 25 公斤（50 斤）" }).click();
    await manager.page.getByText("已生效，库存已改。").waitFor();
    await manager.page.goto("/zh/desk/pools");
    await manager.page.getByRole("link", { name: POOL }).click();
    await manager.page.getByRole("row", { name: /^损耗/ }).getByRole("link").click();
    await manager.page.getByText("发霉：袋底受潮发霉").waitFor();
    await expectFits(manager.page);
    // The log tells both: who entered it, with their words, and who approved it.
    await manager.page.goto("/zh/desk");
    await manager.page.getByRole("link", { name: "谁做了什么" }).click();
    await manager.page.getByRole("row", { name: /登记损耗.*袋底受潮发霉/ }).waitFor();
    await manager.page.getByRole("row", { name: /王秀兰.*批准了损耗或更正/ }).waitFor();
    await expectFits(manager.page);
    expect(manager.complaints).toEqual([]);
    await manager.close();
  });

  test("a pool is counted by one person, approved by another, and the sheet can be printed", async () => {
    const counter = await signInAtDesk(world(), "packer", false);
    const { page } = counter;
    await page.goto("/zh/desk/stocktakes");
    await page.getByLabel("货池").selectOption({ label: POOL });
    await page.getByRole("button", { name: "开始盘点" }).click();
    await page.getByRole("link", { name: "打印盘点表" }).click();
    await expect.poll(() => page.getByRole("row", { name: /W\d{7}/ }).count()).toBeGreaterThan(0);
    await expectFits(page);
    await page.getByRole("link", { name: "返回盘点" }).click();
    await page.getByLabel("盘到的重量（公斤）").fill("0");
    await page.getByRole("button", { name: "按批次算差额" }).click();
    const alert = page.getByRole("alert");
    // Orders of other tests may hold some of it: then nothing may be missing of that.
    const { rows } = await world().house.db.query<{ on_hand: string; held: string }>(
      `select p.on_hand, p.held from pool p join village v on v.id = p.origin_id where v.handle = 'maya' and p.produce = 'walnut' and p.grade = '1'`,
    );
    const on_hand = Number(rows[0]?.on_hand);
    if (Number(rows[0]?.held) > 0) expect(await alert.textContent()).toContain("剩下的都已经答应给客户了");
    await page.getByLabel("盘到的重量（公斤）").fill(String((on_hand + 300) / 1000));
    await page.getByRole("button", { name: "按批次算差额" }).click();
    await page.getByText("您自己盘的，要另一人批准。").waitFor();
    await expectFits(page);
    const address = page.url();
    await counter.close();

    const manager = await signInAtDesk(world(), "manager", false);
    await manager.page.goto(address);
    await manager.page.getByRole("button", { name: "批准，+0.3 公斤（0.6 斤） 入账" }).click();
    await manager.page.getByText("已入账").waitFor();
    await manager.close();
  });

  test("a household says in jin what it will bring; the desk sees it apart from stock", async () => {
    const desk = await signInAtDesk(world(), "manager", false);
    const said = async () => {
      await desk.page.goto("/zh/desk/pools");
      const row = desk.page.getByRole("row", { name: new RegExp(POOL) });
      return Number.parseFloat((await row.getByRole("cell").last().textContent()) ?? "");
    };
    // Those of other tests may have said something too.
    const before = await said();
    const home = await visit(world(), { viewport: { width: 320, height: 640 }, script: false });
    const { page } = home;
    await signInAtHome(page, world());
    await page.getByLabel("多少（斤；蛋按枚）").fill("很多");
    await page.getByRole("button", { name: "报上去" }).click();
    expect(await problems(page)).toEqual(["请填多少，例如 200"]);
    expect(await page.getByLabel("多少（斤；蛋按枚）").inputValue()).toBe("很多");
    await page.getByLabel("什么货").selectOption({ label: "核桃 · 一级" });
    await page.getByLabel("多少（斤；蛋按枚）").fill("200");
    await page.getByLabel("最晚哪天").fill(new Date(Date.now() + 20 * 86_400_000).toISOString().slice(0, 10));
    await page.getByRole("button", { name: "报上去" }).click();
    await page.getByRole("heading", { name: "核桃 100 公斤（200 斤）" }).waitFor();
    await expectFits(page);
    await home.close();

    expect((await said()) - before).toBeCloseTo(100, 3);
    await desk.close();
  });

  test("every page of the ledger is accessible, fits a phone, and needs no script", async () => {
    const { page, complaints, close } = await signInAtDesk(world(), "manager");
    await page.goto("/zh/desk/pools");
    const pool = await page.getByRole("link", { name: POOL }).getAttribute("href");
    const tools = ["adjustments", "stocktakes", "holds", "forecasts", "returned-goods", "stock-rules"];
    const pages = [pool, `${pool}/why`, `${pool}/why?figure=promised`, `${pool}/adjust`, `${pool}/audit`];
    for (const path of [
      ...pages,
      ...tools.map((tool) => `/zh/desk/${tool}`),
      "/en/desk/holds",
      "/en/desk/stock-rules",
    ]) {
      await page.goto(String(path));
      await expectAccessible(page);
      expect(await page.locator("script").count(), String(path)).toBe(0);
      await page.setViewportSize({ width: 320, height: 640 });
      await expectFits(page);
      await page.setViewportSize({ width: 1280, height: 800 });
    }
    await page.goto("/zh/desk/stocktakes");
    await page.locator("tbody a").first().click();
    await expectAccessible(page);
    await page.goto(`${page.url()}/sheet`);
    await expectAccessible(page);
    expect(complaints).toEqual([]);
    await close();

    const home = await visit(world(), { viewport: { width: 320, height: 640 } });
    await signInAtHome(home.page, world());
    await expectAccessible(home.page);
    expect(await home.page.locator("script").count()).toBe(0);
    const small = await home.page.evaluate(() =>
      Math.min(
        ...[...document.querySelectorAll("main button, main a.button")].map((e) => e.getBoundingClientRect().height),
      ),
    );
    expect(small).toBeGreaterThanOrEqual(60);
    await home.close();
  });

  test("stock is held for a quote until its day, and released with a reason", async () => {
    const { page, close } = await signInAtDesk(world(), "manager", false);
    await page.goto("/zh/desk/holds");
    await page.getByLabel("报价或预售编号").fill("Q-2026-01");
    await page.getByLabel("货池").selectOption({ label: POOL });
    await page.getByLabel("数量（公斤或枚）").fill("999999");
    await page.getByLabel("给谁、为什么").fill("城里食堂报价");
    await page.getByRole("button", { name: "留货" }).click();
    expect(await problems(page)).toEqual(["剩下的不够，没有占用。请减少数量。"]);
    await page.getByLabel("数量（公斤或枚）").fill("2");
    await page.getByRole("button", { name: "留货" }).click();
    const row = page.getByRole("row", { name: /城里食堂报价/ });
    await row.waitFor();
    await row.getByLabel("原因").fill("客户改期");
    await row.getByRole("button", { name: "放回" }).click();
    await page.waitForLoadState();
    expect(await page.getByText("城里食堂报价").count()).toBe(0);
    await close();
  });

  test("the audit of weights adds up to the gram, and can be taken away as a sheet", async () => {
    const { page, context, close } = await signInAtDesk(world(), "accountant", false);
    await page.goto("/zh/desk/pools");
    const pool = await page.getByRole("link", { name: POOL }).getAttribute("href");
    await page.goto(`${pool}/audit`);
    expect(await page.getByRole("status").textContent()).toMatch(/^✓ \d+ 天都对得上。$/);
    const address = await page.getByRole("link", { name: "下载 CSV" }).getAttribute("href");
    const sheet = await context.request.get(String(address));
    expect(sheet.headers()["content-type"]).toContain("text/csv");
    const lines = (await sheet.text()).trim().split("\r\n");
    expect(lines.length).toBeGreaterThan(1);
    expect(lines[1]?.split(",").slice(-3)).toEqual(["0", "0", "0"]);
    await close();
  });
}
