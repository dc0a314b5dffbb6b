import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import { ok, refuse, type Refusal, type Result } from "@commonlot/domain";
import { newId } from "../../lib/ids";
import { inTransaction, row, rows } from "../../lib/sql";

export interface LotPhoto {
  id: string;
  /** Below FILES_DIR. */
  file: string;
  width: number;
  height: number;
}

/** Pictures of one lot: a sack from outside and inside, the meter's reading, and some room. */
export const MAX_PHOTOS = 6;

/** Which files are pictures of which lot. The files themselves are written by the caller, before. */
export class LotPhotos {
  constructor(private readonly sql: Knex) {}

  /** Records a file as a picture of this cooperative's lot. The same picture again is the first one. */
  record(input: {
    lot_id: string;
    cooperative_id: string;
    file: string;
    source_sha256: string;
    width: number;
    height: number;
    bytes: number;
    person: string;
  }): Promise<Result<{ id: string; repeated: boolean }, Refusal<"lot_not_found" | "too_many_photos">>> {
    return inTransaction(this.sql, async (tx) => {
      const lot = await row<{ cooperative_id: string }>(
        tx,
        `select cooperative_id from lot where id = ? for no key update`,
        [input.lot_id],
      );
      if (lot?.cooperative_id !== input.cooperative_id) {
        return refuse("lot_not_found", "There is no such lot in your cooperative.");
      }
      const stands = await rows<{ id: string; source_sha256: string }>(
        tx,
        `select id, source_sha256 from lot_photo where lot_id = ?`,
        [input.lot_id],
      );
      const same = stands.find((one) => one.source_sha256 === input.source_sha256);
      if (same) return ok({ id: same.id, repeated: true });
      if (stands.length >= MAX_PHOTOS) {
        return refuse("too_many_photos", `A lot has at most ${MAX_PHOTOS} photos, and this one has them.`, "photo");
      }
      const id = newId("photo");
      await tx.raw(
        `insert into lot_photo (id, lot_id, file, source_sha256, width, height, bytes, taken_by) values (?, ?, ?, ?, ?, ?, ?, ?)`,
        [id, input.lot_id, input.file, input.source_sha256, input.width, input.height, input.bytes, input.person],
      );
      return ok({ id, repeated: false });
    });
  }

  ofLot(lot_id: string): Promise<LotPhoto[]> {
    return rows(this.sql, `select id, file, width, height from lot_photo where lot_id = ? order by at, id`, [lot_id]);
  }
}
