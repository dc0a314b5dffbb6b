import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { testDatabase, type TestDatabase } from "../testing/postgres.js";
import { createCarrier, type Carrier } from "./app.js";
import { signature } from "./sign.js";

const SECRET = "development-carrier-secret";
interface Hook {
  id: string;
  events: { id: string; reference: string; state: string }[];
  header: string;
  raw: string;
}

let database: TestDatabase;
let carrier: Carrier;
let api: Server;
let house: Server;
let base: string;
let hooks: Hook[] = [];
let refuseNext = 0;

const listening = (server: Server) =>
  new Promise<number>((resolve) =>
    server.listen(0, "127.0.0.1", () => resolve((server.address() as AddressInfo).port)),
  );

beforeAll(async () => {
  database = await testDatabase({ template: false });
  house = createServer((req, res) => {
    const parts: Buffer[] = [];
    req.on("data", (part: Buffer) => parts.push(part));
    req.on("end", () => {
      const raw = Buffer.concat(parts).toString("utf8");
      const refused = refuseNext > 0;
      if (refused) refuseNext -= 1;
      else
        hooks.push({
          ...(JSON.parse(raw) as Omit<Hook, "header" | "raw">),
          header: String(req.headers["x-carrier-signature"]),
          raw,
        });
      res.writeHead(refused ? 503 : 200).end();
    });
  });
  const url = `http://127.0.0.1:${await listening(house)}/hooks/carrier`;
  carrier = createCarrier({ pool: database.pool, webhook: { url, secret: SECRET }, speed: 200_000 });
  await carrier.start();
  api = createServer(carrier.app);
  base = `http://127.0.0.1:${await listening(api)}`;
});
afterAll(async () => {
  await carrier.stop();
  await new Promise((resolve) => api.close(resolve));
  await new Promise((resolve) => house.close(resolve));
  await database.drop();
});
beforeEach(async () => {
  await carrier.faults.change({
    seed: 1,
    lost: 0,
    repeat: 0,
    shuffle_ms: 0,
    delay_ms: 0,
    lose_answers: 0,
    fail_500: 0,
  });
  hooks = [];
});

let run = 0;
const batchOf = (count: number) => {
  run += 1;
  return {
    shipments: Array.from({ length: count }, (_, index) => ({
      reference: `CL${run}X${index}`,
      carrier: "standin",
      service: "parcel",
      weight_g: 2_120,
      to: { name: "张", phone: "13800000000", province_code: "44", address: "人民路 1 号" },
    })),
  };
};
const post = (key: string, body: object) =>
  fetch(`${base}/shipments`, {
    method: "POST",
    headers: { "content-type": "application/json", "idempotency-key": key },
    body: JSON.stringify(body),
  });
type Booked = { shipments: { id: string; reference: string; tracking_number: string; state: string }[] };
const until = async (done: () => boolean) => {
  for (let tries = 0; tries < 150 && !done(); tries += 1) await new Promise((resolve) => setTimeout(resolve, 50));
  expect(done()).toBe(true);
};
const statesOf = (reference: string) =>
  hooks.flatMap((hook) => hook.events.filter((event) => event.reference === reference).map((event) => event.state));

describe("the carrier stand-in", () => {
  it("books 5,000 shipments in one call, answers the same to the same key, and refuses another body under it", async () => {
    const body = batchOf(5_000);
    const first = await post(`key-${run}-aaaa`, body);
    expect(first.status).toBe(201);
    const booked = (await first.json()) as Booked;
    expect(new Set(booked.shipments.map((s) => s.tracking_number)).size).toBe(5_000);
    expect(await (await post(`key-${run}-aaaa`, body)).json()).toEqual(booked);
    expect((await post(`key-${run}-aaaa`, { shipments: body.shipments.slice(1) })).status).toBe(409);
    expect((await post(`key-${run}-bbbb`, body)).status).toBe(409);
    await until(() => hooks.reduce((sum, hook) => sum + hook.events.length, 0) >= 20_000);
    expect(hooks.length).toBeLessThan(200);
  });

  it("keeps a booking whose answer was lost, and finds it by batch and by reference", async () => {
    await carrier.faults.change({ lose_answers: 1 });
    const body = batchOf(3);
    await expect(post(`key-${run}-lost`, body)).rejects.toThrow();
    const byBatch = (await (await fetch(`${base}/shipments?batch=key-${run}-lost`)).json()) as Booked;
    expect(byBatch.shipments).toHaveLength(3);
    const byReference = (await (await fetch(`${base}/shipments?reference=CL${run}X1`)).json()) as Booked;
    expect(byReference.shipments[0]?.tracking_number).toBe(byBatch.shipments[1]?.tracking_number);
    expect(await (await post(`key-${run}-lost`, body)).json()).toMatchObject({
      shipments: [{ reference: `CL${run}X0` }, {}, {}],
    });
  });

  it("tells the whole journey by signed webhooks, again and again until it is heard", async () => {
    refuseNext = 2;
    await post(`key-${run + 1}-journey`, batchOf(2));
    await until(() => statesOf(`CL${run}X0`).length === 4 && statesOf(`CL${run}X1`).length === 4);
    expect(statesOf(`CL${run}X0`).sort()).toEqual(["delivered", "in_transit", "out_for_delivery", "picked_up"]);
    for (const hook of hooks) {
      const time = Number(/^t=(\d+),/.exec(hook.header)?.[1]);
      expect(hook.header).toBe(signature(SECRET, hook.raw, time));
    }
  });

  it("loses, repeats and reorders when told to", async () => {
    await carrier.faults.change({ lost: 1, repeat: 2, shuffle_ms: 200 });
    await post(`key-${run + 1}-fault`, batchOf(1));
    await until(() => statesOf(`CL${run}X0`).length === 12);
    expect(new Set(statesOf(`CL${run}X0`))).toEqual(new Set(["picked_up", "in_transit", "out_for_delivery", "lost"]));
  });

  it("cancels what was not picked up, and refuses what was", async () => {
    await carrier.tracking.stop();
    const booked = (await (await post(`key-${run + 1}-cancel`, batchOf(1))).json()) as Booked;
    const cancel = (id: string) => fetch(`${base}/shipments/${id}/cancel`, { method: "POST" });
    expect((await cancel(booked.shipments[0]?.id ?? "")).status).toBe(200);
    expect((await cancel("shp_none")).status).toBe(404);
    await database.pool.query("update carrier_standin.shipment set state = 'picked_up' where id = $1", [
      booked.shipments[0]?.id,
    ]);
    expect((await cancel(booked.shipments[0]?.id ?? "")).status).toBe(409);
  });

  it.each([
    ["no key", "", { shipments: [] }],
    ["no shipments", "key-bad-1", { shipments: [] }],
    ["a weight of zero", "key-bad-2", { shipments: [{ ...batchOf(1).shipments[0], weight_g: 0 }] }],
    ["a key nobody knows", "key-bad-3", { shipments: batchOf(1).shipments, more: 1 }],
  ])("refuses %s", async (_what, key, body) => {
    expect((await post(key, body)).status).toBe(400);
  });

  it("never starts in production", async () => {
    const child = spawn(process.execPath, [fileURLToPath(new URL("../../dist/carrier/server.js", import.meta.url))], {
      env: { PATH: process.env.PATH, NODE_ENV: "production", DATABASE_URL: database.url, PORT: "0" },
    });
    const [code] = (await once(child, "exit")) as [number];
    expect(code).toBe(1);
  });
});
