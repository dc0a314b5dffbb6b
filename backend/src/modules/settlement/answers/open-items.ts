import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import type { BankFact, OpenItemKind, Refusal, Result } from "@commonlot/domain";
import { blindIndex } from "../../../lib/blind-index";
import { atKey, placeOf } from "../../../lib/keyset";
import { inTransaction, row, rows, type Sql, type Transaction } from "../../../lib/sql";
import type { PayoutAccount } from "../accounts";
import { safeNumber } from "../amounts";
import { asResult, notAllowed, notFound } from "../refusals";
import { reasonWords } from "./reason-words";

export interface OpenItemView {
  id: string;
  at_key: string;
  file_id: string;
  file_name: string;
  line: number;
  kind: OpenItemKind;
  fact: BankFact;
  reference: string | null;
  amount_minor: number | null;
  currency: string | null;
  reason_code: string | null;
  reason: string | null;
  words: { en: string; zh: string } | null;
  payout_id: string | null;
  batch_id: string | null;
  household_id: string | null;
  agent_id: string | null;
  owner: string;
  opened_at: Date;
  age_days: number;
  closed_at: Date | null;
  closed_by: string | null;
  close_reason: string | null;
}

interface Asked {
  cooperative_id: string;
  limit: number;
  cursor?: string;
  file_id?: string;
  /** Closed ones too. */
  closed?: boolean;
}

/** Items of a cooperative, newest first. */
export async function openItems(
  sql: Sql,
  { cooperative_id, limit, cursor, file_id, closed }: Asked,
): Promise<OpenItemView[]> {
  const before = placeOf(cursor);
  const found = await rows<Omit<OpenItemView, "amount_minor" | "words"> & { amount_minor: string | null }>(
    sql,
    `select i.id, ${atKey("i.opened_at")}, i.file_id, f.name as file_name, i.line, i.kind, i.fact, i.reference, i.amount_minor, i.currency,
            i.reason_code, i.reason, i.payout_id, p.batch_id, i.household_id, i.agent_id, i.owner, i.opened_at,
            extract(day from now() - i.opened_at)::int as age_days, i.closed_at, i.closed_by, i.close_reason
     from bank_open_item i join bank_answer_file f on f.id = i.file_id left join payout p on p.id = i.payout_id
     where i.cooperative_id = ? and (i.opened_at, i.id) < (?::timestamptz, ?)
       and (?::text is null or i.file_id = ?) and (? or i.closed_at is null)
     order by i.opened_at desc, i.id desc limit ?`,
    [cooperative_id, before.at, before.id, file_id ?? null, file_id ?? null, closed === true, limit],
  );
  return found.map((item) => ({
    ...item,
    amount_minor: item.amount_minor === null ? null : safeNumber(item.amount_minor),
    words: item.reason_code === null ? null : reasonWords(item.reason_code),
  }));
}

/** What of a bank's answers did not match: each with an owner and an age, closed by a person with a reason. */
export class OpenItems {
  constructor(private readonly sql: Knex) {}

  list(asked: Asked): Promise<OpenItemView[]> {
    return openItems(this.sql, asked);
  }

  async count(cooperative_id: string): Promise<number> {
    const found = await row<{ count: number }>(
      this.sql,
      `select count(*)::int as count from bank_open_item where cooperative_id = ? and closed_at is null`,
      [cooperative_id],
    );
    return found?.count ?? 0;
  }

  /** The item is this person's from now on. */
  take(input: { id: string; cooperative_id: string; person: string }): Promise<Result<null, Refusal>> {
    return asResult(() =>
      inTransaction(this.sql, async (tx) => {
        await lockOpen(tx, input);
        await tx.raw(`update bank_open_item set owner = ? where id = ?`, [input.person, input.id]);
        return null;
      }),
    );
  }

  /** Closed with what was found out. A household whose account was refused can be paid to it again then. */
  close(input: { id: string; cooperative_id: string; person: string; reason: string }): Promise<Result<null, Refusal>> {
    return asResult(() =>
      inTransaction(this.sql, async (tx) => {
        await lockOpen(tx, input);
        await tx.raw(`update bank_open_item set closed_at = now(), closed_by = ?, close_reason = ? where id = ?`, [
          input.person,
          input.reason,
          input.id,
        ]);
        return null;
      }),
    );
  }
}

async function lockOpen(
  tx: Transaction,
  { id, cooperative_id }: { id: string; cooperative_id: string },
): Promise<void> {
  const item = await row<{ closed_at: Date | null }>(
    tx,
    `select closed_at from bank_open_item where id = ? and cooperative_id = ? for update`,
    [id, cooperative_id],
  );
  if (!item) throw notFound("open item");
  if (item.closed_at) throw notAllowed("item_closed", "This item is closed already. Nothing was changed.");
}

/**
 * Households that are not to be paid to this account now, household -> why: the bank has refused it, or says of one of their
 * payouts both that it was rejected and that it was paid. Another account of the same household is not meant.
 */
export function stoppedByBank(tx: Sql, accounts: readonly PayoutAccount[]): Promise<Map<string, StoppedBecause>> {
  return stopped(tx, "household_id", new Map(accounts.map((one) => [one.household_id, one.account])));
}

/** The same of agents: agent -> why. */
export function agentsStoppedByBank(
  tx: Sql,
  accounts: readonly { agent_id: string; account: string | null }[],
): Promise<Map<string, StoppedBecause>> {
  return stopped(tx, "agent_id", new Map(accounts.map((one) => [one.agent_id, one.account])));
}

type StoppedBecause = "bank_asks" | "account_refused";

async function stopped(
  tx: Sql,
  whose: "household_id" | "agent_id",
  numbers: ReadonlyMap<string, string | null>,
): Promise<Map<string, StoppedBecause>> {
  const found = await rows<{ payee: string; kind: OpenItemKind; account_index: string | null }>(
    tx,
    `select ${whose} as payee, kind, account_index from bank_open_item
     where ${whose} = any(?) and closed_at is null and kind in ('account_refused', 'paid_after_rejected')
     order by kind = 'paid_after_rejected'`,
    [[...numbers.keys()]],
  );
  const because = new Map<string, StoppedBecause>();
  for (const { payee, kind, account_index } of found) {
    const number = numbers.get(payee);
    if (kind === "paid_after_rejected") because.set(payee, "bank_asks");
    else if (number && blindIndex("account", number) === account_index) because.set(payee, "account_refused");
  }
  return because;
}
