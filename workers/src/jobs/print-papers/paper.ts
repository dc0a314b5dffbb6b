import { MM } from "../../../../backend/src/lib/print/fonts";
import type { PickLot, PickParcel, PickProduct, Slip, ManifestRow } from "../../../../backend/src/lib/shed-facts";
import { writePdf, type WrittenSheet } from "../../print/write-pdf";
import { drawOnBox, type Label, type Picture } from "../print-labels/label";
import { A4, drawLabelsPage, LABELS_A_PAGE } from "./labels-a4";
import { drawManifestPage, manifestPages, type ManifestHead } from "./manifest";
import { drawPickPage, pickPages, type PickHead } from "./pick-list";
import { drawSlip, slipPages } from "./slip";

interface OfAnyKind {
  /** Where the PDF goes in the end; it is written beside and renamed when it is whole. */
  file: string;
  title: string;
  /** When the paper was asked for. */
  made_at?: string | undefined;
}

/** All that one paper says; what it is made of is read before, here it is only drawn. */
export type PaperSheet = OfAnyKind &
  (
    | { kind: "labels" | "labels_a4"; labels: readonly (Label | Picture)[] }
    | { kind: "slips"; sender: string; trace: string; slips: readonly Slip[] }
    | {
        kind: "pick_list";
        head: PickHead;
        products: readonly PickProduct[];
        lots: readonly PickLot[];
        parcels: readonly PickParcel[];
      }
    | { kind: "manifest"; head: ManifestHead; rows: readonly ManifestRow[] }
  );

/** Draws one paper, page by page. */
export function writePaper(sheet: PaperSheet, drawn?: (pages: number) => void): Promise<WrittenSheet> {
  const { file, title, made_at } = sheet;
  switch (sheet.kind) {
    case "labels":
      return writePdf({
        file,
        title,
        made_at,
        drawn,
        size: [100 * MM, 150 * MM],
        pages: sheet.labels,
        draw: drawOnBox,
      });
    case "labels_a4": {
      const pages = Array.from({ length: Math.ceil(sheet.labels.length / LABELS_A_PAGE) }, (_, page) =>
        sheet.labels.slice(page * LABELS_A_PAGE, (page + 1) * LABELS_A_PAGE),
      );
      return writePdf({ file, title, made_at, drawn, size: A4, pages, draw: drawLabelsPage });
    }
    case "slips":
      return writePdf({
        file,
        title,
        made_at,
        drawn,
        size: [148 * MM, 210 * MM],
        pages: slipPages(sheet),
        draw: drawSlip,
      });
    case "pick_list":
      return writePdf({ file, title, made_at, drawn, size: A4, pages: pickPages(sheet), draw: drawPickPage });
    case "manifest":
      return writePdf({ file, title, made_at, drawn, size: A4, pages: manifestPages(sheet), draw: drawManifestPage });
  }
}
