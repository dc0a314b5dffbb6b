import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const NARROW = /[\p{Script=Han}”》】][,:;!?()]|[,:;!?()][\p{Script=Han}“《【]/u;
/** Reads what people write, in whatever signs. */
const READS = new Set(["sms-reply.ts"]);

test("what is mailed and texted in Chinese has signs as wide as its letters", () => {
  const here = import.meta.dirname;
  const files = readdirSync(here).filter((name) => /(?<!\.spec)\.ts$/.test(name) && !READS.has(name));
  const lines = files.flatMap((name) =>
    readFileSync(join(here, name), "utf8")
      .split("\n")
      .filter((line) => !/^\s*(\*|\/\*|\/\/)/.test(line))
      .map((line) => `${name}: ${line.trim()}`),
  );
  expect(lines.length).toBeGreaterThan(200);
  // Between a text and the next one stands code: only what touches a letter counts.
  expect(lines.filter((line) => NARROW.test(line))).toEqual([]);
});
