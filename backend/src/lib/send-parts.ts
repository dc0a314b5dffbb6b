import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { MedusaResponse } from "@medusajs/framework/http";

/**
 * Sends a sheet as its parts come, no faster than it is taken. A reader who leaves ends the reading; a failure in the middle breaks the
 * connection off, so that half a file is never taken for a whole one.
 */
export async function sendParts(res: MedusaResponse, name: string, parts: AsyncIterable<string>): Promise<void> {
  res.setHeader("content-type", "text/csv; charset=utf-8");
  res.setHeader("content-disposition", `attachment; filename="${name}"`);
  res.setHeader("cache-control", "no-store");
  try {
    await pipeline(Readable.from(parts, { objectMode: true, highWaterMark: 1 }), res);
  } catch (error) {
    if (isGone(error)) return;
    // Before the first byte it is an error like any other.
    if (!res.headersSent) throw error;
    res.destroy(error instanceof Error ? error : undefined);
  }
}

function isGone(error: unknown): boolean {
  return (error as { code?: string }).code === "ERR_STREAM_PREMATURE_CLOSE";
}
