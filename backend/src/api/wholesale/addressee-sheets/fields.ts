import { guessAddresseeColumns, type SheetProgress } from "@commonlot/domain";
import { provinceWords } from "../../../lib/province";
import type { DryRun } from "../../../modules/parcel/dry-run";
import type { AddresseeSheet, SheetLine } from "../../../modules/wholesale/addressees/addressee-types";
import type { goodsOfSheet } from "../../../workflows/wholesale/addressee-packs";
import type { SheetStanding } from "../../../modules/wholesale/addressees/addressee-asking";

// Sheets of addressees as their company reads them; minor units as numbers.

export function sheetFields(shown: AddresseeSheet, progress: SheetProgress | undefined) {
  const { company_id: _, list_id: __, first_rows: ___, pack_names: ____, goods, created_at, ...sheet } = shown;
  return {
    ...sheet,
    /** Whether its lines name their packs; else everybody gets the one that is asked for. */
    names_goods: goods !== null,
    /** How far its order is; null while there is none. */
    progress: progress ?? null,
    created_at: created_at.toISOString(),
  };
}

/** Of a sheet whose columns are still to be said: how it begins, and what its heads seem to mean. */
export function beginningFields({ state, first_rows }: AddresseeSheet) {
  if (state !== "columns") return null;
  const width = Math.max(...first_rows.map((row) => row.length), 1);
  const guessed = guessAddresseeColumns(first_rows[0] ?? []);
  return { rows: first_rows, guessed: Array.from({ length: width }, (_, at) => guessed[at] ?? null) };
}

export function lineFields({ written, province_code: _, goods: __, ...line }: SheetLine) {
  return { ...line, written };
}

/** How many of which pack all get together; names are null where it is sold no more. */
export function goodsFields(goods: Awaited<ReturnType<typeof goodsOfSheet>>) {
  return goods.map(({ variant_id, packs, sold }) => ({
    variant_id,
    packs,
    title: sold?.title ?? null,
    pack: sold?.pack ?? null,
  }));
}

export function standingFields(quote_id: string | null, standing: SheetStanding | undefined) {
  return quote_id === null || !standing ? null : { id: quote_id, ...standing };
}

export function dryRunFields({ freight_minor, carton_minor, zones, cartons, refused, ...run }: DryRun) {
  return {
    ...run,
    refused: refused.map((one) => ({ ...one, province: provinceWords(one.province_code ?? "") })),
    freight_minor: Number(freight_minor),
    carton_minor: Number(carton_minor),
    zones: zones.map((one) => ({ ...one, freight_minor: Number(one.freight_minor) })),
    cartons: cartons.map((one) => ({ ...one, cost_minor: Number(one.cost_minor) })),
  };
}
