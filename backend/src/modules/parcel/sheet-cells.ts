import { parseMinor, SURCHARGE_CODES, type Surcharge, type SurchargeCode } from "@commonlot/domain";

// What people write in the cells of a sheet, read one by one. Undefined: empty. Null: not to be read.

const plain = (text: string): string => text.normalize("NFKC").trim();

/** A whole number of millimetres, grams, and so on. */
export function wholeCell(text: string): number | null | undefined {
  const typed = plain(text).replaceAll(/[, ]/g, "");
  if (typed === "") return undefined;
  return /^\d{1,9}$/.test(typed) ? Number(typed) : null;
}

/** Kilograms with up to three decimals, in grams. */
export function kgCell(text: string): number | null | undefined {
  const typed = plain(text);
  if (typed === "") return undefined;
  const match = /^(\d{1,6})(?:\.(\d{1,3}))?$/.exec(typed);
  return match ? Number(match[1]) * 1_000 + Number((match[2] ?? "").padEnd(3, "0")) : null;
}

/** An amount in yuan, in fen. */
export function moneyCell(text: string, currency: string): number | null | undefined {
  const typed = plain(text).replace(/^[¥￥]/, "");
  if (typed === "") return undefined;
  const amount = parseMinor(typed, currency);
  return amount.ok && amount.value >= 0n && amount.value <= BigInt(Number.MAX_SAFE_INTEGER)
    ? Number(amount.value)
    : null;
}

/** Percent with up to two decimals, in basis points. */
export function percentCell(text: string): number | null | undefined {
  const typed = plain(text).replace(/%$/, "").trim();
  if (typed === "") return undefined;
  const match = /^(\d{1,3})(?:\.(\d{1,2}))?$/.exec(typed);
  return match ? Number(match[1]) * 100 + Number((match[2] ?? "").padEnd(2, "0")) : null;
}

const YES = new Set(["是", "yes", "y", "true", "1", "✓"]);
const NO = new Set(["", "否", "no", "n", "false", "0"]);

export function yesCell(text: string): boolean | null {
  const typed = plain(text).toLowerCase();
  return YES.has(typed) ? true : NO.has(typed) ? false : null;
}

/** A calendar day; spreadsheets also write 2026/1/5. */
export function dayCell(text: string): string | null | undefined {
  const typed = plain(text);
  if (typed === "") return undefined;
  const match = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ].*)?$/.exec(typed);
  return match ? `${match[1]}-${match[2]!.padStart(2, "0")}-${match[3]!.padStart(2, "0")}` : null;
}

/** Words with blanks, commas or semicolons between. */
export function listCell(text: string): string[] {
  return plain(text)
    .split(/[\s,;、，；]+/)
    .filter((word) => word !== "");
}

const SURCHARGE_NAMES: Readonly<Record<string, SurchargeCode>> = {
  ...Object.fromEntries(SURCHARGE_CODES.map((code) => [code, code])),
  燃油: "fuel",
  旺季: "peak",
  超重: "heavy",
  易碎: "fragile",
  冷链: "cold",
  其他: "other",
};

/** "fuel 5%; heavy 3.00 >20kg; peak 0.50 @far": a name, an amount or a share, from which weight, to which zones. */
export function surchargesCell(text: string, currency: string): Surcharge[] | null {
  const found: Surcharge[] = [];
  for (const part of plain(text).split(/[;；\n]/)) {
    if (part.trim() === "") continue;
    const match = /^\s*(\S+?)\s+([\d.]+)\s*(%?)\s*(?:>\s*([\d.]+)\s*(?:kg|公斤))?\s*(?:@\s*(\S.*))?$/i.exec(part);
    const code = SURCHARGE_NAMES[match?.[1]?.toLowerCase() ?? ""];
    const isShare = match?.[3] === "%";
    const worth = match && (isShare ? percentCell(match[2]!) : moneyCell(match[2]!, currency));
    const above_g = match?.[4] === undefined ? undefined : kgCell(match[4]);
    if (code === undefined || worth === null || worth === undefined || above_g === null) return null;
    found.push({
      code,
      ...(isShare ? { bp: worth } : { amount_minor: BigInt(worth) }),
      ...(above_g === undefined ? {} : { above_g }),
      ...(match?.[5] === undefined ? {} : { zones: listCell(match[5]) }),
    });
  }
  return found;
}
