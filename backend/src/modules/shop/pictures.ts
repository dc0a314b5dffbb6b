import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import { ok, parseInput, refuse, type Refusal, type Result } from "@commonlot/domain";
import { z } from "zod";
import { inTransaction, row, rows, type Transaction } from "../../lib/sql";
import { append } from "../outbox/append";
import { fits, lockOf, MAX_BYTES, QUOTA_FULL, takenBy, takenByEach } from "./space";

export const PICTURE_KINDS = ["village", "product", "certificate"] as const;
export type PictureKind = (typeof PICTURE_KINDS)[number];

/** What a picture shows, for who cannot see it: a short sentence in each language. */
export const pictureWords = z.strictObject({
  alt_zh: z.string().trim().min(1).max(120),
  alt_en: z.string().trim().min(1).max(200),
});
export type PictureWords = z.output<typeof pictureWords>;

/** A picture in the order in which it is shown; width and height are those of its largest file. */
export interface ShopPicture extends PictureWords {
  id: string;
  /** Whose it is: one village may be shown by several, each changing its own. */
  cooperative_id: string;
  kind: PictureKind;
  of_id: string;
  width: number;
  height: number;
  bytes: number;
  added_at: Date;
}

export interface PictureOwner {
  cooperative_id: string;
  kind: PictureKind;
  of_id: string;
}

/** Pictures of one village or product by one cooperative: a page, not an album. */
export const MAX_PICTURES = 12;
const PICTURE = "id, cooperative_id, kind, of_id, width, height, bytes, alt_zh, alt_en, added_at";
const NOT_FOUND = refuse("picture_not_found", "There is no such picture. It may have been taken away meanwhile.");

/** Which pictures a cooperative shows of what. The files are written by the caller, before (lib/keep-picture.ts). */
export class Pictures {
  constructor(private readonly sql: Knex) {}

  /** What is shown of these, in order. */
  shown(kind: PictureKind, of_ids: readonly string[]): Promise<ShopPicture[]> {
    if (of_ids.length === 0) return Promise.resolve([]);
    return rows(
      this.sql,
      `select ${PICTURE} from shop_picture where kind = ? and of_id = any(?) and removed_at is null order by of_id, place, id`,
      [kind, [...of_ids]],
    );
  }

  /** Whether the files of a picture may be sent. */
  async isShown(id: string): Promise<boolean> {
    return (await row(this.sql, `select 1 from shop_picture where id = ? and removed_at is null`, [id])) !== undefined;
  }

  /** Of these ids, those that are shown: files of all others may go. */
  async shownOf(ids: readonly string[]): Promise<Set<string>> {
    const found = await rows<{ id: string }>(
      this.sql,
      `select id from shop_picture where id = any(?) and removed_at is null`,
      [[...ids]],
    );
    return new Set(found.map(({ id }) => id));
  }

  /** What a cooperative's files take, and may take. */
  async quota(cooperative_id: string): Promise<{ bytes: number; most: number }> {
    return { bytes: await takenBy(this.sql, cooperative_id), most: MAX_BYTES };
  }

  /** Of each of these, how many pictures are shown. */
  async counts(kind: PictureKind, of_ids: readonly string[]): Promise<Map<string, number>> {
    const found = await rows<{ of_id: string; count: number }>(
      this.sql,
      `select of_id, count(*)::int as count from shop_picture where kind = ? and of_id = any(?) and removed_at is null group by of_id`,
      [kind, [...of_ids]],
    );
    return new Map(found.map(({ of_id, count }) => [of_id, count]));
  }

  /** Cooperative id -> bytes of its files. */
  taken(cooperative_ids: readonly string[]): Promise<Map<string, number>> {
    return takenByEach(this.sql, cooperative_ids);
  }

