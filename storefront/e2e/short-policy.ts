import { expect, test } from "vitest";
import { DESKTOP, expectAccessible, expectFits, login, problems, visit, type World } from "./walk";

/** What is done about missing packs, and moving part of a lot: plain forms without script. */
export function shortPolicy(world: () => World): void {
  const signedIn = async () => {
    const visitor = await visit(world(), { viewport: DESKTOP, script: true });
    const { email, password } = login(world(), "manager", "wudu");
    await visitor.page.goto("/zh/desk/sign-in");
    await visitor.page.getByLabel("电子邮箱或手机号").fill(email);
    await visitor.page.getByLabel("密码").fill(password);
    await visitor.page.getByRole("button", { name: "登录" }).click();
    await visitor.page.waitForURL("**/zh/desk");
    return visitor;
  };

  test("a manager says what is done when goods fall short; mistakes keep what was typed; the change stands with who and why", async () => {
    const { page, complaints, close } = await signedIn();
    const walnuts = world().seed.products.find((one) => one.handle === "maya-walnuts")?.pool_id ?? "";
    await page.goto(`/zh/desk/pools/${walnuts}/rule`);
    await page.getByRole("link", { name: "缺货时怎么办" }).click();
    await page.waitForURL("**/short-policy");
    await expectAccessible(page);
    await page.getByLabel("等货最多几天").fill("1000");
    await page.getByRole("button", { name: "保存" }).click();
    expect(await problems(page)).toEqual(["请填 1 到 90 之间的整数", "请简单写明原因"]);
    expect(await page.getByLabel("等货最多几天").inputValue()).toBe("1000");
    await page.getByLabel("缺的货怎么办").selectOption("split");
    await page.getByLabel("等货最多几天").fill("7");
    await page.getByLabel("原因").fill("村民会议");
    await page.getByRole("button", { name: "保存" }).click();
    await page.getByText("村民会议").waitFor();
    await expect.poll(() => page.getByText("先发有的，缺的后补 · 最多等 7 天").count()).toBe(2);
    await expectAccessible(page);
    await page.getByLabel("缺的货怎么办").selectOption("substitute");
    await page.getByLabel("等货最多几天").fill("14");
    await page.getByLabel("原因").fill("照旧");
    await page.getByRole("button", { name: "保存" }).click();
    await page.getByText("照旧").waitFor();
    for (const path of ["zh", "en"]) {
      await page.goto(`/${path}/desk/pools/${walnuts}/short-policy`);
      await page.setViewportSize({ width: 320, height: 640 });
      await expectAccessible(page);
      expect(await page.locator("script").count(), path).toBe(0);
    }
    expect(complaints).toEqual([]);
    await close();
  });

  test("part of a lot is moved to another pool: looked at first, then done", async () => {
    const { page, complaints, close } = await signedIn();
    const { rows } = await world().house.db.query<{ lot: string; pool: string; number: string }>(
      `select l.id as lot, q.id as pool, l.number from lot l join pool p on p.id = l.pool_id
       join pool q on q.cooperative_id = p.cooperative_id and q.produce = p.produce and q.unit = p.unit and q.id <> p.id and q.status = 'open'
       join cooperative c on c.id = p.cooperative_id and c.handle = 'wudu'
       where p.blendable and q.blendable and l.blocked_at is null and l.sellable_units - l.allocated - l.wasted >= 1000 and p.on_hand - p.held >= 1000
       order by l.id limit 1`,
    );
    const found = rows[0];
    if (!found) throw new Error("the seed has no two pools of one produce with goods to move");
    await page.goto(`/zh/desk/lots/${found.lot}`);
    await page.getByRole("link", { name: "改等级或转池" }).click();
    await expectAccessible(page);
    await page.getByRole("button", { name: "看看有什么影响" }).click();
    expect(await problems(page)).toEqual(["请选择货池", "请填要转多少：公斤，或整枚", "请简单写明原因"]);
    await page.getByLabel("转到哪个货池").selectOption(found.pool);
    await page.getByLabel("转多少（公斤）").fill("999999");
    await page.getByLabel("原因").fill("复检为二级");
    await page.getByRole("button", { name: "看看有什么影响" }).click();
    expect((await problems(page)).length).toBe(1);
    await page.getByLabel("转多少（公斤）").fill("0.5");
    await page.getByRole("button", { name: "看看有什么影响" }).click();
    await page.getByText("现在什么都没变").waitFor();
    await expectAccessible(page);
    await page.setViewportSize({ width: 320, height: 640 });
    await expectFits(page);
    await page.getByRole("button", { name: /^转出/ }).click();
    await page.waitForURL(/\/zh\/desk\/lots\/lot_(?!.*split)/);
    await page.getByText("复检为二级").first().waitFor();
    expect(complaints).toEqual([]);
    await close();
  });
}
