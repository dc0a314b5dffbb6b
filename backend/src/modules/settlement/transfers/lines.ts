import type { TransferWhy } from "@commonlot/domain";
import { atKey, placeOf } from "../../../lib/keyset";
import { row, rows, type Sql } from "../../../lib/sql";
import { notFound } from "../refusals";
import { CREDITED } from "./rows";

/** `open`: somebody has to say what becomes of it. `kept`: for the company's next order. */
export const LINE_STATES = ["open", "kept", "all"] as const;

export interface LinesAsked {
  cooperative_id: string;
  state: (typeof LINE_STATES)[number];
  statement_id?: string | undefined;
  cursor?: string | undefined;
  limit: number;
}

export interface StatementView {
  id: string;
  at_key: string;
  kind: "camt.053" | "csv";
  name: string;
  /** Entries, in and out. */
  lines: number;
  /** What this file was the first to show: lines, and those of them that wait for a person. */
  booked: number;
  open: number;
  /** Of what it shows as taken back by the bank, what nobody has looked at. */
  taken_back: number;
  read_by: string;
  created_at: Date;
  /** Null: it was cut off; the same file again goes on. */
  finished_at: Date | null;
}

/** Money that came, and where it is now. */
export interface LineView {
  id: string;
  at_key: string;
  source: "bank" | "refund";
  booked_on: string;
  currency: string;
  amount_minor: bigint;
  /** Nothing uses it yet. */
  left_minor: bigint;
  returned_minor: bigint;
  /** Somebody has found out that it is no buyer's money. */
  dismissed: boolean;
  payer: string;
  words: string;
  /** Why what is left waits; null where nothing is left. */
  why: TransferWhy | null;
  company_id: string | null;
  /** Its name, as its last proforma has it. */
  company: string | null;
  kept: { at: Date; by: string; words: string } | null;
  /** Proformas that it pays, and those that a person may have meant. */
  pays: LineProforma[];
  suggestions: LineProforma[];
  /** What is left of it can pay one of these: suggested ones, and its company's own, that still ask for money of its currency. */
  may_pay: LineProforma[];
  created_at: Date;
}

export interface LineProforma {
  id: string;
  reference: string;
  company: string;
  quote_id: string;
  quote_number: string;
  state: string;
  left_minor: bigint;
}

/** Of a company's open proformas so many are offered for each of its lines, those that are due first. */
const OFFERED = 20;

/** What of a line `l` nothing uses. */
export const LEFT = `(l.amount_minor - coalesce((select sum(u.amount_minor) from transfer_use u where u.line_id = l.id and u.undone_at is null), 0))`;

/** Used, sent back, left: by line. */
const SUMS = `select l.id, l.amount_minor - coalesce(sum(u.amount_minor) filter (where u.undone_at is null), 0) as left_minor,
    coalesce(sum(u.amount_minor) filter (where u.kind = 'returned'), 0) as returned_minor, coalesce(bool_or(u.kind = 'other'), false) as dismissed,
    coalesce(bool_or(u.undone_at is not null and u.taken_back_id is null), false) as let_go,
    coalesce(array_agg(u.proforma_id) filter (where u.proforma_id is not null and u.undone_at is null), '{}') as pays
  from transfer_line l left join transfer_use u on u.line_id = l.id where l.cooperative_id = ? group by l.id`;

export async function linesWaiting(sql: Sql, cooperative_id: string): Promise<number> {
  const found = await row<{ count: number }>(
    sql,
    `select count(*)::int as count from transfer_line l where l.cooperative_id = ? and l.kept_at is null and ${LEFT} > 0`,
    [cooperative_id],
  );
  return found?.count ?? 0;
}

type Found = Omit<
  LineView,
  "amount_minor" | "left_minor" | "returned_minor" | "kept" | "pays" | "suggestions" | "may_pay"
> & {
  amount_minor: string;
  left_minor: string;
  returned_minor: string;
  kept_at: Date | null;
  kept_by: string | null;
  kept_words: string | null;
  pays: string[];
  suggestions: string[];
};

