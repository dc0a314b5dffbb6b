import bwip from "bwip-js/node";
import { encode } from "uqr";

type Pdf = PDFKit.PDFDocument;

/** White beside a Code 128, in narrow bars, that a scanner needs to find its ends. */
const QUIET_MODULES = 10;
/** White round a QR code, in its dots. */
const QUIET_DOTS = 4;

/**
 * The pattern that is laid over the dots. A reader finds any of the eight by the format bits; trying all and weighing them took
 * more than half the time of a label. This one, a checkerboard, has no long runs of its own.
 */
const MASK = 0;

/** Bars and spaces of a Code 128, in narrow bars, a bar first. */
export function code128Widths(text: string): number[] {
  const [code] = bwip.raw({ bcid: "code128", text }) as { sbs?: number[] }[];
  if (!code?.sbs) throw new Error("the barcode library gave no bars");
  return code.sbs;
}

/** Code 128 as filled rectangles: sharp at any size, and no image to encode for each label. */
export function drawCode128(
  pdf: Pdf,
  text: string,
  box: { x: number; y: number; width: number; height: number },
): void {
  const widths = code128Widths(text);
  const modules = widths.reduce((sum, width) => sum + width, 0) + 2 * QUIET_MODULES;
  const module = box.width / modules;
  let x = box.x + QUIET_MODULES * module;
  const bars: Rectangle[] = [];
  widths.forEach((width, index) => {
    if (index % 2 === 0) bars.push([x, box.y, width * module, box.height]);
    x += width * module;
  });
  fillAll(pdf, bars);
}

/** A QR code with one rectangle for each run of dots in a row. */
export function drawQr(pdf: Pdf, text: string, box: { x: number; y: number; size: number }): void {
  const { data, size } = encode(text, { ecc: "M", border: QUIET_DOTS, maskPattern: MASK });
  const dot = box.size / size;
  const runs: Rectangle[] = [];
  data.forEach((row, y) => {
    for (let start = 0; start < row.length;) {
      let end = start;
      while (end < row.length && row[end]) end += 1;
      if (end > start) runs.push([box.x + start * dot, box.y + y * dot, (end - start) * dot, dot]);
      start = end + 1;
    }
  });
  fillAll(pdf, runs);
}

type Rectangle = readonly [x: number, y: number, width: number, height: number];

/** All of a code in one piece: a call for each of its hundreds of rectangles took a fifth of the time of a label. */
function fillAll(pdf: Pdf, all: readonly Rectangle[]): void {
  pdf.addContent(all.map((one) => `${one.map(plainNumber).join(" ")} re`).join("\n"));
  pdf.fill();
}

/** A thousandth of a point is a three-thousandth of a millimetre; PDF knows no exponents. */
const plainNumber = (value: number): string => String(Math.round(value * 1_000) / 1_000);
