import { expect, test } from "vitest";
import { PHONE, visit, type World } from "./walk";

/** What search engines, chats, printers and keyboards expect of a shop. */
export function conventions(world: () => World): void {
  const get = async (path: string) => (await fetch(world().shop + path)).text();
  const attribute = (html: string, tag: RegExp) => tag.exec(html)?.[1];

  test("every page that may be found has one address, its other language, and is in the list that robots read", async () => {
    const { shop } = world();
    const robots = await get("/robots.txt");
    expect(robots).toContain(`Sitemap: ${shop}/sitemap.xml`);
    expect(robots).toContain("Disallow: /zh/checkout");
    const map = await get("/sitemap.xml");
    const addresses = [...map.matchAll(/<loc>([^<]+)<\/loc>/g)].map(([, address = ""]) => address);
    expect(addresses).toContain(`${shop}/zh/products/maya-walnuts`);
    expect(addresses).toContain(`${shop}/en/villages/maya`);
    expect(addresses.length).toBe(new Set(addresses).size);
    for (const address of ["/zh", "/en/products/maya-walnuts", "/zh/villages/maya", "/zh/regions/wudu"].map(
      (one) => shop + one,
    )) {
      expect(addresses).toContain(address);
      const html = await (await fetch(`${address}?utm_source=x`)).text();
      expect(attribute(html, /<link rel="canonical" href="([^"]+)"/)).toBe(address);
      const english = attribute(html, /<link rel="alternate" hrefLang="en" href="([^"]+)"/i);
      expect(addresses).toContain(english);
      expect(attribute(html, /<meta property="og:url" content="([^"]+)"/)).toBe(address);
      expect(attribute(html, /<meta name="description" content="([^"]+)"/)?.length).toBeGreaterThan(10);
    }
    expect((await fetch(`${shop}/sitemaps/2.xml`)).status).toBe(404);
  });

  test("search engines read the price, the stock and the seller that the page shows", async () => {
    const html = await get("/en/products/maya-walnuts");
    const [, json = ""] = /<script type="application\/ld\+json">([\s\S]*?)<\/script>/.exec(html) ?? [];
    const about = JSON.parse(json) as { "@type": string; offers: Record<string, unknown>[] };
    expect(about["@type"]).toBe("Product");
    expect(about.offers.map(({ price, priceCurrency }) => `${String(price)} ${String(priceCurrency)}`)).toEqual([
      "18.00 CNY",
      "64.00 CNY",
      "560.00 CNY",
    ]);
    expect(about.offers[0]).toMatchObject({ "@type": "Offer", availability: "https://schema.org/InStock" });
    expect(await get("/zh")).toContain('"@type":"Organization"');
    // Eggs that nobody has brought yet.
    expect(await get("/en/products/zhangshi-eggs")).toContain("https://schema.org/OutOfStock");
  });

  test("with a keyboard the first press leads past the head, and the order goes as the page reads", async () => {
    const { page, close } = await visit(world(), { viewport: PHONE });
    await page.goto("/zh/products/maya-walnuts");
    await page.keyboard.press("Tab");
    const skip = page.locator(":focus");
    expect(await skip.getAttribute("class")).toBe("skip");
    expect((await skip.boundingBox())?.y).toBeGreaterThanOrEqual(0);
    await page.keyboard.press("Enter");
    await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe("main");
    const tops: number[] = [];
    for (let i = 0; i < 5; i++) {
      await page.keyboard.press("Tab");
      tops.push(
        await page.evaluate(() => (document.activeElement?.getBoundingClientRect().top ?? 0) + globalThis.scrollY),
      );
    }
    expect(tops).toEqual([...tops].sort((a, b) => a - b));
    await close();
  });

  test("who wants no motion gets none, and on paper stands what matters", async () => {
    const { page, close } = await visit(world());
    await page.emulateMedia({ reducedMotion: "reduce" });
    await page.goto("/zh");
    const moves = () =>
      page.evaluate(() => {
        const moving = [...document.querySelectorAll("*")].filter((one) => {
          const { transitionDuration, animationName, scrollBehavior } = getComputedStyle(one);
          return transitionDuration !== "0s" || animationName !== "none" || scrollBehavior !== "auto";
        });
        return moving.length;
      });
    expect(await moves()).toBe(0);
    await page.emulateMedia({ media: "print" });
    await page.goto("/zh/products/maya-walnuts");
    for (const hidden of [".top", ".foot", "form"]) expect(await page.locator(hidden).first().isVisible()).toBe(false);
    expect(await page.locator("h1").isVisible()).toBe(true);
    // A sheet says whose it is.
    expect(await page.locator(".shop > .only-print").isVisible()).toBe(true);
    await close();
  });
}
