import type { Readable } from "node:stream";
import { ok, refuse, type Refusal, type Result } from "@commonlot/domain";

/** A request's bytes up to a limit; what is longer is read to its end and not kept, so that the sender hears the answer. */
export async function readBytes(from: Readable, most: number): Promise<Result<Buffer, Refusal<"file_too_large">>> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of from as AsyncIterable<Buffer>) {
    bytes += part.length;
    if (bytes <= most) parts.push(part);
    else parts.length = 0;
  }
  if (bytes <= most) return ok(Buffer.concat(parts));
  return refuse("file_too_large", `A file has at most ${most / 1024 / 1024} MB. Nothing was taken over.`, "file");
}
