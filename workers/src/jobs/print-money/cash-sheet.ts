import { amountInCapitals, amountInEnglish, moneyText } from "@commonlot/domain";
import { FLOW_WIDTH, type FlowRow, type FlowSheet } from "../../print/flow";
import { PAPER_WORDS, type Language } from "./words";

/** What a cash sheet says: one row a household, in the order of their cards. */
export interface CashSheet {
  number: string;
  cooperative: { zh: string; en: string };
  period: { zh: string; en: string };
  approved_on: string;
  currency: string;
  rows: { card_number: string; name: string; amount_minor: number }[];
}

const BASE = 18;
const WORDS = 16;
const SIGN = 50;
/** Room of a row with its box to sign: a thumb needs 25 mm. */
const HEIGHT = 27;
const ROWS_A_PAGE = 7;

/**
 * The sheet that a household signs when it gets its money: large print, the amount in figures and in financial capitals,
 * a box for a name or a thumb; each page with its own sum and the sum so far, the last with the whole and two signatures.
 */
export function cashSheet(sheet: CashSheet, language: Language): FlowSheet {
  const w = PAPER_WORDS[language];
  const money = (amount: bigint) => moneyText(amount, sheet.currency)[language];
  const words = (amount: bigint) =>
    language === "zh" ? amountInCapitals(amount, sheet.currency) : amountInEnglish(amount, sheet.currency);
  const total = sheet.rows.reduce((sum, row) => sum + BigInt(row.amount_minor), 0n);
  const head: FlowRow[] = [
    {
      cells: [{ text: `${w.cashSheet} ${sheet.number}`, x: 0, width: FLOW_WIDTH, size: 22, bold: true }],
    },
    {
      cells: [
        {
          text: `${sheet.cooperative[language]} · ${sheet.period[language]} · ${w.approvedOn} ${sheet.approved_on}`,
          x: 0,
          width: FLOW_WIDTH,
          size: 12,
        },
      ],
      over: 0.5,
    },
    {
      cells: [{ text: w.sign, x: FLOW_WIDTH - SIGN, width: SIGN, size: 12 }],
      over: 1,
    },
  ];
  const rows: FlowRow[] = [{ cells: [{ text: w.cashNote, x: 0, width: FLOW_WIDTH - SIGN - 4, size: 12 }] }];
  let sum = 0n;
  let page = 0n;
  sheet.rows.forEach((row, at) => {
    const amount = BigInt(row.amount_minor);
    sum += amount;
    page += amount;
    rows.push({
      cells: [
        { text: String(at + 1), x: 0, width: 12, size: BASE },
        { text: row.name, x: 13, width: 72, size: BASE, bold: true, most: 1 },
        { text: row.card_number, x: 85, width: FLOW_WIDTH - SIGN - 89, size: BASE, align: "right", most: 1 },
      ],
      boxes: [{ x: FLOW_WIDTH - SIGN, width: SIGN, height: HEIGHT - 3, hangs: true }],
      over: 2,
      height: 8.5,
      line: true,
      keep: true,
    });
    // The box hangs beside all three lines; its room is given by their heights together.
    rows.push({
      cells: [{ text: money(amount), x: 13, width: FLOW_WIDTH - SIGN - 17, size: 20, bold: true }],
      keep: true,
    });
    const isLast = at === sheet.rows.length - 1;
    const ends = isLast || (at + 1) % ROWS_A_PAGE === 0;
    rows.push({
      cells: [{ text: words(amount), x: 13, width: FLOW_WIDTH - SIGN - 17, size: WORDS, most: 2 }],
      height: 9,
      ...(ends ? { keep: true } : {}),
    });
    if (!ends) return;
    rows.push({
      cells: [
        { text: `${w.pageSum} ${money(page)}`, x: 0, width: 88, size: 14 },
        { text: `${w.upTo} ${money(sum)}`, x: 90, width: FLOW_WIDTH - 90, size: 14 },
      ],
      over: 3,
      line: true,
      ...(isLast ? {} : { breakAfter: true }),
    });
    page = 0n;
  });
  rows.push(
    {
      cells: [
        {
          text: `${w.total}: ${sheet.rows.length} ${w.rows}, ${money(total)}`,
          x: 0,
          width: FLOW_WIDTH,
          size: 20,
          bold: true,
        },
      ],
      over: 4,
      line: true,
      keep: true,
    },
    { cells: [{ text: words(total), x: 0, width: FLOW_WIDTH, size: BASE }], keep: true },
    {
      cells: [
        { text: w.payerSigns, x: 0, width: 82, size: 14 },
        { text: w.witnessSigns, x: 92, width: 82, size: 14 },
      ],
      over: 5,
      keep: true,
    },
    {
      cells: [],
      boxes: [
        { x: 0, width: 84, height: 22 },
        { x: 92, width: 84, height: 22 },
      ],
    },
  );
  return { rows, head, foot: `${sheet.cooperative[language]} · ${sheet.number}` };
}
