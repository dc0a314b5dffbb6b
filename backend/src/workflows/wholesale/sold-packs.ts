import type { MedusaContainer } from "@medusajs/framework/types";
import { ContainerRegistrationKeys } from "@medusajs/framework/utils";
import { partedName, readQuickAmount, toMinor } from "@commonlot/domain";
import { LOCALES } from "../../lib/english";
import { rows, type Sql } from "../../lib/sql";
import type { Words } from "../../lib/words";

/** The shop sells in it; a ladder is in its cooperative's currency. */
const CURRENCY = "CNY";

/** A pack that is on sale, with all that a table of packs says of it but what it costs companies. */
export interface SoldPack {
  variant_id: string;
  product_id: string;
  handle: string;
  sku: string | null;
  title: Words;
  pack: Words;
  pool_id: string;
  /** Of the whole pool now, promised or not. */
  on_hand: number;
  cooperative_id: string;
  grade: string;
  unit: "g" | "piece";
  units_per_pack: number;
  pack_g: number;
  /** The cooperative's own price; what the operator's price lists say is not looked at. Null: it has none. */
  shop_minor: bigint | null;
}

interface Row {
  variant_id: string;
  product_id: string;
  handle: string;
  sku: string | null;
  title: string;
  title_en: string;
  pack: string;
  pack_en: string;
  pool_id: string;
  on_hand: number;
  cooperative_id: string;
  grade: string;
  unit: "g" | "piece";
  units_per_pack: number;
  pack_g: number;
  amount: string | null;
}

/** Packs of published products that are filled from a pool, with their names in both languages. */
const SOLD = `
  select v.id as variant_id, p.id as product_id, p.handle, v.sku, p.title, coalesce(nullif(trim(tp.translations->>'title'), ''), p.title) as title_en,
         v.title as pack, coalesce(nullif(trim(tv.translations->>'title'), ''), v.title) as pack_en,
         pl.id as pool_id, pl.on_hand::float8 as on_hand, pl.cooperative_id, pl.grade, pl.unit, i.required_quantity::float8 as units_per_pack,
         round(case when jsonb_typeof(v.metadata->'pack_g') = 'number' then (v.metadata->>'pack_g')::numeric
                    else i.required_quantity * pl.unit_g end)::float8 as pack_g
  from product p
  join product_variant v on v.product_id = p.id and v.deleted_at is null
  join product_variant_inventory_item i on i.variant_id = v.id and i.deleted_at is null
  join pool pl on pl.inventory_item_id = i.inventory_item_id and pl.status = 'open'
  left join translation tp on tp.reference_id = p.id and tp.locale_code = '${LOCALES.en}' and tp.deleted_at is null
  left join translation tv on tv.reference_id = v.id and tv.locale_code = '${LOCALES.en}' and tv.deleted_at is null
  where p.deleted_at is null and p.status = 'published'`;

/** The pack's own price: those of price lists, for quantities or with rules are the operator's. */
const PRICE = `
  left join lateral (
    select pr.amount::text as amount from product_variant_price_set s
    join price pr on pr.price_set_id = s.price_set_id and pr.deleted_at is null
    where s.variant_id = sold.variant_id and s.deleted_at is null and pr.currency_code = '${CURRENCY.toLowerCase()}' and pr.price_list_id is null
      and coalesce(pr.rules_count, 0) = 0 and pr.min_quantity is null and pr.max_quantity is null
    order by pr.id limit 1) price on true`;

/** Of these products, or these packs; one query for any number. What is not on sale is missing. */
export async function soldPacks(
  container: MedusaContainer,
  of: { product_ids: readonly string[] } | { variant_ids: readonly string[] },
): Promise<SoldPack[]> {
  const [column, ids] = "product_ids" in of ? ["p.id", of.product_ids] : ["v.id", of.variant_ids];
  if (ids.length === 0) return [];
  const found = await rows<Row>(
    connection(container),
    `select sold.*, price.amount from (${SOLD} and ${column} = any(?)) sold ${PRICE} order by sold.product_id, sold.units_per_pack, sold.variant_id`,
    [[...new Set(ids)]],
  );
  return found.map(({ amount, title, title_en, pack, pack_en, ...rest }) => {
    const minor = amount === null ? null : toMinor(amount, CURRENCY);
    return {
      ...rest,
      title: { zh: title, en: title_en },
      pack: { zh: pack, en: pack_en },
      shop_minor: minor?.ok && minor.value > 0n ? minor.value : null,
    };
  });
}

