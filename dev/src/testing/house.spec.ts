import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { eventually, startHouse, type House } from "./house.js";

describe("a house under test", () => {
  let house: House;
  beforeAll(async () => {
    house = await startHouse();
  });
  afterAll(() => house?.stop());

  it("is ready: backend, worker and the stand-ins answer", async () => {
    // What the seed sent stands in the template since that was made: the worker takes it up first, on a busy machine for a while.
    for (const url of [house.backendUrl, ...house.workerUrls])
      await eventually(async () => (await fetch(`${url}/ready`)).status === 200, { timeout_ms: 120_000 });
    expect((await fetch(`${house.stripeUrl}/_standin/health`)).status).toBe(200);
  });

  it("keeps the backend's address over a kill -9", async () => {
    const before = house.pid("backend");
    await house.kill("backend");
    expect(await house.waitExit("backend")).toEqual({ code: null, signal: "SIGKILL" });
    await expect(fetch(`${house.backendUrl}/health`)).rejects.toThrow();
    await house.restart("backend");
    expect(house.pid("backend")).not.toBe(before);
    expect((await fetch(`${house.backendUrl}/health`)).status).toBe(200);
  });

  it("ends a worker politely: SIGTERM, exit 0", async () => {
    const [workerUrl] = house.workerUrls;
    await house.kill("worker", "SIGTERM");
    expect(await house.waitExit("worker")).toEqual({ code: 0, signal: null });
    await house.restart("worker");
    await eventually(async () => (await fetch(`${workerUrl}/ready`)).ok, { message: "The worker did not come back" });
  });
});
