import { createHmac, createPrivateKey, createPublicKey, hkdfSync, sign, verify, type KeyObject } from "node:crypto";
import { pseudonymOf } from "@commonlot/domain";
import { readEnv } from "../env";

const KEY_BYTES = 32;
/** What stands before the 32 bytes of an Ed25519 key in DER (RFC 8410): a private one in PKCS #8, a public one in SPKI. */
const PRIVATE_HEAD = Buffer.from("302e020100300506032b657004220420", "hex");
const PUBLIC_HEAD = Buffer.from("302a300506032b6570032100", "hex");

/** Signs proofs and names their households. Two keys of one secret: who has seen a signature knows nothing of the names. */
export class ProofKey {
  private readonly private_key: KeyObject;
  private readonly naming: Buffer;
  /** Base64 of its 32 bytes. */
  readonly public_key: string;

  constructor(secret = Buffer.from(readEnv().PROOF_KEY, "base64")) {
    const seed = Buffer.from(hkdfSync("sha256", secret, "", "commonlot proof signature", KEY_BYTES));
    this.naming = Buffer.from(hkdfSync("sha256", secret, "", "commonlot proof households", KEY_BYTES));
    this.private_key = createPrivateKey({ key: Buffer.concat([PRIVATE_HEAD, seed]), format: "der", type: "pkcs8" });
    const der = createPublicKey(this.private_key).export({ format: "der", type: "spki" });
    this.public_key = der.subarray(PUBLIC_HEAD.length).toString("base64");
  }

  /** Base64. The same text has one signature. */
  sign(text: string): string {
    return sign(null, Buffer.from(text), this.private_key).toString("base64");
  }

  /** What a household is called in the proofs of one order, and of no other. */
  nameOf(order_id: string, household_id: string): string {
    return pseudonymOf(createHmac("sha256", this.naming).update(`${order_id}\n${household_id}`).digest());
  }
}

/** Whether a text was signed by whoever has the key: also by one that is no longer ours. */
export function isSigned(text: string, of: { signature: string; public_key: string }): boolean {
  const key = publicKeyOf(of.public_key);
  return key !== null && verify(null, Buffer.from(text), key, Buffer.from(of.signature, "base64"));
}

/** For programs that read keys as PEM. */
export function pemOf(public_key: string): string {
  return publicKeyOf(public_key)?.export({ format: "pem", type: "spki" }).toString() ?? "";
}

function publicKeyOf(public_key: string): KeyObject | null {
  const bytes = Buffer.from(public_key, "base64");
  if (bytes.length !== KEY_BYTES) return null;
  return createPublicKey({ key: Buffer.concat([PUBLIC_HEAD, bytes]), format: "der", type: "spki" });
}
