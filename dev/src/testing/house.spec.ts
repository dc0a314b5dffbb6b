import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startHouse, type House } from "./house.js";

describe("a house under test", () => {
  let house: House;
  beforeAll(async () => {
    house = await startHouse({ workers: 0 });
  });
  afterAll(() => house?.stop());

  it("answers, dies by kill -9 and comes back on the same address", async () => {
    expect((await fetch(`${house.backendUrl}/health`)).status).toBe(200);
    const before = house.pid("backend");
    await house.kill("backend");
    await expect(fetch(`${house.backendUrl}/health`)).rejects.toThrow();
    expect(await house.waitExit("backend")).toEqual({ code: null, signal: "SIGKILL" });
    await house.restart("backend");
    expect(house.pid("backend")).not.toBe(before);
    expect((await fetch(`${house.backendUrl}/health`)).status).toBe(200);
  });
});
