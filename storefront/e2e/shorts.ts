import { expect, test } from "vitest";
import { DESKTOP, expectAccessible, login, PHONE, visit, type World, problems } from "./walk";

const LOST = "损失（按重的填公斤，按个的填枚）";

/** Shorts and recalls at the desk: plain documents, tried with scripts off. */
export function shorts(world: () => World): void {
  test("a spoiled lot is entered, looked at and applied; mistakes keep what was typed; every page is accessible at 320 px", async () => {
    const { page, complaints, close } = await visit(world(), { viewport: DESKTOP, script: true });
    const { email, password } = login(world(), "manager", "wudu");
    await page.goto("/zh/desk/sign-in");
    await page.getByLabel("电子邮箱或手机号").fill(email);
    await page.getByLabel("密码").fill(password);
    await page.getByRole("button", { name: "登录" }).click();
    await page.waitForURL("**/zh/desk");

    await page.goto("/zh/desk/shorts/new");
    await expectAccessible(page);
    await page.getByLabel(LOST).fill("0");
    await page.getByRole("button", { name: "看看有什么影响" }).click();
    expect(await problems(page)).toEqual(["请选择批次", "请简单写明原因", "损失要填大于零的数：公斤，或整枚"]);
    expect(await page.getByLabel(LOST).inputValue()).toBe("0");
    const walnuts = await page.locator("#lot_id option", { hasText: "核桃" }).first().getAttribute("value");
    await page.getByLabel("批次", { exact: true }).selectOption(walnuts ?? "");
    await page.getByLabel(LOST).fill("0.5");
    await page.getByLabel("原因").fill("发霉");
    await page.getByRole("button", { name: "看看有什么影响" }).click();
    await page.waitForURL(/\/zh\/desk\/shorts\/short_/);
    await expectAccessible(page);
    await page.getByRole("button", { name: "执行" }).click();
    await page.getByText("已执行。").waitFor();
    await expectAccessible(page);
    await page.getByRole("button", { name: "撤销" }).click();
    await page.getByText("已撤销：一切照旧。").waitFor();

    await page.locator("main a[href*='/desk/lots/lot_']").first().click();
    await expectAccessible(page);
    await page.getByRole("link", { name: "召回" }).click();
    await expectAccessible(page);
    await page.getByLabel("原因").fill("农药超标");
    await page.getByLabel("请买家怎么做").fill("请不要食用");
    await page.getByRole("button", { name: "扣住这一批" }).click();
    await page.waitForURL(/\/zh\/desk\/recalls\/recall_/);
    await expectAccessible(page);
    await page.getByLabel("结束的原因").fill("复检合格");
    await page.getByRole("button", { name: "放行这一批" }).click();
    await page.getByText("已放行").waitFor();

    await page.setViewportSize({ width: 320, height: 640 });
    for (const path of ["/zh/desk/shorts", "/en/desk/shorts", "/en/desk/shorts/new", "/en/desk/recalls"]) {
      await page.goto(path);
      await expectAccessible(page);
      expect(await page.locator("script").count(), path).toBe(0);
    }
    await page.setViewportSize(PHONE);
    expect(complaints).toEqual([]);
    await close();
  });
}
