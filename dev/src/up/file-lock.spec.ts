import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { expect, test, vi } from "vitest";
import { withFileLock } from "../../up/file-lock.mjs";

test("who waits for a build says on stderr for what, once, and goes on when it is free", async () => {
  const folder = await mkdtemp(path.join(os.tmpdir(), "lock-"));
  const said = vi.spyOn(process.stderr, "write").mockReturnValue(true);
  try {
    const lock = path.join(folder, "build.lock");
    const first = withFileLock(lock, () => new Promise((resolve) => setTimeout(resolve, 2_300)));
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(await withFileLock(lock, () => "done")).toBe("done");
    await first;
    expect(said.mock.calls.map(([text]) => String(text))).toEqual([
      `waiting for process ${process.pid}, which holds the lock of the build (${lock})\n`,
    ]);
  } finally {
    said.mockRestore();
    await rm(folder, { recursive: true });
  }
});
