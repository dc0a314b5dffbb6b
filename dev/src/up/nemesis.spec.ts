import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { nemesis } from "../../up/nemesis.mjs";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it("kills backend, workers and storefront in turn, never the database or a stand-in, and tells how often", () => {
  const shot: [number, string][] = [];
  const pids = () => [
    { name: "postgres", pid: 1 },
    { name: "stripe", pid: 2 },
    { name: "backend", pid: 3 },
    { name: "worker-1", pid: 4 },
    { name: "storefront", pid: 5 },
  ];
  const enemy = nemesis({
    processes: { pids },
    every_s: 10,
    say: () => undefined,
    kill: (pid: number, signal: string) => shot.push([pid, signal]),
  });
  vi.advanceTimersByTime(40_000);
  expect(shot).toEqual([3, 4, 5, 3].map((pid) => [pid, "SIGKILL"]));
  expect(enemy.stop()).toBe("backend 2 times, worker-1 1 times, storefront 1 times");
  vi.advanceTimersByTime(60_000);
  expect(shot).toHaveLength(4);
});

it("does not count one that is down already", () => {
  const kill = () => {
    throw Object.assign(new Error("no such process"), { code: "ESRCH" });
  };
  const enemy = nemesis({
    processes: { pids: () => [{ name: "backend", pid: 3 }] },
    every_s: 1,
    say: () => undefined,
    kill,
  });
  vi.advanceTimersByTime(3_000);
  expect(enemy.stop()).toBe("nobody");
});

it("leaves alone what is still starting", () => {
  const shot: number[] = [];
  const pids = () => [
    { name: "backend", pid: 3, starting: true },
    { name: "worker-1", pid: 4, starting: false },
  ];
  nemesis({
    processes: { pids },
    every_s: 1,
    say: () => undefined,
    kill: (pid: number) => shot.push(pid),
  });
  vi.advanceTimersByTime(3_000);
  expect(shot).toEqual([4, 4, 4]);
});
