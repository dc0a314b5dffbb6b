import type { AddresseeColumns } from "./addressee-columns";
import { isFormula } from "../quick-order/quick-line";

/** Lines of one sheet of addressees at most: more belong in several sheets. */
export const MAX_SHEET_ADDRESSEES = 100_000;
/** Packs for one address: more is freight by lorry, not parcels. */
export const MAX_PACKS_EACH = 1_000;

/** What was written of an addressee, cell by cell. */
export interface WrittenAddressee {
  readonly name: string;
  readonly phone: string;
  readonly province: string;
  readonly city: string;
  readonly address: string;
  readonly packs: string;
  readonly message: string;
}
export const WRITTEN_FIELDS = ["name", "phone", "province", "city", "address", "packs", "message"] as const;

/** Longest that each may be: what a label and a carrier take, and a greeting on a card. */
const LONGEST: Readonly<Record<keyof WrittenAddressee, number>> = {
  name: 60,
  phone: 40,
  province: 40,
  city: 60,
  address: 200,
  packs: 20,
  message: 200,
};
/** Longest of a cell that is kept at all, wrong as it is. */
export const MAX_ADDRESSEE_CELL = 500;

export const ADDRESSEE_FAULTS = [
  "formula",
  "no_name",
  "no_phone",
  "bad_phone",
  "no_province",
  "no_address",
  "bad_packs",
  "too_many_packs",
  "name_long",
  "city_long",
  "address_long",
  "message_long",
] as const;
export type AddresseeFault = (typeof ADDRESSEE_FAULTS)[number];

/** What has to be known about phones and places to judge a line. */
export interface AddresseeKnowledge {
  readonly isPhone: (typed: string) => boolean;
  /** The code of the province that is written in its column, or that the city or the address begins with. */
  readonly provinceOf: (written: Pick<WrittenAddressee, "province" | "city" | "address">) => string | undefined;
}

export interface JudgedAddressee {
  readonly province_code: string | null;
  readonly packs: number | null;
  /** Each once, in the order of the list above. */
  readonly faults: readonly AddresseeFault[];
}

/**
 * One line of text out of a cell: a break or a tab is a space, and so is what nobody sees. The apostrophe that our own downloads put before
 * what a spreadsheet would run as a formula is taken off again.
 */
export function cellText(cell: string): string {
  return (
    cell
      .replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cn}]+/gu, " ")
      .trim()
      .replace(/^'(?=[=+\-@])/, "")
      .slice(0, MAX_ADDRESSEE_CELL)
      // Half a sign that was cut through.
      .replace(/\p{Cs}/gu, "")
  );
}

/** A row of a sheet by what its columns are; what has no column is empty, and packs are what everybody gets. */
export function writtenAddressee(
  cells: readonly string[],
  columns: AddresseeColumns,
  packs_each: number | null,
): WrittenAddressee {
  const cell = (field: keyof WrittenAddressee) => {
    const at = columns.indexOf(field);
    return at < 0 ? "" : cellText(cells[at] ?? "");
  };
  const packs = cell("packs");
  return {
    name: cell("name"),
    phone: cell("phone"),
    province: cell("province"),
    city: cell("city"),
    address: cell("address"),
    packs: packs === "" && packs_each !== null ? String(packs_each) : packs,
    message: cell("message"),
  };
}

/** "2", "２", "1,000", "2.0" (as spreadsheets write whole numbers), "2 份". Null for what is no number of whole packs. */
export function packsWritten(cell: string): number | null {
  const found = /^(\d{1,3}(?:,\d{3})+|\d{1,7})(?:\.0{1,6})?\s*(?:份|件|箱|盒|袋|packs?|boxes|box)?$/iu.exec(
    cell.normalize("NFKC").trim(),
  );
  const packs = found ? Number((found[1] ?? "").replaceAll(",", "")) : 0;
  return packs > 0 ? packs : null;
}

/** What a line comes to, and all that is wrong with it. */
export function judgeAddressee(written: WrittenAddressee, known: AddresseeKnowledge): JudgedAddressee {
  const faults = new Set<AddresseeFault>();
  const wrong = (is: boolean, fault: AddresseeFault) => is && faults.add(fault);
  const long = (field: keyof WrittenAddressee) => written[field].length > LONGEST[field];
  const province_code = known.provinceOf(written) ?? null;
  const packs = packsWritten(written.packs);
  wrong(
    WRITTEN_FIELDS.some((field) => isFormula(written[field])),
    "formula",
  );
  wrong(written.name === "", "no_name");
  wrong(written.phone === "", "no_phone");
  wrong(written.phone !== "" && (long("phone") || !known.isPhone(written.phone)), "bad_phone");
  wrong(province_code === null, "no_province");
  wrong(written.address === "", "no_address");
  wrong(packs === null, "bad_packs");
  wrong(packs !== null && packs > MAX_PACKS_EACH, "too_many_packs");
  wrong(long("name"), "name_long");
  wrong(long("city"), "city_long");
  wrong(long("address"), "address_long");
  wrong(long("message"), "message_long");
  return {
    province_code,
    packs: packs !== null && packs <= MAX_PACKS_EACH ? packs : null,
    faults: ADDRESSEE_FAULTS.filter((fault) => faults.has(fault)),
  };
}

/** What two lines have in common that go to one person at one door: phone, name and address, whatever blanks and wide letters stand in them. */
export function sameAddressee(written: Pick<WrittenAddressee, "name" | "phone" | "city" | "address">): string {
  const plain = (cell: string) =>
    cell
      .normalize("NFKC")
      .toLowerCase()
      .replace(/[\s,.，。、;；-]+/g, "");
  return [
    plain(written.phone).replace(/^(?:\+86|0086)/, ""),
    plain(written.name),
    plain(written.city + written.address),
  ].join("|");
}
