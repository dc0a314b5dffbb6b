import { createHash } from "node:crypto";
import { mkdir, open, rename } from "node:fs/promises";
import path from "node:path";
import { readEnv } from "../../../../backend/src/env";
import { killPoint } from "../../../../backend/src/lib/kill-point";
import type ParcelService from "../../../../backend/src/modules/parcel/service";
import { carrierOf } from "../../carriers";
import type { JobHandler } from "../../job";

/** Labels recorded in one commit: what is fetched again when this process dies in between. */
const LABELS_PER_COMMIT = 50;

type Fetched =
  { reference: string; format: string; file: string; sha256: string } | { reference: string; refused: string };

/** Fetches the labels that a carrier makes for one booking, each into a file of its own. Fetched again, it is the same file. */
export const handle: JobHandler<"fetch-labels"> = async ({ container, payload: { booking_id }, log }) => {
  const { carrierLabels }: ParcelService = container.resolve("parcel");
  const { carrier: code, references } = await carrierLabels.open(booking_id);
  const unknown: string[] = [];
  for (let start = 0; start < references.length; start += LABELS_PER_COMMIT) {
    const fetched: Fetched[] = [];
    for (const reference of references.slice(start, start + LABELS_PER_COMMIT)) {
      const answer = await carrierOf(code)
        .label(reference)
        .catch((error: unknown) => ({ outcome: "unknown" as const, reason: String(error) }));
      if (answer.outcome === "unknown") unknown.push(`${reference}: ${answer.reason}`);
      else if (answer.outcome === "refused") fetched.push({ reference, refused: answer.reason });
      else
        fetched.push({
          reference,
          format: answer.value.format,
          ...(await keep(booking_id, reference, answer.value.data)),
        });
    }
    killPoint("after_carrier_labels_before_commit");
    await carrierLabels.record(booking_id, fetched);
  }
  if (unknown.length > 0) throw new Error(`labels could not be fetched: ${unknown.slice(0, 5).join("; ")}`);
  log.info({ booking_id, labels: references.length }, "labels of the carrier fetched");
};

/** Writes a label whole or not at all. */
async function keep(booking_id: string, reference: string, data: Buffer): Promise<{ file: string; sha256: string }> {
  const file = path.join("carrier-labels", booking_id, `${reference}.png`);
  const whole = path.resolve(readEnv().FILES_DIR, file);
  const part = `${whole}.${process.pid}.part`;
  await mkdir(path.dirname(whole), { recursive: true });
  const handle = await open(part, "w", 0o600);
  try {
    await handle.writeFile(data);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(part, whole);
  return { file, sha256: createHash("sha256").update(data).digest("hex") };
}
