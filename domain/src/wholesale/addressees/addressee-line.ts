import type { AddresseeColumns, AddresseeField } from "./addressee-columns";
import {
  goodsOfColumns,
  judgeGoods,
  MAX_GOODS_TEXT,
  packsWritten,
  type Goods,
  type GoodsFault,
  type PackOf,
} from "./addressee-goods";
import { PLACE_FAULTS, type ReadPlace, type WrittenPlace } from "./addressee-place";
import { withoutUnseen } from "../../shared/unseen";
import { isFormula } from "../quick-order/quick-line";

/** Lines of one sheet of addressees at most: more belong in several sheets. */
export const MAX_SHEET_ADDRESSEES = 100_000;
/** Letters of the name that a company gives a sheet. */
export const MAX_SHEET_TITLE = 120;
/** Packs for one address: more is freight by lorry, not parcels. */
export const MAX_PACKS_EACH = 1_000;

/** What was written of an addressee, cell by cell. */
export interface WrittenAddressee extends WrittenPlace {
  readonly name: string;
  readonly phone: string;
  readonly packs: string;
  readonly message: string;
  /** Which packs they get, by name; empty where everybody gets the same. */
  readonly goods: string;
}
export const WRITTEN_FIELDS = [
  "name",
  "phone",
  "province",
  "city",
  "district",
  "town",
  "address",
  "packs",
  "message",
  "goods",
] as const;

/** Longest that each may be: what a label and a carrier take, and a greeting on a card. */
const LONGEST: Readonly<Record<keyof WrittenAddressee, number>> = {
  name: 60,
  phone: 40,
  province: 40,
  city: 60,
  district: 60,
  town: 60,
  address: 200,
  packs: 20,
  message: 200,
  goods: MAX_GOODS_TEXT,
};
/** Longest of a cell that is kept at all, wrong as it is. */
export const MAX_ADDRESSEE_CELL = 500;

export const ADDRESSEE_FAULTS = [
  "formula",
  "no_name",
  "no_phone",
  "bad_phone",
  ...PLACE_FAULTS,
  "no_address",
  "bad_packs",
  "too_many_packs",
  "name_long",
  "city_long",
  "district_long",
  "address_long",
  "message_long",
  "no_goods",
  "unknown_pack",
  "ambiguous_pack",
  "too_many_goods",
  "goods_long",
] as const;
export type AddresseeFault = (typeof ADDRESSEE_FAULTS)[number];

/** What has to be known about phones, places and packs to judge a line. */
export interface AddresseeKnowledge {
  readonly isPhone: (typed: string) => boolean;
  /** Province, city and county by their columns, and by what the address begins with. */
  readonly placeOf: (written: WrittenPlace) => ReadPlace;
  /** What the names of packs mean, where lines name them; left out where everybody gets the same pack. */
  readonly packOf?: PackOf | undefined;
}

export interface JudgedAddressee {
  readonly province_code: string | null;
  /** Where the parcel goes, as its label has it: `ReadPlace`. */
  readonly to_city: string;
  readonly to_address: string;
  /** All packs together. */
  readonly packs: number | null;
  /** How many of which; null where everybody gets the same pack, and while something is wrong with them. */
  readonly goods: Goods | null;
  /** Each once, in the order of the list above. */
  readonly faults: readonly AddresseeFault[];
}

/**
 * One line of text out of a cell: a break or a tab is a space, and so is what nobody sees. The apostrophe that our own downloads put before
 * what a spreadsheet would run as a formula is taken off again.
 */
export function cellText(cell: string, longest = MAX_ADDRESSEE_CELL): string {
  return (
    withoutUnseen(cell)
      .replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cn}]+/gu, " ")
      .trim()
      .replace(/^'(?=[=+\-@])/, "")
      .slice(0, longest)
      // Half a sign that was cut through.
      .replace(/\p{Cs}/gu, "")
  );
}

/**
 * A row of a sheet by what its columns are; what has no column is empty, and packs are what everybody gets. `heads`: its first row, which
 * names the packs of columns that count them.
 */
export function writtenAddressee(
  cells: readonly string[],
  columns: AddresseeColumns,
  packs_each: number | null,
  heads: readonly string[] = [],
): WrittenAddressee {
  const cell = (field: AddresseeField) => {
    const at = columns.indexOf(field);
    return at < 0 ? "" : cellText(cells[at] ?? "");
  };
  const packs = cell("packs");
  return {
    name: cell("name"),
    phone: cell("phone"),
    province: cell("province"),
    city: cell("city"),
    district: cell("district"),
    town: cell("town"),
    address: cell("address"),
    packs: packs === "" && packs_each !== null ? String(packs_each) : packs,
    message: cell("message"),
    goods: goodsWritten(cells, columns, heads),
  };
}

