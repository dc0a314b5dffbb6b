import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import type { BankState } from "@commonlot/domain";
import { atKey, placeOf } from "../../../lib/keyset";
import { row, rows } from "../../../lib/sql";
import { reasonWords } from "../answers/reason-words";

/**
 * Where a statement of commission is. `waits`: for its second person; `sent`: the bank has it, or will; `freed`: not paid after all, owed
 * again.
 */
export type CommissionState = "waits" | "sent" | "paid" | "freed";

export interface CommissionStatementView {
  id: string;
  at_key: string;
  number: string;
  run_id: string;
  cooperative_id: string;
  agent_id: string;
  currency: string;
  amount_minor: bigint;
  state: CommissionState;
  /** Why it was not paid: a word, and the bank's where it was the bank. */
  because: string | null;
  bank_words: { en: string; zh: string } | null;
  account_last4: string | null;
  answered_at: Date | null;
  created_at: Date;
}

export interface CommissionLineView {
  seq: number;
  order_id: string;
  at: Date;
  base_minor: bigint | null;
  rate_bp: number | null;
  amount_minor: bigint;
}

export interface CommissionRunView {
  id: string;
  at_key: string;
  number: string;
  currency: string;
  state: "requested" | "approved" | "called_off";
  agents: number;
  amount_minor: bigint;
  requested_by: string;
  requested_at: Date;
  approved_by: string | null;
  approved_at: Date | null;
  called_off_by: string | null;
  batch_id: string | null;
  batch_number: string | null;
}

/** Paid is what the bank says; a file that is written is on its way. */
const STATE = `case when s.freed_at is not null then 'freed' when o.id is null then 'waits' when o.bank_state = 'paid' then 'paid' else 'sent' end`;
const STATEMENT = `select s.id, ${atKey("s.created_at")}, s.number, s.run_id, s.cooperative_id, s.agent_id, s.currency, s.amount_minor::text as amount, ${STATE} as state,
    s.freed_because as because, o.bank_state, o.reason_code, o.account->>'last4' as account_last4, o.bank_answered_at as answered_at, s.created_at
  from commission_statement s left join payout o on o.commission_statement_id = s.id`;

type Found = Omit<CommissionStatementView, "amount_minor" | "bank_words"> & {
  amount: string;
  bank_state: BankState | null;
  reason_code: string | null;
};

const RUN = `select r.id, ${atKey("r.requested_at")}, r.number, r.currency, r.state, t.agents, t.amount::text as amount, r.requested_by, r.requested_at,
    r.approved_by, r.approved_at, r.called_off_by, b.id as batch_id, b.number as batch_number
  from commission_run r left join payout_batch b on b.commission_run_id = r.id
  cross join lateral (select count(*)::int as agents, coalesce(sum(s.amount_minor), 0) as amount from commission_statement s where s.run_id = r.id) t`;

/** Agents, of a run, on a page: far more than a cooperative has. */
const SHOWN = 500;

/** What was and is paid of commissions, for the desk that pays and the agent who is paid. */
export class CommissionViews {
  constructor(private readonly sql: Knex) {}

  async runs(asked: {
    cooperative_id: string;
    cursor?: string | undefined;
    limit: number;
  }): Promise<CommissionRunView[]> {
    const before = placeOf(asked.cursor);
    const found = await rows<RunFound>(
      this.sql,
      `${RUN} where r.cooperative_id = ? and (r.requested_at, r.id) < (?::timestamptz, ?) order by r.requested_at desc, r.id desc limit ?`,
      [asked.cooperative_id, before.at, before.id, asked.limit],
    );
    return found.map(runOf);
  }

  /** One run of the cooperative with its statements; undefined: not there, or another's. */
  async run(
    id: string,
    cooperative_id: string,
  ): Promise<(CommissionRunView & { statements: CommissionStatementView[] }) | undefined> {
    const found = await row<RunFound>(this.sql, `${RUN} where r.id = ? and r.cooperative_id = ?`, [id, cooperative_id]);
    if (!found) return undefined;
    const statements = await rows<Found>(this.sql, `${STATEMENT} where s.run_id = ? order by s.number limit ${SHOWN}`, [
      id,
    ]);
    return { ...runOf(found), statements: statements.map(statementOf) };
  }

  /** Statements of an agent, newest first; one that was called off before anybody approved it was never theirs to read. */
  async ofAgent(
    agent_id: string,
    asked: { cursor?: string | undefined; limit: number },
  ): Promise<CommissionStatementView[]> {
    const before = placeOf(asked.cursor);
    const found = await rows<Found>(
      this.sql,
      `${STATEMENT} where s.agent_id = ? and s.freed_because is distinct from 'called_off' and (s.created_at, s.id) < (?::timestamptz, ?)
       order by s.created_at desc, s.id desc limit ?`,
      [agent_id, before.at, before.id, asked.limit],
    );
    return found.map(statementOf);
  }

  /** One statement without what it pays, for who tells of it. */
  async head(id: string): Promise<CommissionStatementView | undefined> {
    const found = await row<Found>(this.sql, `${STATEMENT} where s.id = ?`, [id]);
    return found && statementOf(found);
  }

  /** One statement with what it pays, when it is there for this side. */
  async statement(
    id: string,
    of: { agent_id: string } | { cooperative_id: string },
  ): Promise<(CommissionStatementView & { lines: CommissionLineView[] }) | undefined> {
    const [column, whose] = "agent_id" in of ? ["s.agent_id", of.agent_id] : ["s.cooperative_id", of.cooperative_id];
    const found = await row<Found>(this.sql, `${STATEMENT} where s.id = ? and ${column} = ?`, [id, whose]);
    if (!found) return undefined;
    const lines = await rows<
      Omit<CommissionLineView, "amount_minor" | "base_minor"> & { amount: string; base: string | null }
    >(
      this.sql,
      `select seq, order_id, at, base_minor::text as base, rate_bp, amount_minor::text as amount from commission_line where statement_id = ? order by seq`,
      [id],
    );
    return {
      ...statementOf(found),
      lines: lines.map(({ amount, base, ...line }) => ({
        ...line,
        base_minor: base === null ? null : BigInt(base),
        amount_minor: BigInt(amount),
      })),
    };
  }
}

type RunFound = Omit<CommissionRunView, "amount_minor"> & { amount: string };
const runOf = ({ amount, ...run }: RunFound): CommissionRunView => ({ ...run, amount_minor: BigInt(amount) });

function statementOf({ amount, bank_state, reason_code, ...found }: Found): CommissionStatementView {
  const refused = bank_state === "rejected" || bank_state === "returned";
  return { ...found, amount_minor: BigInt(amount), bank_words: refused ? reasonWords(reason_code) : null };
}
