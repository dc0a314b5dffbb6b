import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import type { House } from "../../../../dev/src/testing/house";

export type WeighInIds = {
  lot: string;
  objection: string;
  correction: string;
  photo: string;
};

/** An open objection to a lot of X's household, a correction of it that waits, and a photo. */
export async function weighInIds(house: House, mark: string, lot_id: string): Promise<WeighInIds> {
  const { db, env } = house;
  const found = await db.query<{ id: string; cooperative_id: string; household_id: string }>(
    `select id, cooperative_id, household_id from lot where id = $1`,
    [lot_id],
  );
  const lot = found.rows[0];
  if (!lot) throw new Error(`there is no lot ${lot_id}`);
  const ids = { lot: lot.id, objection: `${mark}_objection`, correction: `${mark}_correction`, photo: `${mark}_photo` };
  await db.query(
    `insert into objection (id, lot_id, cooperative_id, household_id, via, words) values ($1, $2, $3, $4, 'tap', $5)`,
    [ids.objection, lot.id, lot.cooperative_id, lot.household_id, mark],
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
