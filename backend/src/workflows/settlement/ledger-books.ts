import type { MedusaContainer } from "@medusajs/framework/types";
import { chartWords, dayNumber, formatMinor } from "@commonlot/domain";
import { csvCell } from "../../lib/csv";
import { refuseWith } from "../../lib/refusal";
import type CooperativeService from "../../modules/cooperative/service";
import { safeNumber } from "../../modules/settlement/amounts";
import { bookName, type Book, type Days, type EntryLine } from "../../modules/settlement/ledger-books";
import type SettlementService from "../../modules/settlement/service";
import { policyPlace } from "./policy-place";
import { HOME_TZ } from "../../lib/today";

export interface DaysAsked {
  from: string;
  to: string;
}

/** More than a year and its closing is another question. */
const MAX_DAYS = 400;

/** A cooperative's books, or the whole ledger when none is named; refuses days that are none, backwards or too many. */
export async function bookOf(
  container: MedusaContainer,
  cooperative_id: string | undefined,
  asked: DaysAsked,
): Promise<{ book: Book; days: Days }> {
  const [from, to] = [dayNumber(asked.from), dayNumber(asked.to)];
  if (from === null) refuseWith("invalid_date", "Days are written such as 2026-11-01.", "from");
  if (to === null) refuseWith("invalid_date", "Days are written such as 2026-11-01.", "to");
  if (to < from || to - from >= MAX_DAYS)
    refuseWith("invalid_period", `Give at most ${MAX_DAYS} days, the first one first.`, "to");
  if (cooperative_id === undefined) return { book: { whole: true }, days: { ...asked, tz: HOME_TZ } };
  const cooperatives: CooperativeService = container.resolve("cooperative");
  const { tz } = await policyPlace(container, cooperative_id);
  const household_ids = await cooperatives.householdIdsOfCooperative(cooperative_id);
  return { book: { cooperative_id, household_ids }, days: { ...asked, tz } };
}

/** The trial balance of the days, per currency, with totals that are equal or the ledger is wrong. */
export async function readTrialBalance(container: MedusaContainer, of: { book: Book; days: Days }) {
  const settlement: SettlementService = container.resolve("settlement");
  const [lines, way] = await Promise.all([settlement.books.balances(of), settlement.books.onTheWay(of.book)]);
  const currencies = [...new Set(lines.map((one) => one.currency))];
  return {
    from: of.days.from,
    to: of.days.to,
    currencies: currencies.map((currency) => {
      const own = lines.filter((one) => one.currency === currency);
      const sum = (part: (one: (typeof own)[number]) => bigint) =>
        safeNumber(own.reduce((all, one) => all + part(one), 0n));
      const debit = (amount: bigint) => (amount > 0n ? amount : 0n);
      return {
        currency,
        lines: own.map((one) => ({
          kind: one.kind,
          code: one.code,
          name: one.name,
          words: chartWords(one.kind),
          opening_minor: safeNumber(one.opening_minor),
          debit_minor: safeNumber(one.debit_minor),
          credit_minor: safeNumber(one.credit_minor),
          closing_minor: safeNumber(one.closing_minor),
        })),
        totals: {
          opening_debit_minor: sum((one) => debit(one.opening_minor)),
          opening_credit_minor: sum((one) => debit(-one.opening_minor)),
          debit_minor: sum((one) => one.debit_minor),
          credit_minor: sum((one) => one.credit_minor),
          closing_debit_minor: sum((one) => debit(one.closing_minor)),
          closing_credit_minor: sum((one) => debit(-one.closing_minor)),
        },
        way: way
          .filter((one) => one.currency === currency)
          .map(({ step, payouts, amount_minor, booked }) => ({
            step,
            payouts,
            amount_minor: safeNumber(amount_minor),
            booked,
          })),
      };
    }),
  };
}

const HEAD = {
  zh: ["凭证号", "日期", "科目编码", "科目名称", "往来", "币种", "借方金额", "贷方金额", "摘要", "来源"],
  en: ["entry", "date", "code", "account", "party", "currency", "debit", "credit", "memo", "source"],
};

/** The entries of the days as CSV, part by part; every cell is quoted, and what a spreadsheet would run is none. */
export async function* ledgerCsv(
  container: MedusaContainer,
  of: { book: Book; days: Days; language: "zh" | "en" },
): AsyncGenerator<string> {
  const settlement: SettlementService = container.resolve("settlement");
  const chart = new Map((await settlement.books.chart(bookName(of.book))).map((one) => [one.kind, one]));
  // With the first rows, so that what can't be read is refused before anything was sent.
  let head = `\uFEFF${csvLine(HEAD[of.language])}`;
  for await (const page of settlement.books.entries(of)) {
    const names = await partiesOf(container, page);
    const lines = page
      .map((line) => {
        const { code = "", name = "" } = chart.get(line.kind) ?? {};
        const amount = (minor: bigint) => (minor > 0n ? formatMinor(minor, line.currency) : "");
        return csvLine([
          // Numbered by their seals; what is not sealed yet has its own id, so that an import never joins two entries.
          line.number ?? line.journal_id,
          line.day,
          code,
          name,
          names.get(line.party) ?? line.party,
          line.currency,
          amount(line.amount_minor),
          amount(-line.amount_minor),
          line.memo,
          line.source,
        ]);
      })
      .join("");
    yield head + lines;
    head = "";
  }
  if (head !== "") yield head;
}

const csvLine = (cells: readonly string[]): string => `${cells.map(csvCell).join(",")}\r\n`;

/** Households by card and name; other parties keep their id. */
async function partiesOf(container: MedusaContainer, page: readonly EntryLine[]): Promise<Map<string, string>> {
  const cooperatives: CooperativeService = container.resolve("cooperative");
  const ids = [...new Set(page.filter((one) => one.kind.startsWith("household_")).map((one) => one.party))];
  const found = ids.length === 0 ? [] : await cooperatives.householdsById(ids);
  return new Map(found.map((one) => [one.household_id, `${one.card_number} ${one.name}`]));
}
