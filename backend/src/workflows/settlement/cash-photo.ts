import { randomUUID } from "node:crypto";
import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import type { Readable } from "node:stream";
import type { MedusaContainer } from "@medusajs/framework/types";
import { readEnv } from "../../env";
import { readPhoto, redrawPhoto } from "../../lib/photo";
import { valueOf } from "../../lib/refusal";
import type SettlementService from "../../modules/settlement/service";

/** Keeps a picture of what was signed, drawn anew: place, phone and time are gone from it. The same picture again is the first one. */
export async function keepCashPhoto(
  container: MedusaContainer,
  from: Readable,
  of: { batch_id: string; cooperative_id: string; person: string },
): Promise<{ photo: { id: string; width: number; height: number }; repeated: boolean }> {
  const settlement: SettlementService = container.resolve("settlement");
  // Whose batch it is first: nobody's picture is drawn for another's.
  valueOf(await settlement.batch(of.batch_id, of.cooperative_id));
  const { jpeg, ...photo } = valueOf(await redrawPhoto(valueOf(await readPhoto(from))));
  const file = path.join("cash-photos", `${randomUUID()}.jpg`);
  const at = path.join(readEnv().FILES_DIR, file);
  await mkdir(path.dirname(at), { recursive: true });
  await writeFile(`${at}.part`, jpeg, { mode: 0o600 });
  await rename(`${at}.part`, at);
  const recorded = await settlement.cash.keepPhoto({ ...of, file, ...photo, bytes: jpeg.length });
  // A file that no row names is nobody's: also when the picture was there already.
  if (!recorded.ok || recorded.value.repeated) await rm(at, { force: true });
  const { id, repeated } = valueOf(recorded);
  return { photo: { id, width: photo.width, height: photo.height }, repeated };
}
