import { readFile } from "node:fs/promises";
import path from "node:path";
import { reply } from "./reply.js";

/**
 * Answers a text of the development outbox in a phone's name, while the demo runs:
 * `node dev/dist/sms/main.js 13800138000 "W0000012 不对"`. Address and secret are the demo's own, from `.data`.
 */
async function main(): Promise<void> {
  const [from, ...words] = process.argv.slice(2);
  if (!from || words.length === 0) throw new Error('say who answers what: 13800138000 "W0000012 不对"');
  const kept = async (name: string) =>
    JSON.parse(await readFile(path.join(process.cwd(), ".data", name), "utf8")) as Record<string, string>;
  const backend = process.env.BACKEND_URL ?? `http://127.0.0.1:${(await kept("ports.json")).backend}`;
  const secret = process.env.SMS_WEBHOOK_SECRET ?? (await kept("secrets.json")).SMS_WEBHOOK_SECRET ?? "";
  const status = await reply(backend, secret, { from, text: words.join(" ") });
  process.stdout.write(status === 200 ? "The reply was taken.\n" : `The backend answered ${status}.\n`);
  if (status !== 200) process.exitCode = 1;
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 2;
});
