import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { PROMISES_ZH } from "../../src/admin/lib/promise-words";

const src = path.resolve(import.meta.dirname, "../../src");
const read = (under: string) =>
  readdirSync(path.join(src, under), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .map((file) => readFileSync(path.join(src, under, file), "utf8"));

test("every promise of the house has its Chinese words in Admin, and no words are left over", () => {
  const ids = ["modules", "workflows/health"].flatMap((under) =>
    read(under).flatMap((text) => [...text.matchAll(/^\s+id: "([A-Z]\d+[a-z]?)",$/gm)].map((found) => found[1]!)),
  );
  expect(new Set(ids).size).toBeGreaterThan(35);
  expect(Object.keys(PROMISES_ZH).sort()).toEqual([...new Set(ids)].sort());
});

test("every page of ours in Admin has its name in both languages", () => {
  const labels = readdirSync(path.join(src, "admin/routes")).map((page) => {
    const text = readFileSync(path.join(src, "admin/routes", page, "page.tsx"), "utf8");
    return /defineRouteConfig\(\{ label: "(\w+)", translationNs: "commonlot" \}\)/.exec(text)?.[1] ?? page;
  });
  const names = readFileSync(path.join(src, "admin/i18n/index.ts"), "utf8");
  for (const label of labels) expect(names.split(`      ${label}: "`), label).toHaveLength(3);
});

test("what workflows tell people in Chinese has signs as wide as its letters", () => {
  const narrow = /[\p{Script=Han}”》】][,:;!?()]|[,:;!?()][\p{Script=Han}“《【]/u;
  const lines = read("workflows").flatMap((text) => text.split("\n"));
  const told = lines.filter((line) => !/^\s*(\*|\/\*|\/\/)/.test(line));
  expect(told.filter((line) => narrow.test(line))).toEqual([]);
});
