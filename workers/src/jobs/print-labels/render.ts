import { text } from "node:stream/consumers";
import { writeSheet, type Sheet } from "./sheet";

// A process of its own: 5,000 labels take some 300 MB, which the worker must not keep. One sheet comes in on stdin, so
// that no address stands on a command line or in a file beside; what was written goes out on stdout.
async function main(): Promise<void> {
  const sheet = JSON.parse(await text(process.stdin)) as Sheet;
  process.stdout.write(JSON.stringify(await writeSheet(sheet)));
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exitCode = 1;
});
