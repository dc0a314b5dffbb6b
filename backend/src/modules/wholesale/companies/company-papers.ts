import { ok, refuse, type CompanyDocument, type Refusal, type Result } from "@commonlot/domain";
import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import { newId } from "../../../lib/ids";
import type { PhotoFile } from "../../../lib/keep-photo";
import { inTransaction, row, rows, type Transaction } from "../../../lib/sql";
import { act_, lockCompany_ } from "./company-rows";
import type { CompanyPaper, MemberActor } from "./company-types";

/** Papers of one company that stand at once: each kind with front and back, and some to spare. */
const MAX_PAPERS = 12;

/** Which files are papers of which company. The files themselves are written by the caller, before. */
export class CompanyPapers {
  constructor(private readonly sql: Knex) {}

  of(company_id: string): Promise<CompanyPaper[]> {
    return rows<CompanyPaper>(
      this.sql,
      `select id, kind, file, width, height, added_at from company_document
       where company_id = ? and removed_at is null order by added_at, id`,
      [company_id],
    );
  }

  /** Records a file as a paper; what vetters see has changed with it. The same picture again is the first one. */
  add(
    by: MemberActor,
    kind: CompanyDocument,
    photo: PhotoFile,
  ): Promise<Result<{ id: string; repeated: boolean }, Refusal>> {
    return inTransaction(this.sql, async (tx) => {
      const company = await lockCompany_(tx, by.company_id);
      if (!company || company.state === "closed")
        return refuse("company_closed", "The company is closed: it takes no more papers.");
      const stands = await rows<{ id: string; kind: string; source_sha256: string }>(
        tx,
        `select id, kind, source_sha256 from company_document where company_id = ? and removed_at is null`,
        [company.id],
      );
      const same = stands.find((one) => one.kind === kind && one.source_sha256 === photo.source_sha256);
      if (same) return ok({ id: same.id, repeated: true });
      if (stands.length >= MAX_PAPERS)
        return refuse("too_many_photos", `A company has at most ${MAX_PAPERS} papers. Take one away first.`, "photo");
      const id = newId("cpaper");
      await tx.raw(
        `insert into company_document (id, company_id, kind, file, source_sha256, width, height, bytes, added_by) values (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        [id, company.id, kind, photo.file, photo.source_sha256, photo.width, photo.height, photo.bytes, by.id],
      );
      await this.changed_(tx, by, { act: "document_added", about_id: id, words: kind });
      return ok({ id, repeated: false });
    });
  }

  /** Takes a paper away, until the company was let in by it. Answers the file, which the caller deletes. */
  remove(by: MemberActor, id: string): Promise<Result<{ file: string }, Refusal>> {
    return inTransaction(this.sql, async (tx) => {
      const company = await lockCompany_(tx, by.company_id);
      const paper = await row<{ file: string; kind: string }>(
        tx,
        `select file, kind from company_document where id = ? and company_id = ? and removed_at is null`,
        [id, by.company_id],
      );
      if (!company || !paper) return refuse("paper_not_found", "There is no such paper.");
      if (company.state === "approved" || company.state === "suspended")
        return refuse("paper_kept", "The company was let in by its papers: they stay. Add the new one beside it.");
      await tx.raw(`update company_document set removed_at = now() where id = ?`, [id]);
      await this.changed_(tx, by, { act: "document_removed", about_id: id, words: paper.kind });
      return ok({ file: paper.file });
    });
  }

  private async changed_(
    tx: Transaction,
    by: MemberActor,
    done: { act: "document_added" | "document_removed"; about_id: string; words: string },
  ): Promise<void> {
    await tx.raw(`update company set version = version + 1, updated_at = now() where id = ?`, [by.company_id]);
    await act_(tx, by.company_id, by, done);
  }
}
