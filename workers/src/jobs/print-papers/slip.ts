import { drawQr } from "../../../../backend/src/lib/print/codes";
import { careText, marksOf, type Care } from "../../../../backend/src/lib/care";
import { MM } from "../../../../backend/src/lib/print/fonts";
import type { Slip, SlipContent } from "../../../../backend/src/lib/shed-facts";
import { fit, rowOf } from "../../print/fit";
import type { Pdf } from "../../print/write-pdf";
import { drawMark } from "../print-labels/marks";
import { cell, paged, rule, unitsText } from "./draw";

const LEFT = 12 * MM;
const WIDTH = 124 * MM;
const LINE = 6 * MM;
/** Rows under the head of the first page, and on those after it. */
const FIRST_ROWS = 20;
const ROWS = 29;
const QR = 30 * MM;

type Row =
  { title: string; packs: number } | { care: Care } | { lot: SlipContent["lots"][number]; unit: "g" | "piece" };

export interface SlipPage {
  slip: Slip;
  sender: string;
  url: string;
  rows: Row[];
  page: number;
  pages: number;
}

/**
 * A slip goes into the box: what is in it, how it wants to be handled, and from whose village. It says no price and no phone; the address in full, which a label
 * may have had to cut.
 */
export function slipPages(sheet: { sender: string; trace: string; slips: readonly Slip[] }): SlipPage[] {
  return sheet.slips.flatMap((slip) => {
    const rows: Row[] = slip.contents.flatMap(({ title, packs, unit, care, lots }): Row[] => [
      { title, packs },
      ...(marksOf(care).length > 0 ? [{ care }] : []),
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
    cell(pdf, `订单 Order ${slip.order_number}`, y + 6 * MM, { x: LEFT, width: WIDTH - QR, size: 11 });
    const beside = { x: LEFT, width: WIDTH - QR - 2 * MM };
    fit(pdf, slip.name, { ...beside, y: y + 12 * MM, height: 6 * MM, sizes: [11, 10, 9, 8, 7, 6], most: 2 });
    fit(pdf, slip.address, { ...beside, y: y + 18 * MM, height: 12.5 * MM, sizes: [9, 8, 7, 6] });
    const caption = { x: LEFT + WIDTH - QR, y: y + 27.5 * MM, width: QR, height: 3 * MM };
    fit(pdf, "扫码看产地 Its origin", { ...caption, sizes: [8, 7, 6], most: 1 });
    pdf.fillColor("#000000");
    drawQr(pdf, url, { x: LEFT + WIDTH - QR, y: y - 2 * MM, size: QR });
    y += 32 * MM;
  }
  rule(pdf, LEFT, y, WIDTH);
  y += 3 * MM;
  for (const row of rows) {
    if ("title" in row) {
      const title = { x: LEFT, y, width: WIDTH - 25 * MM, height: LINE - MM, font: "bold" as const };
      fit(pdf, row.title, { ...title, sizes: [11, 10, 9, 8, 7, 6.5, 6], most: 2 });
      cell(pdf, `× ${row.packs}`, y, {
        x: LEFT + WIDTH - 24 * MM,
        width: 24 * MM,
        align: "right",
        font: "bold",
        size: 11,
      });
    } else if ("care" in row) {
      let x = LEFT + 4 * MM;
      for (const mark of marksOf(row.care)) {
        drawMark(pdf, mark, { x, y: y - 0.5 * MM, width: 5 * MM, height: 5 * MM });
        x += 6 * MM;
      }
      cell(pdf, careText(row.care), y, { x: x + MM, width: LEFT + WIDTH - x - MM, font: "bold" });
    } else {
      const { number, village, harvested_on, units } = row.lot;
      const words = [village, `采收 ${harvested_on}`, number].filter(Boolean).join(" · ");
      fit(pdf, words, { x: LEFT + 4 * MM, y, width: WIDTH - 44 * MM, ...rowOf(5) });
      cell(pdf, unitsText(units, row.unit), y, { x: LEFT + WIDTH - 40 * MM, width: 40 * MM, align: "right" });
    }
    y += LINE;
  }
}
