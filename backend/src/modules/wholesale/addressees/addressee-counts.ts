import { addFigures, figuresAfter, type SheetFigures } from "@commonlot/domain";
import { row, rows, type Transaction } from "../../../lib/sql";
import { SENT_TO } from "./addressee-rows";

// What is kept of a sheet: how many of its lines are wrong, repeats, left out, and what its people get.

/** A line that is right says what others say; one that is wrong or left out says nothing. */
const SAYS = `faults = '[]' and not left_out`;
const OF_LINES = `and line = any(?)`;

/** Which lines say what one before them says, and what there is of everything: once, when all of them have been read. */
export async function countAll_(tx: Transaction, sheet_id: string): Promise<void> {
  await markRepeats_(tx, sheet_id);
  await rows(
    tx,
    `update addressee_sheet set lines = (select count(*) from addressee_sheet_line where sheet_id = ?) where id = ?`,
    [sheet_id, sheet_id],
  );
  await keep_(tx, sheet_id, await figuresOf_(tx, sheet_id));
}

/**
 * Does what changes these lines, and has the sheet's figures follow: in the same transaction, under the sheet's lock. Read are the lines
 * themselves and those that say what they said or say now, by `addressee_sheet_line_alike`, however many lines the sheet has.
 */
export async function counting_<T>(
  tx: Transaction,
  sheet_id: string,
  lines: readonly number[],
  change: () => Promise<T>,
): Promise<T> {
  const said = await saidBy_(tx, sheet_id, lines);
  const before = await figuresOf_(tx, sheet_id, lines);
  const done = await change();
  const says = await saidBy_(tx, sheet_id, lines);
  const changed = new Set(lines);
  const beside = (await saying_(tx, sheet_id, [...new Set([...said, ...says])])).filter((line) => !changed.has(line));
  // The others stand as they stood until their repeats are marked.
  const was = addFigures(before, await figuresOf_(tx, sheet_id, beside));
  const all = [...changed, ...beside];
  await markRepeats_(tx, sheet_id, all);
  await keep_(tx, sheet_id, figuresAfter(await keptOf_(tx, sheet_id), was, await figuresOf_(tx, sheet_id, all)));
  return done;
}

/** Lines that say what a line before them says. */
export async function repeatsOf(tx: Transaction, sheet_id: string): Promise<number[]> {
  const found = await rows<{ line: number }>(
    tx,
    `select line from addressee_sheet_line where sheet_id = ? and repeat_of is not null order by line`,
    [sheet_id],
  );
  return found.map((one) => one.line);
}

/** What these lines say, each thing once; hashed, since a btree takes no long texts. */
async function saidBy_(tx: Transaction, sheet_id: string, lines: readonly number[]): Promise<string[]> {
  const found = await rows<{ said: string }>(
    tx,
    `select distinct md5(same) as said from addressee_sheet_line where sheet_id = ? ${OF_LINES} and ${SAYS}`,
    [sheet_id, [...lines]],
  );
  return found.map((one) => one.said);
}

async function saying_(tx: Transaction, sheet_id: string, said: readonly string[]): Promise<number[]> {
  const found = await rows<{ line: number }>(
    tx,
    `select line from addressee_sheet_line where sheet_id = ? and md5(same) = any(?) and ${SAYS}`,
    [sheet_id, [...said]],
  );
  return found.map((one) => one.line);
}

/** Of all lines, or of some that have all among them that say what one of them says. */
async function markRepeats_(tx: Transaction, sheet_id: string, lines?: readonly number[]): Promise<void> {
  await rows(
    tx,
    `update addressee_sheet_line l set repeat_of = f.first
     from (select line, case when ${SAYS} then nullif(min(line) filter (where ${SAYS}) over (partition by same), line) end as first
           from addressee_sheet_line where sheet_id = ? ${lines ? OF_LINES : ""}) f
     where l.sheet_id = ? and l.line = f.line and l.repeat_of is distinct from f.first`,
    [sheet_id, ...(lines ? [[...lines]] : []), sheet_id],
  );
}

/** What all lines come to, or some. */
async function figuresOf_(tx: Transaction, sheet_id: string, lines?: readonly number[]): Promise<SheetFigures> {
  const found = await row<SheetFigures>(
    tx,
    `with of_lines as (
       select l.faults <> '[]' and not l.left_out as wrong, l.repeat_of is not null as repeats, l.left_out, ${SENT_TO} as sent, l.packs, l.goods
       from addressee_sheet s join addressee_sheet_line l on l.sheet_id = s.id where s.id = ? ${lines ? OF_LINES : ""})
     select count(*) filter (where wrong)::int as wrong, count(*) filter (where repeats)::int as repeats,
       count(*) filter (where left_out)::int as left_out, count(*) filter (where sent)::int as addressees,
       coalesce(sum(packs) filter (where sent), 0)::float8 as packs_total,
       (select coalesce(jsonb_object_agg(g.id, g.packs), '{}') from (
          select e.key as id, sum(e.value::int) as packs from of_lines o cross join lateral jsonb_each_text(o.goods) e
          where o.sent group by e.key) g) as goods
     from of_lines`,
    [sheet_id, ...(lines ? [[...lines]] : [])],
  );
  if (!found) throw new Error("figures were not read");
  return found;
}

async function keptOf_(tx: Transaction, sheet_id: string): Promise<SheetFigures> {
  const found = await row<SheetFigures>(
    tx,
    `select wrong, repeats, left_out, addressees, packs_total::float8 as packs_total, goods from addressee_sheet where id = ?`,
    [sheet_id],
  );
  if (!found) throw new Error(`sheet ${sheet_id} is not there`);
  return found;
}

async function keep_(tx: Transaction, sheet_id: string, figures: SheetFigures): Promise<void> {
  await rows(
    tx,
    `update addressee_sheet set wrong = ?, repeats = ?, left_out = ?, addressees = ?, packs_total = ?,
       goods = case when goods is not null then ?::jsonb end, updated_at = now() where id = ?`,
    [
      figures.wrong,
      figures.repeats,
      figures.left_out,
      figures.addressees,
      figures.packs_total,
      JSON.stringify(figures.goods ?? {}),
      sheet_id,
    ],
  );
}
