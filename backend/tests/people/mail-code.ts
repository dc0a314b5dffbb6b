import knex from "knex";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { eventually, type House } from "../../../dev/src/testing/house";
import { Cipher } from "../../src/lib/cipher";
import { Codes } from "../../src/modules/sign_in/codes";

/** The last code to an address in a house without workers: still sealed in its row, where nobody but the house can open it. */
export async function waitingCode(house: House, email: string): Promise<string> {
  const connection = knex({ client: "pg", connection: house.env.DATABASE_URL ?? "", pool: { min: 0, max: 1 } });
  try {
    const codes = new Codes(connection, new Cipher(house.env.HOUSEHOLD_KEY ?? ""));
    const { rows } = await house.db.query<{ id: string }>(
      `select id from sign_in_code where message_sealed is not null order by created_at desc limit 20`,
    );
    for (const { id } of rows) {
      const message = await codes.message(id);
      if (message?.email === email) return digitsIn(message.text);
    }
    throw new Error(`no code waits for ${email}`);
  } finally {
    await connection.destroy();
  }
}

/** The last code to an address as it came by e-mail. */
export function mailedCode(house: House, email: string): Promise<string> {
  return eventually(
    async () => {
      const lines = (await readFile(path.join(house.env.FILES_DIR ?? "", "mail-outbox.jsonl"), "utf8")).split("\n");
      const last = lines.findLast((line) => line.includes(JSON.stringify(email)) && /验证码|Your code/.test(line));
      return last === undefined ? undefined : digitsIn((JSON.parse(last) as { text: string }).text);
    },
    { timeout_ms: 30_000, message: `no code came to ${email}` },
  );
}

const digitsIn = (text: string): string => /\d{6}/.exec(text)?.[0] ?? "";
