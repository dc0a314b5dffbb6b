import { MM } from "../../../../backend/src/lib/print/fonts";
import type { Pdf } from "../../print/write-pdf";
import { drawOnBox, type Label, type Picture } from "../print-labels/label";

export const A4: [number, number] = [210 * MM, 297 * MM];
/** Four labels of 100 x 150 mm do not fit on A4 as they are: each is drawn at 98 %, still well over what a scanner needs. */
const SCALE = 0.98;
const COLUMNS = 2;
const ROWS = 2;
export const LABELS_A_PAGE = COLUMNS * ROWS;
const CELL = { width: A4[0] / COLUMNS, height: A4[1] / ROWS } as const;
const WIDTH = 100 * MM * SCALE;
const HEIGHT = 150 * MM * SCALE;

/** Labels four on a page of A4, for a shed with an office printer; hairlines to cut along. */
export function drawLabelsPage(pdf: Pdf, labels: readonly (Label | Picture)[]): void {
  pdf.lineWidth(0.3).strokeColor("#9a9a9a");
  pdf.moveTo(CELL.width, 0).lineTo(CELL.width, A4[1]).stroke();
  pdf.moveTo(0, CELL.height).lineTo(A4[0], CELL.height).stroke();
  labels.forEach((label, index) => {
    const x = (index % COLUMNS) * CELL.width + (CELL.width - WIDTH) / 2;
    const y = Math.floor(index / COLUMNS) * CELL.height + (CELL.height - HEIGHT) / 2;
    pdf.save();
    pdf.translate(x, y).scale(SCALE);
    drawOnBox(pdf, label);
    pdf.restore();
  });
}
