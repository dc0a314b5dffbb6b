export function nemesis(input: {
  processes: { pids(): { name: string; pid: number | undefined }[] };
  every_s: number;
  say: (line: string) => void;
  kill?: (pid: number, signal: string) => void;
}): { stop(): string };
