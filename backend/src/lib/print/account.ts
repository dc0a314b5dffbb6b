import { MM } from "./fonts";
import { A4, tablePdf, TablePaper, type TableLook } from "./table-paper";
import { wrap } from "./text";

/** Debit, credit, balance, as text. */
export type Sums = readonly [debit: string, credit: string, balance: string];

/** An account of one currency in its reader's words. */
export interface PrintedAccountPart {
  title: string;
  opening: { label: string; sums: Sums };
  /** Said where there is no line. */
  none: string;
  lines: readonly {
    day: string;
    what: string;
    paper: string;
    sums: Sums;
    /** Of the lines up to this one: what stands at the foot of its page if it is the last there. */
    so_far: Sums;
  }[];
  closing: readonly { label: string; sums: Sums }[];
  ages: { title: string; rows: readonly { label: string; value: string }[] };
}

/** A statement of account: the caller has put every figure into text. */
export interface PrintedAccount {
  title: string;
  head: readonly { label: string; value: string }[];
  columns: readonly [day: string, what: string, paper: string, debit: string, credit: string, balance: string];
  /** At the foot of a page that another one follows, and at the head of that one. */
  carried: string;
  brought: string;
  parts: readonly PrintedAccountPart[];
  notes: readonly string[];
  page: (page: number, pages: number) => string;
  /** The moment the paper says of itself. */
  made_at: Date;
}

const MARGIN = 16 * MM;
const WIDTH = A4.width - 2 * MARGIN;
const SIZE = 8.5;
const ROW = SIZE * 1.7;
/** Where columns of text begin, from the left edge of the text; the last number is where figures begin. */
const TEXT = [0, 19 * MM, 66 * MM, 103 * MM] as const;
/** Where columns of figures end. */
const ENDS = [TEXT[3] + 25 * MM, TEXT[3] + 50 * MM, WIDTH] as const;
/** The last row of a page is kept for what is carried, below it is the page's number. */
const FOOT = A4.height - MARGIN - 2 * ROW;
const LOOK: TableLook = {
  margin: MARGIN,
  size: SIZE,
  row: ROW,
  foot: FOOT,
  rule: 2,
  label: 28 * MM,
  value: 30 * MM,
  number_y: A4.height - MARGIN,
};
/** A name or a number of papers is printed whole where two lines hold it. */
const CELL_LINES = 2;

/** The statement as a PDF of as many A4 pages as its lines need, with what each carries to the next. */
export function accountPdf(paper: PrintedAccount): Promise<Buffer> {
  return tablePdf({ Title: paper.title, CreationDate: paper.made_at }, (pdf) => new Sheet(pdf, paper).draw());
}

class Sheet extends TablePaper {
  constructor(
    pdf: PDFKit.PDFDocument,
    private readonly paper: PrintedAccount,
  ) {
    super(pdf, LOOK);
  }

  async draw(): Promise<void> {
    this.font("bold", 17);
    this.put(this.paper.title, 0, WIDTH);
    this.y += 28;
    for (const { label, value } of this.paper.head) this.pair(label, value);
    for (const part of this.paper.parts) await this.part(part);
    this.y += ROW / 2;
    for (const note of this.paper.notes) this.sentence(note);
    this.pageNumbers(this.paper.page);
  }

  private async part(part: PrintedAccountPart): Promise<void> {
    // A heading does not stand alone at the foot of a page.
    this.room(6 * ROW);
    this.y += ROW / 2;
    this.font("bold", SIZE * 1.2);
    this.put(part.title, 0, WIDTH);
    this.y += ROW * 1.2;
    this.columns();
    this.row("", part.opening.label, "", part.opening.sums, "bold");
    if (part.lines.length === 0) this.sentence(part.none);
    let so_far: Sums | undefined;
    for (const line of part.lines) {
      await this.pause();
      const height = ROW * Math.max(this.linesOf(line.what, 1), this.linesOf(line.paper, 2));
      if (this.y + height > FOOT) this.turn(so_far ?? part.opening.sums);
      this.row(line.day, line.what, line.paper, line.sums, "text");
      so_far = line.so_far;
    }
    // The sums stand on one page with how late they are.
    const rows = part.closing.length + part.ages.rows.length + 2;
    if (this.y + rows * ROW > FOOT) this.turn(so_far ?? part.opening.sums);
    this.rule();
    for (const { label, sums } of part.closing) this.row("", label, "", sums, "bold");
    this.y += ROW / 2;
    this.font("bold", SIZE);
    this.put(part.ages.title, 0, WIDTH);
    this.y += ROW;
    for (const { label, value } of part.ages.rows) this.row("", label, "", ["", "", value], "text");
  }

  /** The next page, between what this one carries and the same at its head. */
  private turn(so_far: Sums): void {
    this.y = FOOT;
    this.rule();
    this.row("", this.paper.carried, "", so_far, "bold");
    this.next();
    this.columns();
    this.row("", this.paper.brought, "", so_far, "bold");
  }

  private columns(): void {
    const [day, what, paper, debit, credit, balance] = this.paper.columns;
    this.row(day, what, paper, [debit, credit, balance], "bold");
    this.rule();
  }

  private row(day: string, what: string, paper: string, sums: Sums, font: "text" | "bold"): void {
    this.font(font, SIZE);
    const top = this.y;
    this.put(day, 0, this.widthOf(0));
    sums.forEach((text, index) => this.right(text, ENDS[index] ?? WIDTH));
    const heights = ([what, paper] as const).map((text, index) => {
      this.y = top;
      for (const part of this.broken(text, index + 1)) {
        this.put(part, TEXT[index + 1] ?? 0, this.widthOf(index + 1));
        this.y += ROW;
      }
      return this.y - top;
    });
    this.y = top + Math.max(ROW, ...heights);
  }

  private linesOf(text: string, column: number): number {
    this.font("text", SIZE);
    return Math.max(1, this.broken(text, column).length);
  }

  private broken(text: string, column: number): string[] {
    return wrap(this.pdf, text, this.widthOf(column), CELL_LINES);
  }

  private widthOf(column: number): number {
    return (TEXT[column + 1] ?? WIDTH) - (TEXT[column] ?? 0) - 2 * MM;
  }
}