export async function lineViews(sql: Sql, asked: LinesAsked): Promise<LineView[]> {
  const before = placeOf(asked.cursor);
  const found = await rows<Found>(
    sql,
    `with sums as (${SUMS})
     select l.id, ${atKey("l.created_at")}, l.source, l.booked_on::text as booked_on, l.currency, l.amount_minor::text as amount_minor,
       s.left_minor::text as left_minor, s.returned_minor::text as returned_minor, s.dismissed, l.payer, l.words, l.company_id,
       (select p.company from proforma p where p.company_id = l.company_id and p.cooperative_id = l.cooperative_id order by p.issued_at desc limit 1) as company, l.kept_at, l.kept_by, l.kept_words,
       case when s.left_minor = 0 then null when s.let_go then 'lapsed' else l.why end as why, s.pays, l.suggestions, l.created_at
     from transfer_line l join sums s on s.id = l.id
     where (l.created_at, l.id) < (?::timestamptz, ?) and (?::text is null or l.statement_id = ?)
       and case ?::text when 'open' then s.left_minor > 0 and l.kept_at is null when 'kept' then s.left_minor > 0 and l.kept_at is not null else true end
     order by l.created_at desc, l.id desc limit ?`,
    [
      asked.cooperative_id,
      before.at,
      before.id,
      asked.statement_id ?? null,
      asked.statement_id ?? null,
      asked.state,
      asked.limit,
    ],
  );
  const waiting = found.filter((one) => BigInt(one.left_minor) > 0n);
  const open = await openProformas(
    sql,
    asked.cooperative_id,
    waiting.flatMap((one) => one.company_id ?? []),
    waiting.flatMap((one) => one.suggestions),
  );
  const proformas = await proformasOf(
    sql,
    asked.cooperative_id,
    found.flatMap((one) => [...one.pays, ...one.suggestions, ...open.map(({ id }) => id)]),
  );
  const shown = (ids: readonly string[]) => [...new Set(ids)].flatMap((id) => proformas.get(id) ?? []);
  return found.map(({ kept_at, kept_by, kept_words, ...one }) => ({
    ...one,
    amount_minor: BigInt(one.amount_minor),
    left_minor: BigInt(one.left_minor),
    returned_minor: BigInt(one.returned_minor),
    kept: kept_at === null ? null : { at: kept_at, by: kept_by ?? "", words: kept_words ?? "" },
    pays: shown(one.pays),
    suggestions: shown(one.suggestions),
    may_pay:
      BigInt(one.left_minor) > 0n
        ? shown([
            ...one.suggestions.filter((id) => open.some((asks) => asks.id === id && asks.currency === one.currency)),
            ...open
              .filter((asks) => asks.offered && asks.company_id === one.company_id && asks.currency === one.currency)
              .map(({ id }) => id),
          ]).filter(({ left_minor }) => left_minor > 0n)
        : [],
  }));
}

interface OpenProforma {
  id: string;
  company_id: string;
  currency: string;
  /** One of the first of its company. */
  offered: boolean;
}

/** Those that still ask for money (`takesMoney`): of these companies, and of these named, the first due first. */
function openProformas(
  sql: Sql,
  cooperative_id: string,
  company_ids: readonly string[],
  ids: readonly string[],
): Promise<OpenProforma[]> {
  if (company_ids.length + ids.length === 0) return Promise.resolve([]);
  return rows(
    sql,
    `select o.id, o.company_id, o.currency, o.place <= ${OFFERED} as offered from (
       select p.id, p.company_id, p.currency, p.due_at,
         row_number() over (partition by p.company_id, p.currency order by p.due_at, p.id) as place
       from proforma p where p.cooperative_id = ? and (p.company_id = any(?) or p.id = any(?))
         and (p.state = 'open' or (p.kind in ('balance', 'account', 'freight') and p.state in ('granted', 'ordered') and p.settled_at is null))) o
     where o.place <= ${OFFERED} or o.id = any(?) order by o.due_at, o.id`,
    [cooperative_id, [...new Set(company_ids)], [...new Set(ids)], [...new Set(ids)]],
  );
}

export async function proformasOf(
  sql: Sql,
  cooperative_id: string,
  ids: readonly string[],
): Promise<Map<string, LineProforma>> {
  const found = await rows<Omit<LineProforma, "left_minor"> & { left: string }>(
    sql,
    `select p.id, p.reference, p.company, p.quote_id, p.quote_number, p.state,
       (p.amount_minor - coalesce((select sum(u.amount_minor) from transfer_use u where u.proforma_id = p.id and u.undone_at is null), 0)
         - ${CREDITED})::text as left
     from proforma p where p.cooperative_id = ? and p.id = any(?)`,
    [cooperative_id, [...new Set(ids)]],
  );
  return new Map(found.map(({ left, ...one }) => [one.id, { ...one, left_minor: BigInt(left) }]));
}

const STATEMENT = `b.id, ${atKey("b.created_at")}, b.kind, b.name, b.lines, b.read_by, b.created_at, b.finished_at,
  (select count(*)::int from transfer_line l where l.statement_id = b.id) as booked,
  (select count(*)::int from transfer_line l where l.statement_id = b.id and l.kept_at is null
     and ${LEFT} > 0) as open,
  (select count(*)::int from transfer_taken_back t where t.statement_id = b.id and t.closed_at is null) as taken_back`;

export async function statementView(sql: Sql, cooperative_id: string, id: string): Promise<StatementView> {
  const found = await row<StatementView>(
    sql,
    `select ${STATEMENT} from bank_statement b where b.id = ? and b.cooperative_id = ?`,
    [id, cooperative_id],
  );
  if (!found) throw notFound("bank statement");
  return found;
}

export function statementViews(
  sql: Sql,
  asked: { cooperative_id: string; limit: number; cursor?: string | undefined },
): Promise<StatementView[]> {
  const before = placeOf(asked.cursor);
  return rows<StatementView>(
    sql,
    `select ${STATEMENT} from bank_statement b where b.cooperative_id = ? and (b.created_at, b.id) < (?::timestamptz, ?)
     order by b.created_at desc, b.id desc limit ?`,
    [asked.cooperative_id, before.at, before.id, asked.limit],
  );
}
