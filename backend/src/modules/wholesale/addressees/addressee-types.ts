import type { AddresseeColumns, AddresseeFault, Goods, WrittenAddressee } from "@commonlot/domain";
import type { SheetFaultKind } from "../../../lib/sheet-rows";
import type { SaidNames } from "./addressee-names";

/** `columns`: somebody has to say what its columns are. `asked`: its quote stands, and its lines with it. `forgotten`: its people were deleted. */
type SheetState = "columns" | "reading" | "checked" | "refused" | "asked" | "forgotten";

/** Who works on a company's sheets. */
export interface SheetOwner {
  readonly member_id: string;
  readonly company_id: string;
}

export interface AddresseeSheet {
  id: string;
  company_id: string;
  title: string;
  state: SheetState;
  /** The beginning of the file, as it was brought. */
  first_rows: string[][];
  columns: AddresseeColumns | null;
  has_head: boolean;
  packs_each: number | null;
  rows_said: number | null;
  read_to: number;
  fault: SheetFaultKind | null;
  fault_cell: string | null;
  lines: number;
  /** Lines that have to be put right, those left out not among them. */
  wrong: number;
  /** Lines that say what a line before them says. */
  repeats: number;
  left_out: number;
  /** Who gets a parcel as it stands, and with how many packs together. */
  addressees: number;
  packs_total: number;
  /** How many of which, where lines name their packs; null where everybody gets the same one. */
  goods: Goods | null;
  /** What its company has said that names of packs mean. */
  pack_names: SaidNames;
  keep_repeats: boolean;
  list_id: string | null;
  quote_id: string | null;
  created_at: Date;
}

export interface ListedSheet extends AddresseeSheet {
  at_key: string;
}

export interface SheetLine {
  line: number;
  written: WrittenAddressee;
  province_code: string | null;
  packs: number | null;
  goods: Goods | null;
  faults: AddresseeFault[];
  repeat_of: number | null;
  left_out: boolean;
}

/** A line as somebody puts it right: cells that were changed. */
export type MendedLine = { readonly line: number; readonly left_out: boolean } & {
  readonly [Field in keyof WrittenAddressee]?: string | undefined;
};

/** Which lines of a sheet are looked at. */
export type LinesShown = "all" | "wrong" | "repeats";
