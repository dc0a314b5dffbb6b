import { appendFile, mkdir } from "node:fs/promises";
import path from "node:path";
import { createTransport } from "nodemailer";
import { readEnv } from "../../backend/src/env";
import { PermanentFailure } from "./job";

/** The dev outbox of e-mails, below FILES_DIR: one a line, as JSON. */
export const MAIL_OUTBOX = "mail-outbox.jsonl";

/** A server that does not answer holds a worker no longer than this; the message tries again. */
const PATIENCE_MS = 20_000;
/** From here on SMTP says that trying again will not help. */
const REFUSED = 500;

export interface OutgoingMail {
  /** Ours, and the same over retries: what came twice has one Message-ID, which mailboxes show once. */
  id: string;
  to: string;
  text: string;
  subject?: string;
  headers?: Readonly<Record<string, string>>;
}

/**
 * Hands an e-mail on: to the server that MAIL_URL names; in development without one into a file that people and tests look into. In
 * production without one it fails for good, so that operators see what was not sent: a file of links must not lie about.
 */
export async function sendMail(mail: OutgoingMail): Promise<void> {
  const { NODE_ENV, FILES_DIR, MAIL_URL, MAIL_FROM } = readEnv();
  if (MAIL_URL !== undefined && MAIL_FROM !== undefined) return sendBySmtp({ url: MAIL_URL, from: MAIL_FROM }, mail);
  if (NODE_ENV === "production")
    throw new PermanentFailure("no mail server is named: set MAIL_URL and MAIL_FROM, then send this message again");
  await mkdir(FILES_DIR, { recursive: true });
  const line = JSON.stringify({ at: new Date().toISOString(), ...mail });
  await appendFile(path.join(FILES_DIR, MAIL_OUTBOX), `${line}\n`, { mode: 0o600 });
}

/** Errors never name the address: they are kept with the message. */
export async function sendBySmtp(server: { url: string; from: string }, mail: OutgoingMail): Promise<void> {
  const transport = createTransport({
    url: server.url,
    connectionTimeout: PATIENCE_MS,
    greetingTimeout: PATIENCE_MS,
    socketTimeout: PATIENCE_MS,
    // Texts are ours, but names of goods are not: nothing in them opens a file or an address.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const { id, to, text, subject, headers } = mail;
  try {
    await transport.sendMail({
      from: { name: "Commonlot", address: server.from },
      to,
      subject: subject ?? "Commonlot",
      text,
      messageId: `<${id}@${server.from.split("@")[1] ?? "commonlot"}>`,
      ...(headers ? { headers: { ...headers } } : {}),
    });
  } catch (error) {
    const { responseCode, code } = error as { responseCode?: number; code?: string };
    const why = `the mail server said ${responseCode ?? code ?? "nothing"}`;
    // A password that is wrong is mended by the operator: the message waits its tries.
    if (responseCode !== undefined && responseCode >= REFUSED && code !== "EAUTH") throw new PermanentFailure(why);
    throw new Error(why);
  } finally {
    transport.close();
  }
}
