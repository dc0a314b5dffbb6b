export function nemesis(input: {
  processes: { pids(): { name: string; pid: number | undefined; starting?: boolean }[] };
  every_s: number;
  say: (line: string) => void;
  kill?: (pid: number, signal: string) => void;
}): { stop(): string };
