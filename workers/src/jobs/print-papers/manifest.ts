import { formatMinor } from "@commonlot/domain";
import { MM } from "../../../../backend/src/lib/print/fonts";
import type { ManifestRow } from "../../../../backend/src/lib/shed-facts";
import { fit, rowOf } from "../../print/fit";
import type { Pdf } from "../../print/write-pdf";
import { cell, INK, paged, rule, unitsText } from "./draw";

export interface ManifestHead {
  number: string;
  sender: string;
  driver: string;
  plate: string;
  /** As people write it: "2026-11-26 09:30". */
  at: string;
  parcels: number;
  gross_g: number;
  /** Strokes of the signature on a field of 600 x 200, when there are some. */
  signature: string | null;
  /** Lists that were closed with carriers, each by the carrier's name, under the carriers' own numbers. */
  lists: readonly { carrier: string; number: string; parcels: number }[];
}

export interface ManifestPage {
  head: ManifestHead;
  rows: ManifestRow[];
  from: number;
  page: number;
  pages: number;
  totals: { carrier: string; parcels: number; gross_g: number }[];
}

const LEFT = 14 * MM;
const WIDTH = 182 * MM;
const LINE = 5.6 * MM;
const FIRST_ROWS = 36;
const ROWS = 44;
/** The last page needs room for totals and a line to sign. */
const FOOT_ROWS = 10;
/** Carriers' lists that are named; of more, how many. */
const LISTS = 6;
/** Carriers with a total of their own; the small ones beyond share a line. */
const TOTALS = 4;
const COLUMNS = {
  count: { x: LEFT, width: 12 * MM, align: "right" as const },
  number: { x: LEFT + 15 * MM, width: 28 * MM },
  tracking: { x: LEFT + 44 * MM, width: 36 * MM },
  carrier: { x: LEFT + 81 * MM, width: 29 * MM },
  name: { x: LEFT + 111 * MM, width: 32 * MM },
  /** Where nothing is insured, names have its room too. */
  nameAlone: { x: LEFT + 111 * MM, width: 49 * MM },
  insured: { x: LEFT + 144 * MM, width: 18 * MM, align: "right" as const },
  gross: { x: LEFT + 162 * MM, width: 20 * MM, align: "right" as const },
};

/** The list a driver takes along: every parcel, its weight, totals by carrier, and a line to sign. */
export function manifestPages(sheet: { head: ManifestHead; rows: readonly ManifestRow[] }): ManifestPage[] {
  const parts = paged(sheet.rows, FIRST_ROWS, ROWS);
  const lines = listLines(sheet.head).length;
  const foot = FOOT_ROWS + (lines > 0 ? lines + 1 : 0);
  if ((parts.at(-1)?.length ?? 0) > (parts.length === 1 ? FIRST_ROWS : ROWS) - foot) parts.push([]);
  const totals = totalsOf(sheet.rows);
  let from = 0;
  return parts.map((rows, index) => {
    const page = { head: sheet.head, rows, from, page: index + 1, pages: parts.length, totals };
    from += rows.length;
    return page;
  });
}

function totalsOf(rows: readonly ManifestRow[]): ManifestPage["totals"] {
  const found = new Map<string, { carrier: string; parcels: number; gross_g: number }>();
  for (const { carrier_name, service_title, gross_g } of rows) {
    const key = `${carrier_name} · ${service_title}`;
    const known = found.get(key) ?? { carrier: key, parcels: 0, gross_g: 0 };
    found.set(key, { ...known, parcels: known.parcels + 1, gross_g: known.gross_g + gross_g });
  }
  const all = [...found.values()].sort((a, b) => b.parcels - a.parcels);
  if (all.length <= TOTALS) return all;
  const rest = all.slice(TOTALS - 1);
  const sum = (of: "parcels" | "gross_g") => rest.reduce((total, one) => total + one[of], 0);
  return [...all.slice(0, TOTALS - 1), { carrier: "其他 Others", parcels: sum("parcels"), gross_g: sum("gross_g") }];
}

