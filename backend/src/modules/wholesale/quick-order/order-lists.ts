import { MAX_QUICK_LINES, ok, refuse, type Refusal, type Result } from "@commonlot/domain";
import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import { newId } from "../../../lib/ids";
import { inTransaction, row, rows, type Transaction } from "../../../lib/sql";
import { insertAll } from "../../../lib/unnest";
import type { AskedLine, ListOwner, ListRow, SavedList, SettledRow } from "./order-types";

/** Lists that a company keeps at most. */
const MAX_SAVED = 200;

const LIST_NOT_THERE = refuse("order_list_not_found", "Your company has no such list.");
const TOO_MANY = refuse(
  "too_many_lines",
  `A list has at most ${MAX_QUICK_LINES} lines. Nothing was added; ask for what is on it first, or bring fewer.`,
);
const LINE = `line, name, pack, amount, unit, variant_id, packs, fault`;

/** What members want to order: one list that each works on, and those that their company keeps. */
export class OrderLists {
  constructor(private readonly sql: Knex) {}

  /** All lines of the list that a member works on, in the order in which they came. */
  async working(by: ListOwner): Promise<ListRow[]> {
    return rows<ListRow>(
      this.sql,
      `select ${LINE} from order_list_line where list_id = (select id from order_list where member_id = ? and company_id = ? and kind = 'working')
       order by line`,
      [by.member_id, by.company_id],
    );
  }

  /** How many packs of these stand on it, whatever their lines. */
  async packsOf(by: ListOwner, variant_ids: readonly string[]): Promise<Map<string, number>> {
    const found = await rows<{ variant_id: string; packs: number }>(
      this.sql,
      `select l.variant_id, sum(l.packs)::float8 as packs from order_list o join order_list_line l on l.list_id = o.id
       where o.member_id = ? and o.company_id = ? and o.kind = 'working' and l.variant_id = any(?) and l.fault is null group by l.variant_id`,
      [by.member_id, by.company_id, [...variant_ids]],
    );
    return new Map(found.map((one) => [one.variant_id, one.packs]));
  }

  /** What there is on it, for a line above the table. */
  async counts(by: ListOwner): Promise<{ lines: number; faults: number }> {
    const found = await row<{ lines: number; faults: number }>(
      this.sql,
      `select count(*)::int as lines, count(l.fault)::int as faults from order_list o join order_list_line l on l.list_id = o.id
       where o.member_id = ? and o.company_id = ? and o.kind = 'working'`,
      [by.member_id, by.company_id],
    );
    return found ?? { lines: 0, faults: 0 };
  }

  /** Exactly so many packs of each from now on, in one line each; those of 0 packs leave it. */
  set(
    by: ListOwner,
    packs: readonly { variant_id: string; packs: number; name: string; pack: string }[],
  ): Promise<Result<void, Refusal>> {
    return inTransaction(this.sql, async (tx) => {
      const list_id = await lockWorking_(tx, by);
      const ids = packs.map((one) => one.variant_id);
      const standing = await rows<{ variant_id: string; line: number; packs: number }>(
        tx,
        `select variant_id, min(line)::int as line, sum(packs)::float8 as packs from order_list_line
         where list_id = ? and variant_id = any(?) and fault is null group by variant_id`,
        [list_id, ids],
      );
      const stands = new Map(standing.map((one) => [one.variant_id, one]));
      const changed = packs.filter((one) => one.packs !== (stands.get(one.variant_id)?.packs ?? 0));
      const wanted = changed.filter((one) => one.packs > 0);
      const kept = wanted.filter((one) => stands.has(one.variant_id));
      const fresh = wanted.filter((one) => !stands.has(one.variant_id));
      if (!(await hasRoom_(tx, list_id, fresh.length))) return TOO_MANY;
      await rows(tx, `delete from order_list_line where list_id = ? and variant_id = any(?) and fault is null`, [
        list_id,
        changed.map((one) => one.variant_id),
      ]);
      await insertLines_(
        tx,
        list_id,
        kept.map((one) => ({ ...lineOf(one), line: stands.get(one.variant_id)?.line ?? 0 })),
      );
      await append_(tx, list_id, fresh.map(lineOf));
      return ok(undefined);
    });
  }

