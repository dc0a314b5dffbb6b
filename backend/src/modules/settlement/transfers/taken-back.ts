import { takenBack, type BookedCredit, type Refusal, type Result } from "@commonlot/domain";
import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import { atKey, placeOf } from "../../../lib/keyset";
import { killPoint } from "../../../lib/kill-point";
import { inTransaction, row, rows, type Transaction } from "../../../lib/sql";
import { insertAll } from "../../../lib/unnest";
import { newId } from "../ids";
import { asResult, notAllowed, notFound } from "../refusals";
import { LEFT, proformasOf, type LineProforma } from "./lines";
import { reopenDebts_, type TakenOf } from "./reopened";
import type { ReadStatement } from "./read-statement";

/** Money of a buyer that the bank took back after it was booked here, or says so: a person looks what hangs on it. */
export interface TakenBackView {
  id: string;
  at_key: string;
  booked_on: string;
  currency: string;
  amount_minor: bigint;
  payer: string;
  words: string;
  /** What it took back; null: nothing that was booked here fits. */
  line: { id: string; booked_on: string; payer: string; left_minor: bigint } | null;
  /** What that line pays now. */
  pays: LineProforma[];
  /** It had paid a debt: what of it is booked as taken back, and owed again. */
  booked_minor: bigint;
}

type Found = Omit<TakenBackView, "amount_minor" | "line" | "pays" | "booked_minor"> & {
  booked: string;
  amount_minor: string;
  line_id: string | null;
  line_booked_on: string | null;
  line_payer: string | null;
  line_left: string | null;
  pays: string[];
};

export class TransfersTakenBack {
  constructor(private readonly sql: Knex) {}

  /** Those that nobody has looked at yet, newest first. */
  async open(asked: { cooperative_id: string; cursor?: string | undefined; limit: number }): Promise<TakenBackView[]> {
    const { cooperative_id } = asked;
    const before = placeOf(asked.cursor);
    const found = await rows<Found>(
      this.sql,
      `select t.id, ${atKey("t.opened_at")}, t.booked_on::text as booked_on, t.currency, t.amount_minor::text as amount_minor, t.payer, t.words, t.line_id,
         l.booked_on::text as line_booked_on, l.payer as line_payer, ${LEFT}::text as line_left,
         coalesce((select sum(u.amount_minor) from transfer_use u where u.taken_back_id = t.id and u.kind = 'returned'), 0)::text as booked,
         array(select u.proforma_id from transfer_use u where u.line_id = l.id and u.proforma_id is not null and u.undone_at is null) as pays
       from transfer_taken_back t left join transfer_line l on l.id = t.line_id
       where t.cooperative_id = ? and t.closed_at is null and (t.opened_at, t.id) < (?::timestamptz, ?)
       order by t.opened_at desc, t.id desc limit ?`,
      [cooperative_id, before.at, before.id, asked.limit],
    );
    const proformas = await proformasOf(
      this.sql,
      cooperative_id,
      found.flatMap((one) => one.pays),
    );
    return found.map(({ line_id, line_booked_on, line_payer, line_left, booked, ...one }) => ({
      ...one,
      booked_minor: BigInt(booked),
      amount_minor: BigInt(one.amount_minor),
      line:
        line_id === null
          ? null
          : {
              id: line_id,
              booked_on: line_booked_on ?? "",
              payer: line_payer ?? "",
              left_minor: BigInt(line_left ?? 0),
            },
      pays: one.pays.flatMap((id) => proformas.get(id) ?? []),
    }));
  }

  /**
   * A person says that the bank took back what had paid a debt, where the bank's line does not say so itself: the debt is open again, and the line is
   * booked. Nothing to open is refused.
   */
  reopen(input: {
    cooperative_id: string;
    id: string;
    person: string;
    words: string;
  }): Promise<Result<{ open_minor: bigint }, Refusal>> {
    return asResult(() =>
      inTransaction(this.sql, async (tx) => {
        const found = await row<Omit<TakenOf, "line_id" | "amount_minor"> & { line_id: string | null; amount: string }>(
          tx,
          `select id, cooperative_id, line_id, currency, amount_minor::text as amount from transfer_taken_back
           where id = ? and cooperative_id = ? and closed_at is null for update`,
          [input.id, input.cooperative_id],
        );
        if (!found) throw notFound("reversal");
        const { line_id, amount, ...taken } = found;
        const open_minor =
          line_id === null ? 0n : await reopenDebts_(tx, { ...taken, line_id, amount_minor: BigInt(amount) });
        if (open_minor === 0n)
          throw notAllowed(
            "no_debt_to_reopen",
            "This money pays no debt of a company now: nothing is opened again. Look at the order, and say what was done.",
          );
        await close_(tx, input);
        return { open_minor };
      }),
    );
  }

