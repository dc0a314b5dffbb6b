import { readFile } from "node:fs/promises";
import path from "node:path";
import { eventually } from "../../dev/src/testing/eventually";
import type { World } from "./walk";

/** A mail as its reader finds it, by something that it says. */
export function mailTo({ house }: World, email: string, says: RegExp): Promise<string> {
  return eventually(
    async () => {
      const file = await readFile(path.join(house.env.FILES_DIR ?? "", "mail-outbox.jsonl"), "utf8");
      const lines = file.split("\n").filter((line) => line.includes(JSON.stringify(email)));
      const texts = lines.map((line) => (JSON.parse(line) as { text: string }).text);
      return says.exec(texts.findLast((text) => says.test(text)) ?? "")?.[0];
    },
    { timeout_ms: 180_000, message: `no mail to ${email} says ${says}` },
  );
}
