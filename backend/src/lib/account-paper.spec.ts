import { inflateSync } from "node:zlib";
import { companyAccount, startOfDay } from "@commonlot/domain";
import { expect, test } from "vitest";
import type { AccountEntry } from "../modules/settlement/transfers/company-account";
import { accountPaper, accountSheet, type AccountOnPaper } from "./account-paper";
import { accountPdf } from "./print/account";
import { readPages } from "./print/pdf-reader.fixture";
import { letOthersRun } from "./print/table-paper";

const TZ = "Asia/Shanghai";
const LINES = 1_000;
const entry = (at: number): AccountEntry => ({
  id: `e_${at}`,
  at_key: "",
  at: new Date(Date.UTC(2026, 9, 1) + at * 3_600_000),
  what: at % 2 === 0 ? "owed" : "paid",
  cooperative_id: "coop_wudu",
  proforma_id: `pf_${at}`,
  reference: "RF540000001234",
  quote_number: `Q-${1_000 + at}`,
  papers: at % 4 === 0 ? `WUDU-${String(at).padStart(6, "0")}` : null,
  currency: "CNY",
  amount_minor: at % 2 === 0 ? 10_007n : 10_003n,
});

const of = (entries: AccountEntry[], opening_minor = 5_000n): AccountOnPaper => {
  const closing = entries.reduce(
    (sum, one) => (one.what === "owed" ? sum + one.amount_minor : sum - one.amount_minor),
    opening_minor,
  );
  const now = new Date("2026-11-28T02:00:00Z");
  return {
    accounts: [
      {
        currency: "CNY",
        ...companyAccount(
          { opening_minor, entries, open: [{ left_minor: closing, due_at: new Date("2026-11-01T00:00:00Z") }] },
          now,
        ),
      },
    ],
    company: { name: "福州食堂有限公司", time_zone: TZ },
    cooperative_id: null,
    names: () => ({ zh: "武都山里人家农民专业合作社", en: "Wudu cooperative" }),
    from: "2026-10-01",
    to: "2026-12-31",
    now,
  };
};

const pagesOf = async (paper: AccountOnPaper, language: "zh" | "en") =>
  readPages(await accountPdf(accountPaper(paper, language)), inflateSync);

test("a thousand lines run over pages, and each carries its sums to the next", async () => {
  const many = of(Array.from({ length: LINES }, (_, at) => entry(at)));
  const pages = await pagesOf(many, "zh");
  expect(pages.length).toBeGreaterThan(20);
  // A row's figures are printed before its words.
  const rowOf = (lines: readonly string[], words: string) =>
    lines.includes(words) ? lines.slice(lines.indexOf(words) - 3, lines.indexOf(words)) : null;
  let carried = 0;
  for (const [at, page] of pages.entries()) {
    expect(page.text).toContain(`第 ${at + 1} 页，共 ${pages.length} 页`);
    const brought = rowOf(page.lines, "承上页");
    expect(brought).toEqual(at === 0 ? null : rowOf(pages[at - 1]?.lines ?? [], "转下页"));
    if (brought === null) continue;
    expect(brought.every((text) => /^\d+\.\d\d$/.test(text))).toBe(true);
    carried += 1;
  }
  // Notes may stand alone on the last page.
  expect(carried).toBeGreaterThanOrEqual(pages.length - 2);
  const all = pages.map((page) => page.text).join("\n");
  for (let at = 0; at < LINES; at += 1) expect(all, `line ${at}`).toContain(`Q-${1_000 + at}`);
  expect(all).not.toContain("…");
  const last = pages
    .slice(-2)
    .map((page) => page.text)
    .join("\n");
  // 500 × 100.07, 500 × 100.03, 50.00 + 500 × 0.04.
  for (const sum of ["50035.00", "50015.00", "70.00"]) expect(last).toContain(sum);
});

test("printed again of the same moment it is the same bytes; in English too, and of several cooperatives by name", async () => {
  const paper = of([entry(0), entry(1)]);
  const [one, two] = [await accountPdf(accountPaper(paper, "en")), await accountPdf(accountPaper(paper, "en"))];
  expect(one.equals(two)).toBe(true);
  const text = readPages(one, inflateSync)
    .map((page) => page.lines.join(" "))
    .join(" ");
  for (const said of ["Stood before", "Wudu cooperative", "RF54 0000 0012 34", "Late by 30 days or less", "50.04"])
    expect(text).toContain(said);
});

test("while long papers are drawn others have their turn page by page, and each has the bytes of one that is drawn alone", async () => {
  const long = accountPaper(of(Array.from({ length: LINES }, (_, at) => entry(at))), "en");
  const alone = await accountPdf(long);
  const pages = readPages(alone, inflateSync).length;
  let turns = 0;
  let drawing = true;
  const others = async () => {
    while (drawing) {
      await letOthersRun();
      turns += 1;
    }
  };
  const counted = others();
  const beside = await Promise.all([accountPdf(long), accountPdf(long)]);
  drawing = false;
  await counted;
  expect(beside.map((one) => one.equals(alone))).toEqual([true, true]);
  // The sums and notes of the last pages are drawn at one go.
  expect(turns).toBeGreaterThanOrEqual(pages - 3);
});

test("days without a line say so, with what stood before as what stands at the end", async () => {
  const [page] = await pagesOf(of([]), "zh");
  expect(page?.text).toContain("这几天没有往来。");
  expect(page?.lines.filter((text) => text === "50.00")).toHaveLength(3);
  expect((await pagesOf(of([], 0n), "en"))[0]?.text).toContain("Nothing moved on these days.");
});

test("the sheet has the same lines and sums, its days by the company's clock", () => {
  const late = { ...entry(0), at: new Date(startOfDay(TZ, "2026-11-01").getTime() - 1) };
  const rows = accountSheet(of([late, entry(1)]), "zh")
    .trim()
    .split("\r\n");
  expect(rows).toHaveLength(1 + 1 + 2 + 2 + 5);
  expect(rows[1]).toBe('"CNY","2026-10-01","","期初余额","","","","","","50.00"');
  expect(rows[2]).toBe(
    '"CNY","2026-10-31","23:59","下单","武都山里人家农民专业合作社","Q-1000","WUDU-000000","100.07","","150.07"',
  );
  expect(rows[3]).toContain('"","100.03","50.04"');
  expect(rows[5]).toBe('"CNY","2026-12-31","","期末余额","","","","","","50.04"');
});
