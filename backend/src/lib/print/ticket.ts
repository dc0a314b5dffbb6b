import PDFDocument from "pdfkit";
import { drawQr } from "./codes";
import { fonts, MM } from "./fonts";
import { cutToWidth, wrap } from "./text";

type Pdf = PDFKit.PDFDocument;

/** A weigh ticket, in the words of its reader: the caller has put every figure into text with its unit. */
export interface PrintedTicket {
  title: string;
  number: string;
  /** Of the cooperative. */
  sender: string;
  /** Whose goods: name and card. */
  household: string;
  /** What: produce, grade. */
  goods: string;
  /** From the scale to what counts; a strong row is one that a household looks for. */
  rows: readonly { label: string; value: string; strong?: boolean }[];
  /** Sentences below: the price, what was refused, how to object. */
  notes: readonly string[];
  /** Address of the receipt's page, as a QR code. */
  url: string;
  scan: string;
  /** Lines to sign on: who weighed, who brought. */
  signatures: readonly string[];
}

/** Thermal rolls are 80 mm wide, of which 72 are printed; A6 is what a desk printer has. */
export const PAPERS = {
  roll: { width: 80 * MM, height: undefined, margin: 4 * MM, size: 9.5 },
  a6: { width: 105 * MM, height: 148 * MM, margin: 8 * MM, size: 10 },
} as const;
export type Paper = keyof typeof PAPERS;

const INK = "#000000";
const QR = 26 * MM;
/** Lines of one note before it is cut; a note is a sentence or two. */
const NOTE_LINES = 4;

/** The ticket as a PDF of one page. A roll is as long as its ticket. */
export function ticketPdf(ticket: PrintedTicket, paper: Paper): Promise<Buffer> {
  const { width, margin, size, height } = PAPERS[paper];
  const pdf = new PDFDocument({ autoFirstPage: false, margin: 0, info: { Title: `${ticket.title} ${ticket.number}` } });
  const { text, bold } = fonts();
  pdf.registerFont("text", text);
  pdf.registerFont("bold", bold);
  const ended = new Promise<Buffer>((resolve, reject) => {
    const parts: Buffer[] = [];
    pdf.on("data", (part: Buffer) => parts.push(part));
    pdf.on("end", () => resolve(Buffer.concat(parts)));
    pdf.on("error", reject);
  });
  // Drawn once on a page that is long enough to learn the length, unless the paper has one.
  const rows = layout(pdf, ticket, { width: width - 2 * margin, size });
  const needed = rows.reduce((sum, row) => sum + row.height, 0) + 2 * margin;
  pdf.addPage({ size: [width, Math.max(height ?? 0, needed)], margin: 0 });
  pdf.fillColor(INK).strokeColor(INK).lineWidth(0.6);
  let y = margin;
  for (const row of rows) {
    row.draw(pdf, margin, y);
    y += row.height;
  }
  pdf.end();
  return ended;
}

interface Row {
  height: number;
  draw(pdf: Pdf, x: number, y: number): void;
}

function layout(pdf: Pdf, ticket: PrintedTicket, at: { width: number; size: number }): Row[] {
  const { width, size } = at;
  return [
    line(ticket.sender, { font: "text", size, width }),
    line(`${ticket.title} ${ticket.number}`, { font: "bold", size: size * 1.6, width }),
    line(ticket.household, { font: "bold", size: size * 1.2, width }),
    line(ticket.goods, { font: "text", size: size * 1.2, width }),
    rule(width),
    ...ticket.rows.map((row) => pair(row, { size: row.strong ? size * 1.25 : size, width })),
    rule(width),
    ...ticket.notes.flatMap((note) => paragraph(pdf, note, { size, width })),
    codeAndSignatures(ticket, at),
  ];
}

function line(text: string, at: { font: "text" | "bold"; size: number; width: number }): Row {
  return {
    height: at.size * 1.5,
    draw: (pdf, x, y) => {
      pdf.font(at.font).fontSize(at.size);
      pdf.text(cutToWidth(pdf, text, at.width), x, y, { lineBreak: false });
    },
  };
}

/** A name and its figure; the figure is never cut, the name gives way. */
function pair(row: { label: string; value: string; strong?: boolean }, at: { size: number; width: number }): Row {
  return {
    height: at.size * 1.6,
    draw: (pdf, x, y) => {
      pdf.font(row.strong ? "bold" : "text").fontSize(at.size);
      const room = pdf.widthOfString(row.value);
      pdf.text(cutToWidth(pdf, row.label, at.width - room - 2 * MM), x, y, { lineBreak: false });
      pdf.text(row.value, x + at.width - room, y, { lineBreak: false });
    },
  };
}

function paragraph(pdf: Pdf, text: string, at: { size: number; width: number }): Row[] {
  pdf.font("text").fontSize(at.size);
  return wrap(pdf, text, at.width, NOTE_LINES).map((part) => line(part, { font: "text", ...at }));
}

function rule(width: number): Row {
  return {
    height: 3 * MM,
    draw: (pdf, x, y) => {
      pdf
        .moveTo(x, y + 1 * MM)
        .lineTo(x + width, y + 1 * MM)
        .stroke();
    },
  };
}

function codeAndSignatures(ticket: PrintedTicket, at: { width: number; size: number }): Row {
  return {
    height: QR + 2 * MM,
    draw: (pdf, x, y) => {
      drawQr(pdf, ticket.url, { x, y, size: QR });
      const beside = x + QR + 3 * MM;
      const room = at.width - QR - 3 * MM;
      pdf.font("text").fontSize(at.size * 0.85);
      wrap(pdf, ticket.scan, room, 2).forEach((part, index) => {
        pdf.text(part, beside, y + 1 * MM + index * at.size * 1.2, { lineBreak: false });
      });
      ticket.signatures.forEach((who, index) => {
        const top = y + (11 + index * 8) * MM;
        pdf.text(cutToWidth(pdf, who, room), beside, top, { lineBreak: false });
        pdf
          .moveTo(beside, top + 6 * MM)
          .lineTo(beside + room, top + 6 * MM)
          .stroke();
      });
    },
  };
}
