import type { ParcelState } from "@commonlot/domain";
import { addresseeLink } from "./addressee-link";
import { csvCell } from "./csv";
import { row, rows, type Sql } from "./sql";
import { xlsxParts } from "./xlsx-parts";
import { dayIn, HOME_TZ, timeIn } from "./today";

// Where the parcels of a company's addressees are: the list is the wholesale module's, the parcels the parcel module's.

/** Addressees read at once. */
const AT_ONCE = 2_000;

interface TrackedRow {
  id: string;
  line: number;
  name: string;
  number: string | null;
  state: ParcelState | null;
  carrier: string | null;
  tracking_number: string | null;
  handed_over_at: Date | null;
  delivered_at: Date | null;
}

const HEADS = {
  zh: ["行号", "姓名", "包裹号", "状态", "承运商", "运单号", "寄出时间", "签收时间", "收件人查看链接"],
  en: [
    "Line",
    "Name",
    "Parcel",
    "State",
    "Carrier",
    "Tracking number",
    "Handed over",
    "Delivered",
    "Link for the addressee",
  ],
} as const;

/** Words of each state, as the pages of the shop have them. */
export const STATE_WORDS: Readonly<Record<"zh" | "en", Readonly<Record<string, string>>>> = {
  zh: {
    none: "还没有包裹",
    planned: "已排好",
    labelled: "已贴面单",
    packed: "已装箱",
    handed_over: "已交给承运商",
    in_transit: "运输中",
    delivered: "已签收",
    lost: "丢失",
    returned: "已退回",
  },
  en: {
    none: "no parcel yet",
    planned: "planned",
    labelled: "labelled",
    packed: "packed",
    handed_over: "handed to the carrier",
    in_transit: "on its way",
    delivered: "delivered",
    lost: "lost",
    returned: "returned",
  },
};

/** All addressees of a list with their parcels, as a CSV that is made while it is sent: a line each, several parcels several lines. */
export async function* trackingSheet(sql: Sql, list_id: string, path: "zh" | "en"): AsyncGenerator<string> {
  let begins = "\uFEFF";
  for await (const block of trackingRows(sql, list_id, path)) {
    yield begins + block.map(line).join("");
    begins = "";
  }
}

/** The same as a spreadsheet. */
export function trackingXlsx(sql: Sql, list_id: string, path: "zh" | "en"): AsyncGenerator<Uint8Array> {
  return xlsxParts(trackingRows(sql, list_id, path));
}

/** Its heads, then its rows block by block. */
async function* trackingRows(sql: Sql, list_id: string, path: "zh" | "en"): AsyncGenerator<(readonly string[])[]> {
  yield [HEADS[path]];
  for (let after = 0; ;) {
    const found = await rows<TrackedRow>(
      sql,
      `with a as (select id, line, name from addressee where list_id = ? and line > ? order by line limit ?)
       select a.id, a.line, a.name, p.number, p.state, p.carrier, p.tracking_number, p.handed_over_at, p.delivered_at
       from a left join parcel p on p.addressee_id = a.id and p.state <> 'void' order by a.line, p.number`,
      [list_id, after, AT_ONCE],
    );
    const last = found.at(-1);
    if (!last) return;
    yield found.map((one) => cells(one, path));
    after = last.line;
  }
}

function cells(one: TrackedRow, path: "zh" | "en"): string[] {
  return [
    String(one.line),
    one.name,
    one.number ?? "",
    STATE_WORDS[path][one.state ?? "none"] ?? one.state ?? "",
    one.carrier ?? "",
    one.tracking_number ?? "",
    timeOf(one.handed_over_at),
    timeOf(one.delivered_at),
    addresseeLink(one.id, path),
  ];
}

/** By the villages' clock, as all pages have it. */
const timeOf = (at: Date | null) => (at === null ? "" : `${dayIn(HOME_TZ, at)} ${timeIn(HOME_TZ, at)}`);
const line = (all: readonly string[]) => `${all.map(csvCell).join(",")}\r\n`;

export interface AddresseeParcels {
  company: string | null;
  message: string;
  parcels: Pick<TrackedRow, "number" | "state" | "carrier" | "tracking_number" | "handed_over_at" | "delivered_at">[];
}

/** What one addressee may know: who sends it, their words, and where it is. No price, no address, nobody else. */
export async function parcelsOfAddressee(sql: Sql, addressee_id: string): Promise<AddresseeParcels | undefined> {
  const found = await row<{ company: string | null; message: string }>(
    sql,
    `select c.name as company, a.message from addressee a join addressee_list l on l.id = a.list_id left join company c on c.id = l.company_id
     where a.id = ?`,
    [addressee_id],
  );
  if (!found) return undefined;
  const parcels = await rows<AddresseeParcels["parcels"][number]>(
    sql,
    `select number, state, carrier, tracking_number, handed_over_at, delivered_at from parcel where addressee_id = ? and state <> 'void' order by number`,
    [addressee_id],
  );
  return { ...found, parcels };
}
