import { boardAbout } from "@commonlot/domain";
import { atKey, nextCursor, placeOf } from "../../lib/keyset";
import { rows, type Sql } from "../../lib/sql";
import { safeNumber } from "./amounts";
import { AT_BANK_OF_STATEMENT } from "./at-bank";

/** Rows of a board on one page. */
const PAGE = 24;
/** Hashes of one answer. */
const HASHES = 1_000;

/** What anybody may read of one settled period of a village. Figures are left out where too few households share them. */
export interface BoardView {
  id: string;
  cooperative_id: string;
  currency: string;
  revision: number;
  from: string;
  to: string;
  at: Date;
  because: string | null;
  /** A later revision stands in its place. */
  replaced: boolean;
  /** What the root is of, the root, and the one before: with the figures and the hashes anybody works it out (`slipRoot`). */
  about: string[] | null;
  root: string | null;
  before_root: string | null;
  households: number | null;
  figures: {
    grams: number;
    sales_minor: number;
    beside_minor: number;
    income_minor: number;
    uses: { use: string; amount_minor: number }[];
    brought_forward_minor: number;
    gross_minor: number;
    deductions_minor: number;
    advances_minor: number;
    net_minor: number;
    /**
     * As it is now: handed out since, taken to later statements, still owed. Null until the period is paid and its banks have answered: while its cash is confirmed
     * one by one, each step would tell a household's amount.
     */
    paid_minor: number | null;
    carried_minor: number | null;
    balance_minor: number | null;
  } | null;
}

interface Found extends Record<string, unknown> {
  id: string;
  at_key: string;
  village_id: string;
  period_id: string;
  paid_out: boolean;
  cooperative_id: string;
  currency: string;
  revision: number;
  from: string;
  to: string;
  at: Date;
  because: string | null;
  replaced: boolean;
  withheld: boolean;
  root: string;
  before_root: string | null;
  households: number;
  uses: { use: string; amount_minor: string }[];
}

const FIGURES = [
  "grams",
  "sales_minor",
  "beside_minor",
  "income_minor",
  "brought_forward_minor",
  "gross_minor",
  "deductions_minor",
  "advances_minor",
  "net_minor",
] as const;
const SETTLED = ["paid_minor", "carried_minor", "balance_minor"] as const;

/** The rows of a village's board, newest first; by id only that one. */
export async function boardsOfVillage(
  sql: Sql,
  page: { village_id: string; id?: string; cursor?: string | undefined; limit?: number | undefined },
): Promise<{ boards: BoardView[]; next: string | null }> {
  const limit = Math.min(page.limit ?? PAGE, PAGE);
  const place = placeOf(page.cursor);
  const found = await rows<Found>(
    sql,
    `select b.id, ${atKey("b.at")}, b.village_id, b.period_id, b.cooperative_id, b.currency, b.revision, b.from_date::text as from, b.to_date::text as to, b.at, b.because,
       b.withheld, b.root, b.before_root, b.households, b.grams, b.sales_minor, b.beside_minor, b.income_minor,
       b.brought_forward_minor, b.gross_minor, b.deductions_minor, b.advances_minor, b.net_minor,
       exists (select 1 from money_board n where n.village_id = b.village_id and n.period_id = b.period_id
               and n.currency = b.currency and n.revision > b.revision) as replaced,
       coalesce(u.uses, '[]') as uses, coalesce(p.paid, 0) as paid_minor, coalesce(p.carried, 0) as carried_minor, coalesce(p.remaining, 0) as balance_minor, q.state = 'paid' and coalesce(p.at_bank, 0) = 0 as paid_out
     from money_board b join settlement_period q on q.id = b.period_id
     left join lateral (select json_agg(json_build_object('use', use, 'amount_minor', amount_minor::text) order by seq) as uses
                        from money_board_use where board_id = b.id) u on true
     left join lateral (select sum(s.paid_minor) as paid, sum(s.carried_minor) as carried, sum(s.remaining_minor) as remaining, sum(${AT_BANK_OF_STATEMENT}) as at_bank
                        from money_board_slip k join statement s on s.id = k.statement_id where k.board_id = b.id) p on true
     where b.village_id = ? and (?::text is null or b.id = ?) and (b.at, b.id) < (?::timestamptz, ?)
     order by b.at desc, b.id desc limit ?`,
    [page.village_id, page.id ?? null, page.id ?? null, place.at, place.id, limit],
  );
  return { boards: found.map(boardView), next: nextCursor(found, limit) };
}

function boardView(found: Found): BoardView {
  const { id, cooperative_id, currency, revision, from, to, at, because, replaced, withheld } = found;
  const figure = (name: string) => safeNumber(String(found[name]));
  return {
    id,
    cooperative_id,
    currency,
    revision,
    from,
    to,
    at,
    because,
    replaced,
    about: withheld ? null : boardAbout(found),
    root: withheld ? null : found.root,
    before_root: withheld ? null : found.before_root,
    households: withheld ? null : found.households,
    figures: withheld
      ? null
      : {
          ...figures(FIGURES, figure),
          ...figures(SETTLED, found.paid_out ? figure : () => null),
          uses: found.uses.map((one) => ({ use: one.use, amount_minor: safeNumber(one.amount_minor) })),
        },
  };
}

function figures<Name extends string, T>(names: readonly Name[], of: (name: Name) => T): Record<Name, T> {
  return Object.fromEntries(names.map((name) => [name, of(name)])) as Record<Name, T>;
}

/** The hashes of one published row, in their order. */
export async function hashesOf(
  sql: Sql,
  page: { id: string; after?: string | undefined; limit?: number | undefined },
): Promise<{ hashes: string[]; next: string | null }> {
  const limit = Math.min(page.limit ?? HASHES, HASHES);
  const found = await rows<{ hash: string }>(
    sql,
    `select hash from money_board_slip where board_id = ? and hash > ? order by hash limit ?`,
    [page.id, page.after ?? "", limit],
  );
  const hashes = found.map((one) => one.hash);
  return { hashes, next: hashes.length === limit ? (hashes.at(-1) ?? null) : null };
}