export function drawManifestPage(pdf: Pdf, { head, rows, from, page, pages, totals }: ManifestPage): void {
  let y = 14 * MM;
  cell(pdf, `交运清单 Manifest ${head.number}`, y, { x: LEFT, width: WIDTH - 30 * MM, font: "bold", size: 15 });
  cell(pdf, `${page} / ${pages}`, y + 2 * MM, { x: LEFT + WIDTH - 28 * MM, width: 28 * MM, align: "right" });
  y += 10 * MM;
  if (page === 1) {
    cell(pdf, `${head.sender} · ${head.at}`, y, { x: LEFT, width: WIDTH, size: 11 });
    cell(pdf, `司机 Driver ${head.driver || "—"} · 车牌 Plate ${head.plate || "—"}`, y + 7 * MM, {
      x: LEFT,
      width: WIDTH,
      size: 11,
    });
    cell(pdf, `包裹 Parcels ${head.parcels} · 毛重 Gross ${unitsText(head.gross_g, "g")}`, y + 14 * MM, {
      x: LEFT,
      width: WIDTH,
      font: "bold",
      size: 11,
    });
    y += 24 * MM;
  }
  const insured = rows.some((row) => row.declared_minor !== null);
  if (rows.length > 0) {
    const bold = { font: "bold" as const, size: 8 };
    cell(pdf, "#", y, { ...COLUMNS.count, ...bold });
    cell(pdf, "包裹 Parcel", y, { ...COLUMNS.number, ...bold });
    cell(pdf, "运单号 Tracking", y, { ...COLUMNS.tracking, ...bold });
    cell(pdf, "承运 Carrier", y, { ...COLUMNS.carrier, ...bold });
    cell(pdf, "收件人 To", y, { ...COLUMNS.name, ...bold });
    if (insured) cell(pdf, "保价 Insured", y, { ...COLUMNS.insured, ...bold });
    cell(pdf, "毛重 Gross", y, { ...COLUMNS.gross, ...bold });
    y += LINE;
    rule(pdf, LEFT, y - MM, WIDTH);
  }
  rows.forEach((row, index) => {
    cell(pdf, String(from + index + 1), y, COLUMNS.count);
    cell(pdf, row.number, y, COLUMNS.number);
    // A name is never cut beside white paper: two small lines before that.
    const inRow = { y, ...rowOf(5) };
    fit(pdf, row.tracking_number ?? "", { ...COLUMNS.tracking, ...inRow });
    fit(pdf, `${row.carrier_name} · ${row.service_title}`, { ...COLUMNS.carrier, ...inRow });
    fit(pdf, row.name, { ...(insured ? COLUMNS.name : COLUMNS.nameAlone), ...inRow });
    if (row.declared_minor !== null) {
      cell(pdf, formatMinor(BigInt(row.declared_minor), row.currency), y, COLUMNS.insured);
    }
    cell(pdf, `${(row.gross_g / 1000).toFixed(3)} kg`, y, COLUMNS.gross);
    y += LINE;
  });
  if (page === pages) foot(pdf, head, totals, y + 3 * MM);
}

/** The carriers' own numbers of what the driver got, so that paper and counter speak of the same list. */
function listLines({ lists }: ManifestHead): string[] {
  const lines = lists
    .slice(0, LISTS)
    .map((list) => `承运商清单 Carrier's list ${list.carrier} ${list.number} · ${list.parcels}`);
  return lists.length > LISTS ? [...lines, `… 共 ${lists.length} 份，in all ${lists.length} lists`] : lines;
}

function foot(pdf: Pdf, head: ManifestHead, totals: ManifestPage["totals"], top: number): void {
  let y = top;
  rule(pdf, LEFT, y, WIDTH);
  y += 3 * MM;
  for (const { carrier, parcels, gross_g } of totals) {
    cell(pdf, carrier, y, { x: LEFT, width: 80 * MM, font: "bold" });
    cell(pdf, `${parcels} · ${unitsText(gross_g, "g")}`, y, { x: LEFT + 82 * MM, width: 100 * MM, align: "right" });
    y += LINE;
  }
  const lists = listLines(head);
  for (const line of lists) {
    cell(pdf, line, y, { x: LEFT, width: WIDTH });
    y += LINE;
  }
  // A signature reaches above its line.
  if (lists.length > 0) y += LINE;
  y += 6 * MM;
  cell(pdf, "司机签字 Driver", y, { x: LEFT, width: 30 * MM });
  cell(pdf, "合作社签字 Cooperative", y, { x: LEFT + 96 * MM, width: 40 * MM });
  if (head.signature !== null) {
    pdf.save();
    pdf.translate(LEFT + 28 * MM, y - 10 * MM).scale((52 * MM) / 600);
    pdf.path(head.signature).lineWidth(5).strokeColor(INK).stroke();
    pdf.restore();
  }
  rule(pdf, LEFT + 28 * MM, y + 7 * MM, 62 * MM);
  rule(pdf, LEFT + 136 * MM, y + 7 * MM, 46 * MM);
}