  /** Records drawn files as the last picture. The same file again is the first one (`repeated`). */
  add(
    input: PictureOwner &
      PictureWords & {
        id: string;
        width: number;
        height: number;
        bytes: number;
        source_sha256: string;
        person: string;
      },
  ): Promise<Result<{ id: string; repeated: boolean }, Refusal>> {
    return inTransaction(this.sql, async (tx) => {
      const words = parseInput(pictureWords, { alt_zh: input.alt_zh, alt_en: input.alt_en });
      if (!words.ok) return words;
      await lock(tx, input);
      const stands = await ofOwner(tx, input);
      const same = stands.find((one) => one.source_sha256 === input.source_sha256);
      if (same) return ok({ id: same.id, repeated: true });
      if (stands.filter((one) => one.cooperative_id === input.cooperative_id).length >= MAX_PICTURES) {
        return refuse(
          "too_many_photos",
          `A cooperative shows ${MAX_PICTURES} pictures at most. Take one of yours away first.`,
          "photo",
        );
      }
      if (!(await fits(tx, input.cooperative_id, input.bytes))) return QUOTA_FULL;
      await tx.raw(
        `insert into shop_picture (id, cooperative_id, kind, of_id, place, width, height, bytes, alt_zh, alt_en, source_sha256, added_by)
         values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        [
          input.id,
          input.cooperative_id,
          input.kind,
          input.of_id,
          (stands.at(-1)?.place ?? 0) + 1,
          input.width,
          input.height,
          input.bytes,
          words.value.alt_zh,
          words.value.alt_en,
          input.source_sha256,
          input.person,
        ],
      );
      await tell(tx, input);
      return ok({ id: input.id, repeated: false });
    });
  }

  /** Other words for a picture. */
  describe(input: PictureOwner & PictureWords & { id: string }): Promise<Result<void, Refusal>> {
    return this.change_(input, async (tx) => {
      const words = parseInput(pictureWords, { alt_zh: input.alt_zh, alt_en: input.alt_en });
      if (!words.ok) return words;
      await tx.raw(`update shop_picture set alt_zh = ?, alt_en = ? where id = ?`, [
        words.value.alt_zh,
        words.value.alt_en,
        input.id,
      ]);
      return ok(undefined);
    });
  }

  /** Shown first from now on, the others after it as they were. First already: nothing changes. */
  putFirst(input: PictureOwner & { id: string }): Promise<Result<void, Refusal>> {
    return this.change_(input, async (tx, stands) => {
      const order = [input.id, ...stands.map((one) => one.id).filter((id) => id !== input.id)];
      await tx.raw(
        `update shop_picture p set place = o.place from unnest(?::text[]) with ordinality as o(id, place)
         where p.id = o.id and p.place <> o.place`,
        [order],
      );
      return ok(undefined);
    });
  }

  /** Shown no more, at once. Its files may go. */
  remove(input: PictureOwner & { id: string; person: string }): Promise<Result<void, Refusal>> {
    return this.change_(input, async (tx) => {
      await tx.raw(`update shop_picture set removed_at = now(), removed_by = ? where id = ?`, [input.person, input.id]);
      return ok(undefined);
    });
  }

  /** None of these is shown any more, whoever brought them. Done again, nothing changes. */
  removeAll({ kind, of_id, person }: Omit<PictureOwner, "cooperative_id"> & { person: string }): Promise<void> {
    return inTransaction(this.sql, async (tx) => {
      await lockOf(tx, `${kind} ${of_id}`);
      await tx.raw(
        `update shop_picture set removed_at = now(), removed_by = ? where kind = ? and of_id = ? and removed_at is null`,
        [person, kind, of_id],
      );
    });
  }

  /** A change of one picture among those of its owner, under the locks. */
  private change_(
    input: PictureOwner & { id: string },
    change: (tx: Transaction, stands: readonly Standing[]) => Promise<Result<void, Refusal>>,
  ): Promise<Result<void, Refusal>> {
    return inTransaction(this.sql, async (tx) => {
      await lock(tx, input);
      const stands = await ofOwner(tx, input);
      const one = stands.find(({ id }) => id === input.id);
      if (one?.cooperative_id !== input.cooperative_id) return NOT_FOUND;
      const changed = await change(tx, stands);
      if (changed.ok) await tell(tx, input);
      return changed;
    });
  }
}

interface Standing {
  id: string;
  cooperative_id: string;
  place: number;
  source_sha256: string;
}

/**
 * Writers of one cooperative's pictures go one after the other, since a quota is counted over all of them; and so do those of one village,
 * which several cooperatives may show. Always in this order.
 */
async function lock(tx: Transaction, { cooperative_id, kind, of_id }: PictureOwner): Promise<void> {
  await lockOf(tx, cooperative_id);
  await lockOf(tx, `${kind} ${of_id}`);
}

function ofOwner(tx: Transaction, { kind, of_id }: PictureOwner): Promise<Standing[]> {
  return rows(
    tx,
    `select id, cooperative_id, place, source_sha256 from shop_picture
     where kind = ? and of_id = ? and removed_at is null order by place, id`,
    [kind, of_id],
  );
}

/** A village's pictures are read from here, and a certificate's, which no list shows; a product's are Medusa's, which a job tells. */
async function tell(tx: Transaction, { kind, of_id }: PictureOwner): Promise<void> {
  if (kind === "village") await append(tx, { job: "index-shop", payload: { kind: "village", ids: [of_id] } });
  else if (kind === "product") await append(tx, { job: "show-pictures", payload: { product_id: of_id } });
}
