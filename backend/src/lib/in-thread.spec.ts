import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { inThread, ThreadFailure } from "./in-thread";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "commonlot-thread-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

let written = 0;
async function thread(body: string): Promise<string> {
  const file = path.join(folder, `${written++}.js`);
  await writeFile(file, `const { parentPort, workerData } = require("node:worker_threads");\n${body}`);
  return file;
}

it("answers what the thread posts, and this process goes on meanwhile", async () => {
  let ticks = 0;
  const timer = setInterval(() => ticks++, 5);
  const file = await thread(
    `const end = Date.now() + 300; while (Date.now() < end); parentPort.postMessage(workerData.of.map((n) => n * 2n));`,
  );
  expect(await inThread<bigint[]>(file, { of: [1n, 21n] }, 10_000)).toEqual([2n, 42n]);
  clearInterval(timer);
  // A busy event loop would not have ticked at all.
  expect(ticks).toBeGreaterThan(5);
});

it.each([
  ["dies with an error", `throw new Error("no such lot");`, "no such lot"],
  ["ends without an answer", `process.exit(3);`, "code 3"],
])("a thread that %s fails the work in words", async (_, body, words) => {
  await expect(inThread(await thread(body), {}, 10_000)).rejects.toThrow(words);
  await expect(inThread(await thread(body), {}, 10_000)).rejects.toBeInstanceOf(ThreadFailure);
});

it("a thread that comes to no end is ended", async () => {
  const began = Date.now();
  await expect(inThread(await thread("for (;;);"), {}, 400)).rejects.toThrow("not done after");
  expect(Date.now() - began).toBeLessThan(5_000);
});
