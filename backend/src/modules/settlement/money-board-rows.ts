import { boardAbout, compareText, isWithheld, slipHash, slipList, slipRoot, type SlipList } from "@commonlot/domain";
import { groupBy } from "../../lib/group-by";
import { NO_VILLAGE } from "../../lib/money-facts/no-village";
import { row, rows, type Transaction } from "../../lib/sql";
import { insertAll } from "../../lib/unnest";
import { newId } from "./ids";
import { periodMoney, type Homes, type TotalsView } from "./period-totals";
import { notFound } from "./refusals";
import { slipOf, type StatementHead } from "./statement-facts";

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

/** A statement as its slip needs it. */
export const HEADS = `select s.*, p.from_date::text as from_date, p.to_date::text as to_date, p.state
  from statement s join settlement_period p on p.id = s.period_id`;

/** Writes what is new of a period on its villages' boards, in a handful of statements; how many rows. */
export async function publish_(
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
  const villages = [...new Set(totals.map((one) => one.village_id))].sort(compareText);
  await tx.raw(
    `select count(pg_advisory_xact_lock(hashtextextended('money board ' || x.village, 0))) from unnest(?::text[]) as x(village)`,
    [villages] as never,
  );
  const homeOf = new Map(input.homes.households.map((one) => [one.household_id, one.village_id]));
  const heads = groupBy(
    await rows<StatementHead>(tx, `${HEADS} where s.period_id = ? order by s.id`, [period.id]),
    (head) => `${homeOf.get(head.household_id) ?? ""} ${head.currency}`,
  );
  const known = await knownRows(tx, period.id, villages);
  const fresh: NewRow[] = [];
  for (const one of totals) {
    const made = rowOf(period, one, heads.get(`${one.village_id} ${one.currency}`) ?? [], known, input);
    if (made === undefined) continue;
    fresh.push(made);
    if (!made.withheld) known.roots.set(one.village_id, made.list.root);
  }
  await writeRows(tx, period, fresh, input.person);
  return fresh.length;
}

interface KnownRows {
  /** The newest revision of a village's row in a currency, with what it says. */
  last: Map<string, { row: PublishedRow; hashes: string[]; uses: string }>;
  /** Of each village, the root that the next row binds: the last one that is shown. */
  roots: Map<string, string>;
}

async function knownRows(tx: Transaction, period_id: string, villages: readonly string[]): Promise<KnownRows> {
  const newest = await rows<PublishedRow & { hashes: string[]; uses: [string, string][] }>(
    tx,
    `select b.*, array(select k.hash from money_board_slip k where k.board_id = b.id order by k.hash) as hashes,
            coalesce((select jsonb_agg(jsonb_build_array(u.use, u.amount_minor::text) order by u.seq) from money_board_use u where u.board_id = b.id), '[]') as uses
     from (select distinct on (village_id, currency) * from money_board where period_id = ? order by village_id, currency, revision desc) b`,
    [period_id],
  );
  const roots = await rows<{ village_id: string; root: string }>(
    tx,
    `select distinct on (village_id) village_id, root from money_board where village_id = any(?) and not withheld order by village_id, at desc, id desc`,
    [villages],
  );
  return {
    last: new Map(
      newest.map(({ hashes, uses, ...row }) => [
        `${row.village_id} ${row.currency}`,
        { row, hashes, uses: usesText(uses) },
      ]),
    ),
    roots: new Map(roots.map((one) => [one.village_id, one.root])),
  };
}

const usesText = (uses: readonly (readonly [string, string | number])[]): string =>
  JSON.stringify(uses.map(([use, amount]) => [use, Number(amount)]));

interface NewRow {
  id: string;
  totals: TotalsView;
  heads: readonly StatementHead[];
  list: SlipList;
  revision: number;
  withheld: boolean;
  before_root: string | null;
  because: string | null;
}

