import PDFDocument from "pdfkit";
import { fonts, MM } from "./fonts";
import { cutToWidth, wrap } from "./text";

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

const PAGE = { width: 210 * MM, height: 297 * MM, margin: 16 * MM } as const;
const WIDTH = PAGE.width - 2 * PAGE.margin;
const SIZE = 8.5;
const ROW = SIZE * 1.7;
/** Where columns of text begin, from the left edge of the text; the last number is where figures begin. */
const TEXT = [0, 19 * MM, 66 * MM, 103 * MM] as const;
/** Where columns of figures end. */
const ENDS = [TEXT[3] + 25 * MM, TEXT[3] + 50 * MM, WIDTH] as const;
/** The last row of a page is kept for what is carried, below it is the page's number. */
const FOOT = PAGE.height - PAGE.margin - 2 * ROW;
/** A name or a number of papers is printed whole where two lines hold it. */
const CELL_LINES = 2;
const NOTE_LINES = 4;

/** The statement as a PDF of as many A4 pages as its lines need, with what each carries to the next. */
export function accountPdf(paper: PrintedAccount): Promise<Buffer> {
  const pdf = new PDFDocument({
    size: [PAGE.width, PAGE.height],
    margin: 0,
    bufferPages: true,
    info: { Title: paper.title, CreationDate: paper.made_at },
  });
  const { text, bold } = fonts();
  pdf.registerFont("text", text);
  pdf.registerFont("bold", bold);
  const ended = new Promise<Buffer>((resolve, reject) => {
    const parts: Buffer[] = [];
    pdf.on("data", (part: Buffer) => parts.push(part));
    pdf.on("end", () => resolve(Buffer.concat(parts)));
    pdf.on("error", reject);
  });
  new Sheet(pdf, paper).draw();
  pdf.end();
  return ended;
}

class Sheet {
  private y: number = PAGE.margin;

  constructor(
    private readonly pdf: PDFKit.PDFDocument,
    private readonly paper: PrintedAccount,
  ) {}

  draw(): void {
    this.font("bold", 17);
    this.put(this.paper.title, 0, WIDTH);
    this.y += 28;
    for (const { label, value } of this.paper.head) this.pair(label, value);
    for (const part of this.paper.parts) this.part(part);
    this.y += ROW / 2;
    for (const note of this.paper.notes) this.sentence(note);
    this.pageNumbers();
  }

  private part(part: PrintedAccountPart): void {
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

  private pair(label: string, value: string): void {
    this.font("text", SIZE);
    this.put(label, 0, 28 * MM);
    this.font("bold", SIZE);
    for (const part of wrap(this.pdf, value, WIDTH - 30 * MM, NOTE_LINES)) {
      this.put(part, 30 * MM, WIDTH - 30 * MM);
      this.y += ROW;
    }
  }

  private sentence(text: string): void {
    this.font("text", SIZE);
    for (const part of wrap(this.pdf, text, WIDTH, NOTE_LINES)) {
      this.room(ROW);
      this.font("text", SIZE);
      this.put(part, 0, WIDTH);
      this.y += ROW;
    }
  }

  private rule(): void {
    this.pdf
      .moveTo(PAGE.margin, this.y - 2)
      .lineTo(PAGE.margin + WIDTH, this.y - 2)
      .lineWidth(0.6)
      .stroke();
    this.y += 2;
  }

  private room(height: number): void {
    if (this.y + height > FOOT) this.next();
  }

  private next(): void {
    this.pdf.addPage();
    this.y = PAGE.margin;
  }

  private font(name: "text" | "bold", size: number): void {
    this.pdf.font(name).fontSize(size);
  }

  private put(text: string, x: number, width: number): void {
    this.pdf.text(cutToWidth(this.pdf, text, width), PAGE.margin + x, this.y, { lineBreak: false });
  }

  /** A figure is never cut. */
  private right(text: string, end: number): void {
    this.pdf.text(text, PAGE.margin + end - this.pdf.widthOfString(text), this.y, { lineBreak: false });
  }

  private pageNumbers(): void {
    const { count } = this.pdf.bufferedPageRange();
    for (let page = 0; page < count; page += 1) {
      this.pdf.switchToPage(page);
      this.y = PAGE.height - PAGE.margin;
      this.font("text", SIZE * 0.9);
      this.right(this.paper.page(page + 1, count), WIDTH);
    }
  }
}
