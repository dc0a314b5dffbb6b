import { drawCode128 } from "../../../../backend/src/lib/print/codes";
import { MM } from "../../../../backend/src/lib/print/fonts";
import type { PickLot, PickParcel, PickProduct } from "../../../../backend/src/lib/shed-facts";
import type { Pdf } from "../../print/write-pdf";
import { cell, INK, rule, tickBox, unitsText } from "./draw";

export interface PickHead {
  number: string;
  sender: string;
  cut_off: string;
}

type Row = { product: PickProduct } | { lot: PickLot } | { heading: string } | { parcel: PickParcel };

export interface PickPage {
  head: PickHead;
  rows: Row[];
  page: number;
  pages: number;
}

const LEFT = 14 * MM;
const WIDTH = 182 * MM;
/** Height of a row, in millimetres: a lot has a barcode beside it. */
const heightOf = (row: Row): number => ("lot" in row ? 13 : "product" in row ? 10 : 7);
const ROOM = 250;

/** What to fetch: each product with its lots, whose numbers can be scanned from the paper, then parcel by parcel. */
export function pickPages(sheet: {
  head: PickHead;
  products: readonly PickProduct[];
  lots: readonly PickLot[];
  parcels: readonly PickParcel[];
}): PickPage[] {
  const rows: Row[] = [
    ...sheet.products.flatMap((product): Row[] => [
      { product },
      ...sheet.lots.filter((lot) => lot.title === product.title).map((lot) => ({ lot })),
    ]),
    { heading: "按包裹 By parcel" },
    ...sheet.parcels.map((parcel) => ({ parcel })),
  ];
  const pages: Row[][] = [[]];
  let left = ROOM;
  for (const row of rows) {
    if (heightOf(row) > left) {
      pages.push([]);
      left = ROOM;
    }
    pages.at(-1)?.push(row);
    left -= heightOf(row);
  }
  return pages.map((part, index) => ({ head: sheet.head, rows: part, page: index + 1, pages: pages.length }));
}

export function drawPickPage(pdf: Pdf, { head, rows, page, pages }: PickPage): void {
  cell(pdf, `拣货单 Pick list ${head.number} · ${head.cut_off}`, 12 * MM, {
    x: LEFT,
    width: WIDTH - 24 * MM,
    font: "bold",
    size: 14,
  });
  cell(pdf, `${page} / ${pages}`, 14 * MM, { x: LEFT + WIDTH - 22 * MM, width: 22 * MM, align: "right" });
  cell(pdf, head.sender, 20 * MM, { x: LEFT, width: WIDTH });
  let y = 28 * MM;
  for (const row of rows) {
    if ("product" in row) {
      rule(pdf, LEFT, y, WIDTH);
      const { title, packs, units, unit } = row.product;
      cell(pdf, title, y + 2 * MM, { x: LEFT, width: 105 * MM, font: "bold", size: 12 });
      cell(pdf, `× ${packs}`, y + 2 * MM, {
        x: LEFT + 106 * MM,
        width: 24 * MM,
        align: "right",
        font: "bold",
        size: 12,
      });
      cell(pdf, unitsText(units, unit), y + 2 * MM, {
        x: LEFT + 132 * MM,
        width: 50 * MM,
        align: "right",
        font: "bold",
        size: 12,
      });
    } else if ("lot" in row) {
      const { lot_number, household_name, best_before, units, unit, recalled } = row.lot;
      tickBox(pdf, LEFT + 2 * MM, y + 3 * MM);
      pdf.fillColor(INK);
      drawCode128(pdf, lot_number, { x: LEFT + 9 * MM, y: y + 1 * MM, width: 50 * MM, height: 9 * MM });
      const words = [lot_number, household_name, best_before && `≤ ${best_before}`].filter(Boolean).join(" · ");
      cell(pdf, `${recalled ? "!! 召回 RECALLED · " : ""}${words}`, y + 3 * MM, { x: LEFT + 62 * MM, width: 76 * MM });
      cell(pdf, unitsText(units, unit), y + 3 * MM, { x: LEFT + 140 * MM, width: 42 * MM, align: "right" });
    } else if ("heading" in row) {
      cell(pdf, row.heading, y + 1 * MM, { x: LEFT, width: WIDTH, font: "bold", size: 12 });
    } else {
      const { number, name, carton, lines } = row.parcel;
      tickBox(pdf, LEFT + 2 * MM, y + 1 * MM);
      cell(pdf, number, y + 1 * MM, { x: LEFT + 9 * MM, width: 32 * MM, font: "bold" });
      cell(pdf, `${name} · ${carton}`, y + 1 * MM, { x: LEFT + 42 * MM, width: 40 * MM });
      cell(pdf, lines.map((line) => `${line.title} × ${line.packs}`).join("；"), y + 1 * MM, {
        x: LEFT + 84 * MM,
        width: 98 * MM,
      });
    }
    y += heightOf(row) * MM;
  }
}
