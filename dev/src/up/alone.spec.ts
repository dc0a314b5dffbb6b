import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, it } from "vitest";
import { aloneIn } from "../../up/alone.mjs";

const LEAVES = [
  'vi.mock("../mail");',
  'vi.doMock("../mail");',
  'vi.stubEnv("FILES_DIR", folder);',
  'vi.stubGlobal("fetch", other);',
  "Object.assign(process.env, house.env);",
  "process.env.FILES_DIR = folder;",
  "process.env[key] ??= value;",
  "delete process.env.FILES_DIR;",
];
const LEAVES_NOTHING = [
  "const folder = process.env.FILES_DIR;",
  'if (process.env.FILES_DIR === "/tmp") go();',
  "const more = { ...process.env };",
  'vi.spyOn(house, "close");',
];

it("a spec that leaves something in its process has one of its own, in whichever way and file it does, and no other", () => {
  const root = mkdtempSync(path.join(tmpdir(), "commonlot-alone-"));
  try {
    mkdirSync(path.join(root, "tests", "shop"), { recursive: true });
    const written = (name: string, text: string) => writeFileSync(path.join(root, "tests", "shop", name), text);
    LEAVES.forEach((text, at) => written(`leaves-${at}.spec.${at % 2 === 0 ? "ts" : "tsx"}`, text));
    LEAVES_NOTHING.forEach((text, at) => written(`nothing-${at}.spec.ts`, text));
    written("kit.ts", LEAVES[0] ?? "");
    const expected = LEAVES.map((_, at) => `tests/shop/leaves-${at}.spec.${at % 2 === 0 ? "ts" : "tsx"}`);
    expect(aloneIn(root).sort()).toEqual(expected);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
});
