import type { CashState } from "@commonlot/domain";
import { rows, type Sql } from "../../lib/sql";
import { safeNumber } from "./amounts";

/** Households of one cash batch, those that wait first, on its page and its sheet, and ticked there at once. */
export const MOST_SHOWN = 10_000;

/** One household of a cash batch, and where its money is. */
export interface CashLine {
  payout_id: string;
  household_id: string;
  statement_id: string;
  statement_number: string;
  account_name: string;
  amount_minor: number;
  state: CashState;
  /** Who handed it out, and who saw it: ids of members. */
  payer: string | null;
  handed_at: Date | null;
  photo_id: string | null;
  witness: string | null;
  confirmed_at: Date | null;
  carried: { reason: string; words: string; person: string; at: Date } | null;
}

export async function cashLines(sql: Sql, batch_id: string, cooperative_id: string): Promise<CashLine[]> {
  const found = await rows<
    Omit<CashLine, "amount_minor" | "state" | "carried"> & {
      state: string;
      amount_minor: string;
      reason: string | null;
      words: string | null;
      carried_by: string | null;
      carried_at: Date | null;
    }
  >(
    sql,
    `select p.id as payout_id, p.household_id, p.statement_id, s.number as statement_number, p.account->>'name' as account_name, p.amount_minor,
            p.state, h.payer, h.handed_at, h.photo_id, h.witness, h.confirmed_at, c.reason, c.words, c.person as carried_by, c.at as carried_at
     from payout p join payout_batch b on b.id = p.batch_id join statement s on s.id = p.statement_id
     left join cash_handing h on h.payout_id = p.id and h.taken_back_at is null left join cash_carried c on c.payout_id = p.id
     where p.batch_id = ? and b.cooperative_id = ? and b.rail = 'cash' order by p.state in ('created', 'failed'), s.number, p.id limit ${MOST_SHOWN}`,
    [batch_id, cooperative_id],
  );
  return found.map(({ reason, words, carried_by, carried_at, ...line }) => ({
    ...line,
    amount_minor: safeNumber(line.amount_minor),
    state: cashState(line.state, line.payer),
    carried:
      reason !== null && carried_by !== null && carried_at !== null
        ? { reason, words: words ?? "", person: carried_by, at: carried_at }
        : null,
  }));
}

/** Where a payout in cash stands: by its own state, and by whether somebody says to have handed it out. */
export function cashState(state: string, payer: string | null): CashState {
  if (state === "created") return "paid";
  if (state === "failed") return "carried";
  return payer === null ? "open" : "handed";
}
