import {
  decideOrderOnTerms,
  GRACE_DAYS,
  isByTransfer,
  isOwed,
  reminderDue,
  type CompanyCredit,
  type CompanyState,
  type Owed,
  type PaymentTerms,
  type Refusal,
  type Result,
} from "@commonlot/domain";
import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import { inTransaction, row, rows, type Sql, type Transaction } from "../../../lib/sql";
import { dayIn, HOME_TZ } from "../../../lib/today";
import { notAllowed } from "../refusals";
import {
  accountEntries,
  accountOver,
  type AccountEntry,
  type AccountOfCurrency,
  type AccountScope,
  type AccountSpan,
} from "./company-account";
import { findProformas, leftOf, lockProformas_, settle_, tellTransfer_, type ProformaRow } from "./rows";

/** Of those who owe, as many as one tick reminds; the next takes the rest. */
const PER_TICK = 500;
/** Companies that a desk's page names; it has some dozens. */
const MAX_DEBTORS = 200;
const OWED = `p.kind in ('balance', 'account', 'freight')`;
const LIVE = `p.state in ('granted', 'ordered') and p.settled_at is null`;

/** What a company may owe, as its operator has set it. */
export interface CreditTerms {
  company_state: CompanyState;
  limit_minor: bigint;
}

export interface CreditStanding {
  limit_minor: bigint;
  used_minor: bigint;
  left_minor: bigint;
  overdue_minor: bigint;
}

/** What companies owe for orders that stand: credit, reminders, what is open (docs/adr/0058). */
export class Receivables {
  constructor(private readonly sql: Knex) {}

  /** How a company stands in one currency: a look, which decides nothing. */
  async standing(company_id: string, currency: string, limit_minor: bigint): Promise<CreditStanding> {
    const credit = await creditOf(this.sql, company_id, currency, limit_minor);
    const used_minor = credit.open_invoices.reduce((sum, one) => sum + one.left_minor, credit.to_be_invoiced_minor);
    const open = await findProformas(this.sql, `p.company_id = ? and p.currency = ? and ${OWED} and ${LIVE}`, [
      company_id,
      currency,
    ]);
    const now = new Date();
    return {
      limit_minor,
      used_minor,
      left_minor: limit_minor > used_minor ? limit_minor - used_minor : 0n,
      overdue_minor: open.reduce((sum, one) => (one.due_at < now ? sum + leftOf(one) : sum), 0n),
    };
  }

  /** What is open at a cooperative, the first due first. */
  open(cooperative_id: string, asked: { after?: string | undefined; limit: number }): Promise<ProformaRow[]> {
    return findProformas(
      this.sql,
      `p.cooperative_id = ? and ${OWED} and p.state = 'ordered' and p.settled_at is null
       and (?::text is null or (p.due_at, p.id) > (select q.due_at, q.id from proforma q where q.id = ?)) order by p.due_at, p.id limit ?`,
      [cooperative_id, asked.after ?? null, asked.after ?? null, asked.limit],
    );
  }

  /** What is open at a cooperative altogether, by currency, and what of it is late. */
  async openSums(
    cooperative_id: string,
  ): Promise<{ currency: string; open_minor: bigint; overdue_minor: bigint; count: number }[]> {
    const found = await rows<{ currency: string; open: string; overdue: string; count: number }>(
      this.sql,
      `select currency, sum(left_minor)::text as open, coalesce(sum(left_minor) filter (where due_at < now()), 0)::text as overdue, count(*)::int as count
       from (${LEFT_OF_EACH} where p.cooperative_id = ? and ${OWED} and p.state = 'ordered' and p.settled_at is null) o group by 1 order by 1`,
      [cooperative_id],
    );
    return found.map((one) => ({
      currency: one.currency,
      open_minor: BigInt(one.open),
      overdue_minor: BigInt(one.overdue),
      count: one.count,
    }));
  }

