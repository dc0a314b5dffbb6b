import type { ChildProcess } from "node:child_process";
import type { Service } from "./services.mjs";

export class Processes {
  constructor(options: { say: (line: string) => void; file?: string; logs?: string });
  startService(name: string, how: Service): Promise<unknown>;
  start(
    name: string,
    launch: (started: (child: ChildProcess) => Promise<void>) => Promise<void>,
    options?: { endWith?: NodeJS.Signals },
  ): Promise<unknown>;
  restart(name: string): Promise<void>;
  pids(): { name: string; pid: number | undefined }[];
  stop(): Promise<string[]>;
}
export function runningStarter(file?: string): Promise<number | undefined>;
export function endLeftovers(file?: string): Promise<string[]>;
