import { AGES, formatMinor, spelledReference, type Age } from "@commonlot/domain";
import type { AccountOfCurrency } from "../modules/settlement/transfers/company-account";
import { csvOf } from "./csv";
import type { PrintedAccount, PrintedAccountPart, Sums } from "./print/account";
import { dayIn, timeIn } from "./today";
import type { Words } from "./words";

const WORDS = {
  zh: {
    title: "对账单",
    company: "企业",
    seller: "合作社",
    all: "全部合作社",
    span: "起止日期",
    days: (from: string, to: string) => `${from} 至 ${to}`,
    zone: (tz: string) => `日期按企业所在时区：${tz}`,
    written: "打印时间",
    columns: ["日期", "事项", "单号", "借方", "贷方", "余额"],
    entries: { owed: "下单", paid: "付款", credited: "冲减", freight: "运费差额", taken_back: "被银行收回" },
    opening: "期初余额",
    closing: "期末余额",
    sums: "本期合计",
    carried: "转下页",
    brought: "承上页",
    none: "这几天没有往来。",
    ages: (day: string) => `期末余额的账龄，截至 ${day}`,
    age: {
      not_due: "未到期",
      up_to_30: "逾期 30 天以内",
      up_to_60: "逾期 31 至 60 天",
      up_to_90: "逾期 61 至 90 天",
      later: "逾期 90 天以上",
    },
    notes: [
      "借方是企业应付的款：下单、运费差额、被银行收回的付款；贷方是付款和冲减。余额是付清之前还欠的款。",
      "只含先下单后付款的订单；预付的订单不在内。单号是发票或贷项单的号，还没有开的写付款编号。",
    ],
    sheet: ["币种", "时间", "合作社", "报价单"],
    page: (page: number, pages: number) => `第 ${page} 页，共 ${pages} 页`,
  },
  en: {
    title: "Statement of account",
    company: "Company",
    seller: "Cooperative",
    all: "All cooperatives",
    span: "Days",
    days: (from: string, to: string) => `${from} to ${to}`,
    zone: (tz: string) => `Days are of the company's time zone, ${tz}`,
    written: "Printed",
    columns: ["Day", "What", "Paper", "Debit", "Credit", "Balance"],
    entries: {
      owed: "Ordered",
      paid: "Paid",
      credited: "Credited",
      freight: "Freight, your part",
      taken_back: "Taken back by the bank",
    },
    opening: "Stood before",
    closing: "Stands at the end",
    sums: "Sum of these days",
    carried: "Carried forward",
    brought: "Brought forward",
    none: "Nothing moved on these days.",
    ages: (day: string) => `How late the end balance is, on ${day}`,
    age: {
      not_due: "Not due",
      up_to_30: "Late by 30 days or less",
      up_to_60: "Late by 31 to 60 days",
      up_to_90: "Late by 61 to 90 days",
      later: "Late by more than 90 days",
    },
    notes: [
      "Debit is what the company came to owe: orders, its part of freight, payments that a bank took back. Credit is what it paid and what was credited. The balance is what is still owed.",
      "Of orders that are paid after they are placed; prepaid ones are not in it. The paper is the invoice or credit note; before one is issued, the payment's reference.",
    ],
    sheet: ["Currency", "Time", "Cooperative", "Quote"],
    page: (page: number, pages: number) => `Page ${page} of ${pages}`,
  },
} as const;
type Language = keyof typeof WORDS;

/** An account as it was read, with whose it is; `cooperative_id` is null where it is of all of them. */
export interface AccountOnPaper {
  accounts: readonly AccountOfCurrency[];
  company: { name: string; time_zone: string };
  cooperative_id: string | null;
  names: (cooperative_id: string) => Words | null;
  from: string;
  to: string;
  now: Date;
}

/** A statement of account as it is printed, in one language. */
export function accountPaper(of: AccountOnPaper, language: Language): PrintedAccount {
  const words = WORDS[language];
  const tz = of.company.time_zone;
  return {
    title: words.title,
    head: [
      { label: words.company, value: of.company.name },
      { label: words.seller, value: sellerOf(of, language) },
      { label: words.span, value: words.days(of.from, of.to) },
      { label: words.written, value: `${dayIn(tz, of.now)} ${timeIn(tz, of.now)}` },
    ],
    columns: words.columns,
    carried: words.carried,
    brought: words.brought,
    parts: of.accounts.map((account) => partOf(of, account, language)),
    notes: [words.zone(tz), ...words.notes],
    page: words.page,
    made_at: of.now,
  };
}

