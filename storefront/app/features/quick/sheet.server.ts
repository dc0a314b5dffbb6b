import { firstFormula, readTable, underHeads, type TableFault } from "../../lib/sheet.server";

/** As many as the backend takes at once. */
export const MAX_LINES = 10_000;

export interface WrittenLine {
  readonly name: string;
  readonly pack: string;
  readonly amount: string;
  readonly unit: "packs" | "kg";
}
export type QuickSheet =
  | { ok: true; lines: WrittenLine[] }
  | { ok: false; fault: TableFault | "empty" | "tooMany" | "noAmounts" }
  | { ok: false; fault: "formula"; cell: string };

type Column = "sku" | "product" | "pack" | "packs" | "kg" | "jin";

/** How people head their columns. */
const HEADS: Readonly<Record<Column, readonly string[]>> = {
  sku: ["sku", "货号", "编码", "商品编码", "item", "article"],
  product: ["商品", "产品", "品名", "货品", "名称", "商品名称", "product", "name", "product name"],
  pack: ["规格", "包装", "包装规格", "pack", "size", "package"],
  packs: ["份数", "数量", "箱数", "件数", "packs", "quantity", "qty", "number"],
  kg: ["公斤", "千克", "公斤数", "重量（公斤）", "重量(公斤)", "kg", "kilos", "kilograms"],
  jin: ["斤", "斤数", "重量（斤）", "重量(斤)", "jin"],
};

/** Longest that the backend takes of each. */
const LONGEST = { name: 200, pack: 120, amount: 60 };

/**
 * Lines of a file (CSV, XLSX) or of what was pasted out of a sheet. Under heads the columns may stand in any order; without heads they are
 * product and amount, or product, pack and amount. What a cell means is the backend's to judge.
 */
export async function readQuickSheet(file: FormDataEntryValue | null, pasted: string): Promise<QuickSheet> {
  const brought = file instanceof File && file.size > 0 ? file : undefined;
  if (!brought && pasted.trim() === "") return { ok: false, fault: "empty" };
  const given = brought ?? new File([pasted], "pasted.csv");
  const cell = await firstFormula(given);
  if (cell !== null) return { ok: false, fault: "formula", cell };
  const read = await readTable(given);
  if (!read.ok) return read;
  const filled = read.table.filter((cells) => cells.some((one) => one.trim() !== ""));
  const [first] = filled;
  if (!first) return { ok: false, fault: "empty" };
  const lines = hasHeads(first) ? headed(read.table) : filled.map(byPlace);
  if (lines === null) return { ok: false, fault: "noAmounts" };
  if (lines.length === 0) return { ok: false, fault: "empty" };
  if (lines.length > MAX_LINES) return { ok: false, fault: "tooMany" };
  return { ok: true, lines };
}

const plain = (head: string) =>
  head
    .normalize("NFKC")
    .trim()
    .toLowerCase()
    .replace(/[\s_]+/g, " ");
const WORDS = new Set(Object.values(HEADS).flatMap((words) => words.map(plain)));

/** A row is a head when two of its cells are called as columns are. */
function hasHeads(cells: readonly string[]): boolean {
  return cells.filter((cell) => WORDS.has(plain(cell))).length >= 2;
}

/** Null when nothing under the heads says how much. */
function headed(table: readonly (readonly string[])[]): WrittenLine[] | null {
  const read = underHeads<Column>(table, HEADS, []);
  if (!read.ok) return [];
  if (read.rows.every((row) => `${row.packs}${row.kg}${row.jin}`.trim() === "")) return null;
  return read.rows.map((row) => {
    const name = row.sku.trim() === "" ? row.product : row.sku;
    if (row.packs.trim() !== "") return lineOf(name, row.pack, row.packs, "packs");
    if (row.kg.trim() !== "") return lineOf(name, row.pack, row.kg, "kg");
    return lineOf(name, row.pack, row.jin.trim() === "" ? "" : `${row.jin.trim()}斤`, "packs");
  });
}

function byPlace(cells: readonly string[]): WrittenLine {
  const [name = "", second = "", third] = cells;
  return third === undefined || third.trim() === ""
    ? lineOf(name, "", second, "packs")
    : lineOf(name, second, third, "packs");
}

function lineOf(name: string, pack: string, amount: string, unit: "packs" | "kg"): WrittenLine {
  return {
    name: clean(name, LONGEST.name),
    pack: clean(pack, LONGEST.pack),
    amount: clean(amount, LONGEST.amount),
    unit,
  };
}

/** One line of text: a break or a tab inside a cell is a space. */
const clean = (cell: string, most: number) =>
  cell
    .replace(/\p{Cc}+/gu, " ")
    .trim()
    .slice(0, most);
