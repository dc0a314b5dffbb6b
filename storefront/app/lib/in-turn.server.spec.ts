import { expect, test } from "vitest";
import { MadeOnce } from "./in-turn.server";

test("a crowd that asks for one thing has it made once, and two things are never made at once", async () => {
  const pictures = new MadeOnce<string>(10);
  let running = 0;
  let most = 0;
  let made = 0;
  const make = (key: string) => async () => {
    most = Math.max(most, ++running);
    made++;
    await new Promise((resolve) => setTimeout(resolve, 2));
    running--;
    return key;
  };
  const asked = Array.from({ length: 40 }, (_, i) => `k${i % 4}`);
  expect(await Promise.all(asked.map((key) => pictures.get(key, make(key))))).toEqual(asked);
  expect({ made, most }).toEqual({ made: 4, most: 1 });
});

test("a failure is told to who asked, holds up nobody, and is tried again", async () => {
  const pictures = new MadeOnce<string>(10);
  const broken = pictures.get("a", () => Promise.reject(new Error("no font")));
  const other = pictures.get("b", () => Promise.resolve("b"));
  await expect(broken).rejects.toThrow("no font");
  expect(await other).toBe("b");
  expect(await pictures.get("a", () => Promise.resolve("a"))).toBe("a");
});

test("no more is kept than was said, and what was asked for lately stays", async () => {
  const pictures = new MadeOnce<number>(2);
  let made = 0;
  const ask = (key: string) => pictures.get(key, () => Promise.resolve(++made));
  await ask("a");
  await ask("b");
  await ask("a");
  await ask("c"); // b goes
  expect(await ask("a")).toBe(1);
  expect(await ask("b")).toBe(4);
});