  /** Adds lines at the end; the same key adds them once. Refused whole when they would be too many. */
  add(
    by: ListOwner,
    lines: readonly SettledRow[],
    key: string | null = null,
  ): Promise<Result<{ added: number }, Refusal>> {
    return inTransaction(this.sql, async (tx) => {
      const list_id = await lockWorking_(tx, by);
      if (key !== null && (await row(tx, `select 1 from order_list where id = ? and last_key = ?`, [list_id, key])))
        return ok({ added: 0 });
      if (!(await hasRoom_(tx, list_id, lines.length))) return TOO_MANY;
      await append_(tx, list_id, lines);
      if (key !== null) await rows(tx, `update order_list set last_key = ? where id = ?`, [key, list_id]);
      return ok({ added: lines.length });
    });
  }

  /** Puts lines right, or takes them off; a line that has gone meanwhile stays gone. */
  mend(by: ListOwner, lines: readonly ListRow[], off: readonly number[]): Promise<void> {
    return inTransaction(this.sql, async (tx) => {
      const list_id = await lockWorking_(tx, by);
      await rows(tx, `delete from order_list_line where list_id = ? and line = any(?)`, [list_id, [...off]]);
      const left = await rows<{ line: number }>(
        tx,
        `delete from order_list_line where list_id = ? and line = any(?) returning line`,
        [list_id, lines.map((one) => one.line)],
      );
      const stood = new Set(left.map((one) => one.line));
      await insertLines_(
        tx,
        list_id,
        lines.filter((one) => stood.has(one.line)),
      );
    });
  }

  /** Takes all lines off it. */
  empty(by: ListOwner): Promise<void> {
    return inTransaction(this.sql, async (tx) => {
      await rows(tx, `delete from order_list_line where list_id = ?`, [await lockWorking_(tx, by)]);
    });
  }

  /** Keeps what is worked on under a name; it stays where it is. */
  save(by: ListOwner, name: string): Promise<Result<{ id: string }, Refusal>> {
    return inTransaction(this.sql, async (tx) => {
      const list_id = await lockWorking_(tx, by);
      await row(tx, `select id from company where id = ? for update`, [by.company_id]);
      const saved = await row<{ count: number }>(
        tx,
        `select count(*)::int as count from order_list where company_id = ? and kind = 'saved'`,
        [by.company_id],
      );
      if ((saved?.count ?? 0) >= MAX_SAVED)
        return refuse("too_many_lists", `A company keeps at most ${MAX_SAVED} lists. Delete one first.`);
      const id = newId("olist");
      await rows(tx, `insert into order_list (id, company_id, member_id, kind, name) values (?, ?, ?, 'saved', ?)`, [
        id,
        by.company_id,
        by.member_id,
        name,
      ]);
      const copied = await rows(
        tx,
        `insert into order_list_line (list_id, ${LINE}) select ?, ${LINE} from order_list_line where list_id = ? returning 1`,
        [id, list_id],
      );
      if (copied.length === 0) throw new Nothing();
      return ok({ id });
    }).catch((error: unknown) => {
      if (error instanceof Nothing) return refuse("nothing_asked", "There is nothing on the list yet.", "name");
      throw error;
    });
  }

  /** Those that a company keeps, newest first. */
  saved(company_id: string): Promise<SavedList[]> {
    return rows<SavedList>(
      this.sql,
      `select o.id, o.name, m.name as person, o.created_at, (select count(*)::int from order_list_line l where l.list_id = o.id) as lines
       from order_list o join company_member m on m.id = o.member_id where o.company_id = ? and o.kind = 'saved'
       order by o.created_at desc, o.id desc limit ${MAX_SAVED}`,
      [company_id],
    );
  }

  /** Adds a kept list to the one that is worked on. */
  use(by: ListOwner, id: string): Promise<Result<{ added: number }, Refusal>> {
    return inTransaction(this.sql, async (tx) => {
      const kept = await row(tx, `select 1 from order_list where id = ? and company_id = ? and kind = 'saved'`, [
        id,
        by.company_id,
      ]);
      if (!kept) return LIST_NOT_THERE;
      const lines = await rows<ListRow>(tx, `select ${LINE} from order_list_line where list_id = ? order by line`, [
        id,
      ]);
      const list_id = await lockWorking_(tx, by);
      if (!(await hasRoom_(tx, list_id, lines.length))) return TOO_MANY;
      await append_(tx, list_id, lines);
      return ok({ added: lines.length });
    });
  }

