import sharp from "sharp";
import { expect, test } from "vitest";
import { eventually } from "../../dev/src/testing/eventually";
import { expectAccessible, expectFits, login, picture, visit, type Visit, type World } from "./walk";

const STORY = "山上<b>核桃</b>多。\n\n今年收成好。";

async function signIn(world: World, role: "manager" | "secretary"): Promise<Visit> {
  const room = role === "manager" ? "desk" : "office";
  const visitor = await visit(world);
  const { email, password } = login(world, role, "wudu");
  await visitor.page.goto(`/zh/${room}/sign-in`);
  await visitor.page.getByLabel("电子邮箱或手机号").fill(email);
  await visitor.page.getByLabel("密码").fill(password);
  await visitor.page.getByRole("button", { name: "登录" }).click();
  await visitor.page.waitForURL(`**/zh/${room}`);
  return visitor;
}

const photo = async (background: string) => ({
  name: "IMG_0001.png",
  mimeType: "image/png",
  buffer: await sharp({ create: { width: 1_200, height: 800, channels: 3, background } })
    .png()
    .toBuffer(),
});

/** What a cooperative writes is what a buyer reads: on plain forms, on a phone. */
export function shopWriting(world: () => World): void {
  test("a manager rewrites a village's page, looks at it, publishes it and adds a photo: the shop shows both", async () => {
    const { page, complaints, close } = await signIn(world(), "manager");
    const buyer = await visit(world(), { script: false });
    await page.getByRole("link", { name: "店铺", exact: true }).click();
    await expectAccessible(page);
    await page.getByRole("link", { name: "麻崖村", exact: true }).click();
    await expectAccessible(page);
    await expectFits(page);
    // Plain documents: what works here works without script.
    expect(await page.locator("script").count()).toBe(0);
    await picture(page, "village-editor");
    await page.getByLabel("村里的故事（中文）").fill(STORY);
    await page.getByLabel("村里的故事（英文）").fill("");
    await page.getByRole("button", { name: "保存并预览" }).click();
    await page.getByText("山上<b>核桃</b>多。").waitFor();
    await page.getByRole("button", { name: "发布这一页" }).click();
    // Half a page is not published, and nothing of it is lost.
    await page.getByText("网页的中英文还没有写全").first().waitFor();
    await page.getByRole("link", { name: "回去改文字" }).click();
    expect(await page.getByLabel("村里的故事（中文）").inputValue()).toBe(STORY);
    await page.getByLabel("村里的故事（英文）").fill("Walnuts all over the slope.");
    await page.getByRole("button", { name: "保存并预览" }).click();
    await expectAccessible(page);
    await picture(page, "village-preview");
    await page.getByRole("button", { name: "发布这一页" }).click();
    await page.getByText("已发布，买家现在能看到。").waitFor();
    await eventually(async () => {
      await buyer.page.goto("/zh/villages/maya");
      expect(await buyer.page.locator("p.story").first().innerText()).toContain("山上<b>核桃</b>多。");
      return true;
    });

    await page.getByRole("link", { name: "网页图片" }).click();
    await page.getByLabel("图片", { exact: true }).setInputFiles(await photo("#7a9a54"));
    await page.getByRole("button", { name: "添加这张图片" }).click();
    // Words are asked for; a file cannot be kept by a form, what was typed is.
    await page.getByText("请用中文写图上是什么").first().waitFor();
    await page.getByLabel("图片", { exact: true }).setInputFiles(await photo("#7a9a54"));
    await page.getByLabel("图上是什么（中文）").fill("坡上的核桃树");
    await page.getByLabel("图上是什么（英文）").fill("Walnut trees on the slope");
    await page.getByRole("button", { name: "添加这张图片" }).click();
    await page.getByText("图片已经展示。").waitFor();
    await expectAccessible(page);
    await expectFits(page);
    await picture(page, "village-pictures");
    await eventually(async () => {
      await buyer.page.goto("/en/villages/maya", { waitUntil: "networkidle" });
      const shown = buyer.page.getByAltText("Walnut trees on the slope");
      expect(await shown.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(0);
      expect(await shown.evaluate((image: HTMLImageElement) => image.currentSrc)).toContain(".avif");
      return true;
    });
    await picture(buyer.page, "village-with-photo");
    expect([...complaints, ...buyer.complaints]).toEqual([]);
    await Promise.all([close(), buyer.close()]);
  });

  test("of a secretary and a manager who write at once, the second sees what the first saved, and loses nothing", async () => {
    const [manager, secretary] = await Promise.all([signIn(world(), "manager"), signIn(world(), "secretary")]);
    await secretary.page.getByRole("link", { name: "写村里的网页" }).click();
    const village = await secretary.page.getByRole("heading", { level: 1 }).innerText();
    await manager.page.goto("/zh/desk/shop");
    await manager.page.getByRole("link", { name: village.replace("的网页", ""), exact: true }).click();
    await manager.page.getByLabel("时令（中文）").fill("经理写的时令");
    await manager.page.getByRole("button", { name: "存草稿" }).click();
    await manager.page.getByText("草稿已存").waitFor();
    await secretary.page.getByLabel("时令（中文）").fill("书记写的时令");
    await secretary.page.getByRole("button", { name: "存草稿" }).click();
    await secretary.page.getByText("经理写的时令").waitFor();
    expect(await secretary.page.getByLabel("时令（中文）").inputValue()).toBe("书记写的时令");
    await expectAccessible(secretary.page);
    await picture(secretary.page, "village-stale");
    await secretary.page.getByRole("button", { name: "存草稿" }).click();
    await secretary.page.getByText("草稿已存").waitFor();
    await manager.page.reload();
    expect(await manager.page.getByLabel("时令（中文）").inputValue()).toBe("书记写的时令");
    await Promise.all([manager.close(), secretary.close()]);
  });

  test("a price is tried before it stands, a pack and a photo are added, and buyers read what was written", async () => {
    const { page, complaints, close } = await signIn(world(), "manager");
    const buyer = await visit(world(), { script: false });
    await page.goto("/zh/desk/shop");
    await page.getByRole("link", { name: "樊家山花椒", exact: true }).click();
    await expectAccessible(page);
    await expectFits(page);
    await page.getByLabel("介绍（英文）").fill("Dried <i>today</i>, & fragrant.");
    await page.getByLabel("每份多少公斤").fill("0.5");
    await page.getByLabel("规格名称（中文）").last().fill("500 克大袋");
    await page.getByLabel("规格名称（英文）").last().fill("500 g bag");
    await page.locator("#price_new").fill("6x");
    await page.getByRole("button", { name: "保存", exact: true }).click();
    await page.getByText("价格要大于零").first().waitFor();
    expect(await page.getByLabel("每份多少公斤").inputValue()).toBe("0.5");
    await page.locator("#price_new").fill("66.00");
    await page.getByRole("button", { name: "算算农户能得多少" }).click();
    await page.getByText("按您填的价格").waitFor();
    await page.getByText("¥132.00 / 公斤 · ¥66.00 / 斤").waitFor();
    await picture(page, "product-editor");
    await page.getByRole("button", { name: "保存", exact: true }).click();
    await page.getByText("已保存。").waitFor();
    await page.getByRole("link", { name: "网页图片" }).click();
    await page.getByLabel("图片", { exact: true }).setInputFiles(await photo("#a03a2a"));
    await page.getByLabel("图上是什么（中文）").fill("晒场上的花椒");
    await page.getByLabel("图上是什么（英文）").fill("Pepper on the drying yard");
    await page.getByRole("button", { name: "添加这张图片" }).click();
    await page.getByText("图片已经展示。").waitFor();
    await page.goto("/zh/desk/shop");
    await expectAccessible(page);
    await picture(page, "desk-shop");
    const { rows } = await world().house.db.query<{ handle: string }>(
      `select handle from product where title = '樊家山花椒'`,
    );
    await eventually(async () => {
      await buyer.page.goto(`/en/products/${rows[0]?.handle}`, { waitUntil: "networkidle" });
      expect(await buyer.page.getByText("Dried <i>today</i>, & fragrant.").count()).toBe(1);
      const shown = buyer.page.getByAltText("Pepper on the drying yard");
      return shown.evaluate((image: HTMLImageElement) => image.naturalWidth > 0, undefined, { timeout: 1_000 });
    });
    await picture(buyer.page, "product-with-photo");
    // Lists read the index, which follows.
    await eventually(async () => {
      await buyer.page.goto("/en/search?q=pepper", { waitUntil: "networkidle" });
      return (await buyer.page.locator('img[src^="/pictures/"]').count()) > 0;
    });
    expect([...complaints, ...buyer.complaints]).toEqual([]);
    await Promise.all([close(), buyer.close()]);
  });
}
