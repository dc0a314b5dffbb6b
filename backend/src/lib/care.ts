import { rows, type Sql } from "./sql";

/** How goods want to be handled: what the packs on file say, read when it is shown or printed. */
export interface Care {
  readonly fragile: boolean;
  readonly upright: boolean;
  readonly cold: boolean;
}

export const NO_CARE: Care = { fragile: false, upright: false, cold: false };

/** In the order in which they are shown everywhere. */
export const CARE_MARKS = ["fragile", "upright", "cold"] as const;

/** Words beside the marks on papers, which are in both languages. */
export const CARE_WORDS: Record<keyof Care, { zh: string; en: string }> = {
  fragile: { zh: "易碎", en: "Fragile" },
  upright: { zh: "此面朝上", en: "This way up" },
  cold: { zh: "冷藏", en: "Keep cold" },
};

export const marksOf = (care: Care): (keyof Care)[] => CARE_MARKS.filter((mark) => care[mark]);

/** "易碎 Fragile · 此面朝上 This way up"; empty where nothing is to be minded. */
export function careText(care: Care): string {
  return marksOf(care)
    .map((mark) => `${CARE_WORDS[mark].zh} ${CARE_WORDS[mark].en}`)
    .join(" · ");
}

/** The variants of parcel lines (`line`), as `care_i`, and what is on file of them, as `care_a`. */
export const joinCare = (line: string): string =>
  `left join order_line_item care_i on care_i.id = ${line}.order_line_id left join pack_attributes care_a on care_a.variant_id = care_i.variant_id`;

/** What all of the joined lines want together. */
export const CARE = `jsonb_build_object('fragile', coalesce(bool_or(care_a.fragile), false), 'upright', coalesce(bool_or(care_a.keep_upright), false),
  'cold', coalesce(bool_or(care_a.cold), false))`;

/** Which variant each order line is of. */
export async function variantsOfLines(sql: Sql, order_line_ids: readonly string[]): Promise<Map<string, string>> {
  const found = await rows<{ id: string; variant_id: string }>(
    sql,
    `select id, variant_id from order_line_item where id = any(?) and variant_id is not null`,
    [[...order_line_ids]],
  );
  return new Map(found.map(({ id, variant_id }) => [id, variant_id]));
}

/** What the goods of each line want; lines of which nothing was said are left out. */
export async function careOfLines(sql: Sql, order_line_ids: readonly string[]): Promise<Map<string, Care>> {
  const found = await rows<Care & { id: string }>(
    sql,
    `select i.id, a.fragile, a.keep_upright as upright, a.cold from order_line_item i join pack_attributes a on a.variant_id = i.variant_id
     where i.id = any(?)`,
    [[...new Set(order_line_ids)]],
  );
  return new Map(found.map(({ id, ...care }) => [id, care]));
}
