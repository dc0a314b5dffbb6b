import { cardNumberSchema } from "./types";
import { isDialled, normalPhone } from "../../lib/phone";

/** One row of a sheet as it was read: text under each column, and the line it stood on. */
export interface SheetRow {
  line: number;
  card_number: string;
  name: string;
  village: string;
  phone: string;
  floor_kg: string;
  public_name: string;
  proof: string;
}
export type SheetColumn = Exclude<keyof SheetRow, "line">;

/** What is wrong where, as a word the pages translate. Never quotes what was typed: a log must not repeat a phone. */
export interface SheetProblem {
  line: number;
  column: SheetColumn;
  problem:
    | "missing"
    | "too_long"
    | "not_a_card"
    | "card_taken"
    | "card_twice"
    | "village_unknown"
    | "not_a_phone"
    | "not_a_weight"
    | "not_yes_or_no"
    | "proof_missing";
}

/** A row that can be written. */
export interface SheetHousehold {
  line: number;
  card_number?: string;
  name: string;
  village_id: string;
  phone: string;
  priority_floor_g: number;
  consent_public_name: boolean;
  consent_proof?: string;
}

/** Problems told at once: enough to see the pattern of a wrong sheet. The count beside them is of all. */
export const MAX_PROBLEMS = 100;
const MAX_NAME = 80;
const MAX_PROOF = 200;
/** A tonne: more is no floor but a mistake of the unit. */
const MAX_FLOOR_KG = 1_000;

const YES = new Set(["是", "同意", "yes", "y", "1", "true"]);
const NO = new Set(["", "否", "不同意", "no", "n", "0", "false"]);

export type SheetRead =
  { ok: true; households: SheetHousehold[] } | { ok: false; problems: SheetProblem[]; problem_lines: number };

/**
 * Reads a sheet of households: every mistake with line and column, or all rows ready to write. `villages`: name or handle
 * as people write it -> id; `taken`: cards that somebody has.
 */
export function readHouseholds(
  rows: readonly SheetRow[],
  known: { villages: ReadonlyMap<string, string>; taken: ReadonlySet<string> },
): SheetRead {
  const problems: SheetProblem[] = [];
  const lines = new Set<number>();
  const cards = new Set<string>();
  const households = rows.map((row): SheetHousehold => {
    const wrong = (column: SheetColumn, problem: SheetProblem["problem"]) => {
      lines.add(row.line);
      if (problems.length < MAX_PROBLEMS) problems.push({ line: row.line, column, problem });
    };
    const card_number = plain(row.card_number).toUpperCase().replace(/\s/g, "");
    if (card_number !== "") {
      if (!cardNumberSchema.safeParse(card_number).success) wrong("card_number", "not_a_card");
      else if (known.taken.has(card_number)) wrong("card_number", "card_taken");
      else if (cards.has(card_number)) wrong("card_number", "card_twice");
      cards.add(card_number);
    }
    const name = plain(row.name);
    if (name === "") wrong("name", "missing");
    else if (name.length > MAX_NAME) wrong("name", "too_long");
    const village_id = known.villages.get(plain(row.village).toLowerCase());
    if (village_id === undefined) wrong("village", plain(row.village) === "" ? "missing" : "village_unknown");
    const phone = normalPhone(row.phone);
    if (plain(row.phone) === "") wrong("phone", "missing");
    else if (phone === undefined || !isDialled(row.phone)) wrong("phone", "not_a_phone");
    const floor = gramsOf(plain(row.floor_kg));
    if (floor === undefined) wrong("floor_kg", "not_a_weight");
    const agreed = plain(row.public_name).toLowerCase();
    if (!YES.has(agreed) && !NO.has(agreed)) wrong("public_name", "not_yes_or_no");
    const proof = plain(row.proof);
    if (YES.has(agreed) && proof === "") wrong("proof", "proof_missing");
    if (proof.length > MAX_PROOF) wrong("proof", "too_long");
    return {
      line: row.line,
      ...(card_number === "" ? {} : { card_number }),
      name,
      village_id: village_id ?? "",
      phone: phone ?? "",
      priority_floor_g: floor ?? 0,
      consent_public_name: YES.has(agreed),
      ...(proof === "" ? {} : { consent_proof: proof }),
    };
  });
  return lines.size === 0 ? { ok: true, households } : { ok: false, problems, problem_lines: lines.size };
}

/** One line of text: control characters out, full-width digits and letters as plain ones. */
const plain = (text: string): string =>
  text
    .normalize("NFKC")
    .replace(/[\p{Cc}\p{Cf}]+/gu, " ")
    .trim();

/** "2.5" kilograms in grams; nothing typed is no floor. Undefined for what is no weight. */
function gramsOf(text: string): number | undefined {
  if (text === "") return 0;
  if (!/^[0-9]{1,4}(\.[0-9]{1,3})?$/.test(text)) return undefined;
  const grams = Math.round(Number(text) * 1_000);
  return grams <= MAX_FLOOR_KG * 1_000 ? grams : undefined;
}
