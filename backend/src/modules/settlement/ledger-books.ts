import {
  chartLine,
  CHART_KINDS,
  DEFAULT_CHART,
  PAYOUT_KINDS,
  WITH_PLATFORM,
  type ChartKind,
  type Refusal,
  type Result,
} from "@commonlot/domain";
import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import { RefusalError } from "../../lib/refusal";
import { inTransaction, row, rows, type Sql, type Transaction } from "../../lib/sql";
import { AT_BANK } from "./at-bank";
import { newId } from "./ids";
import { asResult, notAllowed } from "./refusals";

/** Whose books: the whole ledger, for its operator, or what of it is a cooperative's. */
export type Book =
  | { whole: true }
  | {
      whole?: false;
      cooperative_id: string;
      /** Its households: whose accounts the cooperative keeps. */
      household_ids: readonly string[];
    };

export interface Days {
  /** First and last day, both of them in. */
  from: string;
  to: string;
  /** Where days begin. */
  tz: string;
}

export interface ChartEntry {
  kind: ChartKind;
  code: string;
  name: string;
  /** False while it is the default, which nobody has looked at. */
  set: boolean;
}

export interface BalanceLine {
  currency: string;
  kind: ChartKind;
  code: string;
  name: string;
  opening_minor: bigint;
  debit_minor: bigint;
  credit_minor: bigint;
  closing_minor: bigint;
}

/** One side of an entry. */
export interface EntryLine {
  /** The number of its seal: without gaps over the whole ledger, never another; null until it is sealed. */
  number: string | null;
  journal_id: string;
  day: string;
  kind: ChartKind;
  party: string;
  currency: string;
  amount_minor: bigint;
  memo: string;
  source: string;
}

/** Where a payout is that is neither paid nor failed. */
export const WAY_STEPS = [
  "cash_at_desk",
  "cash_handed",
  "bank_not_written",
  "bank_not_answered",
  "transfer_waiting",
  "transfer_unknown",
] as const;

/** Payouts at one step of their way, as they are now. */
export interface WayLine {
  currency: string;
  step: (typeof WAY_STEPS)[number];
  payouts: number;
  amount_minor: bigint;
  /** False: it stands in what members are owed until it is known to be paid. */
  booked: boolean;
}

/** Rows fetched at once: what an export holds in memory. */
const ROWS_AT_ONCE = 5_000;

/** Exports at once in a process: each keeps a connection for as long as somebody downloads, and sales need the others. */
const READERS = 2;

const HOUSEHOLD_KINDS = ["household_payable", "household_holdback", "household_advance", "household_clawback"];
const OWN_KINDS = [
  "cooperative_fee",
  "packing",
  "freight",
  "tax",
  "bank",
  "carrier_claim",
  "claim_loss",
  "stock_loss",
  "carrier_paid",
  "carrier_owed",
  "reserve",
  "reserve_bridge",
  "surplus_shared",
];

/** What its payouts and their banks' answers moved is a cooperative's own, by the rail that paid. */
const PAYOUT_JOURNALS = ["payout", "reverse_payout", "bank_debit", "reverse_bank_debit"];
const KIND = `case when a.kind <> 'payout_clearing' then a.kind when a.party = 'cash' then '${PAYOUT_KINDS.cash}'
  when a.party = 'stripe' then '${PAYOUT_KINDS.stripe}' else '${PAYOUT_KINDS.bank_file}' end`;

/**
 * The ledger as an accountant takes it (docs/adr/0035): codes, entries, a trial balance. A cooperative's books are the accounts that are
 * its own and its households', and what its payouts moved; what else a journal moves is one line, the cooperative's account with the
 * platform, so that every entry balances and every account sums to the ledger's, to the cent.
 */
export class LedgerBooks {
  private reading = 0;

  constructor(private readonly sql: Knex) {}

  /** Every account kind with the code that counts. `book`: a cooperative, or "platform". */
  chart(book: string): Promise<ChartEntry[]> {
    return chartOf(this.sql, book);
  }

  setCode(input: {
    book: string;
    kind: string;
    code: string;
    name: string;
    person: string;
  }): Promise<Result<ChartEntry[], Refusal>> {
    return asResult(() => inTransaction(this.sql, (tx) => setCode_(tx, input)));
  }

