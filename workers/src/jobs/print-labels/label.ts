import { formatMinor } from "@commonlot/domain";
import type { Care } from "../../../../backend/src/lib/care";
import { drawCode128, drawQr } from "../../../../backend/src/lib/print/codes";
import { MM } from "../../../../backend/src/lib/print/fonts";
import { cutToWidth, wrap } from "../../../../backend/src/lib/print/text";
import { fit } from "../../print/fit";
import { drawMarks } from "./marks";

/** What one label says. */
export interface Label {
  number: string;
  tracking_number: string | null;
  carrier: string;
  service: string;
  /** Of what is fetched the number of its order. */
  zone: string;
  /** Which parcel of how many to the same destination. */
  part: number;
  parts: number;
  name: string;
  phone: string;
  address: string;
  order_number: string;
  sender: string;
  gross_g: number;
  /** Declared to the carrier, who insures it, in minor units; null where nothing is. */
  declared_minor: number | null;
  currency: string;
  contents: readonly { title: string; packs: number }[];
  /** How the box wants to be handled: marks for whoever carries it. */
  care: Care;
  trace_url: string;
}

/** A label that a carrier made, as a file of 100 x 150 mm. */
export interface Picture {
  picture: string;
}

type Pdf = PDFKit.PDFDocument;

const LEFT = 6 * MM;
const WIDTH = 88 * MM;
const INK = "#000000";
/** Printed contents; more than these are counted. */
const CONTENT_LINES = 3;
/** In millimetres: a line of contents, and where they end. */
const CONTENT_LINE = 5.5;
const CONTENTS_END = 114;
const ADDRESS_TOP = 71;
/** A long address is printed smaller, in points, as long as a courier can read it. Only then it is cut; the slip has all of it. */
const ADDRESS_SIZES = [12, 11, 10, 9, 8, 7];

/** Draws what goes on a box: our label, or the carrier's as it is. */
export function drawOnBox(pdf: Pdf, label: Label | Picture): void {
  if ("picture" in label) pdf.image(label.picture, 0, 0, { width: 100 * MM, height: 150 * MM });
  else drawLabel(pdf, label);
}

/** Draws one label on the current page. All text is cut to its room: nothing may run over a barcode or off the paper. */
export function drawLabel(pdf: Pdf, label: Label): void {
  pdf.fillColor(INK).lineWidth(0.6).strokeColor(INK);
  header(pdf, label);
  const code = label.tracking_number ?? label.number;
  drawCode128(pdf, code, { x: LEFT, y: 21 * MM, width: WIDTH, height: 20 * MM });
  line(pdf, code, { font: "bold", size: 12, x: LEFT, y: 42 * MM, width: WIDTH, align: "center", spacing: 1 });
  rule(pdf, 49);
  // Few goods leave their room to a long address.
  const contents_mm = CONTENTS_END - 2 - Math.min(label.contents.length, CONTENT_LINES) * CONTENT_LINE;
  addressee(pdf, label, contents_mm - 1);
  rule(pdf, contents_mm);
  contents(pdf, label, contents_mm + 2);
  rule(pdf, CONTENTS_END);
  drawQr(pdf, label.trace_url, { x: LEFT, y: 117 * MM, size: 28 * MM });
  footer(pdf, label);
}

function header(pdf: Pdf, label: Label): void {
  line(pdf, [label.carrier, label.service].filter(Boolean).join(" · "), {
    font: "bold",
    size: 13,
    x: LEFT,
    y: 5 * MM,
    width: 60 * MM,
  });
  line(pdf, label.zone, { font: "bold", size: 13, x: LEFT + 60 * MM, y: 5 * MM, width: 28 * MM, align: "right" });
  line(pdf, label.sender, { font: "text", size: 9, x: LEFT, y: 13 * MM, width: 60 * MM });
  line(pdf, `${label.part} / ${label.parts}`, {
    font: "bold",
    size: 10,
    x: LEFT + 60 * MM,
    y: 12.5 * MM,
    width: 28 * MM,
    align: "right",
  });
}

