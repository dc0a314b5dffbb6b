import { createInflateRaw } from "node:zlib";
import { SheetFault } from "./fault";

const ENTRY = 0x02014b50;
/** What one part of a spreadsheet may unpack to: a small file can claim to hold a large one. */
export const MAX_UNPACKED_BYTES = 400 * 1024 * 1024;

/** Bytes of a part that is not packed, at once. */
const PIECE = 1 << 16;

export interface ZipPart {
  readonly name: string;
  readonly packed: Buffer;
  readonly stored: boolean;
}

/** Parts of a zip file by the directory at its end. */
export function zipParts(zip: Buffer): Map<string, ZipPart> {
  try {
    return new Map([...entries(zip)].map((part) => [part.name, part]));
  } catch (error) {
    // Places outside of the file: it is cut off, or no zip at all.
    if (error instanceof RangeError) throw new SheetFault("unreadable");
    throw error;
  }
}

function* entries(zip: Buffer): Generator<ZipPart> {
  const end = zip.lastIndexOf(Buffer.from("PK\x05\x06", "latin1"));
  if (end < 0) throw new SheetFault("unreadable");
  let at = zip.readUInt32LE(end + 16);
  for (let left = zip.readUInt16LE(end + 10); left > 0; left--) {
    if (zip.readUInt32LE(at) !== ENTRY) throw new SheetFault("unreadable");
    const length = zip.readUInt16LE(at + 28);
    const local = zip.readUInt32LE(at + 42);
    const from = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
    yield {
      name: zip.toString("utf8", at + 46, at + 46 + length),
      packed: zip.subarray(from, from + zip.readUInt32LE(at + 20)),
      stored: zip.readUInt16LE(at + 10) === 0,
    };
    at += 46 + length + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
  }
}

/** A part unpacked as text, piece by piece. */
export async function* unpacked(part: ZipPart): AsyncGenerator<string> {
  const decoder = new TextDecoder("utf-8");
  if (part.stored) {
    for (let at = 0; at < part.packed.length; at += PIECE)
      yield decoder.decode(part.packed.subarray(at, at + PIECE), { stream: true });
    return;
  }
  const inflate = createInflateRaw();
  inflate.end(part.packed);
  let bytes = 0;
  try {
    for await (const piece of inflate as AsyncIterable<Buffer>) {
      bytes += piece.length;
      if (bytes > MAX_UNPACKED_BYTES) throw new SheetFault("too_large");
      yield decoder.decode(piece, { stream: true });
    }
  } catch (error) {
    // What is packed wrongly is said by the library in words of its own.
    throw error instanceof SheetFault ? error : new SheetFault("unreadable");
  }
}
