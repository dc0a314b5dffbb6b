import { expect, test } from "vitest";
import { Changes, LEASE_MS } from "./changes";

const until = async (what: () => boolean) => {
  for (const end = Date.now() + 10_000; !what();) {
    if (Date.now() > end) throw new Error("it did not come");
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
};

test("what is kept is believed while the backend says so, and no longer; after a break all is forgotten", async () => {
  let at = 0;
  let say: (line: string) => void = () => undefined;
  let cut: () => void = () => undefined;
  let opened = 0;
  const told: string[] = [];
  const changes = new Changes(
    async () => {
      opened++;
      return new ReadableStream<Uint8Array>({
        start(stream) {
          say = (line) => stream.enqueue(new TextEncoder().encode(line));
          cut = () => stream.error(new Error("cut"));
        },
      });
    },
    { began: () => told.push("began"), changed: (tags) => told.push(...tags) },
    () => at,
  );
  expect(changes.sure).toBe(false);
  changes.start();
  await until(() => told.length === 1);
  expect(changes.sure, "connected, but nothing said yet").toBe(false);
  say('{"pulse":true}\n{"tags":["village:v1","product:p');
  say('1"]}\n');
  await until(() => told.length === 3);
  expect(told).toEqual(["began", "village:v1", "product:p1"]);
  expect(changes.sure).toBe(true);
  at += LEASE_MS;
  expect(changes.sure, "silence").toBe(false);
  say('{"pulse":true}\n');
  await until(() => changes.sure);
  cut();
  await until(() => !changes.sure);
  await until(() => told.filter((one) => one === "began").length === 2);
  expect(opened).toBe(2);
  expect(changes.sure).toBe(false);
  say('{"pulse":true}\n');
  await until(() => changes.sure);
  changes.stop();
  expect(changes.sure).toBe(false);
});
