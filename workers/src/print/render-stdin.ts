import { text } from "node:stream/consumers";
import type { WrittenSheet } from "./write-pdf";

/**
 * The whole program of a renderer: one sheet comes in on stdin, so that no name or address stands on a command line or in a
 * file beside; what was written goes out on stdout.
 */
export function renderStdin<Sheet>(write: (sheet: Sheet) => Promise<WrittenSheet>): void {
  const main = async (): Promise<void> => {
    const sheet = JSON.parse(await text(process.stdin)) as Sheet;
    process.stdout.write(JSON.stringify(await write(sheet)));
  };
  main().catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    process.exitCode = 1;
  });
}