/** What was written of the packs of one addressee: what is named, with its size, and what columns of packs count. */
function goodsWritten(cells: readonly string[], columns: AddresseeColumns, heads: readonly string[]): string {
  const at = columns.indexOf("goods");
  const size = columns.indexOf("size");
  const named = [at < 0 ? "" : (cells[at] ?? ""), size < 0 ? "" : (cells[size] ?? "")]
    .map((cell) => cell.trim())
    .filter((cell) => cell !== "")
    .join(" ");
  const counted = columns.flatMap((field, column) =>
    field === "goods_count" ? [{ head: heads[column] ?? "", cell: cells[column] ?? "" }] : [],
  );
  // A break in a cell stands between two packs. What is too long is kept too long, so that it is seen to be wrong.
  const all = [named.replace(/[\r\n]+/g, "; "), goodsOfColumns(counted)].filter((text) => text !== "").join("; ");
  return cellText(all, 2 * MAX_GOODS_TEXT);
}

/** What a line comes to, and all that is wrong with it. */
export function judgeAddressee(written: WrittenAddressee, known: AddresseeKnowledge): JudgedAddressee {
  const faults = new Set<AddresseeFault>();
  const wrong = (is: boolean, fault: AddresseeFault) => is && faults.add(fault);
  const long = (field: keyof WrittenAddressee) => written[field].length > LONGEST[field];
  const place = known.placeOf(written);
  const { packs, goods, wrong: goods_wrong } = whatTheyGet(written, known.packOf);
  for (const fault of goods_wrong) faults.add(fault);
  wrong(
    WRITTEN_FIELDS.some((field) => isFormula(written[field])),
    "formula",
  );
  wrong(written.name === "", "no_name");
  wrong(written.phone === "", "no_phone");
  wrong(written.phone !== "" && (long("phone") || !known.isPhone(written.phone)), "bad_phone");
  for (const fault of place.faults) faults.add(fault);
  wrong(written.address === "", "no_address");
  wrong(packs !== null && packs > MAX_PACKS_EACH, "too_many_packs");
  wrong(long("name"), "name_long");
  wrong(long("city"), "city_long");
  wrong(long("district") || long("town"), "district_long");
  wrong(written.address.length + written.town.length > LONGEST.address, "address_long");
  wrong(long("message"), "message_long");
  return {
    province_code: place.province_code,
    to_city: place.city,
    to_address: place.address,
    packs: packs !== null && packs <= MAX_PACKS_EACH ? packs : null,
    goods: packs !== null && packs <= MAX_PACKS_EACH ? goods : null,
    faults: ADDRESSEE_FAULTS.filter((fault) => faults.has(fault)),
  };
}

/** Packs of one addressee, all together and of which, or what is wrong with them. */
function whatTheyGet(
  written: WrittenAddressee,
  packOf: PackOf | undefined,
): { packs: number | null; goods: Goods | null; wrong: readonly GoodsFault[] } {
  if (packOf === undefined) {
    const packs = packsWritten(written.packs);
    return { packs, goods: null, wrong: packs === null ? ["bad_packs"] : [] };
  }
  const { goods, faults } = judgeGoods(written, packOf);
  const packs = goods === null ? null : Object.values(goods).reduce((sum, count) => sum + count, 0);
  return { packs, goods, wrong: faults };
}

/**
 * What two lines have in common that go to one person at one door: phone, name and address, whatever blanks and wide letters stand in them.
 * Where lines name their packs, the packs as well: another pack for the same person is no repeat.
 */
export function sameAddressee(
  written: Pick<WrittenAddressee, "name" | "phone">,
  { to_city, to_address }: Pick<JudgedAddressee, "to_city" | "to_address">,
  goods: Goods | null = null,
): string {
  const plain = (cell: string) =>
    cell
      .normalize("NFKC")
      .toLowerCase()
      .replace(/[\s,.，。、;；-]+/g, "");
  return [
    plain(written.phone).replace(/^(?:\+86|0086)/, ""),
    plain(written.name),
    plain(to_city + to_address),
    ...(goods === null ? [] : [JSON.stringify(goods)]),
  ].join("|");
}
