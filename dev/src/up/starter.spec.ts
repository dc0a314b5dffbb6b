import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import net from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ensureOutput } from "../../up/build.mjs";
import { refusal } from "../../up/node-version.mjs";
import { isFree, nextFreePort } from "../../up/ports.mjs";
import { find } from "../../up/tools.mjs";

describe("the starter's first look at the machine", () => {
  it.each(["0.10.48", "8.17.0", "16.20.2", "18.20.8", "20.18.3"])("refuses Node %s in a sentence", (version) => {
    expect(refusal(version)).toMatch(/needs Node 20\.19 or newer; this is Node .*\n.*nodejs\.org/);
  });

  it.each(["20.19.0", "20.20.2", "22.0.0", "24.1.0"])("takes Node %s", (version) => {
    expect(refusal(version)).toBeUndefined();
  });

  it("takes the next port when one is busy, and gives none twice", async () => {
    const server = net.createServer();
    const busy = await new Promise<number>((resolve) =>
      server.listen(0, "127.0.0.1", () => resolve((server.address() as net.AddressInfo).port)),
    );
    expect(await isFree(busy)).toBe(false);
    const first = await nextFreePort(busy);
    const second = await nextFreePort(busy);
    expect(first).toBeGreaterThan(busy);
    expect(second).toBeGreaterThan(first);
    await new Promise((resolve) => server.close(resolve));
  });
});

describe("a missing tool", () => {
  const tool = {
    what: "A tool for nothing",
    variable: "NO_SUCH_TOOL",
    otherwise: "set NO_SUCH_TOOL to where it is",
    names: ["no-such-program"],
    places: [],
    packages: ["no-such-package", "another"],
    mac: "brew install no-such-package",
  };
  const { PATH } = process.env;
  beforeEach(() => void (process.env.PATH = "/nowhere"));
  afterEach(() => {
    process.env.PATH = PATH;
    delete process.env.NO_SUCH_TOOL;
  });

  it("is named with the exact command that installs it", async () => {
    const command = process.platform === "darwin" ? tool.mac : "sudo apt-get install -y no-such-package another";
    await expect(find(tool)).rejects.toThrow(command);
    await expect(find(tool)).rejects.toThrow("set NO_SUCH_TOOL to where it is");
  });

  it("is not looked for elsewhere when a variable names a wrong place", async () => {
    process.env.NO_SUCH_TOOL = "/nowhere/at-all";
    await expect(find(tool)).rejects.toThrow(/NO_SUCH_TOOL is \/nowhere\/at-all/);
  });
});

describe("a build", () => {
  let folder: string;
  let out: string;
  let builds: number;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "commonlot-build-"));
    out = path.join(folder, "dist");
    builds = 0;
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));
  const ensure = (hash: string, build = good) =>
    ensureOutput({ out, made: { hash }, stands: (last) => last.hash === hash, build });
  const good = async (): Promise<void> => {
    builds += 1;
    await mkdir(out);
    await writeFile(path.join(out, "main.js"), "whole");
  };
  const cutOff = async (): Promise<void> => {
    await mkdir(out);
    await writeFile(path.join(out, "main.js"), "ha");
    throw new Error("killed");
  };

  it("is not repeated while its sources stay the same", async () => {
    expect([await ensure("1"), await ensure("1"), await ensure("2")]).toEqual([true, false, true]);
    expect(builds).toBe(2);
  });

  it("that was cut off half-way is made again, from nothing", async () => {
    await ensure("1");
    await expect(ensure("2", cutOff)).rejects.toThrow("killed");
    expect(existsSync(path.join(out, ".commonlot-stamp"))).toBe(false);
    // Also when the sources went back to what had been built before.
    expect(await ensure("1")).toBe(true);
    expect(await readFile(path.join(out, "main.js"), "utf8")).toBe("whole");
  });
});
