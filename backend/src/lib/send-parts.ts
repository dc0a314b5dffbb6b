import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { MedusaResponse } from "@medusajs/framework/http";

/** A reader who takes nothing for so long is gone: what is held open for them is let go. */
const PATIENCE_MS = 60_000;

/**
 * Sends a sheet as its parts come, no faster than it is taken. What fails before the first part is an error like any other; what fails
 * in the middle breaks the connection off, so that half a file is never taken for a whole one. A reader who leaves ends the reading.
 */
export async function sendParts<Part extends string | Uint8Array>(
  res: MedusaResponse,
  name: string,
  parts: AsyncGenerator<Part>,
  type = "text/csv; charset=utf-8",
): Promise<void> {
  const first = await parts.next();
  res.setHeader("content-type", type);
  res.setHeader("content-disposition", `attachment; filename="${name}"`);
  res.setHeader("cache-control", "no-store");
  res.setTimeout(PATIENCE_MS, () => res.destroy());
  try {
    await pipeline(Readable.from(all(first, parts), { objectMode: true, highWaterMark: 1 }), res);
  } catch (error) {
    if (!isGone(error)) res.destroy(error instanceof Error ? error : undefined);
  }
}

async function* all<Part>(first: IteratorResult<Part, unknown>, rest: AsyncGenerator<Part>): AsyncGenerator<Part> {
  try {
    if (first.done !== true) yield first.value;
    yield* rest;
  } finally {
    // Also when the reader left before the second part.
    await rest.return(undefined);
  }
}

function isGone(error: unknown): boolean {
  return (error as { code?: string }).code === "ERR_STREAM_PREMATURE_CLOSE";
}
