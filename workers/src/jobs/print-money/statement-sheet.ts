import { amountInCapitals, amountInEnglish, moneyText, weightText, type WhyText } from "@commonlot/domain";
import type { StatementView } from "../../../../backend/src/lib/money-facts/statements";
import { FLOW_WIDTH, type FlowCell, type FlowRow, type FlowSheet } from "../../print/flow";
import { PAPER_WORDS, type Language } from "./words";

/** A statement as it travels to its renderer, with where its slip can be looked up. */
export type PrintedStatement = Omit<StatementView, "payouts"> & {
  payouts: (Omit<StatementView["payouts"][number], "at"> & { at: string })[];
  check_url: string;
};

interface Style {
  readonly language: Language;
  /** Large print: nothing under 18 points, figures under each other. */
  readonly large: boolean;
}

/** One household's statement: what is owed first, then every lot, every deduction with its rule, and the slip. */
export function statementSheet(statement: PrintedStatement, style: Style): FlowSheet {
  const w = PAPER_WORDS[style.language];
  const size = sizesOf(style);
  const line = (text: string, more: Partial<FlowCell> & Partial<Omit<FlowRow, "cells">> = {}): FlowRow => {
    const { over, line: rule, keep, ...cell } = more;
    return row([{ text, x: 0, width: FLOW_WIDTH, size: size.base, ...cell }], {
      ...(over === undefined ? {} : { over }),
      ...(rule === undefined ? {} : { line: rule }),
      ...(keep === undefined ? {} : { keep }),
    });
  };
  const say = (words: WhyText) => words[style.language];
  const money = (amount: number) => say(moneyText(BigInt(amount), statement.currency));
  const figure = (name: string, amount: number, more: { bold?: boolean; over?: number } = {}): FlowRow =>
    row(
      [
        { text: name, x: 0, width: FLOW_WIDTH - size.money, size: size.base, ...(more.bold ? { bold: true } : {}) },
        { ...atRight(money(amount), size), ...(more.bold ? { bold: true } : {}) },
      ],
      { over: more.over ?? 0.8 },
    );
  const heading = (text: string): FlowRow =>
    line(text, { bold: true, size: size.heading, over: 5, line: true, keep: true });
  const { household, village, cooperative, net_minor } = statement;
  const rows: FlowRow[] = [
    line(`${w.statement} ${statement.number}`, { bold: true, size: size.title }),
    line(
      [household.name, `${w.card} ${household.card_number}`, village ? say(village) : ""].filter(Boolean).join(" · "),
      { size: size.heading, over: 1 },
    ),
    line(say(statement.period_words), { over: 0.5 }),
    line(net_minor < 0 ? `${w.short} ${money(-net_minor)}` : `${w.owed} ${money(net_minor)}`, {
      bold: true,
      size: size.owed,
      over: 4,
    }),
    line(inWords(statement, style.language), { over: 0.5 }),
    ...statement.payouts.map((payout) => line(say(payout.words), { over: 1 })),
    ...(statement.unpaid ? [line(say(statement.unpaid), { over: 1 })] : []),
    heading(w.sums),
    ...sums(statement, w).map(([name, amount, bold]) => figure(name, amount, { bold })),
  ];
  if (statement.lots.length > 0) {
    rows.push(heading(w.goods), ...statement.lots.flatMap((lot) => lotRows(lot, statement, style)));
    rows.push(...dividedRows(statement, style, heading, figure));
  }
  const others = statement.others.filter((other) => other.rule !== "brought_forward");
  if (others.length > 0) {
    rows.push(heading(w.others));
    for (const other of others) {
      const lots =
        other.lot_numbers.length === 0
          ? ""
          : other.lot_numbers.length <= 4
            ? ` (${other.lot_numbers.join(", ")})`
            : ` (${other.lot_numbers.length} ${w.lots})`;
      rows.push(figure(`${say(other.words)}${lots}`, other.amount_minor));
    }
  }
  rows.push(
    line(`${w.slip} ${statement.slip}`, { bold: true, size: size.heading, over: 6, line: true, keep: true }),
    line(`${w.slipHow} ${statement.check_url}`, { over: 0.8, keep: true }),
    line(`${w.hash}: ${statement.hash}`, { size: size.small, over: 1, keep: true, faint: true }),
    line(`${w.ask} ${cooperative.phone}`, { over: 2 }),
  );
  return { rows, foot: `${say(cooperative)} · ${statement.number} · ${household.name}` };
}

interface Sizes {
  readonly title: number;
  readonly owed: number;
  readonly heading: number;
  readonly base: number;
  /** Of a table of four columns. */
  readonly row: number;
  readonly small: number;
  /** Room for an amount at the right, in millimetres. */
  readonly money: number;
}

