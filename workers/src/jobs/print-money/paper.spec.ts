import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { inflateSync } from "node:zlib";
import { amountInCapitals, moneyText, periodText, soldLots, spokenStatement, whyPrice } from "@commonlot/domain";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readPages, type Page } from "../../../../backend/src/lib/print/pdf-reader.fixture";
import type { CashSheet } from "./cash-sheet";
import { writeMoneyPaper, type MoneySheet } from "./paper";
import type { PrintedStatement } from "./statement-sheet";

let folder: string;
beforeAll(async () => {
  folder = process.env.KEEP_PAPERS ?? (await mkdtemp(path.join(tmpdir(), "commonlot-money-")));
});
afterAll(async () => {
  if (process.env.KEEP_PAPERS === undefined) await rm(folder, { recursive: true, force: true });
});

const any = (name: string, language: "zh" | "en" = "zh") => ({
  file: path.join(folder, `${name}.pdf`),
  title: name,
  made_at: "2026-11-26T01:30:00.000Z",
  language,
});

async function draw(sheet: MoneySheet): Promise<{ pages: Page[]; pdf: Buffer }> {
  const written = await writeMoneyPaper(sheet);
  const pdf = await readFile(sheet.file);
  const pages = readPages(pdf, inflateSync);
  expect(pages).toHaveLength(written.pages);
  for (const page of pages) expect(page.right_mm).toBeLessThanOrEqual(196);
  return { pages, pdf };
}

/** As readers find it: lines broken for want of room are put together again. */
const textOf = (pages: readonly Page[]) =>
  pages
    .map((page) => page.lines.join(""))
    .join("")
    .replaceAll(" ", "");

function statement(lots = 3, payouts = true): PrintedStatement {
  const sold = soldLots(
    Array.from({ length: lots }, (_, n) => ({
      lot: `lot_${String(n).padStart(4, "0")}`,
      grams: BigInt(2_500 + n),
      share_minor: 6_064n + BigInt(n),
      line: {
        paid_minor: 8_600n + BigInt(n),
        deductions: [
          { rule: "tax", amount_minor: 710n },
          { rule: "freight", amount_minor: 1_200n },
          { rule: "packing", amount_minor: 100n },
          { rule: "platform_bp", amount_minor: 197n },
          { rule: "cooperative_bp", amount_minor: 329n },
        ],
      },
    })),
  );
  const gross = sold.reduce((sum, lot) => sum + Number(lot.share_minor), 0);
  const net = gross - 303;
  const period = { id: "period_1", from: "2026-11-01", to: "2026-11-15", state: "approved" };
  const figures = {
    brought_forward_minor: 0,
    gross_minor: gross,
    deductions_minor: 303,
    advances_minor: 0,
    net_minor: net,
    paid_minor: payouts ? net : 0,
    on_its_way_minor: 0,
    carried_minor: 0,
    remaining_minor: payouts ? 0 : net,
  };
  const big = Object.fromEntries(Object.entries(figures).map(([key, value]) => [key, BigInt(value)])) as Record<
    keyof typeof figures,
    bigint
  >;
  const unpaid = payouts ? null : { zh: "还没有收款账户，请到合作社登记。", en: "There is no account." };
  const words = { zh: "2026年11月26日已付，尾号7894的账户。", en: "Paid on 26 Nov 2026, account ending in 7894." };
  return {
    id: "statement_1",
    number: "ST0000012",
    slip_code: "K7QM3F2P9XTA",
    slip: "K7QM-3F2P-9XTA",
    hash: "9f".repeat(32),
    cooperative_id: "coop_1",
    household_id: "household_1",
    currency: "CNY",
    period,
    period_words: periodText(period.from, period.to),
    ...figures,
    not_paid_because: payouts ? null : "no_account",
    unpaid,
    household: { name: "王秀英", card_number: "WD00012" },
    village: { handle: "ma-ya", zh: "麻崖村", en: "Maya village" },
    cooperative: { zh: "武都山里人家农民专业合作社", en: "Wudu cooperative", phone: "0939-8888888" },
    lots: sold.map((lot, n) => ({
      lot_id: lot.lot,
      price: "by_sale" as const,
      grams: Number(lot.grams),
      bought_minor: Number(lot.bought_minor),
      deductions: lot.deductions.map(({ rule, amount_minor }) => ({
        rule,
        words: { zh: rule === "cooperative_bp" ? "合作社费：扣掉税、退款、运费和包装以后的 5%" : rule, en: rule },
        amount_minor: Number(amount_minor),
      })),
      share_minor: Number(lot.share_minor),
      per_kg_minor: 2_426,
      why: whyPrice(lot, "by_sale", "CNY"),
      number: `W${String(123 + n).padStart(7, "0")}`,
      harvested_on: "2026-10-28",
      goods: { zh: "核桃一级", en: "walnuts, Grade 1" },
    })),
    others: [
      {
        kind: "deduction",
        rule: "holdback_bp",
        words: { zh: "暂扣：您所得的 5%", en: "Kept back: 5% of your share" },
        amount_minor: -303,
        lot_numbers: ["W0000123"],
      },
      {
        kind: "deduction",
        rule: "levy_of_mars",
        words: { zh: "其他（levy of mars）", en: "Other (levy of mars)" },
        amount_minor: 0,
        lot_numbers: ["W1", "W2", "W3", "W4", "W5"],
      },
    ],
    payouts: payouts
      ? [
          {
            id: "payout_4f2a",
            statement_id: "statement_1",
            batch_number: "PB000007",
            rail: "bank_file",
            state: "created",
            amount_minor: net,
            reason_code: null,
            reason: null,
            account_name: "王秀英",
            account_last4: "7894",
            bank_state: "paid",
            bank_words: null,
            at: "2026-11-26T01:30:00.000Z",
            words,
          },
        ]
      : [],
    spoken: spokenStatement({
      household: "王秀英",
      from: period.from,
      to: period.to,
      currency: "CNY",
      ...big,
      lots: [],
      others: [],
      payouts: [],
      unpaid,
      phone: "0939-8888888",
    }),
    check_url: "http://localhost:3000/zh/villages/ma-ya/money",
  };
}

