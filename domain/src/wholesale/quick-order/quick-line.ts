import { MAX_PACKS_PER_LINE } from "../../pool/hold";
import { GRAMS_PER_JIN, GRAMS_PER_KG } from "../../shared/weight";

/** Lines of one sheet at most. */
export const MAX_QUICK_LINES = 10_000;

/** What a number without a unit of its own means: what its column says. */
export type QuickUnit = "packs" | "kg";

export type QuickAmount =
  { readonly in: "packs"; readonly packs: number } | { readonly in: "grams"; readonly grams: number };

export type QuickFault =
  | "formula"
  | "no_amount"
  | "not_above_zero"
  /** Packs and a part of one. */
  | "not_whole"
  | "not_found"
  | "ambiguous"
  /** Kilos that are no whole packs. */
  | "part_packs"
  | "too_many"
  | "below_minimum"
  /** Not sold here any more, or only in order cycles. */
  | "not_sold";

/** A cell that would be worked out by a spreadsheet: what it means stands somewhere else. */
export function isFormula(cell: string): boolean {
  return /^\s*[=＝]/.test(cell);
}

const WEIGHTS: Readonly<Record<string, number>> = {
  kg: GRAMS_PER_KG,
  公斤: GRAMS_PER_KG,
  千克: GRAMS_PER_KG,
  斤: GRAMS_PER_JIN,
  jin: GRAMS_PER_JIN,
  g: 1,
  克: 1,
  t: 1_000 * GRAMS_PER_KG,
  吨: 1_000 * GRAMS_PER_KG,
};
const PACKS = new Set([
  "",
  "pack",
  "packs",
  "box",
  "boxes",
  "bag",
  "bags",
  "份",
  "箱",
  "袋",
  "盒",
  "件",
  "包",
  "瓶",
  "罐",
]);

/**
 * What an amount means as people write it: "120", "１２０", "1,200", "12.5 kg", "25斤", "30 箱". A number alone is packs or kilos, as its
 * column says. Null for what is no amount: nothing, zero, below it, part packs, less than a gram, units that nobody knows.
 */
export function readQuickAmount(cell: string, column: QuickUnit): QuickAmount | null {
  const found = /^(\d{1,3}(?:,\d{3})+|\d{1,9})(\.\d{1,6})?\s*(\p{L}*)\.?$/u.exec(
    cell.normalize("NFKC").trim().toLowerCase(),
  );
  if (!found) return null;
  const number = Number(`${(found[1] ?? "").replaceAll(",", "")}${found[2] ?? ""}`);
  const unit = found[3] ?? "";
  const weight = Object.hasOwn(WEIGHTS, unit) ? WEIGHTS[unit] : undefined;
  const per = weight ?? (unit === "" && column === "kg" ? GRAMS_PER_KG : undefined);
  if (per !== undefined) {
    const grams = Math.round(number * per * 1_000) / 1_000;
    return Number.isSafeInteger(grams) && grams > 0 ? { in: "grams", grams } : null;
  }
  return PACKS.has(unit) && Number.isSafeInteger(number) && number > 0 ? { in: "packs", packs: number } : null;
}

const FAULTY = /^([-+−–]?)(\d[\d,]*)(\.\d+)?\s*(\p{L}*)\.?$/u;

/** Why something is no amount (`readQuickAmount`): too little, part packs, far too much, or nothing that says how much. */
export function amountFault(cell: string, column: QuickUnit): QuickFault {
  const [, sign = "", whole = "", part, unit = ""] = FAULTY.exec(cell.normalize("NFKC").trim().toLowerCase()) ?? [];
  if (whole === "" || !(PACKS.has(unit) || Object.hasOwn(WEIGHTS, unit))) return "no_amount";
  if (/^[-−–]$/.test(sign) || !/[1-9]/.test(whole + (part ?? ""))) return "not_above_zero";
  if (whole.replaceAll(",", "").length > 9) return "too_many";
  const inPacks = PACKS.has(unit) && (unit !== "" || column === "packs");
  return inPacks && part !== undefined ? "not_whole" : "no_amount";
}

/** A name that ends in the weight of its pack, as people write them together: "核桃 2.5 公斤". Null for any other. */
export function partedName(name: string): { name: string; pack: string } | null {
  const [, called, weight] =
    /^(.*[^\d.\s])\s*(?<![\d.])(\d{1,9}(?:\.\d{1,6})?\s*\p{L}{1,3})$/u.exec(name.normalize("NFKC").trim()) ?? [];
  if (called === undefined || weight === undefined) return null;
  return readQuickAmount(weight, "packs")?.in === "grams" ? { name: called, pack: weight } : null;
}

/** A pack that a line may mean. */
export interface QuickPack {
  readonly variant_id: string;
  /** Grams of one pack. */
  readonly pack_g: number;
}

export interface SettledLine {
  /** What it means; null while nobody can tell. */
  readonly variant_id: string | null;
  /** Null while it is not known how many. */
  readonly packs: number | null;
  readonly fault: QuickFault | null;
}

/**
 * What a written line comes to, given the packs that its words fit. Where several fit, an amount in kilos decides when it is whole packs
 * of exactly one of them; else somebody has to say which.
 */
export function settleLine(
  written: { readonly cells: readonly string[]; readonly amount: string; readonly column: QuickUnit },
  fitting: readonly QuickPack[],
): SettledLine {
  const none = (fault: QuickFault, variant_id: string | null = null) => ({ variant_id, packs: null, fault });
  if ([...written.cells, written.amount].some(isFormula)) return none("formula");
  if (fitting.length === 0) return none("not_found");
  const amount = readQuickAmount(written.amount, written.column);
  const [only, second] = fitting;
  if (only && !second) {
    if (!amount) return none(amountFault(written.amount, written.column), only.variant_id);
    const packs = packsIn(amount, only);
    if (packs === null) return none("part_packs", only.variant_id);
    if (packs > MAX_PACKS_PER_LINE) return none("too_many", only.variant_id);
    return { variant_id: only.variant_id, packs, fault: null };
  }
  if (amount?.in !== "grams") return none("ambiguous");
  const whole = fitting.filter((pack) => packsIn(amount, pack) !== null);
  return whole.length === 1 ? settleLine(written, whole) : none("ambiguous");
}

/** Whole packs of an amount; null where it parts one. */
export function packsIn(amount: QuickAmount, pack: Pick<QuickPack, "pack_g">): number | null {
  if (amount.in === "packs") return amount.packs;
  return pack.pack_g > 0 && amount.grams % pack.pack_g === 0 ? amount.grams / pack.pack_g : null;
}

/** The whole packs below and above an amount that parts one; the lower one only when it is more than nothing. */
export function nearestPacks(amount: QuickAmount, pack: Pick<QuickPack, "pack_g">): number[] {
  if (amount.in === "packs" || pack.pack_g <= 0) return [];
  const below = Math.floor(amount.grams / pack.pack_g);
  return [below, below + 1].filter((packs) => packs > 0 && packs <= MAX_PACKS_PER_LINE);
}
