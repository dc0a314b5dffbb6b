import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import { row, rows } from "../../lib/sql";
import { safeNumber } from "./amounts";
import { AT_BANK_OF_STATEMENT } from "./at-bank";
import { statementFacts, type StatementFacts } from "./statement-facts";

/** What a text to a household says of its statement: its figures, and where its money will go. */
export interface StatementNotice {
  statement_id: string;
  number: string;
  household_id: string;
  slip_code: string;
  currency: string;
  from_date: string;
  to_date: string;
  brought_forward_minor: string;
  gross_minor: string;
  /** Of the gross: the refund of the year. */
  patronage_minor: string;
  deductions_minor: string;
  advances_minor: string;
  net_minor: string;
  not_paid_because: string | null;
  rail: "bank_file" | "stripe" | "cash" | null;
  last4: string | null;
}

/** One year of a household as a member. */
export interface MemberYear {
  year: number;
  currency: string;
  statements: number;
  gross_minor: number;
  deductions_minor: number;
  advances_minor: number;
  paid_minor: number;
}

/** Years on one page. */
const YEARS = 50;

const NOTICE = `s.id as statement_id, s.number, s.household_id, s.slip_code, s.currency, p.from_date::text as from_date, p.to_date::text as to_date,
  s.brought_forward_minor, s.gross_minor, s.deductions_minor, s.advances_minor, s.net_minor, s.not_paid_because,
  (select coalesce(sum(t.amount_minor), 0) from statement_line t where t.statement_id = s.id and t.rule in ('patronage', 'patronage_reversed')) as patronage_minor`;

/** What statements say: on a page, on paper, in a text. */
export class StatementPapers {
  constructor(private readonly sql: Knex) {}

  /** Statements with everything they say; those that are not this cooperative's or household's are left out. */
  facts(of: {
    statement_ids: readonly string[];
    cooperative_id?: string;
    household_id?: string;
  }): Promise<StatementFacts[]> {
    return statementFacts(this.sql, of);
  }

  /** What a household's statements say, by the year in which their periods end. */
  async years(household_id: string): Promise<MemberYear[]> {
    const found = await rows<Record<keyof MemberYear, string>>(
      this.sql,
      `select extract(year from p.to_date)::int as year, s.currency, count(*)::int as statements, sum(s.gross_minor) as gross_minor,
         sum(s.deductions_minor) as deductions_minor, sum(s.advances_minor) as advances_minor, sum(s.paid_minor - ${AT_BANK_OF_STATEMENT}) as paid_minor
       from statement s join settlement_period p on p.id = s.period_id where s.household_id = ?
       group by 1, 2 order by 1 desc, 2 limit ${YEARS}`,
      [household_id],
    );
    return found.map((one) => ({
      year: Number(one.year),
      currency: one.currency,
      statements: Number(one.statements),
      gross_minor: safeNumber(one.gross_minor),
      deductions_minor: safeNumber(one.deductions_minor),
      advances_minor: safeNumber(one.advances_minor),
      paid_minor: safeNumber(one.paid_minor),
    }));
  }

  /** Whose period it is, while it stands approved or paid; undefined before: nothing is told of it then. */
  approvedPeriod(period_id: string): Promise<{ id: string; cooperative_id: string } | undefined> {
    return row(
      this.sql,
      `select id, cooperative_id from settlement_period where id = ? and state in ('approved', 'paid')`,
      [period_id],
    );
  }

  /** A page of a period's statements by id, for texts to their households. */
  noticesOfPeriod(period_id: string, after: string, limit: number): Promise<StatementNotice[]> {
    return rows<StatementNotice>(
      this.sql,
      `select ${NOTICE}, o.rail, o.account->>'last4' as last4
       from statement s join settlement_period p on p.id = s.period_id
       left join lateral (select rail, account from payout where statement_id = s.id order by created_at, id limit 1) o on true
       where s.period_id = ? and s.id > ? order by s.id limit ?`,
      [period_id, after, limit],
    );
  }

  /** The same of one payout, which is what was paid of it. */
  noticeOfPayout(
    payout_id: string,
  ): Promise<(StatementNotice & { cooperative_id: string; amount_minor: string; state: string }) | undefined> {
    return row(
      this.sql,
      `select ${NOTICE}, o.rail, o.account->>'last4' as last4, o.cooperative_id, o.amount_minor, o.state
       from payout o join statement s on s.id = o.statement_id join settlement_period p on p.id = s.period_id where o.id = ?`,
      [payout_id],
    );
  }
}