describe("a household's statement on paper", () => {
  it("says every lot, every deduction with its rule, why this price, what is owed in figures and capitals, and its slip", async () => {
    const { pages, pdf } = await draw({
      ...any("statement"),
      kind: "statements",
      large: false,
      statements: [statement()],
    });
    const text = textOf(pages);
    const given = statement();
    for (const said of [
      "结算单ST0000012",
      "王秀英",
      "WD00012",
      "2026年11月1日至15日",
      moneyText(BigInt(given.net_minor), "CNY").zh,
      amountInCapitals(BigInt(given.net_minor), "CNY"),
      "收货单W0000123",
      "2.5公斤（5斤）",
      "每公斤24.26元",
      "买家为您的2.5公斤（5斤）付了86.00元，减去税7.10元、运费12.00元、包装1.00元、平台费1.97元、合作社费3.29元，余下的归您：60.64元",
      "合作社费：扣掉税、退款、运费和包装以后的5%",
      "暂扣：您所得的5%(W0000123)",
      "其他（levyofmars）(5批)",
      "查对码K7QM-3F2P-9XTA",
      given.hash,
      "/zh/villages/ma-ya/money",
      "0939-8888888",
    ])
      expect(text, said).toContain(said.replaceAll(" ", ""));
    // The font is in the file, and only its letters that are used: ten megabytes otherwise.
    expect(pdf.toString("latin1")).toContain("/FontFile2");
    expect(pdf.length).toBeLessThan(200_000);
  });

  it("in large print has nothing under 18 points, says the same, and runs over pages that are numbered", async () => {
    const { pages } = await draw({ ...any("large"), kind: "statements", large: true, statements: [statement(4)] });
    expect(pages.length).toBeGreaterThan(1);
    expect(textOf(pages)).toContain("查对码K7QM-3F2P-9XTA");
    pages.forEach((page, at) => {
      expect(page.lines).toContain(`${at + 1} / ${pages.length}`);
      const sizes = page.sizes.filter(
        (one) => one.text !== `${at + 1} / ${pages.length}` && !one.text.includes(" · ST0000012 · "),
      );
      for (const one of sizes) expect(one.size, one.text).toBeGreaterThanOrEqual(18);
    });
  });

  it("of a household of many lots has every one of them, and several statements begin on pages of their own", async () => {
    const many = statement(120, false);
    const { pages } = await draw({
      ...any("many", "en"),
      kind: "statements",
      large: false,
      statements: [many, statement()],
    });
    const text = textOf(pages);
    for (const lot of many.lots) expect(text).toContain(lot.number ?? "");
    expect(text).toContain("Thereisnoaccount.");
    expect(pages.filter((page) => page.lines.some((line) => line.startsWith("1 / ")))).toHaveLength(2);
  });
});

