import type { MedusaContainer } from "@medusajs/framework/types";
import type { CardCover } from "@commonlot/domain";
import { readRateCards, type CardHead } from "../../modules/parcel/read-rate-cards";
import { readCartons, readPacks } from "../../modules/parcel/read-sheets";
import {
  SHEET_CURRENCY,
  type SheetColumn,
  type SheetKind,
  type SheetProblem,
  type SheetRow,
} from "../../modules/parcel/sheet-reader";
import { rateDay } from "../../modules/parcel/rates-today";
import type ParcelService from "../../modules/parcel/service";
import { cartonSheet, packSheet, rateCardSheet, type SheetOut } from "../../modules/parcel/write-sheets";
import { packsOfCooperative } from "./packs";

/** Problems shown at once: enough to see the pattern; the rest appear after the first are mended. */
const MAX_PROBLEMS = 100;

/** Faults that only the whole sheet, or what is kept already, shows. */
export interface PlaceProblem {
  line: number;
  column: SheetColumn;
  problem: "unknown_carrier" | "card_exists" | "no_column" | "none_in_force";
  read: string;
}

/** What a sheet of cards leaves: cards that were over before they came, and until when there is one. */
export interface CardsLeft extends CardCover {
  expired: { line: number; valid_to: string }[];
}

export type SheetWritten =
  | { ok: true; written: number; cards?: CardsLeft }
  | { ok: false; problems: (SheetProblem | PlaceProblem)[]; problem_lines: number };

interface Sheet {
  kind: SheetKind;
  rows: readonly SheetRow[];
  /** Columns the file has not. */
  absent: readonly SheetColumn[];
  cooperative_id: string;
  person: string;
  /** It is known that no card will be in force, and wanted. */
  confirmed?: boolean;
}

/**
 * Reads a sheet and, when every line is right, writes it in one transaction of the parcel module. Otherwise one answer tells all
 * that must be mended: missing columns, cells, lines that don't go together, and what is there already.
 */
export async function writeSheet(container: MedusaContainer, sheet: Sheet): Promise<SheetWritten> {
  const parcels: ParcelService = container.resolve("parcel");
  const { rows, absent, cooperative_id, person } = sheet;
  switch (sheet.kind) {
    case "cartons": {
      const read = readCartons(rows);
      if (!read.ok || absent.length > 0) return wrong(read.ok ? [] : read.problems, absent);
      await parcels.cartons.set({ cooperative_id, person, cartons: read.values });
      return { ok: true, written: read.values.length };
    }
    case "packs": {
      const known = await packsOfCooperative(container, cooperative_id);
      const read = readPacks(rows, new Set(known.map((pack) => pack.variant_id)));
      if (!read.ok || absent.length > 0) return wrong(read.ok ? [] : read.problems, absent);
      await parcels.packs.describe({ cooperative_id, person, packs: read.values });
      return { ok: true, written: read.values.length };
    }
    case "rate-cards": {
      const read = readRateCards(rows);
      const told = await cardProblems(parcels, cooperative_id, read.heads);
      const problems = [...(read.ok ? [] : read.problems), ...told];
      if (!read.ok || problems.length > 0 || absent.length > 0) return wrong(problems, absent);
      const today = rateDay();
      const entered = await parcels.rateCards.enter({
        cooperative_id,
        person,
        cards: read.values,
        ...(sheet.confirmed ? {} : { keep_cover: { today } }),
      });
      if (entered.ok) {
        const expired = read.values.flatMap(({ card, example, line }) =>
          !example && card.valid_to !== undefined && card.valid_to < today ? [{ line, valid_to: card.valid_to }] : [],
        );
        const cover = await parcels.rateCards.cover(cooperative_id, today);
        return { ok: true, written: entered.value.ids.length, cards: { ...cover, expired } };
      }
      if (entered.refusal.reason === "none_in_force") {
        return wrong(
          read.values.map(({ card, line }): PlaceProblem => {
            const over = card.valid_to !== undefined && card.valid_to < today;
            const [column, read_] = over
              ? (["valid_to", card.valid_to] as const)
              : (["valid_from", card.valid_from] as const);
            return { line, column, problem: "none_in_force", read: read_ ?? "" };
          }),
          [],
        );
      }
      // Somebody entered the same card in this moment.
      return wrong(await cardProblems(parcels, cooperative_id, read.heads), []);
    }
  }
}

/** Cards of a carrier that nobody knows, and cards that are there already. */
async function cardProblems(
  parcels: ParcelService,
  cooperative_id: string,
  heads: readonly CardHead[],
): Promise<PlaceProblem[]> {
  const faults = await parcels.rateCards.faults(
    cooperative_id,
    heads.map((head) => ({ ...head, currency: SHEET_CURRENCY })),
  );
  return faults.map(({ index, reason }) => {
    const { line, carrier, valid_from } = heads[index]!;
    return reason === "unknown_carrier"
      ? { line, column: "carrier", problem: "unknown_carrier", read: carrier }
      : { line, column: "valid_from", problem: "card_exists", read: valid_from };
  });
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
      return rateCardSheet(
        own.length > 0 ? own : await parcels.rateCards.examples(),
        await parcels.carriers.list(cooperative_id),
      );
    }
  }
}

function wrong(problems: (SheetProblem | PlaceProblem)[], absent: readonly SheetColumn[]): SheetWritten {
  // A column that is not there is said once, and not of every line.
  const missing = absent.map((column): PlaceProblem => ({ line: 1, column, problem: "no_column", read: "" }));
  const others = problems.filter((one) => !(one.problem === "missing" && absent.includes(one.column)));
  const problem_lines = new Set(others.map((one) => one.line)).size;
  const sorted = [...missing, ...others.sort((a, b) => a.line - b.line)];
  return { ok: false, problems: sorted.slice(0, MAX_PROBLEMS), problem_lines };
}
