import sharp from "sharp";
import { expect, test } from "vitest";
import { expectAccessible, expectFits, visit, type World } from "./walk";

/** What the smallest AVIF of a list may cost. */
const LIST_BYTES = 30_000;

export function pictures(world: () => World): void {
  test("a list shows each produce and village in the format and width that do, light and in its place before it loads", async () => {
    const { page, complaints, close } = await visit(world());
    const loaded: { url: string; type: string; bytes: Promise<number> }[] = [];
    page.on("response", (answer) => {
      if (answer.url().includes("/assets/art/"))
        loaded.push({
          url: answer.url(),
          type: answer.headers()["content-type"] ?? "",
          bytes: answer.body().then((body) => body.length),
        });
    });
    const drawings = new Set<string>();
    let count = 0;
    // All products; all villages are on the pages of their regions, under what sells there.
    for (const [to, tile_of] of [
      ["/zh/search", ".tile"],
      ["/zh/regions/wudu", ".tile.land"],
      ["/zh/regions/longchuan", ".tile.land"],
    ] as const) {
      await page.goto(to, { waitUntil: "networkidle" });
      const tiles = page.locator(`${tile_of} img`);
      for (let i = 0; i < (await tiles.count()); i++, count++) {
        const tile = tiles.nth(i);
        const before = await tile.boundingBox();
        await tile.scrollIntoViewIfNeeded();
        await tile.evaluate((image: HTMLImageElement) => image.decode());
        expect((await tile.boundingBox())?.height).toBe(before?.height);
        expect(await tile.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(0);
        drawings.add(await tile.evaluate((image: HTMLImageElement) => image.currentSrc));
      }
    }
    expect(count).toBeGreaterThan(10);
    // No two things on sale look the same, and no two villages.
    expect(drawings.size).toBe(count);
    expect(loaded.length).toBeGreaterThanOrEqual(count);
    for (const { url, type, bytes } of loaded) {
      expect(type, url).toBe("image/avif");
      if (url.includes("-320.")) expect(await bytes, url).toBeLessThan(LIST_BYTES);
    }
    expect(complaints).toEqual([]);
    await close();
  });

  test("who saves data gets the words first, without script too, and each picture by a press", async () => {
    const { page, context, close } = await visit(world(), { script: false });
    await context.setExtraHTTPHeaders({ "Save-Data": "on" });
    const asked: string[] = [];
    page.on("request", (request) => {
      if (request.resourceType() === "image" && request.url().includes("/assets/")) asked.push(request.url());
    });
    const answer = await page.goto("/zh", { waitUntil: "networkidle" });
    expect(answer?.headers().vary).toContain("Save-Data");
    await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
    await page.waitForLoadState("networkidle");
    expect(asked).toEqual([]);
    const file = await page
      .locator(".tile", { hasText: "麻崖核桃" })
      .getByRole("link", { name: "显示图片" })
      .getAttribute("href");
    expect((await fetch(world().shop + (file ?? ""))).headers.get("content-type")).toBe("image/jpeg");
    await page.setViewportSize({ width: 320, height: 640 });
    await expectFits(page);
    await close();
    const scripted = await visit(world());
    await scripted.context.setExtraHTTPHeaders({ "Save-Data": "on" });
    // Most pages are plain documents, where a press opens the picture alone; the cart has script.
    await scripted.page.goto("/zh/cart", { waitUntil: "networkidle" });
    await expectAccessible(scripted.page);
    expect(await scripted.page.locator("picture").count()).toBe(0);
    const tile = scripted.page.locator(".empty");
    await tile.getByRole("link", { name: "显示图片" }).press("Enter");
    const image = tile.locator("img");
    expect(await image.evaluate((one: HTMLImageElement) => one.decode().then(() => one.naturalWidth))).toBeGreaterThan(
      0,
    );
    expect(await image.evaluate((one) => one === document.activeElement)).toBe(true);
    await expect.poll(() => scripted.page.locator("picture").count()).toBe(1);
    expect(new URL(scripted.page.url()).pathname).toBe("/zh/cart");
    expect(scripted.complaints).toEqual([]);
    await scripted.close();
  });

  test("a shared product or village shows its picture with its name; the house has its sign", async () => {
    const { shop } = world();
    for (const path of ["products/maya-walnuts", "villages/maya"]) {
      const html = await (await fetch(`${shop}/en/${path}`)).text();
      const address = /<meta property="og:image" content="([^"]+)"/.exec(html)?.[1] ?? "";
      expect(address).toBe(`${shop}/share/${path}.jpg`);
      const answer = await fetch(address);
      expect([answer.status, answer.headers.get("content-type")]).toEqual([200, "image/jpeg"]);
      expect(answer.headers.get("cache-control")).toContain("public");
      const bytes = Buffer.from(await answer.arrayBuffer());
      const { format, width, height } = await sharp(bytes).metadata();
      expect([format, width, height]).toEqual(["jpeg", 1200, 630]);
      expect(bytes.length).toBeLessThan(200_000);
      const again = await fetch(address, { headers: { "if-none-match": answer.headers.get("etag") ?? "" } });
      expect(again.status).toBe(304);
    }
    for (const none of [
      "products/nothing.jpg",
      "villages/nothing.jpg",
      "people/maya.jpg",
      "products/maya-walnuts.svg",
      "products/a%2Fb.jpg",
    ])
      expect((await fetch(`${shop}/share/${none}`)).status, none).toBe(404);
    const manifest = (await (await fetch(`${shop}/manifest.webmanifest`)).json()) as { icons: { src: string }[] };
    for (const file of [
      "/favicon.ico",
      "/icon.svg",
      "/apple-touch-icon.png",
      ...manifest.icons.map((icon) => icon.src),
    ]) {
      const answer = await fetch(shop + file);
      expect([answer.status, answer.headers.get("content-type")?.startsWith("image/")], file).toEqual([200, true]);
    }
  });
}
