import { createHmac, hkdfSync, timingSafeEqual } from "node:crypto";
import { readEnv } from "../env";

const KEY_BYTES = 32;
/** 16 bytes: nobody tries 2^128. A link stays short enough for an SMS. */
const SIGNATURE_BYTES = 16;

/** Signs what links of one purpose say, and knows its own again. Worked out, not kept: nothing to leak from a dump. */
export class LinkSigner {
  private key: Buffer | undefined;

  /** `purpose`: links of one open nothing of another. */
  constructor(private readonly purpose: string) {}

  sign(said: string): string {
    return this.bytesOf(said).toString("base64url");
  }

  isSigned(said: string, signature: string): boolean {
    const given = Buffer.from(signature, "base64url");
    return given.length === SIGNATURE_BYTES && timingSafeEqual(given, this.bytesOf(said));
  }

  private bytesOf(said: string): Buffer {
    this.key ??= Buffer.from(hkdfSync("sha256", readEnv().COOKIE_SECRET, "", `commonlot ${this.purpose}`, KEY_BYTES));
    return createHmac("sha256", this.key).update(said).digest().subarray(0, SIGNATURE_BYTES);
  }
}
