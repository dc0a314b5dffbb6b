import { ADDRESSEE_FAULT_WORDS } from "@commonlot/domain";
import type { SheetLine } from "../modules/wholesale/addressees/addressee-types";
import { csvCell } from "./csv";

/** Lines read at once. */
export const WRONG_AT_ONCE = 2_000;

/** Heads by which a sheet that was put right is read again (`guessAddresseeColumns`); "what is wrong" is for people. */
const HEADS = {
  zh: ["行号", "姓名", "电话", "省份", "城市", "区县", "乡镇街道", "地址", "份数", "留言", "错在哪里"],
  en: ["Line", "Name", "Phone", "Province", "City", "District", "Town", "Address", "Packs", "Message", "What is wrong"],
} as const;

/** The packs of each, in the last column, where lines name them. */
const GOODS = { zh: "货品", en: "Goods" } as const;

/** The wrong lines of a sheet as a CSV, made while it is sent: as they were written, with the reason beside. */
export async function* wrongLines(
  after: (line: number) => Promise<SheetLine[]>,
  path: "zh" | "en",
  names_goods = false,
): AsyncGenerator<string> {
  yield `\uFEFF${row(names_goods ? [...HEADS[path], GOODS[path]] : HEADS[path])}`;
  for (let line = 0; ;) {
    const found = await after(line);
    const last = found.at(-1);
    if (!last) return;
    yield found.map((one) => row(cells(one, path, names_goods))).join("");
    line = last.line;
  }
}

function cells({ line, written, faults }: SheetLine, path: "zh" | "en", names_goods: boolean): string[] {
  const { name, phone, province, city, district, town, address, packs, message, goods } = written;
  const why = faults.map((fault) => ADDRESSEE_FAULT_WORDS[fault][path]).join(path === "zh" ? "；" : "; ");
  return [
    String(line),
    name,
    phone,
    province,
    city,
    district,
    town,
    address,
    packs,
    message,
    why,
    ...(names_goods ? [goods] : []),
  ];
}

const row = (all: readonly string[]) => `${all.map(csvCell).join(",")}\r\n`;
