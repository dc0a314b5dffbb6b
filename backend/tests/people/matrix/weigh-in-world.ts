import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import type { House } from "../../../../dev/src/testing/house";

export type WeighInIds = {
  lot: string;
  objection: string;
  correction: string;
  photo: string;
};

/** A lot of X's household with an open objection, a correction that waits, and a photo. */
export async function weighInIds(house: House, mark: string, household_id: string): Promise<WeighInIds> {
  const { db, env } = house;
  const found = await db.query<{ id: string; cooperative_id: string }>(
    `select id, cooperative_id from lot where household_id = $1 order by created_at desc limit 1`,
    [household_id],
  );
  const lot = found.rows[0];
  if (!lot) throw new Error("the household has no lot");
  const ids = { lot: lot.id, objection: `${mark}_objection`, correction: `${mark}_correction`, photo: `${mark}_photo` };
  await db.query(
    `insert into objection (id, lot_id, cooperative_id, household_id, via, words) values ($1, $2, $3, $4, 'tap', $5)`,
    [ids.objection, lot.id, lot.cooperative_id, household_id, mark],
  );
  await db.query(
    `insert into lot_correction (id, lot_id, cooperative_id, delta_units, reason, words, entered_by, idempotency_key)
     values ($1, $2, $3, -100, 'other', $4, 'member_of_the_matrix', $1)`,
    [ids.correction, lot.id, lot.cooperative_id, mark],
  );
  const file = path.join("lot-photos", `${mark}.jpg`);
  const at = path.join(env.FILES_DIR ?? "", file);
  await mkdir(path.dirname(at), { recursive: true });
  await writeFile(at, "a picture");
  await db.query(
    `insert into lot_photo (id, lot_id, file, source_sha256, width, height, bytes, taken_by) values ($1, $2, $3, 'none', 1, 1, 9, 'x')`,
    [ids.photo, lot.id, file],
  );
  return ids;
}
