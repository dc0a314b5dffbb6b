import { drawQr } from "../../../../backend/src/lib/print/codes";
import { MM } from "../../../../backend/src/lib/print/fonts";
import type { Slip, SlipContent } from "../../../../backend/src/lib/shed-facts";
import type { Pdf } from "../../print/write-pdf";
import { cell, paged, rule, unitsText } from "./draw";

const LEFT = 12 * MM;
const WIDTH = 124 * MM;
const LINE = 6 * MM;
/** Rows under the head of the first page, and on those after it. */
const FIRST_ROWS = 20;
const ROWS = 29;
const QR = 30 * MM;

type Row = { title: string; packs: number } | { lot: SlipContent["lots"][number]; unit: "g" | "piece" };

export interface SlipPage {
  slip: Slip;
  sender: string;
  url: string;
  rows: Row[];
  page: number;
  pages: number;
}

/** A slip goes into the box: what is in it and from whose village. It says no price and no phone. */
export function slipPages(sheet: { sender: string; trace: string; slips: readonly Slip[] }): SlipPage[] {
  return sheet.slips.flatMap((slip) => {
    const rows: Row[] = slip.contents.flatMap(({ title, packs, unit, lots }) => [
      { title, packs },
      ...lots.map((lot) => ({ lot, unit })),
    ]);
    const pages = paged(rows, FIRST_ROWS, ROWS);
    return pages.map((part, index) => ({
      slip,
      sender: sheet.sender,
      url: `${sheet.trace}/${slip.number}`,
      rows: part,
      page: index + 1,
      pages: pages.length,
    }));
  });
}

export function drawSlip(pdf: Pdf, { slip, sender, url, rows, page, pages }: SlipPage): void {
  let y = 12 * MM;
  cell(pdf, `装箱单 Packing slip · ${slip.number}${pages > 1 ? ` · ${page}/${pages}` : ""}`, y, {
    x: LEFT,
    width: WIDTH,
    font: "bold",
    size: 13,
  });
  y += 9 * MM;
  if (page === 1) {
    cell(pdf, sender, y, { x: LEFT, width: WIDTH - QR, size: 11 });
    cell(pdf, `订单 Order ${slip.order_number}`, y + 7 * MM, { x: LEFT, width: WIDTH - QR, size: 11 });
    cell(pdf, slip.name, y + 14 * MM, { x: LEFT, width: WIDTH - QR, size: 11 });
    cell(pdf, "扫码看产地 Scan for its origin", y + 24 * MM, { x: LEFT, width: WIDTH - QR, size: 9 });
    pdf.fillColor("#000000");
    drawQr(pdf, url, { x: LEFT + WIDTH - QR, y: y - 2 * MM, size: QR });
    y += 32 * MM;
  }
  rule(pdf, LEFT, y, WIDTH);
  y += 3 * MM;
  for (const row of rows) {
    if ("title" in row) {
      cell(pdf, row.title, y, { x: LEFT, width: WIDTH - 25 * MM, font: "bold", size: 11 });
      cell(pdf, `× ${row.packs}`, y, {
        x: LEFT + WIDTH - 24 * MM,
        width: 24 * MM,
        align: "right",
        font: "bold",
        size: 11,
      });
    } else {
      const { number, village, harvested_on, units } = row.lot;
      const words = [village, `采收 ${harvested_on}`, number].filter(Boolean).join(" · ");
      cell(pdf, words, y, { x: LEFT + 4 * MM, width: WIDTH - 44 * MM });
      cell(pdf, unitsText(units, row.unit), y, { x: LEFT + WIDTH - 40 * MM, width: 40 * MM, align: "right" });
    }
    y += LINE;
  }
}