  /** What each account kind stood at, what was debited and credited, and what it stands at; by code. */
  async balances(of: { book: Book; days: Days }): Promise<BalanceLine[]> {
    const chart = new Map((await this.chart(bookName(of.book))).map((one) => [one.kind, one]));
    const { sql, bindings } = mine(of.book);
    const found = await rows<{ currency: string; kind: ChartKind; opening: string; debit: string; credit: string }>(
      this.sql,
      `with span as (${SPAN}), mine as (${sql}), line as (
         select m.currency, m.kind, m.journal_id, j.at, m.amount_minor from mine m join journal j on j.id = m.journal_id),
       side as (
         select currency, kind, at, amount_minor from line
         ${of.book.whole ? "" : `union all select currency, '${WITH_PLATFORM}', at, -sum(amount_minor) from line group by journal_id, currency, at having sum(amount_minor) <> 0`})
       select s.currency, s.kind,
              coalesce(sum(s.amount_minor) filter (where s.at < span.from_at), 0) as opening,
              coalesce(sum(s.amount_minor) filter (where s.at >= span.from_at and s.amount_minor > 0), 0) as debit,
              coalesce(-sum(s.amount_minor) filter (where s.at >= span.from_at and s.amount_minor < 0), 0) as credit
       from side s cross join span where s.at < span.to_at group by 1, 2`,
      [...spanOf(of.days), ...bindings],
    );
    return found
      .map(({ opening, debit, credit, ...one }) => {
        const [opening_minor, debit_minor, credit_minor] = [BigInt(opening), BigInt(debit), BigInt(credit)];
        const { code = "", name = "" } = chart.get(one.kind) ?? {};
        return {
          ...one,
          code,
          name,
          opening_minor,
          debit_minor,
          credit_minor,
          closing_minor: opening_minor + debit_minor - credit_minor,
        };
      })
      .sort((a, b) => compare(a.currency, b.currency) || compare(a.code, b.code) || compare(a.kind, b.kind));
  }

  /** Payouts that nobody knows to have arrived, as they are now: the part of what members are owed that is promised, and what banks have not answered. */
  async onTheWay(book: Book): Promise<WayLine[]> {
    const found = await rows<Omit<WayLine, "amount_minor"> & { amount_minor: string }>(
      this.sql,
      `select o.currency,
              case when o.rail = 'cash' then case when h.payer is null then 'cash_at_desk' else 'cash_handed' end
                   when o.rail = 'bank_file' then case when o.state = 'created' then 'bank_not_answered' else 'bank_not_written' end
                   when o.state = 'unknown' then 'transfer_unknown' else 'transfer_waiting' end as step,
              count(*)::int as payouts, sum(o.amount_minor) as amount_minor, o.state = 'created' as booked
       from payout o left join cash_handing h on h.payout_id = o.id and h.taken_back_at is null
       where (o.state in ('intended', 'unknown') or ${AT_BANK}) and (?::text is null or o.cooperative_id = ?)
       group by 1, 2, 5`,
      book.whole ? [null, null] : [book.cooperative_id, book.cooperative_id],
    );
    return found
      .map((one) => ({ ...one, amount_minor: BigInt(one.amount_minor) }))
      .sort((a, b) => compare(a.currency, b.currency) || WAY_STEPS.indexOf(a.step) - WAY_STEPS.indexOf(b.step));
  }

  /**
   * Every entry of the days, in the order of its moment, some thousand rows at a time and all of one moment: memory is the same for a
   * million postings. The transaction ends when the last row is taken or the reader stops.
   */
  async *entries(of: { book: Book; days: Days }): AsyncGenerator<EntryLine[]> {
    if (this.reading >= READERS) {
      throw notAllowed(
        "too_many_exports",
        "Others are downloading the ledger at this moment. Nothing was sent: try again in some minutes.",
      );
    }
    this.reading += 1;
    try {
      yield* this.read(of);
    } finally {
      this.reading -= 1;
    }
  }

  private async *read(of: { book: Book; days: Days }): AsyncGenerator<EntryLine[]> {
    const tx = await this.sql.transaction();
    try {
      await tx.raw("set transaction read only");
      const { sql, bindings } = mine(of.book);
      await tx.raw(
        `declare book no scroll cursor for
         with span as (${SPAN}), mine as (${sql}), line as (
           select j.id, j.at, j.memo, j.kind as journal_kind, j.source_id, m.kind, m.party, m.currency, m.amount_minor, m.seq
           from mine m join journal j on j.id = m.journal_id cross join span
           where j.at >= span.from_at and j.at < span.to_at),
         side as (
           select * from line
           ${of.book.whole ? "" : `union all select id, at, max(memo), max(journal_kind), max(source_id), '${WITH_PLATFORM}', 'platform', currency, -sum(amount_minor), 2147483647 from line group by id, at, currency having sum(amount_minor) <> 0`})
         select s.seq as number, x.id as journal_id, (x.at at time zone ?)::date::text as day, x.kind, x.party, x.currency, x.amount_minor, x.memo,
                x.journal_kind || ':' || x.source_id as source
         from side x left join journal_seal s on s.journal_id = x.id order by x.at, x.id, x.seq`,
        [...spanOf(of.days), ...bindings, of.days.tz] as never,
      );
      for (;;) {
        const page = await rows<Omit<EntryLine, "amount_minor"> & { amount_minor: string }>(
          tx,
          `fetch ${ROWS_AT_ONCE} from book`,
        );
        if (page.length === 0) return;
        yield page.map((one) => ({ ...one, amount_minor: BigInt(one.amount_minor) }));
      }
    } finally {
      await tx.rollback();
    }
  }
}

