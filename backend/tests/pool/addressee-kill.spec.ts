import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import type WholesaleService from "../../src/modules/wholesale/service";
import { givenCompany, givenMember } from "../people/company-kit";
import { HEAD, people } from "./addressee-kit";
import { shortHouse, value, type ShortHouse } from "./short-house";

/** Real processes that read one sheet, killed with SIGKILL between its blocks: every line is there once, as if nobody had died. */
const WORKER = fileURLToPath(new URL("./addressee-worker.fixture.mjs", import.meta.url));
const LINES = 1_000;
const AT_ONCE = 70;

let house: ShortHouse;
let wholesale: WholesaleService;
let folder: string;
beforeAll(async () => {
  house = await shortHouse();
  wholesale = house.container.resolve("wholesale");
  folder = await mkdtemp(path.join(tmpdir(), "addressee-kill-"));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
  await house?.close();
});

/** Starts a reader; how it ended, a signal or a code. */
function worker(sheet_id: string, marker?: string, at_once = AT_ONCE): Promise<string | number> {
  const { KILL_AT: _, ...env } = process.env;
  const kill = marker === undefined ? {} : { KILL_AT: `addressees_block_read@${marker}` };
  const child = spawn(process.execPath, [WORKER, sheet_id, String(at_once)], {
    env: { ...env, DATABASE_URL: house.url, ...kill },
    stdio: ["ignore", "inherit", "inherit"],
  });
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code, signal) => resolve(signal ?? code ?? -1));
  });
}

/** A sheet that is being read, brought by a company of its own; of people who all get three of a pack, some of them of two. */
async function reading(named: boolean) {
  const company_id = await givenCompany(house);
  const by = { company_id, member_id: await givenMember(house, company_id, ["buyer"]) };
  const lines = people(LINES).map((line, at) => (named ? `${line},核桃: 2；${at % 2 === 0 ? "核桃" : "茶"}: 1` : line));
  const bytes = Buffer.from([named ? `${HEAD},货品` : HEAD, ...lines].join("\n"));
  const sheets = wholesale.addresseeSheets;
  const { id: sheet_id } = value(await sheets.bring(by, { title: "年货", bytes, idempotency_key: randomUUID() }));
  const columns = ["name", "phone", "province", "city", "address", "packs", "message"] as const;
  const chosen = { sheet_id, has_head: true, packs_each: null };
  value(await sheets.choose(by, { ...chosen, columns: named ? [...columns, "goods"] : [...columns] }));
  return { by, sheet_id, stands: () => sheets.one(by.company_id, sheet_id) };
}

test.each([
  ["one pack for all", false],
  ["packs of their own", true],
])(
  "a reader of %s that is killed between any two blocks leaves each line once, and the counts of all",
  async (_, named) => {
    const { sheet_id, stands } = await reading(named);
    for (let died = 1; died <= 3; died++) {
      const marker = path.join(folder, `${sheet_id}-${died}`);
      expect(await worker(sheet_id, marker)).toBe("SIGKILL");
      expect(existsSync(marker)).toBe(true);
      // It says exactly what it wrote: the head is the first row, so the first block has a line less.
      const { rows } = await house.db.query<{ lines: number; last: number }>(
        `select count(*)::int as lines, max(line) as last from addressee_sheet_line where sheet_id = $1`,
        [sheet_id],
      );
      expect(rows[0]).toEqual({ lines: died * AT_ONCE - 1, last: died * AT_ONCE });
      expect(await stands()).toMatchObject({ state: "reading", lines: died * AT_ONCE - 1, read_to: died * AT_ONCE });
    }
    // Two take it up at once, in blocks of another size, and one of them dies as well.
    const ends = await Promise.all([
      worker(sheet_id, path.join(folder, `${sheet_id}-last`), 33),
      worker(sheet_id, undefined, 50),
    ]);
    expect(ends.filter((end) => end !== "SIGKILL" && end !== 0)).toEqual([]);
    expect(await worker(sheet_id)).toBe(0);
    const packs = named ? 3 * LINES : people(LINES).reduce((sum, line) => sum + Number(line.split(",")[5]), 0);
    expect(await stands()).toMatchObject({
      state: "checked",
      lines: LINES,
      wrong: 0,
      repeats: 0,
      addressees: LINES,
      packs_total: packs,
      goods: named ? { variant_核桃: 2.5 * LINES, variant_茶: LINES / 2 } : null,
    });
    const { rows } = await house.db.query<{ line: number; name: string }>(
      `select line, name from addressee_sheet_line where sheet_id = $1 order by line`,
      [sheet_id],
    );
    expect(rows).toEqual(people(LINES).map((line, at) => ({ line: at + 2, name: line.split(",")[0] })));
    const files = await house.db.query(`select 1 from addressee_sheet_file where sheet_id = $1`, [sheet_id]);
    expect(files.rows).toEqual([]);
  },
);
