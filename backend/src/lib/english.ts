import type { MedusaContainer } from "@medusajs/framework/types";
import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import { ContainerRegistrationKeys } from "@medusajs/framework/utils";
import { rows } from "./sql";
import type { Words } from "./words";

/** Medusa's own texts are Chinese; English is their translation in Medusa's translation module (docs/adr/0044). */
export const LOCALES = { zh: "zh-CN", en: "en-US" } as const;

/** Ids asked for at once. */
const BATCH = 500;

/** English texts of products, packs and whatever else Medusa translates, by id. */
export class English {
  constructor(private readonly texts: ReadonlyMap<string, Readonly<Record<string, unknown>>>) {}

  /** The English of a field; undefined where nobody has written it. */
  of(id: string | null | undefined, field: string): string | undefined {
    const text = this.texts.get(id ?? "")?.[field];
    return typeof text === "string" && text.trim() !== "" ? text : undefined;
  }

  /** A text in both languages; where nobody has written the English, the Chinese stands for it. */
  both(id: string | null | undefined, field: string, zh: string | null | undefined): Words {
    return { zh: zh ?? "", en: this.of(id, field) ?? zh ?? "" };
  }
}

/** The English of all these in one query per five hundred of them. */
export async function englishOf(container: MedusaContainer, ids: readonly string[]): Promise<English> {
  const query = container.resolve(ContainerRegistrationKeys.QUERY);
  const texts = new Map<string, Record<string, unknown>>();
  for (let at = 0; at < ids.length; at += BATCH) {
    const { data } = await query.graph({
      entity: "translation",
      fields: ["reference_id", "translations"],
      filters: { reference_id: ids.slice(at, at + BATCH), locale_code: LOCALES.en },
    });
    for (const one of data as unknown as { reference_id: string; translations: Record<string, unknown> | null }[])
      texts.set(one.reference_id, one.translations ?? {});
  }
  return new English(texts);
}

/**
 * English by the Chinese name alone, for what keeps no more than that: a product's title, or "title pack". One statement for all; of
 * several products of one name, one that is translated answers.
 */
export async function englishByTitle(
  sql: Knex,
  titles: readonly string[],
): Promise<{ title: string; en: { title: string; pack: string | null } }[]> {
  // Where the product's name ends in "title pack" is not known: every space may be the place.
  const heads = titles.flatMap((title) => [
    { title, head: title },
    ...[...title.matchAll(/ /g)].map(({ index }) => ({ title, head: title.slice(0, index) })),
  ]);
  const found = await rows<{ title: string; product: string; pack: string | null }>(
    sql,
    `select distinct on (a.title) a.title, coalesce(nullif(trim(tp.translations->>'title'), ''), p.title) as product,
            case when v.id is not null then coalesce(nullif(trim(tv.translations->>'title'), ''), v.title) end as pack
     from unnest(?::text[], ?::text[]) as a (title, head)
     join product p on p.title = a.head and p.deleted_at is null
     left join product_variant v on v.product_id = p.id and v.deleted_at is null and p.title || ' ' || v.title = a.title
     left join translation tp on tp.reference_id = p.id and tp.locale_code = ? and tp.deleted_at is null
     left join translation tv on tv.reference_id = v.id and tv.locale_code = ? and tv.deleted_at is null
     where a.title = a.head or v.id is not null
     order by a.title, tp.id is null, (v.id is not null and tv.id is null), p.id`,
    [heads.map((one) => one.title), heads.map((one) => one.head), LOCALES.en, LOCALES.en],
  );
  return found.map(({ title, product, pack }) => ({ title, en: { title: product, pack } }));
}
