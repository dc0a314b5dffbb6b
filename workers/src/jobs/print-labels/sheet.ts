import { MM } from "../../../../backend/src/lib/print/fonts";
import { writePdf, type WrittenSheet } from "../../print/write-pdf";
import { drawLabel, type Label } from "./label";

export interface Sheet {
  /** Where the PDF goes in the end; it is written beside and renamed when it is whole. */
  file: string;
  title: string;
  /** When what is printed was planned: printed again, the file is the same to the last byte. */
  made_at?: string | undefined;
  labels: readonly Label[];
}

/** Writes labels of 100 x 150 mm, one a page. */
export function writeSheet({ file, title, made_at, labels }: Sheet): Promise<WrittenSheet> {
  return writePdf({ file, title, made_at, size: [100 * MM, 150 * MM], pages: labels, draw: drawLabel });
}
