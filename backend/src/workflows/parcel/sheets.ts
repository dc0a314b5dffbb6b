import type { MedusaContainer } from "@medusajs/framework/types";
import {
  readCartons,
  readPacks,
  readRateCards,
  type SheetKind,
  type SheetProblem,
  type SheetRow,
} from "../../modules/parcel/read-sheets";
import type ParcelService from "../../modules/parcel/service";
import { cartonSheet, packSheet, rateCardSheet, type SheetOut } from "../../modules/parcel/write-sheets";
import { packsOfCooperative } from "./packs";

/** Problems shown at once: enough to see the pattern; the rest appear after the first are mended. */
const MAX_PROBLEMS = 100;

export interface CardProblem {
  line: number;
  column: "carrier" | "valid_from";
  problem: "unknown_carrier" | "card_exists";
}

export type SheetWritten =
  { ok: true; written: number } | { ok: false; problems: (SheetProblem | CardProblem)[]; problem_lines: number };

interface Sheet {
  kind: SheetKind;
  rows: readonly SheetRow[];
  cooperative_id: string;
  person: string;
}

/** Reads a sheet and, when every line is right, writes it in one transaction of the parcel module. */
export async function writeSheet(container: MedusaContainer, sheet: Sheet): Promise<SheetWritten> {
  const parcels: ParcelService = container.resolve("parcel");
  const { rows, cooperative_id, person } = sheet;
  switch (sheet.kind) {
    case "cartons": {
      const read = readCartons(rows);
      if (!read.ok) return wrong(read.problems);
      await parcels.cartons.set({ cooperative_id, person, cartons: read.values });
      return { ok: true, written: read.values.length };
    }
    case "packs": {
      const known = await packsOfCooperative(container, cooperative_id);
      const read = readPacks(rows, new Set(known.map((pack) => pack.variant_id)));
      if (!read.ok) return wrong(read.problems);
      await parcels.packs.describe({ cooperative_id, person, packs: read.values });
      return { ok: true, written: read.values.length };
    }
    case "rate-cards": {
      const read = readRateCards(rows);
      if (!read.ok) return wrong(read.problems);
      const entered = await parcels.rateCards.enter({ cooperative_id, person, cards: read.values });
      if (entered.ok) return { ok: true, written: entered.value.ids.length };
      const line = read.values[Number(entered.refusal.details?.card ?? 0)]?.line ?? 1;
      return wrong([
        entered.refusal.reason === "unknown_carrier"
          ? { line, column: "carrier", problem: "unknown_carrier" }
          : { line, column: "valid_from", problem: "card_exists" },
      ]);
    }
  }
}

/** What a cooperative has, as the sheet it can be brought back by; of cards and boxes the examples where it has none. */
export async function sheetOf(container: MedusaContainer, kind: SheetKind, cooperative_id: string): Promise<SheetOut> {
  const parcels: ParcelService = container.resolve("parcel");
  switch (kind) {
    case "cartons": {
      const all = await parcels.cartons.list(cooperative_id);
      const own = all.filter((carton) => carton.cooperative_id !== null);
      return cartonSheet(own.length > 0 ? own : all);
    }
    case "packs":
      return packSheet(await packsOfCooperative(container, cooperative_id));
    case "rate-cards": {
      const own = await parcels.rateCards.all(cooperative_id);
      return rateCardSheet(own.length > 0 ? own : await parcels.rateCards.examples());
    }
  }
}

function wrong(problems: (SheetProblem | CardProblem)[]): SheetWritten {
  const problem_lines = new Set(problems.map((one) => one.line)).size;
  const sorted = [...problems].sort((a, b) => a.line - b.line);
  return { ok: false, problems: sorted.slice(0, MAX_PROBLEMS), problem_lines };
}
