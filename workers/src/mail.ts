import { appendFile, mkdir } from "node:fs/promises";
import path from "node:path";
import { readEnv } from "../../backend/src/env";

/** The dev outbox of e-mails, below FILES_DIR: one a line, as JSON. */
export const MAIL_OUTBOX = "mail-outbox.jsonl";

/**
 * Hands an e-mail on. In development it goes into a file that people and tests look into; in production nowhere yet, since no
 * mail server is connected and a file of links must not lie about.
 */
export async function sendMail(mail: {
  id: string;
  to: string;
  text: string;
  subject?: string;
  headers?: Readonly<Record<string, string>>;
}): Promise<void> {
  const { NODE_ENV, FILES_DIR } = readEnv();
  if (NODE_ENV === "production") return;
  await mkdir(FILES_DIR, { recursive: true });
  const line = JSON.stringify({ at: new Date().toISOString(), ...mail });
  await appendFile(path.join(FILES_DIR, MAIL_OUTBOX), `${line}\n`, { mode: 0o600 });
}
