import { randomUUID } from "node:crypto";
import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { readEnv } from "../../../../../env";
import { readPhoto, redrawPhoto } from "../../../../../lib/photo";
import { refuseWith, valueOf } from "../../../../../lib/refusal";
import type PoolService from "../../../../../modules/pool/service";
import { requireMember } from "../../../scope";

/** Keeps a picture of a lot: the body is the file. 201, or 200 when this picture is there already. */
export async function POST(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { cooperative_id, member_id } = await requireMember(req, ["weigher"]);
  const pools: PoolService = req.scope.resolve("pool");
  const lot_id = req.params.id ?? "";
  if (!(await pools.tickets.ofCooperative(lot_id, cooperative_id))) {
    refuseWith("lot_not_found", "There is no such lot in your cooperative.");
  }
  const { jpeg, ...photo } = valueOf(await redrawPhoto(valueOf(await readPhoto(req))));
  const file = path.join("lot-photos", `${randomUUID()}.jpg`);
  const at = path.join(readEnv().FILES_DIR, file);
  await mkdir(path.dirname(at), { recursive: true });
  await writeFile(`${at}.part`, jpeg, { mode: 0o600 });
  await rename(`${at}.part`, at);
  const recorded = await pools.lotPhotos.record({
    lot_id,
    cooperative_id,
    file,
    ...photo,
    bytes: jpeg.length,
    person: member_id,
  });
  // A file that no row names is nobody's: also when the picture was there already.
  if (!recorded.ok || recorded.value.repeated) await rm(at, { force: true });
  const { id, repeated } = valueOf(recorded);
  res.status(repeated ? 200 : 201).json({ photo: { id, width: photo.width, height: photo.height } });
}
