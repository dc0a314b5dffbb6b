import { carrierWords, type ParcelState } from "@commonlot/domain";
import { addresseeLink } from "./addressee-link";
import { csvCell } from "./csv";
import { provinceWords } from "./province";
import { row, rows, type Sql } from "./sql";
import { xlsxParts } from "./xlsx-parts";
import { dayIn, timeIn } from "./today";

// Where the parcels of a company's addressees are: the list is the wholesale module's, the parcels the parcel module's.

/** Addressees read at once. */
const AT_ONCE = 2_000;

interface TrackedRow {
  id: string;
  line: number;
  name: string;
  province_code: string;
  city: string | null;
  number: string | null;
  state: ParcelState | null;
  carrier: string | null;
  tracking_number: string | null;
  handed_over_at: Date | null;
  delivered_at: Date | null;
}

/** For whom the sheet is made: words in their language, times by the clock of their company, which the heads name. */
export interface TrackingReader {
  path: "zh" | "en";
  /** "Asia/Shanghai". */
  time_zone: string;
}

const HEADS = {
  zh: (zone: string) => [
    "行号",
    "姓名",
    "包裹号",
    "状态",
    "承运商",
    "运单号",
    `寄出时间（${zone}）`,
    `签收时间（${zone}）`,
    "寄往",
    "收件人查看链接",
  ],
  en: (zone: string) => [
    "Line",
    "Name",
    "Parcel",
    "State",
    "Carrier",
    "Tracking number",
    `Handed over (${zone})`,
    `Delivered (${zone})`,
    "Place",
    "Link for the addressee",
  ],
};

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
export async function* trackingSheet(sql: Sql, list_id: string, reader: TrackingReader): AsyncGenerator<string> {
  let begins = "\uFEFF";
  for await (const block of trackingRows(sql, list_id, reader)) {
    yield begins + block.map(line).join("");
    begins = "";
  }
}

/** The same as a spreadsheet. */
export function trackingXlsx(sql: Sql, list_id: string, reader: TrackingReader): AsyncGenerator<Uint8Array> {
  return xlsxParts(trackingRows(sql, list_id, reader));
}

/** Its heads, then its rows block by block. */
async function* trackingRows(sql: Sql, list_id: string, reader: TrackingReader): AsyncGenerator<(readonly string[])[]> {
  yield [HEADS[reader.path](reader.time_zone)];
  for (let after = 0; ;) {
    const found = await rows<TrackedRow>(
      sql,
      `with a as (select id, line, name, province_code, city from addressee where list_id = ? and line > ? order by line limit ?)
       select a.id, a.line, a.name, a.province_code, a.city, p.number, p.state, p.carrier, p.tracking_number, p.handed_over_at, p.delivered_at
       from a left join parcel p on p.addressee_id = a.id and p.state <> 'void' order by a.line, p.number`,
      [list_id, after, AT_ONCE],
    );
    const last = found.at(-1);
    if (!last) return;
    yield found.map((one) => cells(one, reader));
    after = last.line;
  }
}

function cells(one: TrackedRow, { path, time_zone }: TrackingReader): string[] {
  const timeOf = (at: Date | null) => (at === null ? "" : `${dayIn(time_zone, at)} ${timeIn(time_zone, at)}`);
  return [
    String(one.line),
    one.name,
    one.number ?? "",
    STATE_WORDS[path][one.state ?? "none"] ?? one.state ?? "",
    one.carrier ? carrierWords(one.carrier)[path] : "",
    one.tracking_number ?? "",
    timeOf(one.handed_over_at),
    timeOf(one.delivered_at),
    [provinceWords(one.province_code)[path], one.city ?? ""].join(" ").trim(),
    addresseeLink(one.id),
  ];
}

const line = (all: readonly string[]) => `${all.map(csvCell).join(",")}\r\n`;

export interface AddresseeParcels {
  company: string | null;
  message: string;
  parcels: (Pick<TrackedRow, "number" | "state" | "carrier" | "tracking_number" | "handed_over_at" | "delivered_at"> & {
    /** What is inside, pack by pack; `goods_g` of all together, in grams. */
    lines: { title: string; packs: number }[];
    goods_g: number;
    /** Who packed it, and whom to call when something is broken; `phone` is empty where the cooperative gives none. */
    cooperative: { zh: string; en: string; phone: string };
  })[];
}

/**
 * What one addressee may know: who sends it, their words, where it is, what is inside, and the cooperative that packed it. No price, no
 * address, nobody else; of the company its name alone.
 */
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
    `select p.number, p.state, p.carrier, p.tracking_number, p.handed_over_at, p.delivered_at, p.goods_g::float8 as goods_g,
       (select coalesce(jsonb_agg(jsonb_build_object('title', l.title, 'packs', l.packs) order by l.title, l.order_line_id), '[]')
        from parcel_line l where l.parcel_id = p.id) as lines,
       jsonb_build_object('zh', coalesce(c.name_zh, ''), 'en', coalesce(c.name_en, ''), 'phone', coalesce(c.phone, '')) as cooperative
     from parcel p left join cooperative c on c.id = p.cooperative_id
     where p.addressee_id = ? and p.state <> 'void' order by p.number`,
    [addressee_id],
  );
  return { ...found, parcels };
}
