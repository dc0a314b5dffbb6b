import { createHash } from "node:crypto";
import { get } from "node:http";
import { brotliDecompressSync, gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { DESKTOP, expectAccessible, expectFits, PHONE, visit, type World } from "./walk";

const STORE = [
  "",
  "/search?q=hetao",
  "/regions/wudu",
  "/villages/maya",
  "/products/maya-walnuts",
  "/products/zhangshi-eggs",
  "/cart",
  "/wholesale",
  "/proof",
];
/** Script of a store page, compressed. */
const STORE_SCRIPT_BYTES = 130_000;
/** HTML and CSS as they are sent: what a connection carries before it first waits for an answer. */
const MARKUP_BYTES = 14_000;
/** All that a phone loads before anybody scrolls. */
const FIRST_VIEW_BYTES = 400_000;
/** Layout shift. */
const MOST_MOVED = 0.1;
const SHOP_FRONT = ["", "/villages/maya", "/products/maya-walnuts"];
/** Scripts that stand in the page itself: their tag's own words, and what they say. */
const INLINE = /<script(?![^>]*\ssrc=)([^>]*)>([\s\S]*?)<\/script>/g;

/** What an answer weighs on the wire, and compressed by gzip. */
function wireBytes(url: string): Promise<{ sent: number; gzip: number }> {
  return new Promise((resolve, reject) => {
    get(url, { headers: { "accept-encoding": "gzip, br" } }, (answer) => {
      const parts: Buffer[] = [];
      answer.on("data", (part: Buffer) => parts.push(part));
      answer.on("end", () => {
        const body = Buffer.concat(parts);
        const plain = answer.headers["content-encoding"] === "br" ? brotliDecompressSync(body) : body;
        const gzip = answer.headers["content-encoding"] === "gzip" ? body.length : gzipSync(plain).length;
        resolve({ sent: body.length, gzip });
      });
    }).on("error", reject);
  });
}

/** What holds for each page, whoever reads it. */
export function pages(world: () => World): void {
  test.each([
    ["zh", [PHONE, DESKTOP]],
    ["en", [PHONE]],
  ] as const)("every store page in %s is accessible, and fits a screen of 320 px", async (language, viewports) => {
    for (const viewport of viewports) {
      const { page, complaints, close } = await visit(world(), { viewport });
      for (const path of [...STORE, "/nothing-here"]) {
        const answer = await page.goto(`/${language}${path}`, { waitUntil: "networkidle" });
        expect(answer?.status(), path).toBe(path === "/nothing-here" ? 404 : 200);
        await expectAccessible(page);
        await page.setViewportSize({ width: 320, height: 640 });
        await expectFits(page);
        await page.setViewportSize(viewport);
      }
      expect(complaints).toEqual([]);
      await close();
    }
  });

  test("text that is too pale is found on every page, though its like was judged on another, and so is a field without a label", async () => {
    const { page, close } = await visit(world());
    const show = (body: string) =>
      page.setContent(`<html lang="en"><title>Pale</title><main><h1>Words</h1>${body}</main></html>`);
    await show(`<p style="color: #333">Dark on white</p>`);
    await expectAccessible(page);
    for (const pale of [
      `<p style="color: #bbb">Pale on white</p>`,
      `<div style="background: #444"><p style="color: #333">Dark on dark</p></div>`,
      `<div style="opacity: 0.3"><p style="color: #333">Dark, but faint</p></div>`,
    ]) {
      await show(pale);
      await expect(expectAccessible(page), pale).rejects.toThrow("color-contrast");
      await expect(expectAccessible(page), `${pale} again`).rejects.toThrow("color-contrast");
    }
    await show(`<p style="color: #333">Dark on white</p><input>`);
    await expect(expectAccessible(page)).rejects.toThrow("label");
    await close();
  });

  test("a store page loads little script, little markup, little at all, and nothing from elsewhere", async () => {
    for (const path of SHOP_FRONT) {
      const { page, close } = await visit(world(), { viewport: PHONE });
      const loaded: { url: string; kind: string }[] = [];
      page.on("response", (response) => loaded.push({ url: response.url(), kind: response.request().resourceType() }));
      await page.goto(`/zh${path}`, { waitUntil: "networkidle" });
      expect(loaded.filter((one) => !one.url.startsWith(world().shop))).toEqual([]);
      const sizes = await Promise.all(loaded.map(async (one) => ({ ...one, ...(await wireBytes(one.url)) })));
      const sum = (kinds: string[], of: "sent" | "gzip" = "sent") =>
        sizes.filter((one) => kinds.includes(one.kind)).reduce((all, one) => all + one[of], 0);
      expect(sum(["script"], "gzip"), `script of ${path}`).toBeLessThanOrEqual(STORE_SCRIPT_BYTES);
      expect(sum(["document", "stylesheet"]), `markup and style of ${path}`).toBeLessThanOrEqual(MARKUP_BYTES);
      const everything = sizes.reduce((all, one) => all + one.sent, 0);
      expect(everything, `first view of ${path}`).toBeLessThanOrEqual(FIRST_VIEW_BYTES);
      await close();
    }
  });

  test("nothing moves while a page loads on a slow phone", async () => {
    for (const path of SHOP_FRONT) {
      const { page, context, close } = await visit(world(), { viewport: PHONE });
      const protocol = await context.newCDPSession(page);
      await protocol.send("Network.enable");
      await protocol.send("Network.emulateNetworkConditions", {
        latency: 300,
        downloadThroughput: 200_000,
        uploadThroughput: 93_750,
        offline: false,
      });
      await protocol.send("Emulation.setCPUThrottlingRate", { rate: 4 });
      await page.addInitScript(() => {
        const moved = { sum: 0 };
        Object.assign(globalThis, { moved });
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries()) moved.sum += (entry as unknown as { value: number }).value;
        }).observe({ type: "layout-shift", buffered: true });
      });
      await page.goto(`/zh${path}`, { waitUntil: "load" });
      await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 300))));
      const sum = await page.evaluate(() => (globalThis as unknown as { moved: { sum: number } }).moved.sum);
      expect(sum, path).toBeLessThanOrEqual(MOST_MOVED);
      await close();
    }
  });

  test("files are kept for a year, pages are asked for again, and the policy lets no inline script through", async () => {
    const { shop } = world();
    const html = await fetch(`${shop}/zh`);
    expect(html.headers.get("cache-control")).toContain("no-cache");
    const policy = html.headers.get("content-security-policy") ?? "";
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toContain("unsafe");
    const text = await html.text();
    // The same page for everybody: its own scripts are known by what they say.
    for (const [, type, script = ""] of text.matchAll(INLINE)) {
      if (type?.includes("ld+json")) continue;
      expect(policy).toContain(`'sha256-${createHash("sha256").update(script).digest("base64")}'`);
    }
    expect(text).not.toContain("nonce");
    // A page for one visitor: by a word of that answer.
    const own = await fetch(`${shop}/zh/cart`);
    const nonce = /'nonce-([^']+)'/.exec(own.headers.get("content-security-policy") ?? "")?.[1];
    const scripts = [...(await own.text()).matchAll(INLINE)];
    expect(scripts.length).toBeGreaterThan(0);
    for (const [tag] of scripts) expect(tag).toContain(`nonce="${nonce}"`);
    expect(text).not.toMatch(/<[^>]+\sstyle=/);
    const asset = /\/assets\/[\w.-]+\.css/.exec(text)?.[0] ?? "";
    expect((await fetch(shop + asset)).headers.get("cache-control")).toContain("immutable");
    expect((await fetch(`${shop}/assets/nothing.js`)).status).toBe(404);
  });

  test("the language is the reader's own, and stays in the address", async () => {
    const { shop } = world();
    const to = async (path: string, language: string) =>
      (await fetch(shop + path, { headers: { "accept-language": language }, redirect: "manual" })).headers.get(
        "location",
      );
    expect(await to("/", "en-GB,en;q=0.9")).toBe("/en");
    expect(await to("/", "fr")).toBe("/zh");
    expect(await to("/trace/CL0123456789", "en")).toBe("/en/trace/CL0123456789");
    expect(await to("/home", "en")).toBe("/zh/home");
    expect((await fetch(`${shop}/zh/trace/CL0000000000`)).status).toBe(404);
    const english = await (await fetch(`${shop}/en`)).text();
    expect(english).toContain('<html lang="en">');
    expect(english).toContain("Many households, one order");
  });

  test("a form sent from another site changes nothing", async () => {
    const { shop } = world();
    for (const origin of ["https://evil.example", "null", undefined]) {
      const answer = await fetch(`${shop}/zh/products/maya-walnuts`, {
        method: "POST",
        headers: { "content-type": "application/x-www-form-urlencoded", ...(origin && { origin }) },
        body: "variant_id=x&quantity=1",
      });
      expect(answer.status, String(origin)).toBe(403);
    }
    const huge = await fetch(`${shop}/zh/cart`, {
      method: "POST",
      headers: { origin: shop, "content-type": "text/plain" },
      body: "x".repeat(200_000),
    });
    expect(huge.status).toBe(413);
  });

  test("no answer holds a token, a stack, or a secret", async () => {
    const { shop, house } = world();
    for (const path of ["/zh", "/zh/cart", "/zh/checkout", "/zh/nothing", "/zh/desk/sign-in"]) {
      const text = await (await fetch(shop + path)).text();
      expect(text).not.toMatch(/eyJ[\w-]+\.|Bearer |node_modules|at async /);
      expect(text).not.toContain(house.seed.publishable_key);
    }
  });
}
