import { MM } from "../../../backend/src/lib/print/fonts";
import { wrap } from "../../../backend/src/lib/print/text";
import type { Pdf } from "./write-pdf";

const LEADING = 1.3;

export interface Room {
  x: number;
  y: number;
  width: number;
  height: number;
  font?: "text" | "bold";
  /** Sizes of letters to try, largest first, in points. */
  sizes: readonly number[];
  /** Lines at most, also where there is room for more. */
  most?: number;
}

/** Prints a text in the largest letters in which all of it fits into its room; only in the smallest it is cut, with an ellipsis. */
export function fit(pdf: Pdf, text: string, { x, y, width, height, font = "text", sizes, most = 100 }: Room): void {
  for (const size of sizes) {
    const leading = size * LEADING;
    const fits = Math.max(1, Math.min(most, Math.floor((height + 0.3 * size) / leading)));
    const last = size === sizes.at(-1);
    const lines = wrap(pdf.font(font).fontSize(size), text, width, last ? fits : fits + 1);
    if (lines.length > fits) continue;
    lines.forEach((line, index) => pdf.text(line, x, y + index * leading, { lineBreak: false }));
    return;
  }
}

/** For one row of a list of so many millimetres: one line, or two small ones. */
export const rowOf = (height_mm: number) => ({ height: height_mm * MM, sizes: [9, 8, 7, 6.5, 6, 5.5], most: 2 });