describe("a remittance advice", () => {
  it("names payer, payee, amount in figures and words, statement and slip", async () => {
    const { pages } = await draw({
      ...any("remittance"),
      kind: "remittances",
      statements: [statement()],
      payout_ids: ["payout_4f2a"],
    });
    expect(pages).toHaveLength(1);
    const text = textOf(pages);
    for (const said of ["付款通知单", "王秀英", "178.92元", "壹佰柒拾捌元玖角贰分", "PB000007", "ST0000012", "4f2a"])
      expect(text, said).toContain(said);
  });

  it("says that it is on its way until the bank has answered, and what is left of its statement", async () => {
    const paid = statement();
    const waits = { ...paid, paid_minor: 0, on_its_way_minor: paid.paid_minor };
    const payout_ids = ["payout_4f2a"];
    const [before, after] = await Promise.all(
      [waits, paid].map((one, at) =>
        draw({ ...any(`remittance-${at}`), kind: "remittances", statements: [one], payout_ids }),
      ),
    );
    expect(textOf(before?.pages ?? [])).toContain("已付0.00元正在路上，等银行回复178.92元");
    expect(textOf(after?.pages ?? [])).toContain("已付178.92元");
    expect(textOf(after?.pages ?? [])).not.toContain("正在路上");
  });
});

describe("the cash sheet", () => {
  const sheet = (count: number): CashSheet => ({
    number: "PB000008",
    cooperative: { zh: "武都山里人家农民专业合作社", en: "Wudu cooperative" },
    period: periodText("2026-11-01", "2026-11-15"),
    approved_on: "2026-11-16",
    currency: "CNY",
    rows: Array.from({ length: count }, (_, n) => ({
      card_number: `WD${String(n + 1).padStart(5, "0")}`,
      name: n === 1 ? "欧阳".repeat(30) : `王秀英${n}`,
      amount_minor: 113_477 + n,
    })),
  });

  it("has each household once with its amount in figures and capitals, sums a page, the whole at the end, numbered pages", async () => {
    for (const count of [1, 7, 8, 23]) {
      const given = sheet(count);
      const { pages } = await draw({ ...any(`cash-${count}`), kind: "cash_sheet", sheet: given });
      const text = textOf(pages);
      const total = given.rows.reduce((sum, row) => sum + BigInt(row.amount_minor), 0n);
      for (const row of given.rows) {
        expect(text.split(row.card_number), row.card_number).toHaveLength(2);
        expect(text).toContain(amountInCapitals(BigInt(row.amount_minor), "CNY"));
      }
      expect(text).toContain(`合计:${count}户,${moneyText(total, "CNY").zh.replace(" ", "")}`);
      expect(text).toContain(amountInCapitals(total, "CNY"));
      expect(pages.at(-1)?.text).toContain("见证人签字");
      expect(pages.slice(0, -1).some((page) => page.text.includes("见证人签字"))).toBe(false);
      for (const page of pages) expect(page.text).toContain("PB000008");
      expect(pages.length).toBeLessThanOrEqual(Math.ceil(count / 7) + 1);
    }
  });
});

describe("the totals of a period", () => {
  it("say income and use of the cooperative and of each village, and what is not paid yet", async () => {
    const totals = {
      village_id: "",
      currency: "CNY",
      grams: 250_000,
      sales_minor: 860_000,
      beside_minor: 0,
      income_minor: 860_000,
      uses: [
        { use: "households" as const, amount_minor: 606_400 },
        { use: "freight" as const, amount_minor: 253_600 },
      ],
      difference_minor: 0,
      statements: {
        households: 34,
        brought_forward_minor: 0,
        gross_minor: 606_400,
        deductions_minor: 0,
        advances_minor: 0,
        net_minor: 606_400,
        paid_minor: 500_000,
        on_its_way_minor: 100_000,
        carried_minor: 0,
        remaining_minor: 6_400,
      },
    };
    const { pages } = await draw({
      ...any("totals"),
      kind: "totals",
      totals: {
        cooperative: { zh: "武都山里人家农民专业合作社", en: "Wudu cooperative" },
        period: periodText("2026-11-01", "2026-11-15"),
        parts: [
          { name: null, totals: [totals] },
          { name: { zh: "麻崖村", en: "Maya" }, totals: [totals] },
        ],
      },
    });
    const text = textOf(pages);
    for (const said of ["全社", "麻崖村", "买家付款8,600.00元", "运费（快递）2,536.00元", "34户", "还没付64.00元"])
      expect(text, said).toContain(said);
    // What the bank has not answered is neither paid nor left, on the desk's paper as on the household's.
    for (const said of ["已付5,000.00元", "正在路上，等银行回复1,000.00元"]) expect(text, said).toContain(said);
  });
});