  /** What a company owes, at one cooperative or altogether, by currency. */
  async owedBy({
    company_id,
    cooperative_id,
  }: AccountScope): Promise<{ currency: string; open_minor: bigint; overdue_minor: bigint }[]> {
    const found = await rows<{ currency: string; open: string; overdue: string }>(
      this.sql,
      `select currency, sum(left_minor)::text as open, coalesce(sum(left_minor) filter (where due_at < now()), 0)::text as overdue
       from (${LEFT_OF_EACH} where p.company_id = ? and (?::text is null or p.cooperative_id = ?) and ${OWED} and p.state = 'ordered'
         and p.settled_at is null) o group by 1 order by 1`,
      [company_id, cooperative_id, cooperative_id],
    );
    return found.map((one) => ({
      currency: one.currency,
      open_minor: BigInt(one.open),
      overdue_minor: BigInt(one.overdue),
    }));
  }

  /** A company's account, at one cooperative or all of them, newest first. */
  account(of: AccountScope, asked: { cursor?: string | undefined; limit: number }): Promise<AccountEntry[]> {
    return accountEntries(this.sql, of, asked);
  }

  /** The same of a span of moments, with what stood before and what is open at its end, by currency. */
  accountOver(of: AccountScope, span: AccountSpan): Promise<Result<AccountOfCurrency[], Refusal>> {
    return accountOver(this.sql, of, span);
  }

  /** Companies that came to owe a cooperative something, the last ones first. */
  debtors(cooperative_id: string): Promise<{ id: string; name: string }[]> {
    return rows(
      this.sql,
      `select p.company_id as id, (array_agg(p.company order by p.issued_at desc, p.id desc))[1] as name from proforma p
       where p.cooperative_id = ? and ${OWED} and p.state = 'ordered' group by 1 order by max(p.issued_at) desc, 1 limit ?`,
      [cooperative_id, MAX_DEBTORS],
    );
  }

  /** Whether a company was ever asked for money by a cooperative: then its account there is that cooperative's to read. */
  async hasAccount(of: { company_id: string; cooperative_id: string }): Promise<boolean> {
    const found = await row(
      this.sql,
      `select 1 from proforma p where p.company_id = ? and p.cooperative_id = ? and ${OWED} and p.state = 'ordered' limit 1`,
      [of.company_id, of.cooperative_id],
    );
    return found !== undefined;
  }

  /** Orders of a cooperative whose goods wait for their balance. */
  async undispatchable(cooperative_id: string): Promise<string[]> {
    const found = await rows<{ order_id: string }>(
      this.sql,
      `select order_id from proforma p where p.cooperative_id = ? and p.kind = 'balance' and p.before_dispatch and p.state = 'ordered'
         and p.settled_at is null order by order_id`,
      [cooperative_id],
    );
    return found.map((one) => one.order_id);
  }

  /** Reminds of what is due, once a step; whoever waits for the lock of one leaves it. How many. */
  remindDue(now = new Date()): Promise<number> {
    return inTransaction(this.sql, async (tx) => {
      const due = await rows<{ id: string; due_at: Date; reminded: number }>(
        tx,
        `select p.id, p.due_at, p.reminded from proforma p where ${OWED} and p.state = 'ordered' and p.settled_at is null and p.reminded < 3
           and p.due_at + make_interval(days => p.reminded * 7) <= ? order by p.due_at, p.id limit ? for update skip locked`,
        [now, PER_TICK],
      );
      const steps = due.flatMap((one) => {
        const step = reminderDue(one.due_at, one.reminded, now);
        return step === null ? [] : [{ id: one.id, ...step }];
      });
      await rows(
        tx,
        `update proforma p set reminded = x.sent from jsonb_to_recordset(?::jsonb) as x(id text, sent int) where p.id = x.id`,
        [JSON.stringify(steps.map(({ id, sent }) => ({ id, sent })))],
      );
      for (const { id, about } of steps) await tellTransfer_(tx, id, about);
      return steps.length;
    });
  }
}

const LEFT_OF_EACH = `select p.currency, p.due_at, p.amount_minor
    - coalesce((select sum(u.amount_minor) from transfer_use u where u.proforma_id = p.id and u.undone_at is null), 0)
    - coalesce((select sum(c.amount_minor) from receivable_credit c where c.proforma_id = p.id), 0) as left_minor
  from proforma p`;

