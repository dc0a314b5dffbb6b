import PDFDocument from "pdfkit";
import { drawQr } from "./codes";
import { fonts, MM } from "./fonts";
import { cutToWidth, wrap } from "./text";

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

const PAGE = { width: 210 * MM, height: 297 * MM, margin: 18 * MM } as const;
const WIDTH = PAGE.width - 2 * PAGE.margin;
const SIZE = 9.5;
const ROW = SIZE * 1.7;
/** Where each column of figures ends, from the left edge of the text. */
const ENDS = [WIDTH * 0.5, WIDTH * 0.6, WIDTH * 0.74, WIDTH * 0.86, WIDTH] as const;
const FOOT = PAGE.height - PAGE.margin;
const QR_SIZE = 32 * MM;
/** A note is a sentence or two. */
const NOTE_LINES = 4;
/** A buyer's name, of 120 letters at most, is printed whole. */
const VALUE_LINES = 4;

/** The paper as a PDF of as many A4 pages as its lines need. */
export function invoicePdf(paper: PrintedInvoice): Promise<Buffer> {
  const pdf = new PDFDocument({
    size: [PAGE.width, PAGE.height],
    margin: 0,
    bufferPages: true,
    info: {
      Title: `${paper.title} ${paper.number}`,
      ...(paper.made_at === undefined ? {} : { CreationDate: paper.made_at }),
    },
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
  new Sheet(pdf).draw(paper);
  pdf.end();
  return ended;
}

class Sheet {
  private y: number = PAGE.margin;
  /** Less beside a code. */
  private head_width: number = WIDTH;

  constructor(private readonly pdf: PDFKit.PDFDocument) {}

  draw(paper: PrintedInvoice): void {
    if (paper.qr !== undefined) {
      drawQr(this.pdf, paper.qr, { x: PAGE.margin + WIDTH - QR_SIZE, y: PAGE.margin, size: QR_SIZE });
      this.head_width = WIDTH - QR_SIZE - 2 * MM;
    }
    this.font("bold", 18);
    this.put(`${paper.title} ${paper.number}`, 0, this.head_width);
    this.y += 30;
    for (const { label, value } of paper.head) this.pair(label, value);
    if (paper.qr !== undefined) this.y = Math.max(this.y, PAGE.margin + QR_SIZE);
    this.y += ROW;
    this.columns(paper.columns);
    for (const line of paper.lines) {
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
    for (const note of paper.notes) this.sentence(note);
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

  private sentence(text: string): void {
    this.font("text", SIZE);
    for (const part of wrap(this.pdf, text, WIDTH, NOTE_LINES)) {
      this.room(ROW);
      this.font("text", SIZE);
      this.put(part, 0, WIDTH);
      this.y += ROW;
    }
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

  private pair(label: string, value: string): void {
    this.font("text", SIZE);
    this.put(label, 0, 34 * MM);
    this.font("bold", SIZE);
    for (const part of wrap(this.pdf, value, this.head_width - 36 * MM, VALUE_LINES)) {
      this.put(part, 36 * MM, this.head_width - 36 * MM);
      this.y += ROW;
    }
  }

  private rule(): void {
    this.pdf
      .moveTo(PAGE.margin, this.y - 3)
      .lineTo(PAGE.margin + WIDTH, this.y - 3)
      .lineWidth(0.6)
      .stroke();
    this.y += 3;
  }

  /** A new page when this much does not fit any more; true when there is one. */
  private room(height: number): boolean {
    if (this.y + height <= FOOT - ROW) return false;
    this.pdf.addPage();
    this.y = PAGE.margin;
    return true;
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

  private pageNumbers(words: PrintedInvoice["page"]): void {
    const { count } = this.pdf.bufferedPageRange();
    for (let page = 0; page < count; page += 1) {
      this.pdf.switchToPage(page);
      this.y = FOOT - ROW / 2;
      this.font("text", SIZE * 0.9);
      this.right(words(page + 1, count), WIDTH);
    }
  }
}
