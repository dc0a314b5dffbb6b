import PDFDocument from "pdfkit";
import { fonts, MM } from "./fonts";
import { cutToWidth, wrap } from "./text";

/** What papers with a table are printed on: A4, in points. */
export const A4 = { width: 210 * MM, height: 297 * MM } as const;
/** A note is a sentence or two; a buyer's name, of 120 letters at most, is printed whole. */
const MOST_LINES = 4;

/** How a paper with a table looks, in points. */
export interface TableLook {
  margin: number;
  /** Of its letters, and from one row to the next. */
  size: number;
  row: number;
  /** No row begins or ends below this. */
  foot: number;
  /** From a rule to the row below it, and above it. */
  rule: number;
  /** Of what stands on top: how broad its labels are, and where what they name begins. */
  label: number;
  value: number;
  /** Where the number of the page stands. */
  number_y: number;
}

/** Lets the other work of this process have its turn before what follows. */
export const letOthersRun = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/**
 * A PDF of A4 pages that are all kept until it ends. While `draw` waits between pages others draw theirs; the bytes are the same as drawn
 * at one go, since nothing of a paper is shared with another but the files of its two fonts.
 */
export async function tablePdf(
  info: { Title: string; CreationDate?: Date },
  draw: (pdf: PDFKit.PDFDocument) => Promise<void>,
): Promise<Buffer> {
  const pdf = new PDFDocument({ size: [A4.width, A4.height], margin: 0, bufferPages: true, info });
  const { text, bold } = fonts();
  pdf.registerFont("text", text);
  pdf.registerFont("bold", bold);
  const ended = new Promise<Buffer>((resolve, reject) => {
    const parts: Buffer[] = [];
    pdf.on("data", (part: Buffer) => parts.push(part));
    pdf.on("end", () => resolve(Buffer.concat(parts)));
    pdf.on("error", reject);
  });
  const [bytes] = await Promise.all([ended, draw(pdf).then(() => pdf.end())]);
  return bytes;
}

/** A paper with a table that is being drawn, from the top down, page by page. */
export class TablePaper {
  /** Where the next row stands. */
  protected y: number;
  protected readonly width: number;
  /** Of what stands on top: less beside a code. */
  protected head_width: number;
  private turned = false;

  constructor(
    protected readonly pdf: PDFKit.PDFDocument,
    private readonly look: TableLook,
  ) {
    this.y = look.margin;
    this.width = A4.width - 2 * look.margin;
    this.head_width = this.width;
  }

  /** To be waited for between rows: once for each page, it lets others have their turn. */
  protected async pause(): Promise<void> {
    if (!this.turned) return;
    this.turned = false;
    await letOthersRun();
  }

  /** A label with what it names, as on top. */
  protected pair(label: string, value: string): void {
    const { size, row, label: label_width, value: at } = this.look;
    this.font("text", size);
    this.put(label, 0, label_width);
    this.font("bold", size);
    for (const part of wrap(this.pdf, value, this.head_width - at, MOST_LINES)) {
      this.put(part, at, this.head_width - at);
      this.y += row;
    }
  }

  protected sentence(text: string): void {
    const { size, row } = this.look;
    this.font("text", size);
    for (const part of wrap(this.pdf, text, this.width, MOST_LINES)) {
      this.room(row);
      this.font("text", size);
      this.put(part, 0, this.width);
      this.y += row;
    }
  }

  protected rule(): void {
    const { margin, rule } = this.look;
    this.pdf
      .moveTo(margin, this.y - rule)
      .lineTo(margin + this.width, this.y - rule)
      .lineWidth(0.6)
      .stroke();
    this.y += rule;
  }

  /** A new page when this much does not fit any more; true when there is one. */
  protected room(height: number): boolean {
    if (this.y + height <= this.look.foot) return false;
    this.next();
    return true;
  }

  protected next(): void {
    this.pdf.addPage();
    this.y = this.look.margin;
    this.turned = true;
  }

  protected font(name: "text" | "bold", size: number): void {
    this.pdf.font(name).fontSize(size);
  }

  protected put(text: string, x: number, width: number): void {
    this.pdf.text(cutToWidth(this.pdf, text, width), this.look.margin + x, this.y, { lineBreak: false });
  }

  /** A figure is never cut. */
  protected right(text: string, end: number): void {
    this.pdf.text(text, this.look.margin + end - this.pdf.widthOfString(text), this.y, { lineBreak: false });
  }

  protected pageNumbers(words: (page: number, pages: number) => string): void {
    const { count } = this.pdf.bufferedPageRange();
    for (let page = 0; page < count; page += 1) {
      this.pdf.switchToPage(page);
      this.y = this.look.number_y;
      this.font("text", this.look.size * 0.9);
      this.right(words(page + 1, count), this.width);
    }
  }
}
