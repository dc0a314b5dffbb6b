import path from "node:path";
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { eventually } from "../../dev/src/testing/eventually";
import { DESKTOP, expectAccessible, expectFits, operatorToken, visit, type World } from "./walk";

/** From a change to the page that shows it: a second to write the row, and what a loaded test machine adds. */
const SOON_MS = 15_000;

/** A buyer finds goods and villages: plain pages, tried without script. */
export function finding(world: () => World): void {
  test("walnuts are found by their reading, by a slip, narrowed down, and what is nowhere is answered with ways on", async () => {
    const { page, complaints, close } = await visit(world(), { script: false });
    await page.goto("/zh");
    await page.getByRole("searchbox", { name: "搜索产品和村庄" }).fill("hetao");
    await page.getByRole("button", { name: "搜索" }).click();
    await page.waitForURL(/\/zh\/search\?q=hetao/);
    const tiles = page.locator("#goods + .grid .tile");
    await expect.poll(() => tiles.locator("h3").allTextContents()).toEqual(["麻崖核桃", "豆家庄高山核桃"]);
    // Only Maya's have been weighed in.
    await expect.poll(() => tiles.nth(1).getByText("现在没有货").count()).toBe(1);
    await picture(page, "search");
    await page.getByText("缩小范围").click();
    await page.getByLabel("现在有货").check();
    await page.getByLabel("产地").selectOption({ label: "陇南武都（2）" });
    await page.getByRole("button", { name: "按这些找" }).click();
    await expect.poll(() => tiles.locator("h3").allTextContents()).toEqual(["麻崖核桃"]);

    await page.goto("/zh/search?q=核逃");
    await expect.poll(() => page.getByText("没有完全对上“核逃”的").count()).toBe(1);
    await expect.poll(() => tiles.count()).toBe(2);

    await page.goto("/en/search?q=%3Cscript%3Ealert(1)%3C%2Fscript%3E&region=../x&price=1e9&page=999");
    await expect.poll(() => page.getByText("Nothing found").count()).toBe(1);
    await page.setViewportSize({ width: 320, height: 640 });
    await expectFits(page);
    await picture(page, "search-nothing");

    await page.goto("/zh/search?q=武都");
    await expect.poll(() => page.locator("#places + .grid .tile").count()).toBe(5);
    const missing = await page.goto("/zh/products/apples");
    expect(missing?.status()).toBe(404);
    expect(await page.getByText("您要找的是不是").count()).toBe(0);
    // A slip in an address, of a product and of a village, in either language; neither page is one that may be found.
    for (const [slip, meant, there] of [
      ["/zh/products/maya-wallnuts", "麻崖核桃", "/zh/products/maya-walnuts"],
      ["/en/villages/luozai", "Luozhai", "/en/villages/luozhai"],
    ] as const) {
      expect((await page.goto(slip))?.status()).toBe(404);
      expect(await page.locator('meta[name="robots"]').first().getAttribute("content")).toBe("noindex");
      const links = page
        .getByRole("list")
        .filter({ has: page.locator(`a[href="${there}"]`) })
        .getByRole("link");
      expect(await links.count()).toBeLessThanOrEqual(3);
      expect(await links.first().textContent()).toContain(meant);
      await expectFits(page);
    }
    await page.goto("/zh/products/apples");
    await page.getByRole("searchbox").last().fill("鸡蛋");
    await page.getByRole("searchbox").last().press("Enter");
    await expect.poll(() => tiles.count()).toBe(2);
    expect(complaints).toEqual([]);
    await close();
  });

  test("the first page, a pavilion, a village and a product say what a buyer wants to know", async () => {
    const { page, complaints, close } = await visit(world(), { viewport: DESKTOP });
    for (const [to, name] of [
      ["/zh", "home"],
      ["/en/search?q=apples&region=wudu", "search-nothing-en"],
      ["/en/regions/wudu", "region"],
      ["/zh/villages/luozhai", "village"],
      ["/en/products/luozhai-olive-oil", "product"],
    ] as const) {
      await page.setViewportSize(DESKTOP);
      await page.goto(to, { waitUntil: "networkidle" });
      await expectAccessible(page);
      await picture(page, name);
      await page.setViewportSize({ width: 320, height: 640 });
      await expectFits(page);
    }
    // Sold out: when there will be more, and what else there is.
    await expect
      .poll(() => page.getByText(/The next harvest begins on 1 Nov\.|The village is picking now\./).count())
      .toBe(1);
    await page.getByRole("link", { name: "See other olive oil" }).click();
    await page.waitForURL(/search\?produce=olive-oil&in_stock=1/);
    expect(complaints).toEqual([]);
    await close();
  });

  test("a price changed in Medusa, and goods that were weighed in, are found so at once", async () => {
    const { house, shop, seed } = world();
    const admin = await operatorToken(house);
    const eggs = seed.products.find((product) => product.handle === "yanhua-eggs");
    const search = async (query: string) => (await fetch(`${shop}/en/search?${query}`)).text();
    expect(await search("q=yanhua+eggs")).toContain("¥48.00");
    const { rows } = await house.db.query<{ product_id: string }>(
      `select product_id from product_variant where id = $1`,
      [eggs?.variants[0]?.id],
    );
    const changed = await fetch(
      new URL(`/admin/products/${rows[0]?.product_id}/variants/${eggs?.variants[0]?.id}`, house.backendUrl),
      {
        method: "POST",
        headers: { "content-type": "application/json", authorization: `Bearer ${admin}` },
        body: JSON.stringify({ prices: [{ currency_code: "cny", amount: 51.5 }] }),
      },
    );
    expect(changed.status).toBe(200);
    await eventually(async () => (await search("q=yanhua+eggs")).includes("¥51.50"), { timeout_ms: SOON_MS });
    // Nothing lost on the way: every message to the index came to its end.
    const open = await house.db.query(
      `select 1 from outbox_message where job = 'index-shop' and done_at is null and (dead_at is not null or attempts > 0)`,
    );
    expect(open.rowCount).toBe(0);
  });
}

/** Pictures for who looks at them, when a folder is named. */
async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env.E2E_PICTURES;
  if (!folder) return;
  for (const width of [390, 1280]) {
    await page.setViewportSize({ width, height: 900 });
    await page.screenshot({ path: path.join(folder, `find-${name}-${width}.png`), fullPage: true });
  }
}
