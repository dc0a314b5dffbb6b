import { appendFile, mkdir } from "node:fs/promises";
import path from "node:path";
import { readEnv } from "../../backend/src/env";

/** Hands texts to a mobile network. `id` is ours and stays the same over retries: a real provider is given it as its key. */
export interface SmsProvider {
  send(message: { id: string; phone: string; text: string }): Promise<void>;
}

/** The dev outbox, below FILES_DIR: one SMS a line, as JSON. */
export const DEV_OUTBOX = "sms-outbox.jsonl";

/**
 * The provider of development: texts go into a file that people and tests look into; nothing leaves the machine. In
 * production it writes nothing, since no network is connected yet and a file of codes and phones must not lie about.
 */
const devOutbox: SmsProvider = {
  async send(message) {
    const { NODE_ENV, FILES_DIR } = readEnv();
    if (NODE_ENV === "production") return;
    const line = JSON.stringify({ at: new Date().toISOString(), ...message });
    await mkdir(FILES_DIR, { recursive: true });
    await appendFile(path.join(FILES_DIR, DEV_OUTBOX), `${line}\n`, { mode: 0o600 });
  },
};

export const smsProvider = (): SmsProvider => devOutbox;
