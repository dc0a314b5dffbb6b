import { drawQr } from "./codes";
import { MM } from "./fonts";
import { A4, tablePdf, TablePaper, type TableLook } from "./table-paper";

/** An invoice or credit note in its reader's words: the caller has put every figure into text with its currency. */
export interface PrintedInvoice {
  title: string;
  number: string;
  /** What stands on top: seller, buyer, order, days. */
  head: readonly { label: string; value: string }[];
  columns: readonly [what: string, quantity: string, net: string, tax: string, total: string];
  lines: readonly PrintedLine[];
  /** Tax by rate, then the sums; a strong row is what is to pay, or was given back. */
  sums: readonly { label: string; value: string; strong?: boolean }[];
  notes: readonly string[];
  /** "Page {page} of {pages}", per page. */
  page: (page: number, pages: number) => string;
  /** An address that stands on top as a QR code. */
  qr?: string;
  /** The moment the paper says of itself: printed again it is the same bytes. */
  made_at?: Date;
}

export interface PrintedLine {
  what: string;
  quantity: string;
  net: string;
  tax: string;
  total: string;
  /** `group`: a heading over lines of one seller; `wide`: a sentence as broad as the paper; `sum`: what the lines of a group come to. */
  look?: "group" | "wide" | "sum";
}

/** A line that says something and has no figures. */
export const saysOnly = (what: string, look: "group" | "wide"): PrintedLine => ({
  what,
  quantity: "",
  net: "",
  tax: "",
  total: "",
  look,
});

const MARGIN = 18 * MM;
const WIDTH = A4.width - 2 * MARGIN;
const SIZE = 9.5;
const ROW = SIZE * 1.7;
/** Where each column of figures ends, from the left edge of the text. */
const ENDS = [WIDTH * 0.5, WIDTH * 0.6, WIDTH * 0.74, WIDTH * 0.86, WIDTH] as const;
const FOOT = A4.height - MARGIN;
const QR_SIZE = 32 * MM;
const LOOK: TableLook = {
  margin: MARGIN,
  size: SIZE,
  row: ROW,
  foot: FOOT - ROW,
  rule: 3,
  label: 34 * MM,
  value: 36 * MM,
  number_y: FOOT - ROW / 2,
};

/** The paper as a PDF of as many A4 pages as its lines need. */
export function invoicePdf(paper: PrintedInvoice): Promise<Buffer> {
  const info = {
    Title: `${paper.title} ${paper.number}`,
    ...(paper.made_at === undefined ? {} : { CreationDate: paper.made_at }),
  };
  return tablePdf(info, (pdf) => new Sheet(pdf, LOOK).draw(paper));
}

class Sheet extends TablePaper {
  async draw(paper: PrintedInvoice): Promise<void> {
    if (paper.qr !== undefined) {
      drawQr(this.pdf, paper.qr, { x: MARGIN + WIDTH - QR_SIZE, y: MARGIN, size: QR_SIZE });
      this.head_width = WIDTH - QR_SIZE - 2 * MM;
    }
    this.font("bold", 18);
    this.put(`${paper.title} ${paper.number}`, 0, this.head_width);
    this.y += 30;
    for (const { label, value } of paper.head) this.pair(label, value);
    if (paper.qr !== undefined) this.y = Math.max(this.y, MARGIN + QR_SIZE);
    this.y += ROW;
    this.columns(paper.columns);
    for (const line of paper.lines) {
      await this.pause();
      // A heading does not stand alone at the foot of a page.
      if (this.room(line.look === "group" ? 3 * ROW : ROW)) this.columns(paper.columns);
      this.line(line);
    }
    this.rule();
    for (const { label, value, strong } of paper.sums) {
      this.room(ROW);
      this.font(strong ? "bold" : "text", strong ? SIZE * 1.2 : SIZE);
      this.put(label, 0, ENDS[2]);
      this.right(value, WIDTH);
      this.y += ROW;
    }
    this.y += ROW / 2;
    for (const note of paper.notes) {
      await this.pause();
      this.sentence(note);
    }
    this.pageNumbers(paper.page);
  }

  private line(line: PrintedLine): void {
    if (line.look === "wide") return this.sentence(line.what);
    if (line.look !== "group")
      return this.row(
        [line.what, line.quantity, line.net, line.tax, line.total],
        line.look === "sum" ? "bold" : "text",
      );
    this.y += ROW / 2;
    this.font("bold", SIZE);
    this.put(line.what, 0, WIDTH);
    this.y += ROW;
  }

  private columns(names: PrintedInvoice["columns"]): void {
    this.row(names, "bold");
    this.rule();
  }

  private row(cells: readonly string[], font: "text" | "bold"): void {
    this.font(font, SIZE);
    this.put(cells[0] ?? "", 0, ENDS[0] - 2 * MM);
    cells.slice(1).forEach((cell, index) => this.right(cell, ENDS[index + 1] ?? WIDTH));
    this.y += ROW;
  }
}
