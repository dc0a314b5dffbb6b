import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import { ok, refuse, type Refusal, type Result } from "@commonlot/domain";
import { newId } from "../../lib/ids";
import { inTransaction, row, rows } from "../../lib/sql";
import { writeEvent } from "./claim-open";
import type { ClaimPhoto } from "./claim-types";

/** Pictures of one claim: the box, the goods, the label, and some of who inspects them. */
export const MAX_CLAIM_PHOTOS = 12;

/** Which files are pictures of which claim. The files themselves are written by the caller, before. */
export class ClaimPhotos {
  constructor(private readonly sql: Knex) {}

  of(claim_id: string): Promise<ClaimPhoto[]> {
    return rows<ClaimPhoto>(
      this.sql,
      `select id, file, width, height, taken_by from parcel_claim_photo where claim_id = ? order by at, id`,
      [claim_id],
    );
  }

  /** How many pictures of each of these claims somebody sent, by claim; one without any is not in it. */
  async countedOf(claim_ids: readonly string[], taken_by: string): Promise<Map<string, number>> {
    const found = await rows<{ claim_id: string; photos: number }>(
      this.sql,
      `select claim_id, count(*)::int as photos from parcel_claim_photo
       where claim_id = any(?) and taken_by = ? group by claim_id`,
      [claim_ids, taken_by],
    );
    return new Map(found.map((one) => [one.claim_id, one.photos]));
  }

  /** Records a file as a picture of a claim that is still open. The same picture again is the first one. */
  record(input: {
    claim_id: string;
    file: string;
    source_sha256: string;
    width: number;
    height: number;
    bytes: number;
    person: string;
  }): Promise<Result<{ id: string; repeated: boolean }, Refusal>> {
    return inTransaction(this.sql, async (tx) => {
      const claim = await row<{ state: string; cooperative_id: string }>(
        tx,
        `select state, cooperative_id from parcel_claim where id = ? for no key update`,
        [input.claim_id],
      );
      if (!claim) return refuse("claim_not_found", "There is no such claim.");
      if (claim.state !== "opened")
        return refuse("claim_state", "This claim has been decided: it takes no more photos.");
      const stands = await rows<{ id: string; source_sha256: string }>(
        tx,
        `select id, source_sha256 from parcel_claim_photo where claim_id = ?`,
        [input.claim_id],
      );
      const same = stands.find((one) => one.source_sha256 === input.source_sha256);
      if (same) return ok({ id: same.id, repeated: true });
      if (stands.length >= MAX_CLAIM_PHOTOS) {
        return refuse(
          "too_many_photos",
          `A claim has at most ${MAX_CLAIM_PHOTOS} photos, and this one has them.`,
          "photo",
        );
      }
      const id = newId("photo");
      await tx.raw(
        `insert into parcel_claim_photo (id, claim_id, file, source_sha256, width, height, bytes, taken_by) values (?, ?, ?, ?, ?, ?, ?, ?)`,
        [id, input.claim_id, input.file, input.source_sha256, input.width, input.height, input.bytes, input.person],
      );
      await writeEvent(
        tx,
        { claim_id: input.claim_id, cooperative_id: claim.cooperative_id },
        "photo",
        input.person,
        "",
      );
      return ok({ id, repeated: false });
    });
  }
}