function sizesOf({ large }: Style): Sizes {
  return large
    ? { title: 28, owed: 30, heading: 22, base: 19, row: 19, small: 18, money: 68 }
    : { title: 18, owed: 19, heading: 12.5, base: 10.5, row: 9.5, small: 9, money: 40 };
}

const row = (cells: FlowCell[], more: Omit<FlowRow, "cells"> = {}): FlowRow => ({ cells, ...more });

const atRight = (text: string, size: Sizes): FlowCell => ({
  text,
  x: FLOW_WIDTH - size.money,
  width: size.money,
  size: size.base,
  align: "right",
});

function inWords(statement: PrintedStatement, language: Language): string {
  const amount = BigInt(statement.net_minor < 0 ? -statement.net_minor : statement.net_minor);
  return language === "zh"
    ? `（${amountInCapitals(amount, statement.currency)}）`
    : `(${amountInEnglish(amount, statement.currency)})`;
}

/** What a statement adds up to, and what became of it: [name, amount, whether it is a sum]. */
export function sums(statement: PrintedStatement, w: (typeof PAPER_WORDS)[Language]): [string, number, boolean][] {
  const rows: [string, number, boolean][] = [
    [w.broughtForward, statement.brought_forward_minor, false],
    [w.gross, statement.gross_minor, false],
    [w.deductions, -statement.deductions_minor, false],
    [w.advances, -statement.advances_minor, false],
    [w.net, statement.net_minor, true],
    [w.paid, statement.paid_minor, false],
    [w.onItsWay, statement.on_its_way_minor, false],
    [w.carried, statement.carried_minor, false],
    [w.remaining, statement.remaining_minor, true],
  ];
  return rows.filter(([name, amount]) => amount !== 0 || name === w.gross || name === w.net || name === w.paid);
}

type Lot = PrintedStatement["lots"][number];

/** One lot: what it is, kilograms and jin, the price, the amount; under it why. */
function lotRows(lot: Lot, statement: PrintedStatement, style: Style): FlowRow[] {
  const w = PAPER_WORDS[style.language];
  const size = sizesOf(style);
  const say = (words: WhyText) => words[style.language];
  const money = (amount: number) => say(moneyText(BigInt(amount), statement.currency));
  const name = [
    say(lot.goods),
    lot.number === null ? "" : `${w.ticket} ${lot.number}`,
    lot.harvested_on === null ? "" : `${lot.harvested_on} ${w.harvested}`,
  ]
    .filter(Boolean)
    .join(" · ");
  const weight = lot.grams === 0 ? "" : say(weightText(BigInt(lot.grams)));
  const each = lot.per_kg_minor === null ? "" : `${w.perKg} ${money(lot.per_kg_minor)}`;
  const amount = { ...atRight(money(lot.share_minor), size), bold: true };
  const why: FlowRow = row(
    [{ text: say(lot.why), x: 0, width: FLOW_WIDTH, size: size.small, ...(style.large ? {} : { faint: true }) }],
    { over: 0.6 },
  );
  if (style.large) {
    return [
      row([{ text: name, x: 0, width: FLOW_WIDTH, size: size.base, bold: true }], { over: 3, keep: true }),
      row([{ text: [weight, each].filter(Boolean).join(" · "), x: 0, width: FLOW_WIDTH, size: size.base }], {
        keep: true,
      }),
      row([amount], { keep: true }),
      why,
    ];
  }
  return [
    row(
      [
        { text: name, x: 0, width: 79, size: size.row, bold: true },
        { text: weight, x: 79, width: 40, size: size.row, align: "right" },
        { text: each, x: 119, width: 32, size: size.row, align: "right" },
        { ...amount, x: FLOW_WIDTH - 27, width: 27, size: size.row },
      ],
      { over: 2.4, keep: true },
    ),
    why,
  ];
}

/** All goods together: what the buyers paid, each deduction with its rule, what is left. Adds up to the cent. */
function dividedRows(
  statement: PrintedStatement,
  style: Style,
  heading: (text: string) => FlowRow,
  figure: (name: string, amount: number, more?: { bold?: boolean; over?: number }) => FlowRow,
): FlowRow[] {
  const w = PAPER_WORDS[style.language];
  const sold = statement.lots.filter((lot) => lot.deductions.length > 0);
  if (sold.length === 0) return [];
  const kept = new Map<string, number>();
  for (const { words, amount_minor } of sold.flatMap((lot) => lot.deductions)) {
    const name = words[style.language];
    kept.set(name, (kept.get(name) ?? 0) + amount_minor);
  }
  const sum = (amounts: number[]) => amounts.reduce((total, one) => total + one, 0);
  return [
    heading(w.divided),
    figure(w.bought, sum(sold.map((lot) => lot.bought_minor))),
    ...[...kept].map(([name, amount]) => figure(name, -amount)),
    figure(w.earned, sum(sold.map((lot) => lot.share_minor)), { bold: true }),
  ];
}
