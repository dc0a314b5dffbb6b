import { MM } from "../../../../backend/src/lib/print/fonts";
import { writePdf, type WrittenSheet } from "../../print/write-pdf";
import { drawLabel, type Label } from "./label";

export interface Sheet {
  /** Where the PDF goes in the end; it is written beside and renamed when it is whole. */
  file: string;
  title: string;
  labels: readonly Label[];
}

/** Writes labels of 100 x 150 mm, one a page. */
export function writeSheet({ file, title, labels }: Sheet): Promise<WrittenSheet> {
  return writePdf({ file, title, size: [100 * MM, 150 * MM], pages: labels, draw: drawLabel });
}
