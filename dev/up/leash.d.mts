import type { ChildProcess } from "node:child_process";

export function endRunning(): void;
export interface Exit {
  code: number | null;
  signal: NodeJS.Signals | null;
}
export function spawnOnLeash(
  command: string,
  args: readonly string[],
  options?: {
    cwd?: string;
    env?: NodeJS.ProcessEnv;
    log?: string;
    endWith?: "TERM" | "INT";
    uid?: number;
    gid?: number;
  },
): ChildProcess;
export function exited(child: ChildProcess): Promise<Exit>;
export function endChild(
  child: ChildProcess,
  options?: { signal?: NodeJS.Signals; limit_ms?: number },
): Promise<Exit & { forced: boolean }>;
