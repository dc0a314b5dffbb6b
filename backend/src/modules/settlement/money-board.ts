import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import {
  checkList,
  slipHash,
  slipList,
  slipRoot,
  type Refusal,
  type Result,
  type Slip,
  type SlipFault,
  type SlipList,
} from "@commonlot/domain";
import { NO_VILLAGE } from "../../lib/money-facts/no-village";
import { inTransaction, row, rows, type Sql, type Transaction } from "../../lib/sql";
import { insertAll } from "../../lib/unnest";
import { claim } from "../outbox/append";
import { newId } from "./ids";
import { boardsOfVillage, hashesOf, type BoardView } from "./money-board-views";
import { periodMoney, type Homes, type TotalsView } from "./period-totals";
import { asResult, notAllowed, notFound } from "./refusals";
import { slipOf, type StatementHead } from "./statement-facts";

/** From so many households on, sums tell nothing of one of them to another. */
const LEAST_HOUSEHOLDS = 3;

interface PeriodHead {
  id: string;
  cooperative_id: string;
  from_date: string;
  to_date: string;
}

export interface PublishedRow {
  id: string;
  village_id: string;
  period_id: string;
  currency: string;
  revision: number;
  households: number;
  brought_forward_minor: string;
  gross_minor: string;
  deductions_minor: string;
  advances_minor: string;
  net_minor: string;
  root: string;
  before_root: string | null;
}

export interface SlipCheck {
  board: BoardView;
  /** Where the slip stands in the published list, from 1; null: it is not in it, so its figures were changed since. */
  place: number | null;
  hash: string;
  slip: Slip;
  paid_minor: string;
  remaining_minor: string;
  /** Whether every household's statement of the list is as it was published, and their sums are the published ones. */
  faults: SlipFault[];
}

/**
 * What each village reads of the money of its goods: rows of settled periods, with a hash of every household's slip. Published
 * once a period, by a job; a correction is published beside what it corrects, with its reason.
 */
export class MoneyBoards {
  constructor(private readonly sql: Knex) {}

  /** Publishes the rows of an approved period; those that stand are left. One village's board is written by one at a time. */
  publish(input: {
    message_id: string;
    period_id: string;
    homes: Homes;
  }): Promise<Result<{ published: number }, Refusal>> {
    return this.write(async (tx) => {
      if (!(await claim(tx, "money-board", input.message_id))) return { published: 0 };
      const published = await publish_(tx, { ...input, person: "system", because: null });
      return { published };
    });
  }

  /** Publishes anew what has changed since, with the reason; what was there before stays and is marked. */
  correct(input: {
    period_id: string;
    cooperative_id: string;
    homes: Homes;
    person: string;
    because: string;
  }): Promise<Result<{ published: number }, Refusal>> {
    return this.write(async (tx) => {
      const published = await publish_(tx, input);
      if (published === 0) {
        throw notAllowed("no_change", "Nothing has changed since it was published: there is nothing to correct.");
      }
      return { published };
    });
  }

  ofVillage(page: { village_id: string; cursor?: string | undefined; limit?: number | undefined }) {
    return boardsOfVillage(this.sql, page);
  }

  /** One published row of this village, with a page of its hashes. */
  async board(input: { id: string; village_id: string; after?: string | undefined; limit?: number | undefined }) {
    const [board] = (await boardsOfVillage(this.sql, { village_id: input.village_id, id: input.id })).boards;
    return board && { board, ...(await hashesOf(this.sql, input)) };
  }

  /** Which villages have rows of a period, in their newest revision. */
  async ofPeriod(period_id: string): Promise<{ village_id: string; revision: number; root: string; at: Date }[]> {
    return rows(
      this.sql,
      `select distinct on (village_id, currency) village_id, revision, root, at from money_board where period_id = ?
       order by village_id, currency, revision desc`,
      [period_id],
    );
  }

  /** Whether a slip is in what its village published, as its statement says now; and whether the whole list still holds. */
  async check(input: { village_id: string; slip_code: string }): Promise<SlipCheck | undefined> {
    const head = await row<StatementHead>(this.sql, `${HEADS} where s.slip_code = ?`, [input.slip_code]);
    if (!head) return undefined;
    const published = await row<PublishedRow>(
      this.sql,
      `select b.* from money_board_slip k join money_board b on b.id = k.board_id
       where k.statement_id = ? and b.village_id = ? order by b.revision desc limit 1`,
      [head.id, input.village_id],
    );
    if (!published) return undefined;
    const [board] = (await boardsOfVillage(this.sql, { village_id: input.village_id, id: published.id })).boards;
    if (!board) return undefined;
    const list = await storedList(this.sql, published);
    const slips = await slipsOf(this.sql, published.id);
    const slip = slipOf(head);
    const made = slipHash(slip);
    const place = list.hashes.indexOf(made);
    return {
      board,
      place: place < 0 ? null : place + 1,
      hash: made,
      slip,
      paid_minor: head.paid_minor,
      remaining_minor: head.remaining_minor,
      faults: checkList(list, slips, aboutOf(published), published.before_root),
    };
  }

  private write<T>(work: (tx: Transaction) => Promise<T>): Promise<Result<T, Refusal>> {
    return asResult(() => inTransaction(this.sql, work));
  }
}

const HEADS = `select s.*, p.from_date::text as from_date, p.to_date::text as to_date, p.state
  from statement s join settlement_period p on p.id = s.period_id`;

