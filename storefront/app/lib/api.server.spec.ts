import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { z } from "zod";

// A server that misbehaves in each way a backend can, spoken to over real HTTP.
let server: Server;
let api: typeof import("./api.server");
let seen: { url: string | undefined; headers: Record<string, unknown> } | undefined;

beforeAll(async () => {
  server = createServer((req, res) => {
    seen = { url: req.url, headers: req.headers };
    const json = (status: number, body: unknown) =>
      res.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
    const path = new URL(req.url ?? "/", "http://x").pathname;
    if (path === "/store/good") return json(200, { carts: [1], secret: "not asked for" });
    if (path === "/store/short")
      return json(400, { code: "insufficient_stock", type: "not_allowed", message: "Only 3 kg are left." });
    if (path === "/store/field") return json(400, { code: "invalid_input", message: "No.", field: "tare_g" });
    if (path === "/store/gone") return json(404, { type: "not_found", message: "No cart." });
    if (path === "/store/broken") return json(500, { message: "boom" });
    if (path === "/store/busy") return json(429, { message: "slow down" });
    if (path === "/store/html") return res.writeHead(200).end("<html>");
    if (path === "/store/other") return json(200, { carts: "none" });
    if (path === "/store/cut") {
      res.writeHead(200, { "content-length": "100" }).write("{");
      return res.destroy();
    }
    if (path === "/store/long-file") {
      res.writeHead(200, { "content-type": "text/csv" }).write("begin,");
      setTimeout(() => res.end("end"), 200);
      return undefined;
    }
    return undefined; // never answers
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const BACKEND_URL = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  Object.assign(process.env, { BACKEND_URL, PUBLISHABLE_KEY: "pk_of_the_test" });
  api = await import("./api.server");
  vi.spyOn(console, "error").mockImplementation(() => undefined);
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const carts = z.object({ carts: z.array(z.number()) });

describe("a call", () => {
  test("answers what the schema asks for and nothing else, and sends the key and the query", async () => {
    const answer = await api.call("/store/good", carts, {
      query: { "id[]": ["a", "b"], limit: 5, none: undefined },
      token: "t",
    });
    expect(answer).toEqual({ ok: true, value: { carts: [1] } });
    expect(seen?.url).toBe("/store/good?id%5B%5D=a&id%5B%5D=b&limit=5");
    expect(seen?.headers["x-publishable-api-key"]).toBe("pk_of_the_test");
    expect(seen?.headers.authorization).toBe("Bearer t");
  });

  test("hands a refusal on with its code, sentence and field", async () => {
    expect(await api.call("/store/short", carts)).toMatchObject({
      ok: false,
      refusal: { status: 400, code: "insufficient_stock", message: "Only 3 kg are left." },
    });
    expect(await api.call("/store/field", carts)).toMatchObject({ ok: false, refusal: { field: "tare_g" } });
    expect(await api.call("/store/gone", carts)).toMatchObject({
      ok: false,
      refusal: { status: 404, code: "not_found" },
    });
  });

  test.each(["broken", "busy", "html", "other", "cut"])("calls it unavailable when the backend is %s", async (how) => {
    expect(await api.call(`/store/${how}`, carts)).toMatchObject({
      ok: false,
      refusal: { status: 503, code: "unavailable" },
    });
  });

  test("calls it unavailable when no answer comes in time", async () => {
    const answer = await api.call("/store/silence", carts, { signal: AbortSignal.timeout(50) });
    expect(answer).toMatchObject({ ok: false, refusal: { code: "unavailable" } });
  });
});

describe("a page that reads", () => {
  test("says 503 on an outage: never an empty list", async () => {
    const thrown: unknown = await api.read("/store/broken", carts).catch((error: unknown) => error);
    expect(thrown).toBeInstanceOf(Response);
    expect((thrown as Response).status).toBe(503);
    expect((thrown as Response).headers.get("retry-after")).toBe("10");
  });

  test("says 400 for an address the backend can make nothing of, not that it did not answer", async () => {
    const thrown: unknown = await api.read("/store/field", carts).catch((error: unknown) => error);
    expect((thrown as Response).status).toBe(400);
    expect(thrown).not.toBeInstanceOf(api.Unavailable);
  });

  test("says 404 for what is not there", async () => {
    const thrown: unknown = await api.read("/store/gone", carts).catch((error: unknown) => error);
    expect((thrown as Response).status).toBe(404);
  });
});

describe("a file", () => {
  test("has a time limit for its beginning and none for its length", async () => {
    const answer = await api.readFile("/store/long-file", { time_limit_ms: 100 });
    expect(await answer.text()).toBe("begin,end");
    const none = await api.readFile("/store/silence", { time_limit_ms: 50 }).catch((refused: unknown) => refused);
    expect(none).toMatchObject({ status: 503 });
  });

  test("that is refused says by which code, for a page that has words for it", async () => {
    const refused = await api.readFile("/store/short").catch((answer: unknown) => answer);
    expect(refused).toBeInstanceOf(Response);
    expect((refused as Response).status).toBe(400);
    expect((refused as Response).headers.get(api.REFUSED)).toBe("insufficient_stock");
  });
});
