/** Kinds of packs for one addressee at most: as many as a cart has room for. */
export const MAX_GOODS_EACH = 20;
/** Longest text that names what somebody gets; longer ones are wrong, and kept up to twice as long. */
export const MAX_GOODS_TEXT = 1_000;

/** A pack that somebody gets, as it was written. `packs`: undefined where no number stands with it, null where it is none of whole packs. */
export interface NamedGoods {
  readonly name: string;
  readonly packs: number | null | undefined;
}

const BETWEEN = /[;；、\r\n]|[,，](?!\d{3}(?!\d))/u;
const COUNTED = /^(.*?)\s*(?:[:×✕*]|(?<![a-z])x)\s*([\d,.]+\s*\p{L}*)$/isu;

/** "2", "２", "1,000", "2.0" (as spreadsheets write whole numbers), "2 份". Null for what is no number of whole packs. */
export function packsWritten(cell: string): number | null {
  const found = /^(\d{1,3}(?:,\d{3})+|\d{1,7})(?:\.0{1,6})?\s*(?:份|件|箱|盒|袋|packs?|boxes|box)?$/iu.exec(
    cell.normalize("NFKC").trim(),
  );
  const packs = found ? Number((found[1] ?? "").replaceAll(",", "")) : 0;
  return packs > 0 ? packs : null;
}

/**
 * The packs that a cell names, in its order: "walnuts 1 kg: 2; honey 500 g x 1", "核桃 500 克×2、蜂蜜". Between packs stands a semicolon, a
 * Chinese comma, or a comma that parts no thousands; the number follows a colon, a star or an x.
 */
export function readGoods(cell: string): NamedGoods[] {
  return cell
    .split(BETWEEN)
    .map((part) => part.normalize("NFKC").trim())
    .filter((part) => part !== "")
    .map((part) => {
      const counted = COUNTED.exec(part);
      if (counted) return { name: (counted[1] ?? "").trim(), packs: packsWritten(counted[2] ?? "") };
      const colon = part.lastIndexOf(":");
      return colon < 0 ? { name: part, packs: undefined } : { name: part.slice(0, colon).trim(), packs: null };
    });
}

/**
 * What the columns that are named after packs say of one addressee, as one text that `readGoods` reads. Nothing, zero and a dash are no pack. What
 * would part a name is a blank in it.
 */
export function goodsOfColumns(counts: readonly { readonly head: string; readonly cell: string }[]): string {
  return counts
    .filter(({ cell }) => !/^(?:0*(?:\.0+)?|[-–—/])$/.test(cell.normalize("NFKC").trim()))
    .map(({ head, cell }) => `${goodsName(head)}: ${cell.trim().replace(/[;；、:：]/gu, " ")}`)
    .join("; ");
}

/** A name as it stands in such a text. */
export function goodsName(head: string): string {
  return head
    .normalize("NFKC")
    .replace(/[;；、,，:]/gu, " ")
    .trim();
}

/** What one name means: the ids of the packs that it fits. */
export type PackOf = (name: string) => readonly string[];

export type GoodsFault = "no_goods" | "unknown_pack" | "ambiguous_pack" | "bad_packs" | "too_many_goods" | "goods_long";

/** Ids of packs with how many of each, in the order of the ids. */
export type Goods = Readonly<Record<string, number>>;

/**
 * What somebody gets. A pack without a number of its own is as many as the line says (`packs`). A pack that is named twice counts together.
 * Goods are null while anything is wrong.
 */
export function judgeGoods(
  written: { readonly goods: string; readonly packs: string },
  packOf: PackOf,
): { goods: Goods | null; faults: GoodsFault[] } {
  const named = readGoods(written.goods);
  if (written.goods.length > MAX_GOODS_TEXT) return { goods: null, faults: ["goods_long"] };
  if (named.length === 0) return { goods: null, faults: ["no_goods"] };
  const faults = new Set<GoodsFault>();
  const goods = new Map<string, number>();
  const each = packsWritten(written.packs);
  for (const { name, packs } of named) {
    const [id, other] = packOf(name);
    if (id === undefined) faults.add("unknown_pack");
    else if (other !== undefined) faults.add("ambiguous_pack");
    const count = packs === undefined ? each : packs;
    if (count === null) faults.add("bad_packs");
    if (id !== undefined) goods.set(id, (goods.get(id) ?? 0) + (count ?? 0));
  }
  if (goods.size > MAX_GOODS_EACH) faults.add("too_many_goods");
  if (faults.size > 0) return { goods: null, faults: [...faults] };
  return { goods: Object.fromEntries([...goods].sort(([a], [b]) => (a < b ? -1 : 1))), faults: [] };
}

/** Whether both say the same packs, as many of each. */
export function sameGoods(one: Goods, other: Goods): boolean {
  const ids = Object.keys(one);
  return ids.length === Object.keys(other).length && ids.every((id) => one[id] === other[id]);
}
