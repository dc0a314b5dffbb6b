import { moneyText, moneyUseWords, weightText } from "@commonlot/domain";
import type { TotalsView } from "../../../../backend/src/modules/settlement/period-totals";
import { FLOW_WIDTH, type FlowRow, type FlowSheet } from "../../print/flow";
import { PAPER_WORDS, type Language } from "./words";

/** The totals of a period, of a whole cooperative and village by village, or of one village. */
export interface PrintedTotals {
  cooperative: { zh: string; en: string };
  period: { zh: string; en: string };
  parts: { name: { zh: string; en: string } | null; totals: TotalsView[] }[];
}

const BASE = 11;

/** What came in, where it went, what households have of it: one table a village and currency, and the cooperative's first. */
export function totalsSheet(sheet: PrintedTotals, language: Language): FlowSheet {
  const w = PAPER_WORDS[language];
  const rows: FlowRow[] = [
    { cells: [{ text: w.totals, x: 0, width: FLOW_WIDTH, size: 19, bold: true }] },
    {
      cells: [
        { text: `${sheet.cooperative[language]} · ${sheet.period[language]}`, x: 0, width: FLOW_WIDTH, size: 13 },
      ],
      over: 1,
    },
  ];
  for (const part of sheet.parts) {
    for (const totals of part.totals) {
      rows.push({
        cells: [
          {
            text: `${part.name === null ? w.allVillages : part.name[language]} · ${totals.currency}`,
            x: 0,
            width: FLOW_WIDTH,
            size: 14,
            bold: true,
          },
        ],
        over: 7,
        line: true,
        keep: true,
      });
      rows.push(...tableOf(totals, language));
    }
  }
  return { rows, foot: `${sheet.cooperative[language]} · ${sheet.period[language]}` };
}

function tableOf(totals: TotalsView, language: Language): FlowRow[] {
  const w = PAPER_WORDS[language];
  const money = (amount: number) => moneyText(BigInt(amount), totals.currency)[language];
  const figure = (name: string, text: string, bold = false, over = 0.8): FlowRow => ({
    cells: [
      { text: name, x: 4, width: FLOW_WIDTH - 62, size: BASE, bold },
      { text, x: FLOW_WIDTH - 56, width: 56, size: BASE, align: "right", bold },
    ],
    over,
  });
  const head = (text: string): FlowRow => ({
    cells: [{ text, x: 0, width: FLOW_WIDTH, size: BASE, bold: true }],
    over: 2.5,
    keep: true,
  });
  const { statements } = totals;
  return [
    head(`${w.income} · ${weightText(BigInt(totals.grams))[language]}`),
    figure(moneyUseWords("sales")[language], money(totals.sales_minor)),
    ...(totals.beside_minor === 0 ? [] : [figure(moneyUseWords("beside")[language], money(totals.beside_minor))]),
    figure(w.total, money(totals.income_minor), true),
    head(w.use),
    ...totals.uses.map(({ use, amount_minor }) => figure(moneyUseWords(use)[language], money(amount_minor))),
    figure(w.total, money(totals.income_minor - totals.difference_minor), true),
    ...(totals.difference_minor === 0 ? [] : [figure("!", money(totals.difference_minor), true)]),
    head(`${w.settled} · ${statements.households} ${w.households}`),
    figure(w.gross, money(statements.gross_minor)),
    figure(w.deductions, money(-statements.deductions_minor)),
    ...(statements.advances_minor === 0 ? [] : [figure(w.advances, money(-statements.advances_minor))]),
    ...(statements.brought_forward_minor === 0
      ? []
      : [figure(w.broughtForward, money(statements.brought_forward_minor))]),
    figure(w.net, money(statements.net_minor), true),
    figure(w.paid_all, money(statements.paid_minor)),
    ...(statements.on_its_way_minor === 0 ? [] : [figure(w.onItsWay, money(statements.on_its_way_minor))]),
    ...(statements.carried_minor === 0 ? [] : [figure(w.carried, money(statements.carried_minor))]),
    figure(w.remaining_all, money(statements.remaining_minor), true),
  ];
}
