import { drawFlowPage, FLOW_SIZE, flowPages, type FlowSheet } from "../../print/flow";
import { writePdf, type WrittenSheet } from "../../print/write-pdf";
import { cashSheet, type CashSheet } from "./cash-sheet";
import { remittanceSheet } from "./remittance-sheet";
import { statementSheet, type PrintedStatement } from "./statement-sheet";
import { totalsSheet, type PrintedTotals } from "./totals-sheet";
import type { Language } from "./words";

interface OfAnyKind {
  /** Where the PDF goes in the end; it is written beside and renamed when it is whole. */
  file: string;
  title: string;
  made_at: string;
  language: Language;
}

/** All that one paper says; what it is made of is read before, here it is only drawn. */
export type MoneySheet = OfAnyKind &
  (
    | { kind: "statements"; large: boolean; statements: readonly PrintedStatement[] }
    | { kind: "remittances"; statements: readonly PrintedStatement[]; payout_ids: readonly string[] }
    | { kind: "cash_sheet"; sheet: CashSheet }
    | { kind: "totals"; totals: PrintedTotals }
  );

/** Draws a paper about money on A4, page by page. */
export function writeMoneyPaper(sheet: MoneySheet, drawn?: (pages: number) => void): Promise<WrittenSheet> {
  const { file, title, made_at } = sheet;
  return writePdf({
    file,
    title,
    made_at,
    drawn,
    size: FLOW_SIZE,
    pages: flowPages(sheetsOf(sheet)),
    draw: drawFlowPage,
  });
}

function sheetsOf(sheet: MoneySheet): FlowSheet[] {
  const { language } = sheet;
  switch (sheet.kind) {
    case "statements":
      return sheet.statements.map((statement) => statementSheet(statement, { language, large: sheet.large }));
    case "remittances": {
      const wanted = new Set(sheet.payout_ids);
      return sheet.statements.flatMap((statement) =>
        statement.payouts
          .filter((payout) => wanted.has(payout.id))
          .map((payout) => remittanceSheet(statement, payout.id, language)),
      );
    }
    case "cash_sheet":
      return [cashSheet(sheet.sheet, language)];
    case "totals":
      return [totalsSheet(sheet.totals, language)];
  }
}
