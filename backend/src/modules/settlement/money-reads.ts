import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import { atKey, placeOf } from "../../lib/keyset";
import { inTransaction, rows } from "../../lib/sql";
import { newId } from "./ids";

export type MoneyReadKind = "bank_file_read" | "bank_sheet_read" | "ledger_exported";

export interface MoneyRead {
  id: string;
  kind: MoneyReadKind;
  subject: string;
  page: string | null;
  person: string;
  why: string;
  at_key: string;
}

/** Who read account numbers or took the ledger along, when and why (reliability: every read of bank data leaves a trace). */
export class MoneyReads {
  constructor(private readonly sql: Knex) {}

  /** Committed before anything is handed out: who is cut off afterwards may have read it. */
  async note(input: {
    book: string;
    kind: MoneyReadKind;
    subject: string;
    page: string | null;
    person: string;
    why: string;
  }): Promise<void> {
    await inTransaction(this.sql, (tx) =>
      tx.raw(`insert into money_read (id, book, kind, subject, page, person, why) values (?, ?, ?, ?, ?, ?, ?)`, [
        newId("mread"),
        input.book,
        input.kind,
        input.subject,
        input.page,
        input.person,
        input.why,
      ] as string[]),
    );
  }

  /** Newest first. */
  list(input: { book: string; cursor?: string | undefined; limit: number }): Promise<MoneyRead[]> {
    const place = placeOf(input.cursor);
    return rows<MoneyRead>(
      this.sql,
      `select id, kind, subject, page, person, why, ${atKey("at")} from money_read
       where book = ? and (at, id) < (?::timestamptz, ?) order by at desc, id desc limit ?`,
      [input.book, place.at, place.id, input.limit],
    );
  }
}
