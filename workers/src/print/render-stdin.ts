import { text } from "node:stream/consumers";
import type { WrittenSheet } from "./write-pdf";

/**
 * The whole program of a renderer: one sheet comes in on stdin, so that no name or address stands on a command line or in a
 * file beside; how many pages are drawn, and what was written in the end, goes out on stdout, a line each.
 */
export function renderStdin<Sheet>(
  write: (sheet: Sheet, drawn: (pages: number) => void) => Promise<WrittenSheet>,
): void {
  const main = async (): Promise<void> => {
    const sheet = JSON.parse(await text(process.stdin)) as Sheet;
    const drawn = (pages: number) => process.stdout.write(`${JSON.stringify({ drawn: pages })}\n`);
    process.stdout.write(`${JSON.stringify(await write(sheet, drawn))}\n`);
  };
  main().catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    process.exitCode = 1;
  });
}