function addressee(pdf: Pdf, label: Label, end_mm: number): void {
  line(pdf, "收件人 To", { font: "text", size: 8, x: LEFT, y: 51 * MM, width: WIDTH });
  const name = { font: "bold" as const, size: 17, smallest: 11, x: LEFT, y: 55 * MM, width: WIDTH };
  // A person's name stands last after those of province, town and firm: two small lines lose it later than one.
  const lines = wrap(pdf.font("bold").fontSize(name.smallest), label.name, WIDTH, 2);
  if (lines.length > 1) {
    lines.forEach((text, index) => {
      line(pdf, text, { ...name, size: name.smallest, y: (54 + index * 5) * MM });
    });
  } else line(pdf, label.name, name);
  line(pdf, label.phone, { font: "bold", size: 13, x: LEFT, y: 64 * MM, width: WIDTH });
  fit(pdf, label.address, {
    x: LEFT,
    y: ADDRESS_TOP * MM,
    width: WIDTH,
    height: (end_mm - ADDRESS_TOP) * MM,
    sizes: ADDRESS_SIZES,
  });
}

function contents(pdf: Pdf, label: Label, top_mm: number): void {
  const more = label.contents.length - CONTENT_LINES;
  label.contents.slice(0, CONTENT_LINES).forEach((content, index) => {
    const last = more > 0 && index === CONTENT_LINES - 1 ? `  +${more}` : "";
    const y = (top_mm + index * CONTENT_LINE) * MM;
    line(pdf, content.title, { font: "text", size: 10, x: LEFT, y, width: 70 * MM });
    line(pdf, `× ${content.packs}${last}`, {
      font: "bold",
      size: 10,
      x: LEFT + 70 * MM,
      y,
      width: 18 * MM,
      align: "right",
    });
  });
}

function footer(pdf: Pdf, label: Label): void {
  const x = LEFT + 32 * MM;
  const width = WIDTH - 32 * MM;
  const marks = drawMarks(pdf, label.care, { x, y: 116.5 * MM, width, height: 16 * MM });
  const small = { font: "text" as const, size: 9, smallest: 7, x, width };
  // With marks, which are larger than what is said beside them, the words stand closer.
  const [origin, number, order, gross] = marks ? [146, 134, 139, 142.5] : [118, 124, 131, 137];
  line(pdf, "扫码看产地 Scan for its origin", { ...small, size: marks ? 7 : 9, y: origin * MM });
  line(pdf, label.number, { font: "bold", size: 11, x, y: number * MM, width });
  line(pdf, `订单 ${label.order_number}`, { ...small, size: marks ? 8 : 9, y: order * MM });
  const declared =
    label.declared_minor === null ? "" : ` · 保价 Insured ${formatMinor(BigInt(label.declared_minor), label.currency)}`;
  line(pdf, `毛重 ${(label.gross_g / 1000).toFixed(2)} kg${declared}`, {
    ...small,
    size: marks ? 8 : 9,
    y: gross * MM,
  });
}

interface Line {
  font: "text" | "bold";
  size: number;
  /** A long text is printed smaller down to this before it is cut. */
  smallest?: number;
  x: number;
  y: number;
  width: number;
  align?: "right" | "center";
  spacing?: number;
}

function line(pdf: Pdf, text: string, at: Line): void {
  const options = { characterSpacing: at.spacing ?? 0 };
  let size = at.size;
  pdf.font(at.font).fontSize(size);
  while (at.smallest !== undefined && size > at.smallest && pdf.widthOfString(text, options) > at.width) {
    size -= 1;
    pdf.fontSize(size);
  }
  const cut = cutToWidth(pdf, text, at.width, options);
  const free = at.align === undefined ? 0 : at.width - pdf.widthOfString(cut, options);
  pdf.text(cut, at.x + (at.align === "center" ? free / 2 : free), at.y, { lineBreak: false, ...options });
}

function rule(pdf: Pdf, y_mm: number): void {
  pdf
    .moveTo(LEFT, y_mm * MM)
    .lineTo(LEFT + WIDTH, y_mm * MM)
    .stroke();
}
