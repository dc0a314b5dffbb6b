import { MM } from "../../../../backend/src/lib/print/fonts";
import { cutToWidth } from "../../../../backend/src/lib/print/text";
import type { Pdf } from "../../print/write-pdf";

export const INK = "#000000";
export const FAINT = "#8a8a8a";

export interface Cell {
  x: number;
  width: number;
  align?: "right";
  font?: "text" | "bold";
  size?: number;
}

/** One line of text in its room, cut with an ellipsis when it is too long. */
export function cell(pdf: Pdf, text: string, y: number, { x, width, align, font = "text", size = 9 }: Cell): void {
  pdf.font(font).fontSize(size).fillColor(INK);
  const cut = cutToWidth(pdf, text, width);
  pdf.text(cut, align === "right" ? x + width - pdf.widthOfString(cut) : x, y, { lineBreak: false });
}

export function rule(pdf: Pdf, x: number, y: number, width: number): void {
  pdf
    .lineWidth(0.4)
    .strokeColor(FAINT)
    .moveTo(x, y)
    .lineTo(x + width, y)
    .stroke();
}

/** An empty box to tick with a pencil. */
export function tickBox(pdf: Pdf, x: number, y: number): void {
  pdf
    .lineWidth(0.8)
    .strokeColor(INK)
    .rect(x, y, 4 * MM, 4 * MM)
    .stroke();
}

/** 12500 -> "12.5 kg (25 斤)"; pieces as they are. */
export function unitsText(units: number, unit: "g" | "piece"): string {
  const plain = (value: number) => String(Math.round(value * 1000) / 1000);
  return unit === "piece" ? `${units} 枚` : `${plain(units / 1000)} kg (${plain(units / 500)} 斤)`;
}

/** Cuts a list into pages, the first of which has less room. */
export function paged<T>(all: readonly T[], first: number, further: number): T[][] {
  const pages: T[][] = [all.slice(0, first)];
  for (let at = first; at < all.length; at += further) pages.push(all.slice(at, at + further));
  return pages;
}
