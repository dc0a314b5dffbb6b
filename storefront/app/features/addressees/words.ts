import type { Path } from "../../i18n/locale";

/** What a column can be, as the backend names it. */
export const FIELDS = [
  "line",
  "name",
  "phone",
  "province",
  "city",
  "district",
  "town",
  "address",
  "packs",
  "message",
  "goods",
  "size",
  "goods_count",
] as const;
export type Field = (typeof FIELDS)[number];
/** Of a line that is put right; the number of a line is nobody's to change. */
export const CELLS = [
  "name",
  "phone",
  "province",
  "city",
  "district",
  "town",
  "address",
  "packs",
  "message",
  "goods",
] as const;
export type Cell = (typeof CELLS)[number];

export const STATES = ["columns", "reading", "checked", "refused", "asked", "forgotten"] as const;
export type SheetState = (typeof STATES)[number];
export const FAULTS = ["empty", "unreadable", "too_large", "too_many", "formula"] as const;
export const SHOWN = ["all", "wrong", "repeats"] as const;
export type Shown = (typeof SHOWN)[number];
/** Why nothing can be sent to a place. */
export const UNSENT = ["nothing_to_send", "kind_differs", "no_rate", "pack_fits_nowhere", "tariff_too_fine"] as const;

/** Where a sheet is; `more`: what of it. */
export const sheetAt = (path: Path, id: string, more = ""): string =>
  `/${path}/wholesale/addressees/${encodeURIComponent(id)}${more}`;
