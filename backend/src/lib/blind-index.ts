import { createHmac, hkdfSync } from "node:crypto";
import { readEnv } from "../env";

/** A name for each use, so that an index of phones says nothing about an index of something else. */
export type IndexUse = "phone" | "sign-in" | "code" | "account" | "season" | "preorder" | "signer";

const KEY_BYTES = 32;
const keys = new Map<IndexUse, Buffer>();

/**
 * A keyed hash of a text, to look it up or compare it without keeping it: the same text gives the same 43 letters, and
 * without HOUSEHOLD_KEY nobody can try all phones or all six-digit codes against a dump.
 */
export function blindIndex(use: IndexUse, text: string): string {
  return createHmac("sha256", keyOf(use)).update(text, "utf8").digest("base64url");
}

function keyOf(use: IndexUse): Buffer {
  const known = keys.get(use);
  if (known) return known;
  const master = Buffer.from(readEnv().HOUSEHOLD_KEY, "base64");
  const key = Buffer.from(hkdfSync("sha256", master, "", `commonlot blind index: ${use}`, KEY_BYTES));
  keys.set(use, key);
  return key;
}