async function publish_(
  tx: Transaction,
  input: { period_id: string; cooperative_id?: string; homes: Homes; person: string; because: string | null },
): Promise<number> {
  const period = await row<PeriodHead>(
    tx,
    `select id, cooperative_id, from_date::text as from_date, to_date::text as to_date from settlement_period
     where id = ? and cooperative_id = coalesce(?, cooperative_id) and state in ('approved', 'paid')`,
    [input.period_id, input.cooperative_id ?? null],
  );
  if (!period) throw notFound("approved settlement period");
  const totals = (await periodMoney(tx, period.id, input.homes)).filter((one) => one.village_id !== NO_VILLAGE);
  const villages = [...new Set(totals.map((one) => one.village_id))].sort();
  for (const village of villages) {
    await tx.raw(`select pg_advisory_xact_lock(hashtextextended('money board ' || ?, 0))`, [village]);
  }
  const homeOf = new Map(input.homes.households.map((one) => [one.household_id, one.village_id]));
  const heads = await rows<StatementHead>(tx, `${HEADS} where s.period_id = ? order by s.id`, [period.id]);
  let published = 0;
  for (const one of totals) {
    const mine = heads.filter(
      (head) => head.currency === one.currency && homeOf.get(head.household_id) === one.village_id,
    );
    published += await publishRow(tx, period, one, mine, input);
  }
  return published;
}

/** One row of one board. The first time as it is; again only where something differs, with its reason. */
async function publishRow(
  tx: Transaction,
  period: PeriodHead,
  totals: TotalsView,
  heads: readonly StatementHead[],
  by: { person: string; because: string | null },
): Promise<number> {
  const { village_id, currency } = totals;
  const last = await row<PublishedRow>(
    tx,
    `select * from money_board where village_id = ? and period_id = ? and currency = ? order by revision desc limit 1`,
    [village_id, period.id, currency],
  );
  if (last && by.because === null) return 0;
  const before = await row<{ root: string }>(
    tx,
    `select root from money_board where village_id = ? order by at desc, id desc limit 1`,
    [village_id],
  );
  const revision = (last?.revision ?? 0) + 1;
  const about = aboutOf({ village_id, period_id: period.id, currency, revision });
  const before_root = before?.root ?? null;
  const list = slipList(heads.map(slipOf), about, before_root);
  if (last && (await isSame(tx, last, totals, list))) return 0;
  const id = newId("board");
  const { sums } = list;
  await tx.raw(
    `insert into money_board (id, village_id, cooperative_id, period_id, currency, revision, from_date, to_date, withheld, grams,
       sales_minor, beside_minor, income_minor, households, brought_forward_minor, gross_minor, deductions_minor, advances_minor,
       net_minor, root, before_root, because, published_by)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    [
      id,
      village_id,
      period.cooperative_id,
      period.id,
      currency,
      revision,
      period.from_date,
      period.to_date,
      heads.length < LEAST_HOUSEHOLDS,
      totals.grams,
      totals.sales_minor,
      totals.beside_minor,
      totals.income_minor,
      sums.households,
      sums.brought_forward_minor.toString(),
      sums.gross_minor.toString(),
      sums.deductions_minor.toString(),
      sums.advances_minor.toString(),
      sums.net_minor.toString(),
      list.root,
      before_root,
      // A period that is published late for the first time needs no reason.
      revision === 1 ? null : by.because,
      by.person,
    ],
  );
  await insertAll(
    tx,
    "money_board_use",
    [
      ["board_id", "text", () => id],
      ["seq", "int", (one) => one.seq],
      ["use", "text", (one) => one.use],
      ["amount_minor", "bigint", (one) => one.amount_minor],
    ],
    totals.uses.map((one, at) => ({ ...one, seq: at + 1 })),
  );
  await insertAll(
    tx,
    "money_board_slip",
    [
      ["board_id", "text", () => id],
      ["hash", "text", (head) => slipHash(slipOf(head))],
      ["statement_id", "text", (head) => head.id],
    ],
    heads,
  );
  return 1;
}

const aboutOf = (row: Pick<PublishedRow, "village_id" | "period_id" | "currency" | "revision">): string[] => [
  row.village_id,
  row.period_id,
  row.currency,
  String(row.revision),
];

/** Whether a published row says the same: the same slips and sums, and the same uses. */
async function isSame(sql: Sql, last: PublishedRow, totals: TotalsView, list: SlipList): Promise<boolean> {
  const stored = await storedList(sql, last);
  const about = aboutOf(last);
  if (slipRoot(list, about, last.before_root) !== slipRoot(stored, about, last.before_root)) return false;
  const uses = await rows<{ use: string; amount_minor: string }>(
    sql,
    `select use, amount_minor from money_board_use where board_id = ? order by seq`,
    [last.id],
  );
  return (
    JSON.stringify(uses.map((one) => [one.use, Number(one.amount_minor)])) ===
    JSON.stringify(totals.uses.map((one) => [one.use, one.amount_minor]))
  );
}

async function storedList(sql: Sql, published: PublishedRow): Promise<SlipList> {
  const hashes = await rows<{ hash: string }>(
    sql,
    `select hash from money_board_slip where board_id = ? order by hash`,
    [published.id],
  );
  return {
    hashes: hashes.map((one) => one.hash),
    root: published.root,
    sums: {
      households: published.households,
      brought_forward_minor: BigInt(published.brought_forward_minor),
      gross_minor: BigInt(published.gross_minor),
      deductions_minor: BigInt(published.deductions_minor),
      advances_minor: BigInt(published.advances_minor),
      net_minor: BigInt(published.net_minor),
    },
  };
}

/** The slips behind a published list, as their statements are now. */
async function slipsOf(sql: Sql, board_id: string): Promise<Slip[]> {
  const heads = await rows<StatementHead>(
    sql,
    `${HEADS} join money_board_slip k on k.statement_id = s.id where k.board_id = ?`,
    [board_id],
  );
  return heads.map(slipOf);
}
