import { createHash } from "node:crypto";

/** SHA-256 of a file that somebody sent, as 64 hex digits. The file itself is not kept. */
export async function hashOf(file: File): Promise<string> {
  return createHash("sha256")
    .update(new Uint8Array(await file.arrayBuffer()))
    .digest("hex");
}
