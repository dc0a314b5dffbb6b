import { createHash, randomBytes } from "node:crypto";

const TOKEN_BYTES = 24;

/** The word of a link that is sent to one person. It has 192 bits: a plain hash guards it. */
export const newLinkToken = (): string => randomBytes(TOKEN_BYTES).toString("base64url");

/** What is stored of it. */
export const linkTokenHash = (token: string): string => createHash("sha256").update(token).digest("base64url");