/** One row of one board. The first time as it is; again only where something differs, with its reason. */
function rowOf(
  period: PeriodHead,
  totals: TotalsView,
  heads: readonly StatementHead[],
  known: KnownRows,
  by: { because: string | null },
): NewRow | undefined {
  const { village_id, currency } = totals;
  const last = known.last.get(`${village_id} ${currency}`);
  if (last && by.because === null) return undefined;
  const revision = (last?.row.revision ?? 0) + 1;
  const before_root = known.roots.get(village_id) ?? null;
  const list = slipList(
    heads.map(slipOf),
    boardAbout({ village_id, period_id: period.id, currency, revision }),
    before_root,
  );
  if (last && isSame(last, totals, list)) return undefined;
  // A period that is published late for the first time needs no reason.
  const because = revision === 1 ? null : by.because;
  const id = newId("board");
  return { id, totals, heads, list, revision, withheld: isWithheld(heads.length), before_root, because };
}

/** Every village's row in one statement; a village with two currencies one after the other, so that one row of it is the newest. */
async function writeRows(tx: Transaction, period: PeriodHead, fresh: readonly NewRow[], person: string): Promise<void> {
  for (const turn of turnsOf(fresh)) {
    await insertAll(
      tx,
      "money_board",
      [
        ["id", "text", (one) => one.id],
        ["village_id", "text", (one) => one.totals.village_id],
        ["cooperative_id", "text", () => period.cooperative_id],
        ["period_id", "text", () => period.id],
        ["currency", "text", (one) => one.totals.currency],
        ["revision", "int", (one) => one.revision],
        ["from_date", "date", () => period.from_date],
        ["to_date", "date", () => period.to_date],
        ["withheld", "boolean", (one) => one.withheld],
        ["grams", "bigint", (one) => one.totals.grams],
        ["sales_minor", "bigint", (one) => one.totals.sales_minor],
        ["beside_minor", "bigint", (one) => one.totals.beside_minor],
        ["income_minor", "bigint", (one) => one.totals.income_minor],
        ["households", "int", (one) => one.list.sums.households],
        ["brought_forward_minor", "bigint", (one) => one.list.sums.brought_forward_minor],
        ["gross_minor", "bigint", (one) => one.list.sums.gross_minor],
        ["deductions_minor", "bigint", (one) => one.list.sums.deductions_minor],
        ["advances_minor", "bigint", (one) => one.list.sums.advances_minor],
        ["net_minor", "bigint", (one) => one.list.sums.net_minor],
        ["root", "text", (one) => one.list.root],
        ["before_root", "text", (one) => one.before_root],
        ["because", "text", (one) => one.because],
        ["published_by", "text", () => person],
      ],
      turn,
    );
  }
  await insertAll(
    tx,
    "money_board_use",
    [
      ["board_id", "text", (one) => one.id],
      ["seq", "int", (one) => one.seq],
      ["use", "text", (one) => one.use],
      ["amount_minor", "bigint", (one) => one.amount_minor],
    ],
    fresh.flatMap(({ id, totals }) => totals.uses.map((one, at) => ({ ...one, id, seq: at + 1 }))),
  );
  await insertAll(
    tx,
    "money_board_slip",
    [
      ["board_id", "text", (one) => one.id],
      ["hash", "text", (one) => slipHash(slipOf(one.head))],
      ["statement_id", "text", (one) => one.head.id],
    ],
    fresh.flatMap(({ id, heads }) => heads.map((head) => ({ id, head }))),
  );
}

/** The first row of each village, then the second ones: as many turns as the most currencies that one has. */
function turnsOf(fresh: readonly NewRow[]): NewRow[][] {
  const turns: NewRow[][] = [];
  for (const mine of groupBy(fresh, (one) => one.totals.village_id).values())
    for (const [turn, one] of mine.entries()) (turns[turn] ??= []).push(one);
  return turns;
}

/** Whether a published row says the same: the same slips and sums, and the same uses. */
function isSame(
  last: { row: PublishedRow; hashes: string[]; uses: string },
  totals: TotalsView,
  list: SlipList,
): boolean {
  const about = boardAbout(last.row);
  const root = slipRoot(list, about, last.row.before_root);
  return root === last.row.root && last.uses === usesText(totals.uses.map((one) => [one.use, one.amount_minor]));
}
