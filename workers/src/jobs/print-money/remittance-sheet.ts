import { amountInCapitals, amountInEnglish, moneyText, type WhyText } from "@commonlot/domain";
import { FLOW_WIDTH, type FlowCell, type FlowRow, type FlowSheet } from "../../print/flow";
import { sums, type PrintedStatement } from "./statement-sheet";
import { PAPER_WORDS, type Language } from "./words";

const BASE = 12;
const LABEL = 42;

/** The paper with a payment: who paid whom how much, in figures and in words, of which statement, and how that came about. */
export function remittanceSheet(statement: PrintedStatement, payout_id: string, language: Language): FlowSheet {
  const w = PAPER_WORDS[language];
  const payout = statement.payouts.find((one) => one.id === payout_id);
  if (!payout) throw new Error(`statement ${statement.number} has no payout ${payout_id}`);
  const say = (words: WhyText) => words[language];
  const money = (amount: number) => say(moneyText(BigInt(amount), statement.currency));
  const amount = BigInt(payout.amount_minor);
  const capitals = amountInCapitals(amount, statement.currency);
  const row = (name: string, text: string, more: Partial<FlowCell> & { over?: number } = {}): FlowRow => {
    const { over, ...cell } = more;
    return {
      cells: [
        { text: name, x: 0, width: LABEL - 2, size: BASE, faint: true },
        { text, x: LABEL, width: FLOW_WIDTH - LABEL, size: BASE, ...cell },
      ],
      over: over ?? 2,
    };
  };
  const rows: FlowRow[] = [
    { cells: [{ text: w.remittance, x: 0, width: FLOW_WIDTH, size: 20, bold: true }] },
    row(w.payer, `${say(statement.cooperative)} · ${statement.cooperative.phone}`, { over: 4 }),
    row(
      w.payee,
      [
        payout.account_name,
        `${w.card} ${statement.household.card_number}`,
        statement.village ? say(statement.village) : "",
      ]
        .filter(Boolean)
        .join(" · "),
      { bold: true },
    ),
    row(w.amount, money(payout.amount_minor), { size: 20, bold: true, over: 4 }),
    row(w.inWords, language === "zh" ? capitals : `${amountInEnglish(amount, statement.currency)} · ${capitals}`),
    row(w.way, say(payout.words)),
    row(w.batch, payout.batch_number),
    row(w.reference, payout.id.replace(/^payout_/, "")),
    row(w.ofStatement, `${statement.number} · ${say(statement.period_words)}`),
    ...sumRows(statement, w, money),
    row(w.slip, statement.slip, { over: 5, bold: true }),
    row(w.ask, statement.cooperative.phone),
  ];
  return { rows, foot: `${say(statement.cooperative)} · ${statement.number}` };
}

function sumRows(
  statement: PrintedStatement,
  w: (typeof PAPER_WORDS)[Language],
  money: (amount: number) => string,
): FlowRow[] {
  return sums(statement, w).map(([name, amount, bold], at): FlowRow => ({
    cells: [
      { text: name, x: LABEL, width: 80, size: BASE, ...(bold ? { bold } : {}) },
      { text: money(amount), x: LABEL + 80, width: 50, size: BASE, align: "right", ...(bold ? { bold } : {}) },
    ],
    over: at === 0 ? 4 : 1,
  }));
}
