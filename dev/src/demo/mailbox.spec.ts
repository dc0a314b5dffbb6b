import { appendFile, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ensured, type DemoHouse } from "./house-client";
import { mailed } from "./mailbox";

let FILES_DIR: string;
beforeAll(async () => {
  FILES_DIR = await mkdtemp(path.join(tmpdir(), "mailbox-"));
});
afterAll(() => rm(FILES_DIR, { recursive: true, force: true }));

const read = (to: string) => mailed({ env: { FILES_DIR } } as unknown as DemoHouse, to, /(?<!\d)\d{6}(?!\d)/);
const arrives = (line: string) => appendFile(path.join(FILES_DIR, "mail-outbox.jsonl"), line);

test("a mailbox before its first mail is empty, and a line that is being written is no mail yet", async () => {
  expect(await read("a@x.example")).toEqual([]);
  await arrives(`${JSON.stringify({ to: "a@x.example", text: "您的验证码是 123456，10 分钟内有效。" })}\n`);
  await arrives(`${JSON.stringify({ to: "b@x.example", text: "Your code is 222222." })}\n`);
  await arrives(`${JSON.stringify({ to: "a@x.example", text: "no code: 91350100000000" })}\n`);
  await arrives(`{"to":"a@x.example","text":"654`);
  expect(await read("a@x.example")).toEqual(["123456"]);
  await arrives(`321"}\n`);
  expect(await read("a@x.example")).toEqual(["123456", "654321"]);
});

test("what was written while its answer was lost is not written twice", async () => {
  const written: string[] = [];
  await ensured(
    () => Promise.resolve(written.length > 0),
    () => {
      written.push("address");
      return Promise.reject(new Error("the house was killed"));
    },
  );
  expect(written).toEqual(["address"]);
});