/** The name under which a book's codes and readings are kept. */
export function bookName(book: Book): string {
  return book.whole ? "platform" : book.cooperative_id;
}

const SPAN = `select ?::date::timestamp at time zone ? as from_at, (?::date + 1)::timestamp at time zone ? as to_at`;
const spanOf = ({ from, to, tz }: Days): string[] => [from, tz, to, tz];

/** The postings that are in a book, under the kind that its chart names. */
function mine(book: Book): { sql: string; bindings: unknown[] } {
  const posted = `select ${KIND} as kind, a.party, p.currency, p.journal_id, p.seq, p.amount_minor`;
  if (book.whole) return { sql: `${posted} from account a join posting p on p.account_id = a.id`, bindings: [] };
  return {
    sql: `${posted} from (
            select id, kind, party from account where party = ? and kind = any(?)
            union all select id, kind, party from account where party = any(?) and kind = any(?)
            union all select a.id, a.kind, a.party from account a join price_pool q on q.id = a.party where a.kind = 'price_pool' and q.cooperative_id = ?
            union all select a.id, a.kind, a.party from account a
              join (select distinct claim_id from claim_bearing where cooperative_id = ?) b on b.claim_id = a.party where a.kind in ('claim', 'returned_goods')
          ) a join posting p on p.account_id = a.id
          union all ${posted} from payout o join journal j on j.kind = any(?) and j.source_id = o.id
            join posting p on p.journal_id = j.id join account a on a.id = p.account_id and a.kind = 'payout_clearing' where o.cooperative_id = ?`,
    bindings: [
      book.cooperative_id,
      OWN_KINDS,
      [...book.household_ids],
      HOUSEHOLD_KINDS,
      book.cooperative_id,
      book.cooperative_id,
      PAYOUT_JOURNALS,
      book.cooperative_id,
    ],
  };
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

async function chartOf(sql: Sql, book: string): Promise<ChartEntry[]> {
  const set = await rows<{ kind: string; code: string; name: string }>(
    sql,
    `select distinct on (kind) kind, code, name from ledger_code where book = ? order by kind, at desc, id desc`,
    [book],
  );
  const known = new Map(set.map((one) => [one.kind, one]));
  return CHART_KINDS.map((kind) => {
    const { code, name } = known.get(kind) ?? DEFAULT_CHART[kind];
    return { kind, code, name, set: known.has(kind) };
  });
}

async function setCode_(
  tx: Transaction,
  input: { book: string; kind: string; code: string; name: string; person: string },
): Promise<ChartEntry[]> {
  const line = chartLine(input.kind, input);
  if (!line.ok) throw new RefusalError(line.refusal);
  await rows(tx, `select pg_advisory_xact_lock(hashtextextended(?, 0))`, [`ledger_code:${input.book}`]);
  const other = (await chartOf(tx, input.book)).find(
    (one) => one.code === line.value.code && one.kind !== line.value.kind && one.name !== line.value.name,
  );
  // Two kinds may be one account of the accountant's, when they bear one name; two names under one code no program takes.
  if (other)
    throw notAllowed(
      "code_taken",
      `The code ${other.code} is that of ${other.name}. Give both the same name, or another code.`,
    );
  const before = await row<{ code: string; name: string }>(
    tx,
    `select code, name from ledger_code where book = ? and kind = ? order by at desc, id desc limit 1`,
    [input.book, line.value.kind],
  );
  if (before?.code !== line.value.code || before.name !== line.value.name) {
    // The clock of the statement, not of the transaction: the later of two that waited for each other counts.
    await tx.raw(
      `insert into ledger_code (id, book, kind, code, name, person, at) values (?, ?, ?, ?, ?, ?, clock_timestamp())`,
      [newId("lcode"), input.book, line.value.kind, line.value.code, line.value.name, input.person],
    );
  }
  return chartOf(tx, input.book);
}
