import { spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { createInterface } from "node:readline";
import { text } from "node:stream/consumers";
import type { WrittenSheet } from "./write-pdf";

/** Two thousand labels take some seconds; a renderer that hangs must not hold the job for ever. */
const RENDER_WITHIN_MS = 300_000;

/**
 * Node lets a process grow before it tidies up. A renderer lives for seconds and beside a shop: with these it takes about 140 MB,
 * most of it two fonts, for fifty labels as for thousands.
 */
const SMALL = ["--max-old-space-size=256", "--max-semi-space-size=2"];

/**
 * Has a job's own `render.ts` print in a process of its own: thousands of pages take memory that the worker must not keep. In
 * the bundle of the worker `__dirname` is `dist`. `said` hears how many pages are drawn.
 */
export async function renderInChild(
  job: "print-labels" | "print-cards" | "print-papers" | "print-money",
  sheet: object,
  said: (pages: number) => void = () => undefined,
): Promise<WrittenSheet> {
  const renderer = path.join(__dirname, "jobs", job, "render.js");
  // The renderer needs no secret of ours, so it gets none.
  const child = spawn(process.execPath, [...SMALL, renderer], {
    stdio: ["pipe", "pipe", "pipe"],
    env: { PATH: process.env.PATH, LANG: "C.UTF-8" },
    timeout: RENDER_WITHIN_MS,
    killSignal: "SIGKILL",
  });
  child.stdin.on("error", () => undefined);
  child.stdin.end(JSON.stringify(sheet));
  const [out, err, [code]] = await Promise.all([
    lastLine(child.stdout, said),
    text(child.stderr),
    once(child, "close") as Promise<[number | null]>,
  ]);
  if (code !== 0) throw new Error(`the renderer of ${job} ended with ${code ?? "a signal"}: ${err.slice(0, 500)}`);
  return JSON.parse(out) as WrittenSheet;
}

/** A line for every few pages that are drawn, and at the end one with what was written. */
async function lastLine(stdout: NodeJS.ReadableStream, said: (pages: number) => void): Promise<string> {
  let last = "";
  for await (const line of createInterface({ input: stdout })) {
    const { drawn } = JSON.parse(line) as { drawn?: number };
    if (drawn === undefined) last = line;
    else said(drawn);
  }
  return last;
}