  /** Deletes a kept list; nothing else names it. */
  async remove(by: ListOwner, id: string): Promise<Result<void, Refusal>> {
    const gone = await row(
      this.sql,
      `delete from order_list where id = ? and company_id = ? and kind = 'saved' returning 1`,
      [id, by.company_id],
    );
    return gone ? ok(undefined) : LIST_NOT_THERE;
  }

  /** Quotes that were asked for under a key of a form: a form that is sent again has them already. */
  async askedBy(company_id: string, key: string): Promise<{ id: string }[]> {
    return rows(this.sql, `select id from quote where company_id = ? and left(idempotency_key, ?) = ? order by id`, [
      company_id,
      key.length + 1,
      `${key}:`,
    ]);
  }
}

/** Takes lines off that were asked for as they stand here, with the quote that asks for them; what somebody changed meanwhile stays. */
export async function takeOff_(tx: Transaction, by: ListOwner, lines: readonly AskedLine[]): Promise<void> {
  await rows(
    tx,
    `delete from order_list_line l using unnest(?::int[], ?::text[], ?::int[]) as t (line, variant_id, packs)
     where l.list_id = ? and l.line = t.line and l.variant_id = t.variant_id and l.packs = t.packs`,
    [
      lines.map((one) => one.line),
      lines.map((one) => one.variant_id),
      lines.map((one) => one.packs),
      await lockWorking_(tx, by),
    ],
  );
}

/** Rolls back what was begun: an empty list is not kept. */
class Nothing extends Error {}

const lineOf = (one: { variant_id: string; packs: number; name: string; pack: string }): SettledRow => ({
  name: one.name,
  pack: one.pack,
  amount: String(one.packs),
  unit: "packs",
  variant_id: one.variant_id,
  packs: one.packs,
  fault: null,
});

/** The list that a member works on, made when there is none; its writers go one after the other. */
export async function lockWorking_(tx: Transaction, by: ListOwner): Promise<string> {
  await rows(
    tx,
    `insert into order_list (id, company_id, member_id, kind) values (?, ?, ?, 'working') on conflict (member_id) where kind = 'working' do nothing`,
    [newId("olist"), by.company_id, by.member_id],
  );
  const found = await row<{ id: string }>(
    tx,
    `update order_list set updated_at = now() where member_id = ? and company_id = ? and kind = 'working' returning id`,
    [by.member_id, by.company_id],
  );
  if (!found) throw new Error(`member ${by.member_id} has a list of another company`);
  return found.id;
}

async function hasRoom_(tx: Transaction, list_id: string, more: number): Promise<boolean> {
  const stands = await row<{ count: number }>(
    tx,
    `select count(*)::int as count from order_list_line where list_id = ?`,
    [list_id],
  );
  return (stands?.count ?? 0) + more <= MAX_QUICK_LINES;
}

/** Behind the last line, whose number is never used again while another one follows it. */
async function append_(tx: Transaction, list_id: string, lines: readonly SettledRow[]): Promise<void> {
  const last = await row<{ line: number }>(
    tx,
    `select coalesce(max(line), 0)::int as line from order_list_line where list_id = ?`,
    [list_id],
  );
  await insertLines_(
    tx,
    list_id,
    lines.map((line, at) => ({ ...line, line: (last?.line ?? 0) + at + 1 })),
  );
}

async function insertLines_(tx: Transaction, list_id: string, lines: readonly ListRow[]): Promise<void> {
  await insertAll(
    tx,
    "order_list_line",
    [
      ["list_id", "text", () => list_id],
      ["line", "int", (one) => one.line],
      ["name", "text", (one) => one.name],
      ["pack", "text", (one) => one.pack],
      ["amount", "text", (one) => one.amount],
      ["unit", "text", (one) => one.unit],
      ["variant_id", "text", (one) => one.variant_id],
      ["packs", "int", (one) => one.packs],
      ["fault", "text", (one) => one.fault],
    ],
    lines,
  );
}
