import { readFile } from "node:fs/promises";
import path from "node:path";
import type { DemoHouse } from "./house-client.js";

interface Mail {
  to: string;
  text: string;
}

/** What `pattern` finds in the mails to somebody, the last one last: the house writes its mails into a file while no mail server is named. */
export async function mailed(house: DemoHouse, to: string, pattern: RegExp): Promise<string[]> {
  const file = path.join(house.env.FILES_DIR ?? ".", "mail-outbox.jsonl");
  const lines = (await readFile(file, "utf8").catch(() => "")).split("\n");
  return lines.flatMap((line) => {
    const mail = mailOf(line);
    const found = mail?.to === to ? pattern.exec(mail.text)?.[0] : undefined;
    return found === undefined ? [] : [found];
  });
}

/** A line that is being written is none yet. */
function mailOf(line: string): Mail | undefined {
  try {
    return JSON.parse(line) as Mail;
  } catch {
    return undefined;
  }
}
