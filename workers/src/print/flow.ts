import PDFDocument from "pdfkit";
import { BOLD_FONT_FILE, FONT_FILE, MM } from "../../../backend/src/lib/print/fonts";
import { wrap } from "../../../backend/src/lib/print/text";
import type { Pdf } from "./write-pdf";

/** Text in its room of a row, broken into as many lines as it needs. Millimetres and points. */
export interface FlowCell {
  readonly text: string;
  readonly x: number;
  readonly width: number;
  readonly size: number;
  readonly bold?: boolean;
  readonly align?: "right";
  /** Lines at most; the last one is cut. */
  readonly most?: number;
  readonly faint?: boolean;
}

export interface FlowBox {
  readonly x: number;
  readonly width: number;
  readonly height: number;
  /** Hangs down beside the rows that follow, which are kept with this one: takes no room of its own. */
  readonly hangs?: boolean;
}

export interface FlowRow {
  readonly cells: readonly FlowCell[];
  /** Room over it. */
  readonly over?: number;
  /** A line over it. */
  readonly line?: boolean;
  /** Not less than this high. */
  readonly height?: number;
  /** Empty boxes: to sign, to tick. */
  readonly boxes?: readonly FlowBox[];
  /** Stays on one page with the row after it. */
  readonly keep?: boolean;
  /** Nothing more on this page. */
  readonly breakAfter?: boolean;
}

export interface FlowSheet {
  readonly rows: readonly FlowRow[];
  /** Stand again on every page; with the page's number below right. */
  readonly head?: readonly FlowRow[];
  readonly foot: string;
}

interface Placed {
  readonly row: FlowRow;
  readonly y: number;
  readonly lines: readonly (readonly string[])[];
}

export interface FlowPage {
  readonly placed: readonly Placed[];
  readonly foot: string;
  readonly page: number;
  readonly pages: number;
}

const PAGE = { width: 210, height: 297, top: 14, bottom: 18, left: 16 } as const;
export const FLOW_SIZE: [number, number] = [PAGE.width * MM, PAGE.height * MM];
/** What rows may use from the left edge of their room. */
export const FLOW_WIDTH = PAGE.width - 2 * PAGE.left;
const LEADING = 1.32;
const MM_A_POINT = 1 / MM;
const FOOT_SIZE = 9;

/** Lays out sheets one after the other, each on pages of its own: what is too long for its room is broken, never cut. */
export function flowPages(sheets: readonly FlowSheet[]): FlowPage[] {
  const measure = new PDFDocument({ autoFirstPage: false });
  measure.registerFont("text", FONT_FILE);
  measure.registerFont("bold", BOLD_FONT_FILE);
  return sheets.flatMap((sheet) => pagesOf(measure, sheet));
}

function pagesOf(measure: Pdf, sheet: FlowSheet): FlowPage[] {
  const laid = (row: FlowRow) => {
    const lines = row.cells.map((cell) => {
      measure.font(cell.bold ? "bold" : "text").fontSize(cell.size);
      return wrap(measure, cell.text, cell.width * MM, cell.most ?? 40);
    });
    const heights = row.cells.map((cell, at) => (lines[at]?.length ?? 0) * cell.size * LEADING * MM_A_POINT);
    const boxes = (row.boxes ?? []).filter((box) => !box.hangs).map((box) => box.height + 2);
    return { row, lines, height: Math.max(row.height ?? 0, ...heights, ...boxes) + (row.over ?? 0) };
  };
  const head = (sheet.head ?? []).map(laid);
  const rows = sheet.rows.map(laid);
  const bottom = PAGE.height - PAGE.bottom;
  const pages: Placed[][] = [];
  let y = bottom;
  const open = () => {
    y = PAGE.top;
    pages.push([]);
    if (pages.length > 1 || sheet.head !== undefined) for (const one of head) place(one);
  };
  const place = ({ row, lines, height }: ReturnType<typeof laid>) => {
    pages.at(-1)?.push({ row, lines, y: y + (row.over ?? 0) });
    y += height;
  };
  rows.forEach((one, at) => {
    // A heading goes with what it is over.
    let needed = one.height;
    for (let next = at; rows[next]?.row.keep; next += 1) needed += rows[next + 1]?.height ?? 0;
    if (pages.length === 0 || y + Math.min(needed, bottom - PAGE.top) > bottom) open();
    place(one);
    if (one.row.breakAfter) y = bottom;
  });
  return pages.map((placed, at) => ({ placed, foot: sheet.foot, page: at + 1, pages: pages.length }));
}

const INK = "#000000";
const FAINT = "#4a524d";

export function drawFlowPage(pdf: Pdf, { placed, foot, page, pages }: FlowPage): void {
  for (const { row, y, lines } of placed) {
    if (row.line) stroke(pdf, y - 0.8);
    row.cells.forEach((cell, at) => drawCell(pdf, cell, lines[at] ?? [], y));
    for (const box of row.boxes ?? []) {
      pdf
        .lineWidth(0.8)
        .strokeColor(INK)
        .rect((PAGE.left + box.x) * MM, y * MM, box.width * MM, box.height * MM)
        .stroke();
    }
  }
  const y = PAGE.height - PAGE.bottom + 5;
  drawCell(pdf, { text: foot, x: 0, width: FLOW_WIDTH - 24, size: FOOT_SIZE }, [foot], y);
  const number = `${page} / ${pages}`;
  drawCell(pdf, { text: number, x: FLOW_WIDTH - 22, width: 22, size: FOOT_SIZE, align: "right" }, [number], y);
}

function drawCell(pdf: Pdf, cell: FlowCell, lines: readonly string[], y: number): void {
  pdf
    .font(cell.bold ? "bold" : "text")
    .fontSize(cell.size)
    .fillColor(cell.faint ? FAINT : INK);
  const left = (PAGE.left + cell.x) * MM;
  lines.forEach((line, at) => {
    const x = cell.align === "right" ? left + cell.width * MM - pdf.widthOfString(line) : left;
    pdf.text(line, x, y * MM + at * cell.size * LEADING, { lineBreak: false });
  });
}

function stroke(pdf: Pdf, y: number): void {
  pdf
    .lineWidth(0.5)
    .strokeColor("#8a8a8a")
    .moveTo(PAGE.left * MM, y * MM)
    .lineTo((PAGE.left + FLOW_WIDTH) * MM, y * MM)
    .stroke();
}
