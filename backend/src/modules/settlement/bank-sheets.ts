import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import {
  BANK_CSV_PRESETS,
  bankCsvLayoutSchema,
  type BankCsvLayout,
  type Refusal,
  type Result,
} from "@commonlot/domain";
import { inTransaction, row } from "../../lib/sql";
import type { SealedAccount } from "./accounts";
import { asResult, notAllowed } from "./refusals";

export interface PayingAccountView {
  name: string;
  last4: string | null;
  bank: { system: string; member_id: string } | null;
  layout: BankCsvLayout;
}

/** Which sheet the bank of a cooperative takes where it takes no ISO 20022. Batches keep the one they were approved with. */
export class BankSheets {
  constructor(private readonly sql: Knex) {}

  /** The account that bank files are paid from, of its number the end only; undefined when none is named. */
  async of(cooperative_id: string): Promise<PayingAccountView | undefined> {
    const found = await row<{ account: SealedAccount; csv_layout: BankCsvLayout | null }>(
      this.sql,
      `select account, csv_layout from paying_account where cooperative_id = ? and closed_at is null`,
      [cooperative_id],
    );
    if (!found) return undefined;
    const { name, last4, bank } = found.account;
    return { name, last4, bank: bank ?? null, layout: layoutOf(found.csv_layout) };
  }

  /** For batches that are approved from now on. */
  choose(input: { cooperative_id: string; layout: BankCsvLayout }): Promise<Result<null, Refusal>> {
    return asResult(() =>
      inTransaction(this.sql, async (tx) => {
        const changed = await row(
          tx,
          `update paying_account set csv_layout = ?::jsonb where cooperative_id = ? and closed_at is null returning id`,
          [JSON.stringify(bankCsvLayoutSchema.parse(input.layout)), input.cooperative_id],
        );
        if (!changed)
          throw notAllowed(
            "no_paying_account",
            "The cooperative has named no bank account to pay its households from.",
          );
        return null;
      }),
    );
  }
}

/** A stored layout, or how sheets were before there was a choice. */
export function layoutOf(stored: BankCsvLayout | null): BankCsvLayout {
  const { columns, ...rest } = BANK_CSV_PRESETS.standard;
  return stored ?? { ...rest, columns: [...columns] };
}
