import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";
import { ensureBuilt } from "../../up/build.mjs";
import { testEnv } from "../../up/test-env.mjs";

const run = promisify(execFile);
/** The built backend's own check, as every process makes it at its start. */
const builtEnv = fileURLToPath(new URL("../../../backend/.medusa/server/src/env.js", import.meta.url));
const check = (env: NodeJS.ProcessEnv) =>
  run(process.execPath, ["-e", `require(${JSON.stringify(builtEnv)}).readEnv()`], {
    env: { PATH: process.env.PATH, ...env },
  }).then(
    () => ({ code: 0, stderr: "" }),
    (error: { code: number; stderr: string }) => ({ code: error.code, stderr: error.stderr }),
  );

describe("the environment", () => {
  beforeAll(() => ensureBuilt(["backend"]));

  it("that is right lets a process start", async () => {
    const good = { ...testEnv(), DATABASE_URL: "postgres://user:word@127.0.0.1:5432/shop" };
    expect(await check(good)).toEqual({ code: 0, stderr: "" });
  });

  it("that is wrong is told with every problem at once, and exit code 1", async () => {
    const { code, stderr } = await check({
      ...testEnv(),
      DATABASE_URL: "mysql://127.0.0.1/shop",
      REDIS_URL: "http://127.0.0.1",
      PORT: "70000",
      JWT_SECRET: "short",
      STRIPE_API_KEY: "pk_live_1",
      CARRIER_WEBHOOK_SECRET: "",
    });
    expect(code).toBe(1);
    for (const name of [
      "DATABASE_URL",
      "REDIS_URL",
      "PORT",
      "JWT_SECRET",
      "STRIPE_API_KEY",
      "CARRIER_WEBHOOK_SECRET",
    ]) {
      expect(stderr).toMatch(new RegExp(`^  ${name}: `, "m"));
    }
  });

  it("of production takes no stand-in, no kill point and no secret of development", async () => {
    const { code, stderr } = await check({
      ...testEnv(),
      NODE_ENV: "production",
      DATABASE_URL: "postgres://user:word@127.0.0.1:5432/shop",
      KILL_AT: "anywhere",
    });
    expect(code).toBe(1);
    for (const name of [
      "STRIPE_API_HOST",
      "STRIPE_API_PORT",
      "STRIPE_API_PROTOCOL",
      "KILL_AT",
      "JWT_SECRET",
      "COOKIE_SECRET",
    ]) {
      expect(stderr).toMatch(new RegExp(`^  ${name}: `, "m"));
    }
  });
});
