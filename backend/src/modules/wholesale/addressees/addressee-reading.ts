import {
  MAX_SHEET_ADDRESSEES,
  namesGoods,
  writtenAddressee,
  type AddresseeColumns,
  type PackOf,
} from "@commonlot/domain";
import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import { killPoint } from "../../../lib/kill-point";
import { SheetFault, sheetRows } from "../../../lib/sheet-rows";
import { inTransaction, row, rows, type Transaction } from "../../../lib/sql";
import { countAll_ } from "./addressee-counts";
import { KnownNames, NO_NAMES, type PackNames, type SaidNames } from "./addressee-names";
import { writeLines_, type NewLine } from "./addressee-rows";

/** Rows that are judged and written in one transaction: a fraction of a second's work. */
const ROWS_AT_ONCE = 2_000;

interface Begun {
  bytes: Buffer;
  columns: AddresseeColumns;
  has_head: boolean;
  packs_each: number | null;
  first_rows: string[][];
  pack_names: SaidNames;
  read_to: number;
}
type Standing = Pick<Begun, "read_to"> & { state: string; lines: number };

/**
 * Reads a sheet of addressees block by block: each is one transaction that says how far it came, so whoever is killed, or comes second, goes
 * on behind the last row that was written. Memory holds the file and one block, however many lines there are.
 */
export class AddresseeReading {
  constructor(
    private readonly sql: Knex,
    private readonly at_once = ROWS_AT_ONCE,
  ) {}

  /**
   * Reads what has not been read yet. Nothing to do when that is done, or the sheet was deleted. `names`: what names of packs mean, asked once
   * for each name of the sheet.
   */
  async read(sheet_id: string, names: PackNames = NO_NAMES): Promise<void> {
    const begun = await row<Begun>(
      this.sql,
      `select f.bytes, s.columns, s.has_head, s.packs_each, s.first_rows, s.pack_names, s.read_to from addressee_sheet s join addressee_sheet_file f on f.sheet_id = s.id
       where s.id = ? and s.state = 'reading'`,
      [sheet_id],
    );
    if (!begun) return;
    try {
      await this.readOn(sheet_id, begun, names);
      await inTransaction(this.sql, (tx) => this.finish_(tx, sheet_id));
    } catch (error) {
      if (!(error instanceof SheetFault)) throw error;
      await inTransaction(this.sql, (tx) => this.refuse_(tx, sheet_id, error));
    }
  }

  private async readOn(sheet_id: string, begun: Begun, names: PackNames): Promise<void> {
    const known = namesGoods(begun.columns) ? new KnownNames(names, begun.pack_names) : undefined;
    const heads = begun.has_head ? (begun.first_rows[0] ?? []) : [];
    let head = begun.has_head;
    for await (const block of sheetRows(begun.bytes, this.at_once)) {
      const filled = head ? block.slice(1) : block;
      head = false;
      if ((filled.at(-1)?.line ?? 0) <= begun.read_to) continue;
      const lines = filled.map(({ line, cells }): NewLine => ({
        line,
        written: writtenAddressee(cells, begun.columns, begun.packs_each, heads),
      }));
      const packOf = await known?.learn(
        this.sql,
        lines.map(({ written }) => written.goods),
      );
      if (!(await inTransaction(this.sql, (tx) => this.write_(tx, sheet_id, lines, packOf)))) return;
      killPoint("addressees_block_read");
    }
  }

  /** False when somebody else has ended it. */
  private async write_(
    tx: Transaction,
    sheet_id: string,
    block: readonly NewLine[],
    packOf: PackOf | undefined,
  ): Promise<boolean> {
    const stands = await lockReading_(tx, sheet_id);
    if (!stands) return false;
    const fresh = block.filter(({ line }) => line > stands.read_to);
    const last = fresh.at(-1);
    if (!last) return true;
    if (stands.lines + fresh.length > MAX_SHEET_ADDRESSEES) throw new SheetFault("too_many");
    await writeLines_(tx, sheet_id, fresh, { instead: false, packOf });
    await rows(tx, `update addressee_sheet set read_to = ?, lines = lines + ?, updated_at = now() where id = ?`, [
      last.line,
      fresh.length,
      sheet_id,
    ]);
    return true;
  }

  private async finish_(tx: Transaction, sheet_id: string): Promise<void> {
    const stands = await lockReading_(tx, sheet_id);
    if (!stands) return;
    if (stands.lines === 0) throw new SheetFault("empty");
    await rows(tx, `update addressee_sheet set state = 'checked' where id = ?`, [sheet_id]);
    await rows(tx, `delete from addressee_sheet_file where sheet_id = ?`, [sheet_id]);
    await countAll_(tx, sheet_id);
  }

  /** Nothing of it is taken over: half a sheet would be taken for a whole one. */
  private async refuse_(tx: Transaction, sheet_id: string, fault: SheetFault): Promise<void> {
    if (!(await lockReading_(tx, sheet_id))) return;
    await rows(tx, `delete from addressee_sheet_line where sheet_id = ?`, [sheet_id]);
    await rows(tx, `delete from addressee_sheet_file where sheet_id = ?`, [sheet_id]);
    await rows(
      tx,
      `update addressee_sheet set state = 'refused', fault = ?, fault_cell = ?, lines = 0, updated_at = now() where id = ?`,
      [fault.kind, fault.cell, sheet_id],
    );
  }
}

async function lockReading_(tx: Transaction, sheet_id: string): Promise<Standing | undefined> {
  const found = await row<Standing>(tx, `select state, read_to, lines from addressee_sheet where id = ? for update`, [
    sheet_id,
  ]);
  return found?.state === "reading" ? found : undefined;
}
