export function isAlive(pid: number): boolean;
export function commandOf(pid: number): Promise<string>;
export function startOf(pid: number): Promise<string>;
export function endPid(
  pid: number,
  options?: { signal?: NodeJS.Signals; last?: NodeJS.Signals; limit_ms?: number },
): Promise<void>;
