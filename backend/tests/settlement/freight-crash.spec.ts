import { spawn } from "node:child_process";
import { mkdir, rm } from "node:fs/promises";
import path from "node:path";
import { build } from "esbuild";
import { afterAll, beforeAll, expect, it } from "vitest";
import { at } from "../../../dev/up/paths.mjs";
import { testEnv } from "../../../dev/up/test-env.mjs";
import { freightKit } from "./freight-kit";
import { id, NONE, value, violations } from "./house";
import { specHouse } from "./spec-house";

const house = specHouse();
const folder = at("backend", "node_modules", ".cache", id("freight-crash"));
const program = path.join(folder, "freight-process.cjs");
beforeAll(async () => {
  await mkdir(folder, { recursive: true });
  await build({
    entryPoints: [at("backend", "tests", "settlement", "freight-process.ts")],
    outfile: program,
    bundle: true,
    platform: "node",
    target: "node20",
    format: "cjs",
    packages: "external",
    logLevel: "silent",
  });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

function run(order_id: string, cooperative_id: string, planned: number, point: string): Promise<string | null> {
  const child = spawn(process.execPath, [program, order_id, cooperative_id, String(planned)], {
    cwd: at("backend"),
    env: testEnv({ DATABASE_URL: house.url, KILL_AT: point }),
    stdio: "ignore",
  });
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (_code, signal) => resolve(signal));
  });
}

it.each([
  ["freight_given_back_not_settled", 8_000],
  ["freight_asked_not_settled", 9_000],
] as const)("killed at %s it has done nothing, and the next one settles it once", async (point, planned) => {
  const { capture, settle, gap, given, cooperative_id, refunds, settlement, agreed } = await freightKit(house, {
    term: { bearer: "buyer" },
  });
  value(await capture());
  const proformas = async () => {
    const { rows } = await house.db.query<{ id: string }>(
      `select id from proforma where order_id = $1 and kind = 'freight'`,
      [given.order_id],
    );
    return rows.length;
  };
  expect(await run(given.order_id, cooperative_id, planned, point)).toBe("SIGKILL");
  expect(await settlement.freightGaps.ofQuote(agreed.quote_id)).toBeUndefined();
  expect(await refunds()).toEqual([]);
  expect(await proformas()).toBe(0);
  expect(value(await settle(planned))).toBe(1);
  expect(value(await settle(planned))).toBe(0);
  expect(await gap()).toMatchObject({ planned_minor: BigInt(planned) });
  expect(await refunds()).toHaveLength(planned < 8_800 ? 1 : 0);
  expect(await proformas()).toBe(planned > 8_800 ? 1 : 0);
  expect(await violations(house)).toMatchObject(NONE);
});
