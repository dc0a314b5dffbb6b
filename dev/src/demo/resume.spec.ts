import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test } from "vitest";
import { HouseClient, type DemoHouse } from "./house-client.js";
import { openPickupPoints } from "./pickup-points.js";
import { weighIn } from "./weigh-ins.js";

// The demo goes on where a kill left it: what was written while its answer was lost is not written again.

let server: Server | undefined;
afterEach(() => new Promise<void>((done) => (server ? server.close(() => done()) : done())));

async function bodyOf(req: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of req) chunks.push(chunk as Buffer);
  return JSON.parse(Buffer.concat(chunks).toString() || "{}");
}

/** A backend that keeps points by cooperative, and whose first answer to a new one is lost with the process. */
async function backend(points: Map<string, { name_zh: string }[]>): Promise<string> {
  let dies = true;
  const answer = async (req: IncomingMessage, res: ServerResponse): Promise<void> => {
    const body = await bodyOf(req);
    const say = (value: object) => res.setHeader("content-type", "application/json").end(JSON.stringify(value));
    if (req.url === "/auth") return void say({ token: (body as { cooperative: string }).cooperative });
    const own = (req.headers.authorization ?? "").replace("Bearer ", "");
    const kept = points.get(own) ?? [];
    if (req.method === "GET") return void say({ points: kept });
    points.set(own, [...kept, body as { name_zh: string }]);
    if (dies) {
      dies = false;
      req.socket.destroy();
      return;
    }
    say({ point: body as object });
  };
  const made = createServer((req, res) => void answer(req, res));
  server = made;
  await new Promise<void>((listens) => made.listen(0, "127.0.0.1", listens));
  return `http://127.0.0.1:${(made.address() as AddressInfo).port}`;
}

test("a pick-up point whose answer was lost is there once, and a second run makes none", async () => {
  const points = new Map<string, { name_zh: string }[]>();
  const handles = ["wudu", "longchuan"];
  const house = {
    urls: { backend: await backend(points) },
    seed: {
      publishable_key: "pk",
      cooperatives: handles.map((handle) => ({ handle })),
      logins: handles.map((cooperative) => ({
        actor: "coop_member",
        role: "manager",
        cooperative,
        email: `${cooperative}@x.example`,
        sign_in: { path: "/auth", body: { cooperative } },
      })),
    },
  } as unknown as DemoHouse;
  await openPickupPoints(house);
  await openPickupPoints(house);
  expect([...points].map(([handle, kept]) => [handle, kept.length])).toEqual([
    ["wudu", 1],
    ["longchuan", 1],
  ]);
});

test("a delivery that a run before midnight weighed in stays as it is; another refusal ends the run", async () => {
  let code = "idempotency_conflict";
  const made = createServer((_req, res) => {
    res.statusCode = code === "idempotency_conflict" ? 409 : 400;
    res.setHeader("content-type", "application/json").end(JSON.stringify({ code, message: "Nothing was written." }));
  });
  server = made;
  await new Promise<void>((listens) => made.listen(0, "127.0.0.1", listens));
  const house = {
    urls: { backend: `http://127.0.0.1:${(made.address() as AddressInfo).port}` },
    seed: { publishable_key: "pk" },
  } as unknown as DemoHouse;
  const weigher = new HouseClient(house);
  await weighIn(weigher, { idempotency_key: "season-walnuts-1" });
  code = "harvested_too_long_ago";
  await expect(weighIn(weigher, { idempotency_key: "season-walnuts-2" })).rejects.toMatchObject({ code });
});