  /** Closed with what was done about it; the books are put right by what is done with the line itself. */
  close(input: { cooperative_id: string; id: string; person: string; words: string }): Promise<Result<null, Refusal>> {
    return asResult(() =>
      inTransaction(this.sql, async (tx) => {
        const found = await row<{ closed_at: Date | null }>(
          tx,
          `select closed_at from transfer_taken_back where id = ? and cooperative_id = ? for update`,
          [input.id, input.cooperative_id],
        );
        if (!found) throw notFound("reversal");
        if (found.closed_at !== null)
          throw notAllowed("taken_back_closed", "Somebody has closed this already. Nothing was changed.");
        await close_(tx, input);
        return null;
      }),
    );
  }
}

async function close_(tx: Transaction, input: { id: string; person: string; words: string }): Promise<void> {
  await rows(tx, `update transfer_taken_back set closed_at = now(), closed_by = ?, close_words = ? where id = ?`, [
    input.person,
    input.words,
    input.id,
  ]);
}

/**
 * Opens what a statement shows as taken back, each line once whichever statement shows it; after its credits are booked. What had paid a
 * debt is owed again at once, where the bank leaves no doubt of what it took back.
 */
export async function openTakenBack_(
  tx: Transaction,
  of: { cooperative_id: string; statement_id: string },
  debits: ReadStatement["debits"],
): Promise<void> {
  const { cooperative_id } = of;
  const known = await rows<{ key: string }>(
    tx,
    `select line_key as key from transfer_taken_back where cooperative_id = ? and line_key = any(?)`,
    [cooperative_id, debits.map((one) => one.line_id)],
  );
  const seen = new Set(known.map((one) => one.key));
  const fresh = debits.filter((one) => !seen.has(one.line_id));
  if (fresh.length === 0) return;
  const found = takenBack(fresh, await candidates(tx, cooperative_id, fresh));
  const by_key = new Map(fresh.map((one) => [one.line_id, one]));
  const taken = found.flatMap(({ line_id, credit_id, sure }) => {
    const debit = by_key.get(line_id);
    return debit ? [{ ...debit, credit_id, sure, id: newId("tback") }] : [];
  });
  await insertAll(
    tx,
    "transfer_taken_back",
    [
      ["id", "text", (one) => one.id],
      ["cooperative_id", "text", () => cooperative_id],
      ["line_key", "text", (one) => one.line_id],
      ["statement_id", "text", () => of.statement_id],
      ["booked_on", "date", (one) => one.booked_on],
      ["currency", "text", (one) => one.currency],
      ["amount_minor", "bigint", (one) => one.amount_minor],
      ["payer", "text", (one) => one.payer || (one.parties[0] ?? "")],
      ["words", "text", (one) => one.text],
      ["line_id", "text", (one) => one.credit_id],
    ],
    taken,
    "on conflict on constraint transfer_taken_back_once do nothing",
  );
  killPoint("taken_back_written");
  const sure = taken.filter((one) => one.sure && one.credit_id !== null);
  // Another statement may have been first with some of them.
  const ours = await rows<{ id: string }>(
    tx,
    `select id from transfer_taken_back where id = any(?) order by line_id, id`,
    [sure.map((one) => one.id)],
  );
  for (const { id } of ours) {
    const one = sure.find((each) => each.id === id);
    if (!one?.credit_id) continue;
    const { currency, amount_minor } = one;
    await reopenDebts_(tx, { id, cooperative_id, line_id: one.credit_id, currency, amount_minor });
  }
}

/** Lines that the bank has named alike, or of the same amount. */
async function candidates(
  tx: Transaction,
  cooperative_id: string,
  debits: ReadStatement["debits"],
): Promise<BookedCredit[]> {
  const amounts = [...new Map(debits.map((one) => [`${one.currency} ${one.amount_minor}`, one])).values()];
  const found = await rows<
    Omit<BookedCredit, "amount_minor" | "returned_minor" | "taken_minor"> &
      Record<"amount" | "returned" | "taken", string>
  >(
    tx,
    `select l.id as line_id, l.booked_on::text as booked_on, l.currency, l.amount_minor::text as amount, l.payer, l.words as text, l.bank_ref,
       coalesce((select sum(u.amount_minor) from transfer_use u where u.line_id = l.id and u.kind = 'returned' and u.taken_back_id is null), 0)::text as returned,
       coalesce((select sum(t.amount_minor) from transfer_taken_back t where t.line_id = l.id), 0)::text as taken
     from transfer_line l where l.cooperative_id = ?
       and ((l.currency, l.amount_minor) in (select * from unnest(?::text[], ?::bigint[])) or l.bank_ref = any(?))`,
    [
      cooperative_id,
      amounts.map((one) => one.currency),
      amounts.map((one) => one.amount_minor.toString()),
      debits.flatMap((one) => one.bank_ref ?? []),
    ],
  );
  return found.map(({ amount, returned, taken, ...one }) => ({
    ...one,
    amount_minor: BigInt(amount),
    returned_minor: BigInt(returned),
    taken_minor: BigInt(taken),
  }));
}