function partOf(of: AccountOnPaper, account: AccountOfCurrency, language: Language): PrintedAccountPart {
  const words = WORDS[language];
  const money = (minor: bigint) => formatMinor(minor, account.currency);
  const column = (minor: bigint) => (minor === 0n ? "" : money(minor));
  const sums = (line: { debits_minor: bigint; credits_minor: bigint }, balance_minor: bigint): Sums => [
    money(line.debits_minor),
    money(line.credits_minor),
    money(balance_minor),
  ];
  return {
    title: account.currency,
    opening: { label: words.opening, sums: ["", "", money(account.opening_minor)] },
    none: words.none,
    lines: account.lines.map((line) => ({
      day: dayIn(of.company.time_zone, line.at),
      what: whatOf(of, line, language),
      paper: line.papers ?? spelledReference(line.reference),
      sums: [column(line.debit_minor), column(line.credit_minor), money(line.balance_minor)],
      so_far: sums(line, line.balance_minor),
    })),
    closing: [
      { label: words.sums, sums: [money(account.debits_minor), money(account.credits_minor), ""] },
      { label: `${words.closing} ${account.currency}`, sums: ["", "", money(account.closing_minor)] },
    ],
    ages: {
      title: words.ages(asOf(of)),
      rows: agesOf(account).map(([age, minor]) => ({ label: words.age[age], value: money(minor) })),
    },
  };
}

/** The same as a sheet: a line each, with what stood before, the sums and the ages as lines of their own. */
export function accountSheet(of: AccountOnPaper, language: Language): string {
  const words = WORDS[language];
  const [day, what, paper, debit, credit, balance] = words.columns;
  const [currency, time, seller, quote] = words.sheet;
  const tz = of.company.time_zone;
  const rows = of.accounts.flatMap((account) => {
    const money = (minor: bigint) => formatMinor(minor, account.currency);
    const own = (label: string, sums: Sums, on = ""): string[] => [
      account.currency,
      on,
      "",
      label,
      "",
      "",
      "",
      ...sums,
    ];
    return [
      own(words.opening, ["", "", money(account.opening_minor)], of.from),
      ...account.lines.map((line) => [
        account.currency,
        dayIn(tz, line.at),
        timeIn(tz, line.at),
        words.entries[line.what],
        of.names(line.cooperative_id)?.[language] ?? "",
        line.quote_number,
        line.papers ?? spelledReference(line.reference),
        line.debit_minor === 0n ? "" : money(line.debit_minor),
        line.credit_minor === 0n ? "" : money(line.credit_minor),
        money(line.balance_minor),
      ]),
      own(words.sums, [money(account.debits_minor), money(account.credits_minor), ""]),
      own(words.closing, ["", "", money(account.closing_minor)], of.to),
      ...agesOf(account).map(([age, minor]) => own(words.age[age], ["", "", money(minor)], asOf(of))),
    ];
  });
  return csvOf([[currency, day, `${time} (${tz})`, what, seller, quote, paper, debit, credit, balance], ...rows]);
}

const agesOf = ({ ages }: AccountOfCurrency): [Age, bigint][] => AGES.map((age) => [age, ages[age]]);

/** Ages are of the span's end, or of today where that is still to come. */
function asOf({ to, now, company }: AccountOnPaper): string {
  const today = dayIn(company.time_zone, now);
  return to < today ? to : today;
}

function sellerOf(of: AccountOnPaper, language: Language): string {
  return of.cooperative_id === null ? WORDS[language].all : (of.names(of.cooperative_id)?.[language] ?? "");
}

/** What it was and of which quote; by whom, where the account is of several. */
function whatOf(of: AccountOnPaper, line: AccountOfCurrency["lines"][number], language: Language): string {
  const name = of.cooperative_id === null ? of.names(line.cooperative_id)?.[language] : undefined;
  return [`${WORDS[language].entries[line.what]} ${line.quote_number}`, ...(name ? [name] : [])].join(" · ");
}