/** What somebody calls a pack. */
interface CalledPack {
  name: string;
  pack: string;
}

interface FittingPack {
  variant_id: string;
  pack_g: number;
}

interface Fitting {
  fits: FittingPack[];
  sure: boolean;
}

/**
 * For each name, in order, the packs that it fits: by stock number, product, or product and pack together, in either language; capitals,
 * wide letters and spaces don't matter. `sure` is false where a pack was named that none of the product's packs is called: somebody has to
 * say which. One query for any number of names, and one more where names hold the weight of their pack.
 */
export function fittingPacks(container: MedusaContainer, called: readonly CalledPack[]): Promise<Fitting[]> {
  return packsCalled(connection(container), called);
}

/** The same on a connection, or in a transaction. What nothing is called and ends in a weight is looked up once more as product and pack. */
export async function packsCalled(sql: Sql, called: readonly CalledPack[]): Promise<Fitting[]> {
  const found = await packsNamed(sql, called);
  const parted = called.flatMap((one, at) => {
    const names = found[at]?.fits.length === 0 && one.pack.trim() === "" ? partedName(one.name) : null;
    return names ? [{ at, names }] : [];
  });
  if (parted.length === 0) return found;
  const again = await packsNamed(
    sql,
    parted.map(({ names }) => names),
  );
  const byLine = new Map(parted.map(({ at }, nth) => [at, again[nth]]));
  return found.map((one, at) => byLine.get(at) ?? one);
}

async function packsNamed(sql: Sql, called: readonly CalledPack[]): Promise<Fitting[]> {
  const keys = called.map(({ name, pack }) => `${plain(name)}\n${plain(pack)}`);
  const distinct = [...new Set(keys)].map((key) => key.split("\n") as [name: string, pack: string]);
  const found = await rows<{ at: number; variant_id: string; pack_g: number; fits: boolean }>(
    sql,
    `with sold as materialized (select s.*, ${sqlPlain("s.title")} as t, ${sqlPlain("s.title_en")} as te, ${sqlPlain("s.pack")} as k,
         ${sqlPlain("s.pack_en")} as ke from (${SOLD}) s),
     named as (
       select variant_id, ${sqlPlain("sku")} as name, true as whole from sold where sku is not null
       union select variant_id, t, false from sold union select variant_id, te, false from sold union select variant_id, ${sqlPlain("handle")}, false from sold
       union select variant_id, t || k, true from sold union select variant_id, te || ke, true from sold),
     asked as (select * from unnest(?::int[], ?::text[], ?::text[], ?::float8[]) as a (at, name, pack, pack_g))
     select a.at, n.variant_id, s.pack_g, bool_or(a.pack = '' or n.whole or a.pack in (s.k, s.ke) or a.pack_g = s.pack_g) as fits
     from asked a join named n on n.name = a.name join sold s on s.variant_id = n.variant_id
     where a.name <> '' group by a.at, n.variant_id, s.pack_g order by a.at, s.pack_g, n.variant_id`,
    [
      distinct.map((_, at) => at),
      distinct.map(([name]) => name),
      distinct.map(([, pack]) => pack),
      distinct.map(([, pack]) => gramsOf(pack)),
    ],
  );
  const byKey = new Map<string, { fits: FittingPack[]; others: FittingPack[] }>();
  for (const { at, variant_id, pack_g, fits } of found) {
    const key = (distinct[at] ?? ["", ""]).join("\n");
    const one = byKey.get(key) ?? { fits: [], others: [] };
    (fits ? one.fits : one.others).push({ variant_id, pack_g });
    byKey.set(key, one);
  }
  return keys.map((key) => {
    const one = byKey.get(key) ?? { fits: [], others: [] };
    return one.fits.length > 0 ? { fits: one.fits, sure: true } : { fits: one.others, sure: one.others.length === 0 };
  });
}

/** A name as it is compared; the same in the database. */
const plain = (text: string) => text.normalize("NFKC").toLowerCase().replace(/\s+/gu, "");
const sqlPlain = (column: string) => `regexp_replace(lower(normalize(${column}, NFKC)), '\\s+', '', 'g')`;

/** A pack that is called by its weight. */
function gramsOf(pack: string): number | null {
  const weight = readQuickAmount(pack, "packs");
  return weight?.in === "grams" ? weight.grams : null;
}

const connection = (container: MedusaContainer): Sql => container.resolve(ContainerRegistrationKeys.PG_CONNECTION);
