import { rows, type Sql } from "../../lib/sql";
import { LOCALES } from "../../lib/english";

/** A published product that is not whole in both languages, and what it lacks. */
export interface Untranslated {
  id: string;
  title: string;
  missing: ("description_zh" | "title_en" | "description_en" | "packs_en")[];
}

/** Shown at most: one is too many, more are a list to work off. */
const LIMIT = 100;

/** Published products that lack a text in one of the languages; `id`: of that product only, published or not. */
export function untranslated(sql: Sql, id?: string): Promise<Untranslated[]> {
  return rows(
    sql,
    `select * from (
       select p.id, p.title, array_remove(array[
         case when coalesce(trim(p.description), '') = '' then 'description_zh' end,
         case when coalesce(trim(t.translations->>'title'), '') = '' then 'title_en' end,
         case when coalesce(trim(t.translations->>'description'), '') = '' then 'description_en' end,
         case when exists (
           select 1 from product_variant v left join translation e on e.reference_id = v.id and e.locale_code = ? and e.deleted_at is null
           where v.product_id = p.id and v.deleted_at is null and coalesce(trim(e.translations->>'title'), '') = '') then 'packs_en' end
         ], null) as missing
       from product p left join translation t on t.reference_id = p.id and t.locale_code = ? and t.deleted_at is null
       where p.deleted_at is null and ${id === undefined ? "p.status = 'published'" : "p.id = ?"}) found
     where missing <> '{}' order by id limit ${LIMIT}`,
    [LOCALES.en, LOCALES.en, ...(id === undefined ? [] : [id])],
  );
}
