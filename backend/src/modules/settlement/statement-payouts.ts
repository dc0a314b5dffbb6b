import { rows, type Sql } from "../../lib/sql";
import { safeNumber } from "./amounts";
import { reasonWords } from "./answers/reason-words";

/** Where a statement's money went or goes. */
export interface StatementPayout {
  id: string;
  statement_id: string;
  batch_number: string;
  rail: "bank_file" | "stripe" | "cash";
  state: "intended" | "created" | "failed" | "unknown";
  amount_minor: number;
  reason_code: string | null;
  reason: string | null;
  account_name: string;
  account_last4: string | null;
  /** By bank file "created" is written; paid is what the bank says. */
  bank_state: string | null;
  /** Why the bank did not pay, or sent it back; null where it did neither. */
  bank_words: { en: string; zh: string } | null;
  at: Date;
}

export async function statementPayouts(sql: Sql, statement_ids: readonly string[]): Promise<StatementPayout[]> {
  const found = await rows<Omit<StatementPayout, "amount_minor" | "bank_words"> & { amount_minor: string }>(
    sql,
    `select p.id, p.statement_id, b.number as batch_number, p.rail, p.state, p.amount_minor, p.reason_code, p.reason, p.bank_state,
            p.account->>'name' as account_name, p.account->>'last4' as account_last4, p.updated_at as at
     from payout p join payout_batch b on b.id = p.batch_id where p.statement_id = any(?) order by p.created_at, p.id`,
    [[...statement_ids]],
  );
  return found.map((payout) => ({
    ...payout,
    amount_minor: safeNumber(payout.amount_minor),
    bank_words:
      payout.bank_state === "rejected" || payout.bank_state === "returned" ? reasonWords(payout.reason_code) : null,
  }));
}
