import { createCipheriv, createDecipheriv, createHash, randomBytes } from "node:crypto";

/** Format mark of a sealed text: "1.<key id>.<nonce>.<ciphertext and tag>". A new format gets a new mark. */
const FORMAT = "1";
/** Sizes that AES-256-GCM is specified with, in bytes. */
const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/**
 * Seals short texts (account numbers, phones) with AES-256-GCM. Every text is bound to the row and column it stands in
 * by `bound_to` as additional data: a sealed text copied into another household's row does not open there.
 */
export class Cipher {
  /** Names the key in each sealed text, so that a change of keys can tell old from new. */
  readonly key_id: string;
  private readonly key: Buffer;

  constructor(key_base64: string) {
    this.key = Buffer.from(key_base64, "base64");
    if (this.key.length !== KEY_BYTES) throw new RangeError(`the household key must be ${KEY_BYTES} bytes of base64`);
    this.key_id = createHash("sha256").update(this.key).digest("hex").slice(0, 8);
  }

  seal(text: string, bound_to: string): string {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv("aes-256-gcm", this.key, nonce).setAAD(Buffer.from(bound_to));
    const sealed = Buffer.concat([cipher.update(text, "utf8"), cipher.final(), cipher.getAuthTag()]);
    return [FORMAT, this.key_id, nonce.toString("base64url"), sealed.toString("base64url")].join(".");
  }

  /** Throws when the text was sealed with another key, for another row, or has been touched. */
  open(sealed_text: string, bound_to: string): string {
    const [format, key_id, nonce, sealed] = sealed_text.split(".");
    if (format !== FORMAT || key_id === undefined || nonce === undefined || sealed === undefined) {
      throw new Error("not a sealed text of ours");
    }
    if (key_id !== this.key_id) throw new Error(`sealed with key ${key_id}, this process has ${this.key_id}`);
    const bytes = Buffer.from(sealed, "base64url");
    const decipher = createDecipheriv("aes-256-gcm", this.key, Buffer.from(nonce, "base64url"), {
      authTagLength: TAG_BYTES,
    }).setAAD(Buffer.from(bound_to));
    decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
    return Buffer.concat([decipher.update(bytes.subarray(0, -TAG_BYTES)), decipher.final()]).toString("utf8");
  }
}
