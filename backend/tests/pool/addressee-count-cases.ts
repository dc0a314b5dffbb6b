import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import type { ListOwner } from "../../src/modules/wholesale/quick-order/order-types";
import { counting_ } from "../../src/modules/wholesale/addressees/addressee-counts";
import { askForSheet } from "../../src/workflows/wholesale/addressees";
import { people } from "./addressee-kit";
import { sheetsOf, type SheetsGiven } from "./addressee-sheets";
import { value } from "./short-house";

const PERSON = (at: number, packs = 1) =>
  `李雷${at},1380013${String(8000 + at)},广东省,广州市,人民路 ${at} 号,${packs},`;
const FIGURES = ["lines", "wrong", "repeats", "left_out", "addressees", "packs_total"] as const;

/** What is kept of a sheet is what its lines come to, and a change of a few lines reads those it is about; on the house of the quick order. */
export function addresseeCountCases(given: () => SheetsGiven): void {
  const { sheets, sql, read, csv, stands, buyer } = sheetsOf(given);

  /** The lines of a sheet counted one by one, with the first of those that say the same found by looking at all of them. */
  async function counted(sheet_id: string) {
    const { rows } = await given().house.db.query<{ repeat_of: number | null; first: number | null }>(
      `select repeat_of, case when faults = '[]' and not left_out then (
           select nullif(min(o.line), l.line) from addressee_sheet_line o
           where o.sheet_id = l.sheet_id and o.same = l.same and o.faults = '[]' and not o.left_out) end as first
       from addressee_sheet_line l where sheet_id = $1`,
      [sheet_id],
    );
    expect(rows.filter((one) => one.repeat_of !== one.first)).toEqual([]);
    const figures = await given().house.db.query(
      `select count(*)::int as lines, count(*) filter (where faults <> '[]' and not l.left_out)::int as wrong, count(repeat_of)::int as repeats,
         count(*) filter (where l.left_out)::int as left_out,
         count(*) filter (where faults = '[]' and not l.left_out and (keep_repeats or repeat_of is null))::int as addressees,
         coalesce(sum(packs) filter (where faults = '[]' and not l.left_out and (keep_repeats or repeat_of is null)), 0)::int as packs_total
       from addressee_sheet s join addressee_sheet_line l on l.sheet_id = s.id where s.id = $1`,
      [sheet_id],
    );
    return figures.rows[0] as Record<(typeof FIGURES)[number], number>;
  }

  async function right(by: ListOwner, sheet_id: string) {
    const expected = await counted(sheet_id);
    const sheet = await stands(by, sheet_id);
    expect(Object.fromEntries(FIGURES.map((name) => [name, sheet?.[name]]))).toEqual(expected);
    const kept = (await given().wholesale.invariants()).find((one) => one.id === "L2");
    expect(kept).toMatchObject({ violations: 0 });
    expect(kept?.count).toBeGreaterThan(0);
    return expected;
  }

  const rename = (line: number, at: number) => {
    const [name, phone, province, city, address] = PERSON(at).split(",");
    return { line, left_out: false, name, phone, province, city, address };
  };

  test("what is kept of a sheet follows each line that is put right, left out, made a repeat and made none", async () => {
    const by = await given().firm();
    // Three of one person, two of another, one that is wrong, and one alone.
    const sheet_id = await read(
      by,
      csv([PERSON(1, 2), PERSON(1, 3), PERSON(2), PERSON(1, 4), PERSON(2), "李雷,12,广东省,广州市,一号,5,", PERSON(3)]),
    );
    const mend = async (...lines: Parameters<ReturnType<typeof sheets>["mend"]>[1]["lines"]) => {
      value(await sheets().mend(by, { sheet_id, lines }));
      return right(by, sheet_id);
    };
    expect(await right(by, sheet_id)).toEqual({ lines: 7, wrong: 1, repeats: 3, left_out: 0, addressees: 6, packs_total: 12 }); // prettier-ignore
    value(await sheets().keepRepeats(by, { sheet_id, keep: false }));
    expect(await right(by, sheet_id)).toMatchObject({ repeats: 3, addressees: 3, packs_total: 4 });
    // The first of three goes: the second is the first now.
    expect(await mend({ line: 2, left_out: true })).toMatchObject({ repeats: 2, left_out: 1, addressees: 3, packs_total: 5 }); // prettier-ignore
    // What is wrong becomes a repeat of a line behind it, which is one no more for it.
    expect(await mend({ ...rename(7, 3), packs: "5" })).toMatchObject({ wrong: 0, repeats: 3, addressees: 3, packs_total: 9 }); // prettier-ignore
    // A repeat becomes somebody else, and one that was left out comes back as a repeat of nobody.
    await mend(rename(5, 9), rename(2, 8));
    // A line that is right becomes wrong, with the others that said what it said.
    expect(await mend({ line: 3, left_out: false, phone: "1" })).toMatchObject({ wrong: 1 });
    // Named twice, as it was named last.
    await mend({ line: 4, left_out: true }, { ...rename(4, 2) });
    const file = ["行号,姓名,电话,省份,城市,地址,份数,留言", ...[3, 4, 6].map((line) => `${line},${PERSON(2)}`)].join(
      "\n",
    );
    value(await sheets().repair(by, { sheet_id, bytes: Buffer.from(file) }));
    expect(await right(by, sheet_id)).toMatchObject({ wrong: 0, repeats: 3 });
    value(await sheets().keepRepeats(by, { sheet_id, keep: true }));
    value(await sheets().keepRepeats(by, { sheet_id, keep: true }));
    expect(await right(by, sheet_id)).toMatchObject({ lines: 7, wrong: 0, left_out: 0, addressees: 7 });
  });

  test("people who put lines right at once leave it right; what was cut off behind its lines has changed neither lines nor figures", async () => {
    const { house, firm } = given();
    const by = await firm();
    const sheet_id = await read(by, csv(Array.from({ length: 40 }, (_, at) => PERSON(at % 7, 1 + (at % 3)))));
    await right(by, sheet_id);
    const mend = (line: number, at: number) => sheets().mend(by, { sheet_id, lines: [rename(line, at)] });
    await Promise.all(Array.from({ length: 20 }, (_, at) => mend(2 + at, at % 5)));
    await right(by, sheet_id);
    await Promise.all([
      mend(2, 50),
      sheets().mend(by, { sheet_id, lines: [2, 3, 9].map((line) => ({ line, left_out: true })) }),
      sheets().keepRepeats(by, { sheet_id, keep: false }),
      mend(9, 51),
    ]);
    const before = await right(by, sheet_id);

    await house.db.query(
      `create function stuck_figures() returns trigger language plpgsql as $$ begin if new.id = '${sheet_id}' then raise exception 'stuck'; end if; return new; end $$;
       create trigger stuck_figures before update on addressee_sheet for each row execute function stuck_figures()`,
    );
    await expect(mend(5, 60)).rejects.toThrow("stuck");
    await expect(sheets().keepRepeats(by, { sheet_id, keep: true })).rejects.toThrow("stuck");
    await house.db.query(`drop trigger stuck_figures on addressee_sheet; drop function stuck_figures()`);
    expect(await right(by, sheet_id)).toEqual(before);
  });

  test("figures that somebody wrote past the sheet are found by the check, and nobody asks with them", async () => {
    const { house, wholesale, container, firm, product_id, variant_id, day, refusal } = given();
    await house.lot(500_000);
    const by = await firm();
    const sheet_id = await read(by, csv([PERSON(1, 2), PERSON(2, 3)]));
    const violations = async () => (await wholesale.invariants()).find((one) => one.id === "L2")?.violations;
    expect(await violations()).toBe(0);
    for (const wrong of ["addressees = 3", "packs_total = 6", "repeats = 1"]) {
      await house.db.query(`update addressee_sheet set ${wrong} where id = $1`, [sheet_id]);
      expect(await violations(), wrong).toBe(1);
      await house.db.query(`update addressee_sheet set addressees = 2, packs_total = 5, repeats = 0 where id = $1`, [
        sheet_id,
      ]);
    }
    await house.db.query(`update addressee_sheet set packs_total = 6 where id = $1`, [sheet_id]);
    const asked = { sheet_id, product_id, variant_id, wanted_on: day(10), words: "", idempotency_key: randomUUID() };
    // What its lines come to is asked of them, not of what is kept; it is kept from then on.
    expect(await refusal(askForSheet(container, buyer(by), asked))).toBe("stale");
    expect(await stands(by, sheet_id)).toMatchObject({ state: "checked", packs_total: 5 });
    expect(await violations()).toBe(0);
    const { id: quote_id } = await askForSheet(container, buyer(by), asked);
    expect((await wholesale.quotes.version(quote_id, 1))?.lines.map((line) => line.packs)).toEqual([5]);
    expect(await violations()).toBe(0);
  });

  test("a line that is put right is compared with those that say the same, not with all", async () => {
    const by = await given().firm();
    const sheet_id = await read(by, csv([...people(2_000), PERSON(1), PERSON(1), PERSON(2)]));
    await given().house.db.query("analyze addressee_sheet_line");
    const asked: { sql: string; bindings: unknown[] }[] = [];
    const tx = await sql().transaction();
    const note = (one: (typeof asked)[number]) => asked.push(one);
    sql().on("query", note);
    try {
      // The last line says now what two others say.
      await counting_(tx, sheet_id, [2_004], () =>
        tx.raw(
          `update addressee_sheet_line l set same = o.same from addressee_sheet_line o
           where l.sheet_id = ? and l.line = 2004 and o.sheet_id = l.sheet_id and o.line = 2002`,
          [sheet_id],
        ),
      );
      const { rows } = await tx.raw<{ rows: { repeats: number }[] }>(
        `select repeats from addressee_sheet where id = ?`,
        [sheet_id],
      );
      expect(rows).toEqual([{ repeats: 2 }]);
    } finally {
      sql().removeListener("query", note);
      await tx.rollback();
    }
    expect(asked.length).toBeGreaterThan(5);
    const client = await given().house.db.connect();
    const looked: string[] = [];
    try {
      await client.query("begin");
      for (const how of ["seqscan", "bitmapscan", "hashjoin", "mergejoin"])
        await client.query(`set local enable_${how} = off`);
      for (const { sql: text, bindings } of asked) {
        const { rows } = await client.query<{ "QUERY PLAN": string }>(
          `explain (analyze, buffers off, costs off, timing off, summary off) ${text}`,
          bindings,
        );
        looked.push(...rows.map((row) => row["QUERY PLAN"]));
      }
    } finally {
      await client.query("rollback");
      client.release();
    }
    const scans = looked.filter((line) => / on addressee_sheet_line\b/.test(line) && !line.includes("never executed"));
    expect(scans.some((line) => line.includes("using addressee_sheet_line_alike"))).toBe(true);
    const read_ = (line: string, of: RegExp) => Number(of.exec(line)?.[1] ?? 0);
    expect(scans.filter((line) => read_(line, /rows=(\d+)/) > 3)).toEqual([]);
    expect(looked.filter((line) => read_(line, /Rows Removed by [\w ]+: (\d+)/) > 3)).toEqual([]);
  });
}
