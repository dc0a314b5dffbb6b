/**
 * What a column of a sheet of addressees can be. `line`: the number of a line of a sheet that is put right, as its download has it. `goods`:
 * which packs somebody gets, by name ("walnuts 1 kg: 2; honey 500 g: 1"); `size`: the size of the one that is named there. `goods_count`: how
 * many somebody gets of the pack that the column's head names; there may be several of these.
 */
export const ADDRESSEE_FIELDS = [
  "line",
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
  "size",
  "goods_count",
] as const;
export type AddresseeField = (typeof ADDRESSEE_FIELDS)[number];
/** For each column of the sheet what it is; null: left aside. */
export type AddresseeColumns = readonly (AddresseeField | null)[];

/** Columns that are looked at; a sheet of names and addresses has fewer. */
export const MAX_ADDRESSEE_COLUMNS = 40;

/** Without these a parcel finds nobody. */
const NEEDED: readonly AddresseeField[] = ["name", "phone", "address"];

/** How people head their columns; the first word of a field that fits is the one. */
const HEADS: Readonly<Record<AddresseeField, readonly string[]>> = {
  line: ["行号", "行", "line", "line number", "row"],
  name: [
    "姓名",
    "收件人",
    "收货人",
    "收件人姓名",
    "收货人姓名",
    "联系人",
    "name",
    "full name",
    "recipient",
    "addressee",
    "consignee",
  ],
  phone: [
    "手机",
    "电话",
    "手机号",
    "手机号码",
    "电话号码",
    "联系电话",
    "联系方式",
    "收件人电话",
    "收货人电话",
    "收件人手机",
    "phone",
    "mobile",
    "phone number",
    "mobile number",
    "telephone",
    "tel",
  ],
  province: ["省", "省份", "省市", "收件省", "收件省份", "收货省份", "province", "state", "region"],
  city: ["市", "城市", "地市", "地级市", "市区", "收件市", "收件城市", "收货城市", "city"],
  district: [
    "区",
    "县",
    "区县",
    "区/县",
    "县区",
    "县/区",
    "市区县",
    "区域",
    "地区",
    "收件区",
    "收件区县",
    "收货区县",
    "district",
    "county",
    "area",
  ],
  town: [
    "镇",
    "乡镇",
    "街道",
    "乡镇街道",
    "乡镇/街道",
    "镇街",
    "镇/街道",
    "街道/乡镇",
    "town",
    "township",
    "subdistrict",
  ],
  address: [
    "地址",
    "详细地址",
    "收货地址",
    "收件地址",
    "收件人地址",
    "收货人地址",
    "街道地址",
    "address",
    "street",
    "street address",
    "full address",
  ],
  packs: ["份数", "数量", "件数", "箱数", "盒数", "packs", "quantity", "qty", "number", "boxes"],
  goods: ["货品", "商品", "产品", "品名", "商品名称", "产品名称", "礼品", "goods", "product", "item", "pack"],
  size: ["规格", "包装", "size", "pack size"],
  // Its head is the name of a pack: people choose it.
  goods_count: [],
  message: ["留言", "寄语", "贺词", "祝福", "祝福语", "赠言", "message", "note", "greeting", "card"],
};

/** A head as it is compared: wide letters, capitals, stars, what stands in brackets and how words are joined don't matter. */
function plain(head: string): string {
  return head
    .normalize("NFKC")
    .replace(/\([^)]*\)/g, "")
    .replace(/[*:：]/g, "")
    .trim()
    .toLowerCase()
    .replace(/[\s_-]+/g, " ");
}

const FIELD_OF: ReadonlyMap<string, AddresseeField> = new Map(
  ADDRESSEE_FIELDS.flatMap((field) => HEADS[field].map((word) => [plain(word), field] as const)),
);

/** What the columns under these heads are, as far as their words say; a field is found once, in the first column that fits. */
export function guessAddresseeColumns(heads: readonly string[]): (AddresseeField | null)[] {
  const taken = new Set<AddresseeField>();
  return heads.slice(0, MAX_ADDRESSEE_COLUMNS).map((head) => {
    const field = FIELD_OF.get(plain(head));
    if (field === undefined || taken.has(field)) return null;
    taken.add(field);
    return field;
  });
}

/** Whether a row is a head: two of its cells at least are called as columns are. */
export function isAddresseeHead(cells: readonly string[]): boolean {
  return guessAddresseeColumns(cells).filter((field) => field !== null).length >= 2;
}

export type ColumnsFault =
  | { readonly fault: "twice"; readonly field: AddresseeField }
  | { readonly fault: "missing"; readonly field: AddresseeField }
  /** Nobody says how many packs an addressee gets: no column, and no number for all. */
  | { readonly fault: "no_packs" }
  /** Columns are named after packs, and the sheet's first row is no head. */
  | { readonly fault: "no_head" };

/** Whether lines of such a sheet name their packs; else everybody gets the one that is asked for. */
export function namesGoods(columns: AddresseeColumns | null): boolean {
  return columns !== null && (columns.includes("goods") || columns.includes("goods_count"));
}

/** What is wrong with columns as they were chosen; null when nothing is. `packs_each`: how many packs every addressee gets. */
export function columnsFault(
  columns: AddresseeColumns,
  packs_each: number | null,
  has_head = true,
): ColumnsFault | null {
  const chosen = columns.filter((field) => field !== null);
  const twice = chosen.find((field, at) => field !== "goods_count" && chosen.indexOf(field) !== at);
  if (twice !== undefined) return { fault: "twice", field: twice };
  const needed = chosen.includes("size") ? [...NEEDED, "goods" as const] : NEEDED;
  const missing = needed.find((field) => !chosen.includes(field));
  if (missing !== undefined) return { fault: "missing", field: missing };
  if (chosen.includes("goods_count") && !has_head) return { fault: "no_head" };
  // A line that names its packs may say how many of each, and is wrong where it does not.
  return packs_each === null && !chosen.includes("packs") && !namesGoods(columns) ? { fault: "no_packs" } : null;
}
