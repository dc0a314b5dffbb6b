import { withoutUnseen } from "@commonlot/domain";
import { lookInto, plain, readTable, underHeads, type TableFault } from "../../lib/sheet.server";

/** As many as the backend takes at once. */
export const MAX_LINES = 10_000;

export interface WrittenLine {
  readonly name: string;
  readonly pack: string;
  readonly amount: string;
  readonly unit: "packs" | "kg";
}
export type QuickSheet =
  /** `sheet`: which one of a spreadsheet's several was read. */
  | { ok: true; lines: WrittenLine[]; sheet?: string }
  | { ok: false; fault: TableFault | "empty" | "emptyFile" | "both" | "tooMany" | "noAmounts" | "unknownHeads" }
  | { ok: false; fault: "emptySheet"; sheet: string }
  | { ok: false; fault: "formula"; cell: string };

type Column = "sku" | "product" | "pack" | "packs" | "kg" | "jin";

/** How people head their columns. */
const HEADS: Readonly<Record<Column, readonly string[]>> = {
  sku: [
    "sku",
    "货号",
    "编码",
    "编号",
    "商品编码",
    "商品编号",
    "产品编码",
    "产品编号",
    "料号",
    "物料编码",
    "item",
    "article",
  ],
  product: [
    ...[
      "商品",
      "产品",
      "品名",
      "货品",
      "名称",
      "商品名称",
      "产品名称",
      "商品名",
      "产品名",
      "货品名称",
      "物料名称",
      "食材",
      "货物",
    ],
    ...["product", "name", "product name", "goods", "item name", "description"],
  ],
  pack: ["规格", "包装", "包装规格", "规格型号", "商品规格", "产品规格", "pack", "size", "package", "pack size"],
  packs: [
    ...[
      "份数",
      "数量",
      "箱数",
      "件数",
      "包数",
      "袋数",
      "订购数量",
      "采购数量",
      "订货数量",
      "需求数量",
      "订量",
      "采购量",
    ],
    ...["packs", "quantity", "qty", "number", "order quantity", "units"],
  ],
  // Compared in plain signs: brackets of either width are the same.
  kg: [
    ...["公斤", "千克", "公斤数", "重量(公斤)", "数量(公斤)", "采购量(公斤)", "重量(kg)", "数量(kg)", "采购量(kg)"],
    ...["kg", "kilos", "kilograms", "weight (kg)", "quantity (kg)", "qty (kg)"],
  ],
  jin: ["斤", "斤数", "市斤", "重量(斤)", "数量(斤)", "采购量(斤)", "jin"],
};

/** Longest that the backend takes of each. */
const LONGEST = { name: 200, pack: 120, amount: 60 };

/**
 * Lines of a file (CSV, XLSX) or of what was pasted out of a sheet. Under heads the columns may stand in any order; without heads they are
 * product and amount, or product, pack and amount. What a cell means is the backend's to judge.
 */
export async function readQuickSheet(file: FormDataEntryValue | null, pasted: string): Promise<QuickSheet> {
  const brought = file instanceof File && file.name !== "" ? file : undefined;
  const wrote = pasted.trim() !== "";
  // One of them would be lost without a word.
  if (brought && wrote) return { ok: false, fault: "both" };
  if (brought?.size === 0) return { ok: false, fault: "emptyFile" };
  if (!brought && !wrote) return { ok: false, fault: "empty" };
  const given = brought ?? new File([pasted], "pasted.csv");
  const seen = await lookInto(given);
  if (seen?.formula != null) return { ok: false, fault: "formula", cell: seen.formula };
  const sheet = seen !== null && seen.others > 0 ? seen.name : undefined;
  const read = await readTable(given);
  if (!read.ok) return read;
  const filled = read.table.filter((cells) => cells.some((one) => one.trim() !== ""));
  const [first, ...below] = filled;
  if (!first && sheet !== undefined) return { ok: false, fault: "emptySheet", sheet };
  if (!first) return { ok: false, fault: brought ? "emptyFile" : "empty" };
  if (!hasHeads(first) && looksLikeHeads(first, below)) return { ok: false, fault: "unknownHeads" };
  const lines = hasHeads(first) ? headed(read.table) : filled.map(byPlace);
  if (lines === null) return { ok: false, fault: "noAmounts" };
  if (lines.length === 0) return { ok: false, fault: "empty" };
  if (lines.length > MAX_LINES) return { ok: false, fault: "tooMany" };
  return { ok: true, lines, ...(sheet === undefined ? {} : { sheet }) };
}

/** Words where the rows below have their figures: heads that we do not know. Taken for a line they would only be a wrong one. */
function looksLikeHeads(first: readonly string[], below: readonly (readonly string[])[]): boolean {
  const figures = (cells: readonly string[]) =>
    cells.slice(1).some((cell) => /[\d一二两三四五六七八九十百半]/.test(plain(cell)));
  const words = first.filter((cell) => cell.trim() !== "").length >= 2;
  return words && !figures(first) && below.length > 0 && below.every(figures);
}

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
  withoutUnseen(cell)
    .replace(/\p{Cc}+/gu, " ")
    .trim()
    .slice(0, most);
