import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import { ok, refuse, type Refusal, type Result } from "@commonlot/domain";
import { inTransaction, row, rows } from "../../lib/sql";
import { fits, lockOf, QUOTA_FULL } from "./space";

/** A certificate's paper as its issuer wrote it: a PDF. */
export interface CertificatePaper {
  id: string;
  cooperative_id: string;
  certificate_id: string;
  bytes: number;
}

interface Owner {
  cooperative_id: string;
  of_id: string;
  person: string;
}

/** A certificate with its annexes, not a binder. */
const MAX_PAPERS = 4;

/** Which PDFs a cooperative shows with a certificate. Files are written before their row (lib/keep-paper.ts). */
export class CertificatePapers {
  constructor(private readonly sql: Knex) {}

  /** What is shown with these certificates, the first that came first. */
  shown(certificate_ids: readonly string[]): Promise<CertificatePaper[]> {
    if (certificate_ids.length === 0) return Promise.resolve([]);
    return rows(
      this.sql,
      `select id, cooperative_id, certificate_id, bytes from shop_paper
       where certificate_id = any(?) and removed_at is null order by certificate_id, added_at, id`,
      [[...certificate_ids]],
    );
  }

  /** Of these ids, those that are shown: only their files may be sent, all others may go. */
  async shownOf(ids: readonly string[]): Promise<Set<string>> {
    const found = await rows<{ id: string }>(
      this.sql,
      `select id from shop_paper where id = any(?) and removed_at is null`,
      [[...ids]],
    );
    return new Set(found.map(({ id }) => id));
  }

  /** Records a file. The same file again is the first one (`repeated`). */
  add(
    by: Owner,
    file: { id: string; bytes: number; source_sha256: string },
  ): Promise<Result<{ id: string; repeated: boolean }, Refusal>> {
    return inTransaction(this.sql, async (tx) => {
      // As writers of pictures do: a quota is counted over all of a cooperative's files.
      await lockOf(tx, by.cooperative_id);
      await lockOf(tx, `certificate ${by.of_id}`);
      const stands = await rows<{ id: string; cooperative_id: string; source_sha256: string }>(
        tx,
        `select id, cooperative_id, source_sha256 from shop_paper where certificate_id = ? and removed_at is null`,
        [by.of_id],
      );
      const same = stands.find((one) => one.source_sha256 === file.source_sha256);
      if (same) return ok({ id: same.id, repeated: true });
      if (stands.filter((one) => one.cooperative_id === by.cooperative_id).length >= MAX_PAPERS)
        return refuse(
          "too_many_papers",
          `A cooperative shows ${MAX_PAPERS} PDFs of a certificate at most. Take one of yours away first.`,
          "photo",
        );
      if (!(await fits(tx, by.cooperative_id, file.bytes))) return QUOTA_FULL;
      await tx.raw(
        `insert into shop_paper (id, cooperative_id, certificate_id, bytes, source_sha256, added_by) values (?, ?, ?, ?, ?, ?)`,
        [file.id, by.cooperative_id, by.of_id, file.bytes, file.source_sha256, by.person],
      );
      return ok({ id: file.id, repeated: false });
    });
  }

  /** Shown no more, at once. Its file may go. */
  async remove(by: Owner, id: string): Promise<Result<void, Refusal>> {
    const removed = await row(
      this.sql,
      `update shop_paper set removed_at = now(), removed_by = ?
       where id = ? and certificate_id = ? and cooperative_id = ? and removed_at is null returning 1`,
      [by.person, id, by.of_id, by.cooperative_id],
    );
    return removed
      ? ok(undefined)
      : refuse("picture_not_found", "There is no such paper. It may have been taken away meanwhile.");
  }

  /** None of a certificate's is shown any more, whoever brought them. Done again, nothing changes. */
  removeAll({ of_id, person }: { of_id: string; person: string }): Promise<void> {
    return inTransaction(this.sql, async (tx) => {
      await lockOf(tx, `certificate ${of_id}`);
      await tx.raw(
        `update shop_paper set removed_at = now(), removed_by = ? where certificate_id = ? and removed_at is null`,
        [person, of_id],
      );
    });
  }
}
