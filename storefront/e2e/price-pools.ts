import { expect, test } from "vitest";
import { signInAtDesk } from "./desk-and-household";
import { day, expectAccessible, expectFits, problems, type World } from "./walk";

const NARROW = { width: 320, height: 780 };

/** A pool that is priced by the average of a period, opened by the form; its price pool, opened, and refused before its end. */
export function pricePools(world: () => World): void {
  test("a manager opens an averaged pool and its price pool without script; what is missing is named and what was typed stays", async () => {
    const { page } = await signInAtDesk(world(), "manager", false, NARROW);
    await page.goto("/zh/desk/pools/new");
    await page.locator("#village_id").selectOption({ index: 1 });
    await page.locator("#produce").selectOption({ index: 1 });
    await page.locator("#grade").selectOption("3");
    await page.locator("#price_mode").selectOption("pool_average");
    await page.locator("#reason").fill("一期一价");
    await page.locator("main form button").last().click();
    await page.waitForURL(/\/desk\/pools\/pool_/);

    await page.goto("/zh/desk/price-pools");
    await page.locator("#name").fill("2026 秋");
    await page.locator("#advance").fill("140");
    await page.getByRole("button", { name: "开一个均价期" }).click();
    expect(await problems(page)).toEqual(["请填 0 到 100 之间的数", "请至少为一个货池填百分比"]);
    expect(await page.locator("#name").inputValue()).toBe("2026 秋");
    await page.locator("#from").fill(day(-300));
    await page.locator("#to").fill(day(60));
    await page.locator("#advance").fill("62.5");
    await page.locator("input[id^='factor:']").first().fill("80");
    await page.getByRole("button", { name: "开一个均价期" }).click();
    await page.getByText("进行中").waitFor();
    await page.waitForLoadState("load");
    await expect.poll(() => page.getByText("62.5%", { exact: false }).count()).toBe(1);
    await expectFits(page);
    await page.getByRole("button", { name: "分配并结清" }).click();
    expect(await problems(page)).toEqual(["最后一天还没过。什么都没有分。"]);

    const seen = await signInAtDesk(world(), "manager", true, NARROW);
    await seen.page.goto("/zh/desk/price-pools");
    await seen.page.getByText("开一个均价期", { exact: true }).first().click();
    await expectAccessible(seen.page);
    await seen.page.goto("/zh/desk/pools/new");
    await expectAccessible(seen.page);
    expect(seen.complaints).toEqual([]);
  });
}
