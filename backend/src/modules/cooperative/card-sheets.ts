import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import { ok, refuse, type Refusal, type Result } from "@commonlot/domain";
import { newId } from "../../lib/ids";
import { inTransaction, row, rows } from "../../lib/sql";
import { append, claim } from "../outbox/append";

/** A hundred pages of eight: what one person cuts in a day. */
export const MAX_CARDS = 800;

export interface CardSheet {
  id: string;
  cooperative_id: string;
  household_ids: string[];
  state: "asked" | "printed";
  file: string | null;
  pages: number | null;
  created_at: Date;
}

const SHEET = `id, cooperative_id, household_ids, state, file, pages, created_at`;

/** ID cards to print: asked for at the desk, made by a job, kept as a file. */
export class CardSheets {
  constructor(private readonly sql: Knex) {}

  /** Asks for the cards of these households of a cooperative; of all its households when none is named. */
  ask(input: {
    cooperative_id: string;
    made_by: string;
    household_ids?: readonly string[] | undefined;
  }): Promise<Result<CardSheet, Refusal>> {
    return inTransaction(this.sql, async (tx) => {
      const only = input.household_ids ? "and id = any(?)" : "";
      const found = await rows<{ id: string }>(
        tx,
        `select id from household where cooperative_id = ? and active and deleted_at is null ${only} order by card_number limit ?`,
        [input.cooperative_id, ...(input.household_ids ? [[...input.household_ids]] : []), MAX_CARDS + 1],
      );
      if (found.length > MAX_CARDS) {
        return refuse(
          "too_many_cards",
          `One sheet holds ${MAX_CARDS} cards. Choose fewer households.`,
          "household_ids",
        );
      }
      const missing = input.household_ids !== undefined && found.length !== new Set(input.household_ids).size;
      if (found.length === 0 || missing) {
        return refuse(
          "household_not_found",
          "A household is not in your cooperative, or its card is off.",
          "household_ids",
        );
      }
      const sheet = await row<CardSheet>(
        tx,
        `insert into card_sheet (id, cooperative_id, made_by, household_ids) values (?, ?, ?, ?) returning ${SHEET}`,
        [newId("cards"), input.cooperative_id, input.made_by, found.map((one) => one.id)],
      );
      if (!sheet) throw new Error("a card sheet was not written");
      await append(tx, { job: "print-cards", payload: { sheet_id: sheet.id }, dedup_key: sheet.id });
      return ok(sheet);
    });
  }

  /** One sheet; of this cooperative, when it is named. */
  sheet(id: string, cooperative_id?: string): Promise<CardSheet | undefined> {
    return row<CardSheet>(
      this.sql,
      `select ${SHEET} from card_sheet where id = ? and cooperative_id = coalesce(?, cooperative_id)`,
      [id, cooperative_id ?? null],
    );
  }

  /** The last sheets of a cooperative, newest first. */
  last(cooperative_id: string, limit: number): Promise<CardSheet[]> {
    return rows<CardSheet>(
      this.sql,
      `select ${SHEET} from card_sheet where cooperative_id = ? order by created_at desc, id desc limit ?`,
      [cooperative_id, limit],
    );
  }

  /** Records the printed file; once, however often the message comes. */
  async recordPrinted(input: {
    message_id: string;
    sheet_id: string;
    file: string;
    pages: number;
    sha256: string;
  }): Promise<void> {
    await inTransaction(this.sql, async (tx) => {
      if (!(await claim(tx, "print-cards", input.message_id))) return;
      await tx.raw(
        `update card_sheet set state = 'printed', file = ?, pages = ?, sha256 = ?, printed_at = now() where id = ?`,
        [input.file, input.pages, input.sha256, input.sheet_id],
      );
    });
  }
}