/** What a company owes on credit: open invoices, and balances that deposits will leave. What is paid before goods leave is no credit. */
async function creditOf(sql: Sql, company_id: string, currency: string, limit_minor: bigint): Promise<CompanyCredit> {
  const open = await findProformas(
    sql,
    `p.company_id = ? and p.currency = ? and ${OWED} and not p.before_dispatch and ${LIVE}`,
    [company_id, currency],
  );
  const coming = await row<{ sum: string }>(
    sql,
    `select coalesce(sum(p.total_minor - p.amount_minor), 0)::text as sum from proforma p
     where p.company_id = ? and p.currency = ? and p.kind = 'deposit' and not p.before_dispatch and p.state in ('open', 'paid')`,
    [company_id, currency],
  );
  return {
    limit_minor,
    open_invoices: open.map((one) => ({
      invoice_id: one.id,
      left_minor: leftOf(one),
      due_on: dayIn(HOME_TZ, one.due_at),
    })),
    to_be_invoiced_minor: BigInt(coming?.sum ?? 0),
    grace_days: GRACE_DAYS,
  };
}

/**
 * Whether an order may be owed, decided under the company's lock, which the transaction keeps: of two that would pass the limit together the
 * second sees the first.
 */
export async function mayOwe_(
  tx: Transaction,
  of: { company_id: string; currency: string; terms: PaymentTerms; total_minor: bigint; credit: CreditTerms },
): Promise<Result<unknown, Refusal>> {
  await rows(tx, `select pg_advisory_xact_lock(hashtextextended(?, 0))`, [`company_credit:${of.company_id}`]);
  return decideOrderOnTerms({
    company_state: of.credit.company_state,
    currency: of.currency,
    terms: of.terms,
    total_minor: of.total_minor,
    credit: await creditOf(tx, of.company_id, of.currency, of.credit.limit_minor),
    today: dayIn(HOME_TZ, new Date()),
  });
}

/** What of a capture is owed: all of an order on account, the balance of one with a deposit. */
export async function owedAtCapture_(
  tx: Transaction,
  paid: { processor: string; provider_ref: string },
  captured_minor: bigint,
): Promise<Owed | undefined> {
  if (!isByTransfer(paid)) return undefined;
  const [proforma] = await findProformas(tx, `p.id = ?`, [paid.provider_ref]);
  if (proforma?.kind === "account") return { company_id: proforma.company_id, amount_minor: captured_minor };
  if (proforma?.kind !== "deposit") return undefined;
  return { company_id: proforma.company_id, amount_minor: captured_minor - proforma.amount_minor };
}

interface OwingSale {
  order_id: string;
  provider_ref: string;
  owed_minor: string;
}

/** What is owed of a sale, under its lock, which comes after the sale's. */
async function lockOwed_(tx: Transaction, sale: OwingSale): Promise<ProformaRow | undefined> {
  if (BigInt(sale.owed_minor) === 0n) return undefined;
  const found = await lockProformas_(tx, `p.id = ? or (p.order_id = ? and p.kind = 'balance')`, [
    sale.provider_ref,
    sale.order_id,
  ]);
  const owed = found.find((one) => isOwed(one.kind));
  // Between its order and the note of it: a moment, after a crash until its job comes again.
  if (!owed)
    throw notAllowed("balance_not_written", `What is owed of order ${sale.order_id} is being written. Try again.`);
  return owed;
}

/** A refund takes off first what is still owed: nobody sends money back that never came. Once a refund. */
export async function creditOwed_(
  tx: Transaction,
  sale: OwingSale,
  refund: { id: string; amount_minor: string },
): Promise<Owed | undefined> {
  const owed = await lockOwed_(tx, sale);
  const open = owed ? leftOf(owed) : 0n;
  if (!owed || open <= 0n) return undefined;
  const back = BigInt(refund.amount_minor);
  const amount_minor = back < open ? back : open;
  await rows(tx, `insert into receivable_credit (refund_intent_id, proforma_id, amount_minor) values (?, ?, ?)`, [
    refund.id,
    owed.id,
    String(amount_minor),
  ]);
  if (amount_minor === open) await settle_(tx, owed.id);
  return { company_id: owed.company_id, amount_minor };
}

/** Whether a sale is still owed in part: nobody is paid with money that has not come. It is divided when the last of it has. */
export async function waitsForMoney_(tx: Transaction, sale: OwingSale): Promise<boolean> {
  const owed = await lockOwed_(tx, sale);
  if (!owed || owed.settled_at !== null) return false;
  await rows(tx, `update proforma set post_waits_at = coalesce(post_waits_at, now()) where id = ?`, [owed.id]);
  return true;
}
