import { createHash } from "node:crypto";
import { mkdir, open, readFile, rename } from "node:fs/promises";
import path from "node:path";
import { readEnv } from "../../../../backend/src/env";
import { killPoint } from "../../../../backend/src/lib/kill-point";
import type SettlementService from "../../../../backend/src/modules/settlement/service";
import { PermanentFailure, type JobHandler } from "../../job";

/**
 * Writes a batch as a bank file (pain.001) and as a table, then notes that it is written. The bytes follow from the
 * stored rows alone, so a run that died before the note writes the same file over itself.
 */
export const handle: JobHandler<"bank-file"> = async ({ container, message_id, payload, log }) => {
  const settlement: SettlementService = container.resolve("settlement");
  const file = await settlement.bankFile(payload.batch_id);
  if (!file.ok) throw new PermanentFailure(file.refusal.message);
  const folder = path.join(readEnv().FILES_DIR, "bank-files");
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const { xml, csv, sha256 } = file.value;
  await writeWhole(path.join(folder, `${payload.batch_id}.csv`), csv);
  await writeWhole(path.join(folder, `${payload.batch_id}.xml`), xml);
  const written = createHash("sha256")
    .update(await readFile(path.join(folder, `${payload.batch_id}.xml`)))
    .digest("hex");
  if (written !== sha256) throw new Error(`the bank file of ${payload.batch_id} on disk is not what was written`);
  killPoint("after_bank_file_before_commit");
  const marked = await settlement.markBatchExported({ message_id, batch_id: payload.batch_id, sha256 });
  if (!marked.ok) throw new PermanentFailure(marked.refusal.message);
  log.info({ batch_id: payload.batch_id, payouts: file.value.payouts, sha256 }, "bank file written");
};

/** Beside, flushed, then renamed: whoever looks sees the whole file or none. Readable by us only: it has account numbers. */
async function writeWhole(target: string, text: string): Promise<void> {
  const beside = `${target}.${process.pid}.tmp`;
  const handle = await open(beside, "w", 0o600);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(beside, target);
}
