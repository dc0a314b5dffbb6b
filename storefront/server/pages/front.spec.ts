import { createServer, request, type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import { cartCountHtml } from "../../app/features/store/cart-count";
import { front } from "./front";
import { KeptPages } from "./kept";
import { PageCache } from "./page-cache";
import { renderer, scriptHashes } from "./render";

// A real server in front of a page that would tell if it knew who asks.
let server: Server;
let seen: Request[] = [];
let answer: (request: Request) => Response;

const HTML = `<html><span class="cart-slot"></span><script>1</script><script src="/a.js"></script><script type="module">2</script>${"x".repeat(2_000)}</html>`;
const ok = () => new Response(HTML, { headers: { "content-type": "text/html", "cache-control": "private, no-cache" } });

beforeAll(async () => {
  const cache = new PageCache(
    renderer(
      async (request) => {
        seen.push(request);
        return answer(request);
      },
      (hashes) => `script-src ${hashes.join(" ")}`,
    ),
    new KeptPages(1_000_000),
    () => true,
  );
  server = createServer(
    front({
      cache,
      origin: undefined,
      headers: { "x-content-type-options": "nosniff" },
      cartCount: async (cookie) => Number(/cl_shop=(\d+)/.exec(cookie)?.[1] ?? 0),
      cartHtml: (path, count) => cartCountHtml(count, path === "en" ? "items" : "件"),
      others: (_req, res) => res.writeHead(418).end("alone"),
    }),
  ).listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
});
afterAll(() => server.close());

function ask(path: string, headers: Record<string, string> = {}, method = "GET") {
  const { port } = server.address() as AddressInfo;
  return new Promise<{ status: number; headers: IncomingHttpHeaders; body: Buffer; text: string }>(
    (resolve, reject) => {
      request({ port, host: "127.0.0.1", path, method, headers }, (res) => {
        const parts: Buffer[] = [];
        res.on("data", (part: Buffer) => parts.push(part));
        res.on("end", () => {
          const body = Buffer.concat(parts);
          const encoding = res.headers["content-encoding"];
          const plain =
            body.length === 0
              ? body
              : encoding === "br"
                ? brotliDecompressSync(body)
                : encoding === "gzip"
                  ? gunzipSync(body)
                  : body;
          resolve({ status: res.statusCode ?? 0, headers: res.headers, body, text: plain.toString() });
        });
      })
        .on("error", reject)
        .end();
    },
  );
}

test("one visitor's cart never reaches another, whoever comes first", async () => {
  seen = [];
  answer = ok;
  const mine = await ask("/zh", { cookie: "other=1; cl_shop=7", "accept-encoding": "gzip, br" });
  expect(mine.text).toContain('<span class="count">7<span class="visually-hidden">件</span></span>');
  const nobody = await ask("/zh", { "accept-encoding": "gzip, br" });
  expect(nobody.text).toBe(HTML);
  expect((await ask("/zh", { cookie: "cl_shop=2" })).text).toContain(">2<");
  expect((await ask("/zh")).text).toBe(HTML);
  // Rendered once for all four, by a request that says nothing of any of them.
  expect(seen.length).toBe(1);
  expect([...(seen[0]?.headers.keys() ?? [])]).toEqual(["accept", "x-client-address"]);
  for (const one of [mine, nobody]) {
    expect(one.headers["cache-control"]).toBe("private, no-cache");
    expect(one.headers.vary).toContain("Cookie");
    expect(one.headers["set-cookie"]).toBeUndefined();
  }
  expect(mine.headers.etag).not.toBe(nobody.headers.etag);
  const english = await ask("/en", { cookie: "cl_shop=7" });
  expect(english.text).toContain("items");
});

test("bytes go out as the browser takes them, and not at all when it has them", async () => {
  answer = ok;
  const br = await ask("/zh/products/a", { "accept-encoding": "gzip, deflate, br" });
  expect(br.headers["content-encoding"]).toBe("br");
  expect((await ask("/zh/products/a", { "accept-encoding": "br;q=0, gzip" })).headers["content-encoding"]).toBe("gzip");
  const plain = await ask("/zh/products/a");
  expect(plain.headers["content-encoding"]).toBeUndefined();
  expect(br.text).toBe(plain.text);
  expect(br.headers["x-content-type-options"]).toBe("nosniff");
  const again = await ask("/zh/products/a", { "if-none-match": String(br.headers.etag) });
  expect([again.status, again.body.length]).toEqual([304, 0]);
  expect(again.headers["content-security-policy"]).toBe(br.headers["content-security-policy"]);
  const head = await ask("/zh/products/a", {}, "HEAD");
  expect([head.status, head.body.length, Number(head.headers["content-length"])]).toEqual([200, 0, HTML.length]);
});

test("the policy names each script that stands in the page, and no word that lets others in", async () => {
  answer = ok;
  const hashes = scriptHashes(HTML);
  expect(hashes.length).toBe(2);
  const policy = (await ask("/en/products/b")).headers["content-security-policy"];
  expect(policy).toBe(`script-src ${hashes.join(" ")}`);
});

test("what is missing or fails is told, and not kept", async () => {
  answer = () => new Response("missing", { status: 404 });
  expect((await ask("/zh/villages/new")).status).toBe(404);
  answer = () => new Response("later", { status: 503, headers: { "retry-after": "10" } });
  const later = await ask("/zh/villages/new");
  expect([later.status, later.headers["retry-after"], later.headers.etag]).toEqual([503, "10", undefined]);
  answer = ok;
  expect((await ask("/zh/villages/new")).text).toBe(HTML);
});

test("a page that would set a cookie is answered for who asks alone", async () => {
  answer = () => new Response(HTML, { headers: { "set-cookie": "cl_shop=secret" } });
  const alone = await ask("/zh/villages/cookie");
  expect([alone.status, alone.text]).toEqual([418, "alone"]);
  expect(alone.headers["set-cookie"]).toBeUndefined();
});

test("everything else is Express's", async () => {
  for (const path of ["/zh/cart", "/assets/a.js", "/"]) expect((await ask(path)).status, path).toBe(418);
  expect((await ask("/zh", {}, "POST")).status).toBe(418);
});
