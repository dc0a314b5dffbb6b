/** How far the order of a sheet is. `not_all`: nothing is on its way any more, and some parcels were lost or came back. */
export const SHEET_PROGRESS = ["ordered", "on_the_way", "delivered", "not_all"] as const;
export type SheetProgress = (typeof SHEET_PROGRESS)[number];

/** Parcels of the order: still here, with the carrier, with their addressees, and lost or come back. */
export interface SheetParcels {
  readonly here: number;
  readonly gone: number;
  readonly delivered: number;
  readonly lost: number;
}

export function sheetProgress({ here, gone, delivered, lost }: SheetParcels): SheetProgress {
  if (gone + delivered + lost === 0) return "ordered";
  if (here + gone > 0) return "on_the_way";
  return lost > 0 ? "not_all" : "delivered";
}
