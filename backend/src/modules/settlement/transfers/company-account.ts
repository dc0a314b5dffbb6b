import {
  companyAccount,
  MAX_ACCOUNT_LINES,
  ok,
  refuse,
  type AccountEntryKind,
  type CompanyAccount,
  type OpenRequest,
  type Refusal,
  type Result,
} from "@commonlot/domain";
import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import { atKey, placeOf } from "../../../lib/keyset";
import { inOneMoment, rows } from "../../../lib/sql";

/** Whose account: a company's with one cooperative, or with all of them. */
export interface AccountScope {
  company_id: string;
  cooperative_id: string | null;
}

/** From this moment on, and before `to`. `currency`: of an account on which nothing ever was. */
export interface AccountSpan {
  from: Date;
  to: Date;
  now: Date;
  currency: string;
}

/** One line of a company's account with a cooperative. */
export interface AccountEntry {
  id: string;
  at_key: string;
  at: Date;
  what: AccountEntryKind;
  cooperative_id: string;
  proforma_id: string;
  reference: string;
  quote_number: string;
  /** Numbers of the invoice or credit note, where it was issued. */
  papers: string | null;
  currency: string;
  amount_minor: bigint;
}

export interface AccountOfCurrency extends CompanyAccount<AccountEntry> {
  currency: string;
}

/** All that moves the account of a scope, `e`, with the request it is of, `p`: the page and every paper read these rows and no others. */
const ENTRIES = `with own as (
    select p.id, p.kind, p.state, p.cooperative_id, p.reference, p.quote_number, p.currency, p.order_id, p.amount_minor, p.due_at, p.ended_at,
      p.kind in ('balance', 'account', 'freight') and p.state = 'ordered' as stands
    from proforma p where p.company_id = ? and (?::text is null or p.cooperative_id = ?)),
  e as (
    select p.id, p.id as proforma_id, p.ended_at as at, case when p.kind = 'freight' then 'freight' else 'owed' end as what, p.amount_minor as amount
      from own p where p.stands
    union all
    select u.id, p.id, u.at, 'paid', u.amount_minor from transfer_use u join own p on p.id = u.proforma_id
      where p.stands and (u.undone_at is null or u.taken_back_id is not null)
    union all
    select 'back_' || u.id, p.id, u.undone_at, 'taken_back', u.amount_minor from transfer_use u join own p on p.id = u.proforma_id
      where p.stands and u.taken_back_id is not null
    union all
    select c.refund_intent_id, p.id, c.at, 'credited', c.amount_minor from receivable_credit c join own p on p.id = c.proforma_id)`;
const COLUMNS = `e.id, ${atKey("e.at")}, e.at, e.what, p.cooperative_id, p.id as proforma_id, p.reference, p.quote_number, p.currency, e.amount::text as amount,
  (select string_agg(i.number, ', ' order by i.number) from invoice i where i.order_id = p.order_id
     and case e.what when 'owed' then i.kind = 'invoice' when 'credited' then i.refund_intent_id = e.id else false end) as papers`;
const FROM = `from e join own p on p.id = e.proforma_id`;
/** As it moves what is owed (`isDebit`). */
const SIGNED = `case when e.what in ('paid', 'credited') then - e.amount else e.amount end`;

type Found = Omit<AccountEntry, "amount_minor"> & { amount: string };
const entryOf = ({ amount, ...one }: Found): AccountEntry => ({ ...one, amount_minor: BigInt(amount) });
const bound = ({ company_id, cooperative_id }: AccountScope) => [company_id, cooperative_id, cooperative_id];

/** What a company came to owe, what it paid of that and what it was credited, newest first. */
export async function accountEntries(
  sql: Knex,
  of: AccountScope,
  asked: { cursor?: string | undefined; limit: number },
): Promise<AccountEntry[]> {
  const place = placeOf(asked.cursor);
  const found = await rows<Found>(
    sql,
    `${ENTRIES} select ${COLUMNS} ${FROM} where (e.at, e.id) < (?::timestamptz, ?) order by e.at desc, e.id desc limit ?`,
    [...bound(of), place.at, place.id, Math.min(asked.limit, MAX_ACCOUNT_LINES)],
  );
  return found.map(entryOf);
}

/**
 * A company's account over a span, by currency: what stood before, its lines in the order in which they came, and how late what is open was
 * at its end, or is now. Read in one moment, so that a payment is on both sides of the sum or on none.
 */
export function accountOver(
  sql: Knex,
  of: AccountScope,
  span: AccountSpan,
): Promise<Result<AccountOfCurrency[], Refusal>> {
  return inOneMoment(sql, async (tx) => {
    const before = await rows<{ currency: string; sum: string }>(
      tx,
      `${ENTRIES} select p.currency, sum(${SIGNED})::text as sum ${FROM} where e.at < ? group by 1`,
      [...bound(of), span.from],
    );
    const found = await rows<Found>(
      tx,
      `${ENTRIES} select ${COLUMNS} ${FROM} where e.at >= ? and e.at < ? order by e.at, e.id limit ?`,
      [...bound(of), span.from, span.to, MAX_ACCOUNT_LINES + 1],
    );
    if (found.length > MAX_ACCOUNT_LINES)
      return refuse(
        "account_too_long",
        `These days have more than ${MAX_ACCOUNT_LINES} lines. Nothing is lost: ask for fewer days at once.`,
        "from",
      );
    const open = await rows<{ currency: string; due_at: Date; left: string }>(
      tx,
      `${ENTRIES} select p.currency, p.due_at, sum(${SIGNED})::text as left ${FROM} where e.at < ?
       group by p.id, p.currency, p.due_at having sum(${SIGNED}) <> 0`,
      [...bound(of), span.to],
    );
    const entries = found.map(entryOf);
    const opening = new Map(before.map((one) => [one.currency, BigInt(one.sum)]));
    const currencies = [...new Set([...opening.keys(), ...entries.map((one) => one.currency)])].sort();
    const as_of = span.to < span.now ? span.to : span.now;
    return ok(
      (currencies.length === 0 ? [span.currency] : currencies).map((currency) => ({
        currency,
        ...companyAccount(
          {
            opening_minor: opening.get(currency) ?? 0n,
            entries: entries.filter((one) => one.currency === currency),
            open: open.filter((one) => one.currency === currency).map(openOf),
          },
          as_of,
        ),
      })),
    );
  });
}

const openOf = ({ due_at, left }: { due_at: Date; left: string }): OpenRequest => ({
  due_at,
  left_minor: BigInt(left),
});
