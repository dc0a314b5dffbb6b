import { expect, test } from "vitest";
import { KeptPages, type Page } from "./kept";
import { MAX_AGE_MS, PageCache, STALE_MS } from "./page-cache";
import type { Wanted } from "./which";

const wanted = (url: string): Wanted => ({ key: url, url, origin: "http://s", path: "zh", saves_data: false });

/** A cache whose clock and renderings the test holds in its hands. */
function world() {
  let at = 0;
  let sure = true;
  let version = 1;
  const waiting: { url: string; done: () => void; fail: () => void }[] = [];
  const cache = new PageCache(
    ({ url }) => {
      const text = `${url} v${version}`;
      return new Promise((resolve, reject) => {
        waiting.push({
          url,
          done: () => resolve({ page: pageOf(text, url), keep: !url.includes("missing") }),
          fail: () => reject(new Error("no backend")),
        });
      });
    },
    new KeptPages(1_000_000),
    () => sure,
    () => at,
  );
  return {
    cache,
    waiting,
    tick: (ms: number) => (at += ms),
    write: (...tags: string[]) => (version++, cache.changed(tags)),
    doubt: () => (sure = false),
    trust: () => ((sure = true), cache.began()),
    async rendered(url: string): Promise<string> {
      const page = cache.get(wanted(url));
      waiting.splice(0).forEach(({ done }) => done());
      return (await page).plain.toString();
    },
    read: (url: string) => cache.ready(wanted(url))?.plain.toString(),
  };
}
const settled = () => new Promise((resolve) => setImmediate(resolve));

function pageOf(text: string, url: string): Page {
  const plain = Buffer.from(text);
  const tags = new Set(["catalogue", url.includes("home") ? "product:*" : `product:${url}`]);
  return { status: 200, path: "zh", etag: text, plain, gzip: plain, brotli: plain, cart_at: -1, headers: {}, tags };
}

test("a hundred who ask at once have a page rendered once", async () => {
  const { cache, waiting, read } = world();
  const all = Array.from({ length: 100 }, () => cache.get(wanted("/a")));
  expect(waiting.length).toBe(1);
  waiting[0]?.done();
  expect(new Set((await Promise.all(all)).map((page) => page.plain.toString()))).toEqual(new Set(["/a v1"]));
  expect(read("/a")).toBe("/a v1");
});

test("a change is on the page at once for who comes after the grace, and is being rendered for who comes before", async () => {
  const { rendered, read, write, tick, waiting } = world();
  await rendered("/a");
  write("product:/b");
  expect(waiting.length, "another product's change").toBe(0);
  write("product:/a");
  expect(waiting.length, "nobody has looked at it since: nobody waits").toBe(0);
  tick(STALE_MS / 2);
  expect(read("/a")).toBe("/a v1");
  expect(waiting.length, "who looked at the old one has the new one made").toBe(1);
  tick(STALE_MS);
  expect(read("/a"), "longer than the grace the old one is not sent").toBeUndefined();
  waiting.splice(0).forEach(({ done }) => done());
  await settled();
  expect(read("/a")).toBe("/a v3");
});

test("a page that is looked at is rendered before somebody waits for it, but no more than two at once", async () => {
  const { rendered, read, write, waiting } = world();
  for (const url of ["/a", "/b", "/c"]) {
    await rendered(url);
    read(url);
  }
  write("product:*");
  expect(waiting.map(({ url }) => url)).toEqual(["/a", "/b"]);
});

test("what changes while a page is rendered is not lost", async () => {
  const { cache, waiting, write, read, tick } = world();
  const first = cache.get(wanted("/a"));
  write("product:/a");
  tick(STALE_MS + 1);
  // Who comes now, long after the change, does not get what was begun before it.
  const late = cache.get(wanted("/a"));
  expect(waiting.length).toBe(1);
  waiting.splice(0).forEach(({ done }) => done());
  expect((await first).plain.toString()).toBe("/a v1");
  await settled();
  waiting.splice(0).forEach(({ done }) => done());
  expect((await late).plain.toString()).toBe("/a v2");
  expect(read("/a")).toBe("/a v2");
});

test("while changes may be missed nothing kept is sent, and nothing is kept", async () => {
  const { cache, rendered, read, doubt, trust, waiting } = world();
  await rendered("/a");
  doubt();
  expect(read("/a")).toBeUndefined();
  await rendered("/b");
  const begun = cache.get(wanted("/c"));
  trust();
  expect(read("/a"), "what was kept before is forgotten").toBeUndefined();
  expect(read("/b")).toBeUndefined();
  waiting.splice(0).forEach(({ done }) => done());
  await begun;
  expect(read("/c"), "what was begun in doubt is not kept").toBeUndefined();
  await rendered("/c");
  expect(read("/c")).toBeDefined();
});

test("what no change tells of is a minute old at most", async () => {
  const { rendered, read, tick } = world();
  await rendered("/a");
  tick(MAX_AGE_MS);
  expect(read("/a")).toBeDefined();
  tick(STALE_MS + 1);
  expect(read("/a")).toBeUndefined();
});

test("a page that is not there and one that failed are not kept, and the next who asks tries again", async () => {
  const { cache, rendered, read, waiting } = world();
  await rendered("/missing");
  expect(read("/missing")).toBeUndefined();
  const failing = cache.get(wanted("/a"));
  waiting.splice(0).forEach(({ fail }) => fail());
  await expect(failing).rejects.toThrow("no backend");
  expect(await rendered("/a")).toBe("/a v1");
});

test("pages take no more memory than they are given: those asked for longest ago go", () => {
  const pages = new KeptPages(50_000);
  const put = (url: string, bytes: number) =>
    pages.set(url, {
      page: { ...pageOf("x".repeat(bytes), url) },
      wanted: wanted(url),
      rendered_at: 0,
      stale_since: undefined,
      asked: false,
    });
  for (const url of ["/a", "/b", "/c"]) put(url, 4_000);
  expect(pages.size).toBe(3);
  pages.get("/a");
  put("/d", 1_000);
  expect(pages.get("/b")).toBeUndefined();
  expect(pages.get("/a")).toBeDefined();
  for (let i = 0; i < 1_000; i++) put(`/${i % 7}`, 1_000 + i);
  expect(pages.bytes).toBeLessThanOrEqual(50_000);
  put("/larger than all", 40_000);
  expect(pages.size).toBe(0);
  expect(pages.bytes).toBe(0);
});
