import PDFDocument from "pdfkit";
import { drawCode128 } from "../../../../backend/src/lib/print/codes";
import { FONT_FILE, MM } from "../../../../backend/src/lib/print/fonts";
import { wrap } from "../../../../backend/src/lib/print/text";
import type { PickLot, PickParcel, PickProduct } from "../../../../backend/src/lib/shed-facts";
import { fit, rowOf } from "../../print/fit";
import type { Pdf } from "../../print/write-pdf";
import { cell, INK, rule, tickBox, unitsText } from "./draw";

export interface PickHead {
  number: string;
  sender: string;
  cut_off: string;
}

type Row = { product: PickProduct } | { lot: PickLot } | { heading: string } | ParcelRow;

/** A parcel with its goods, as many lines as they need; of very many, a part of them. */
interface ParcelRow {
  parcel: PickParcel;
  goods: { text: string; packs?: number }[];
  goes_on: boolean;
}

export interface PickPage {
  head: PickHead;
  rows: Row[];
  page: number;
  pages: number;
}

const LEFT = 14 * MM;
const WIDTH = 182 * MM;
/** Height of a row, in millimetres: a lot has a barcode beside it. */
const heightOf = (row: Row): number =>
  "lot" in row ? 13 : "product" in row ? 10 : "goods" in row ? Math.max(1, row.goods.length) * GOODS_LINE + 2.4 : 7;
const GOODS_LINE = 4.6;
const GOODS = { x: LEFT + 84 * MM, width: 82 * MM, size: 9 };
const PACKS = { x: LEFT + 167 * MM, width: 15 * MM, align: "right" as const, font: "bold" as const };
/** Lines of goods that stay together. */
const GOODS_AT_ONCE = 24;
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
    ...parcelRows(sheet.parcels),
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

/** Every good of a parcel is on the paper: one that is cut away is one that is not packed. */
function parcelRows(parcels: readonly PickParcel[]): ParcelRow[] {
  const measure = new PDFDocument({ autoFirstPage: false });
  measure.registerFont("text", FONT_FILE);
  measure.font("text").fontSize(GOODS.size);
  return parcels.flatMap((parcel) => {
    const goods = parcel.lines.flatMap(({ title, packs }) =>
      wrap(measure, title, GOODS.width, 40).map((text, at) => (at === 0 ? { text, packs } : { text })),
    );
    const parts: ParcelRow[] = [];
    for (let at = 0; at === 0 || at < goods.length; at += GOODS_AT_ONCE) {
      parts.push({ parcel, goods: goods.slice(at, at + GOODS_AT_ONCE), goes_on: at > 0 });
    }
    return parts;
  });
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
      fit(pdf, title, {
        x: LEFT,
        y: y + 2 * MM,
        width: 105 * MM,
        height: 7 * MM,
        font: "bold",
        sizes: [12, 11, 10, 9, 8],
        most: 2,
      });
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
      const said = `${recalled ? "!! 召回 RECALLED · " : ""}${words}`;
      fit(pdf, said, { x: LEFT + 62 * MM, y: y + 3 * MM, width: 76 * MM, ...rowOf(9) });
      cell(pdf, unitsText(units, unit), y + 3 * MM, { x: LEFT + 140 * MM, width: 42 * MM, align: "right" });
    } else if ("heading" in row) {
      cell(pdf, row.heading, y + 1 * MM, { x: LEFT, width: WIDTH, font: "bold", size: 12 });
    } else {
      const { number, name, carton } = row.parcel;
      if (!row.goes_on) tickBox(pdf, LEFT + 2 * MM, y + 1 * MM);
      cell(pdf, number, y + 1 * MM, { x: LEFT + 9 * MM, width: 32 * MM, font: "bold" });
      const whom = row.goes_on ? "续 continued" : `${name} · ${carton}`;
      const room = { x: LEFT + 42 * MM, y: y + 1 * MM, width: 40 * MM };
      fit(pdf, whom, { ...room, ...rowOf(heightOf(row) - 2), most: Math.max(2, row.goods.length) });
      row.goods.forEach((good, line) => {
        cell(pdf, good.text, y + (1 + line * GOODS_LINE) * MM, GOODS);
        if (good.packs !== undefined) cell(pdf, `× ${good.packs}`, y + (1 + line * GOODS_LINE) * MM, PACKS);
      });
    }
    y += heightOf(row) * MM;
  }
}
