import { data, redirect } from "react-router";
import { z } from "zod";
import { taxWithin } from "@commonlot/domain";
import type { Path } from "../../i18n/locale";
import { say } from "../../i18n/say.server";
import type { Refusal } from "../../lib/api.server";
import type { Member } from "../../lib/member.server";
import { exampleAmount, majorText, minorTyped } from "../../lib/money.server";
import { both, unit } from "../../lib/shapes";
import { gramsOf } from "../people/actions.server";
import { whereYuanGoes } from "../produce/yuan.server";
import type { Problem } from "../ui/Field";
import { text, typed as typedOf } from "../ui/form.server";
import { NEW_PACK, PRODUCT_FIELDS } from "./product-fields";
import { shopWords } from "./words.server";

export const poolSchema = z.object({
  id: z.string(),
  produce_name: both,
  grade_name: both,
  village: both.nullable(),
  unit,
  unit_g: z.number(),
  blendable: z.boolean(),
  pack_units: z.int().nullable(),
});
export type PoolOfProduct = z.output<typeof poolSchema>;

export const productsSchema = z.object({
  products: z.array(
    z.object({
      id: z.string(),
      handle: z.string(),
      title: both,
      published: z.boolean(),
      packs: z.int(),
      missing: z.int(),
    }),
  ),
  pools: z.array(poolSchema),
});

const texts = z.object({
  title_zh: z.string(),
  title_en: z.string(),
  description_zh: z.string(),
  description_en: z.string(),
  storage_zh: z.string(),
  storage_en: z.string(),
});
const packSchema = z.object({
  units: z.int().positive(),
  title_zh: z.string(),
  title_en: z.string(),
  price_minor: z.int().nullable(),
});
type PackInWork = z.output<typeof packSchema>;

const productSchema = z.object({
  product: z.object({
    id: z.string(),
    handle: z.string(),
    published: z.boolean(),
    revision: z.string(),
    texts,
    packs: z.array(packSchema.extend({ variant_id: z.string() })),
    missing: z.array(z.string()),
    pool: poolSchema,
    currency: z.string(),
    tax_bp: z.int(),
    policy: z
      .object({
        platform_bp: z.int(),
        cooperative_bp: z.int(),
        agent_bp: z.int(),
        packing_minor_per_kg: z.coerce.number().int(),
        holdback_bp: z.int(),
      })
      .nullable(),
  }),
});
export type ProductInWork = z.output<typeof productSchema>["product"];

/** What a pack costs and what its households get of it, in minor units; null where it has no price or the rates cannot divide it. */
export interface PackShare {
  readonly title: { zh: string; en: string };
  readonly units: number;
  readonly grams: number;
  readonly price_minor: number;
  readonly households_minor: number | null;
}

export const apiOf = (id: string): string => `/desk/products/${encodeURIComponent(id)}`;
export const pageOf = (path: Path, id: string): string => `/${path}/desk/shop/products/${encodeURIComponent(id)}`;

export async function productInWork(member: Member, id: string) {
  const { product } = await member.read(apiOf(id), productSchema);
  const { packs, currency } = product;
  const typed: Record<string, string> = { ...product.texts };
  for (const [at, pack] of packs.entries()) {
    typed[`pack_zh_${at}`] = pack.title_zh;
    typed[`pack_en_${at}`] = pack.title_en;
    typed[`price_${at}`] = pack.price_minor === null ? "" : majorText(pack.price_minor, currency);
  }
  return { ...product, typed, shares: sharesOf(product, packs) };
}

/** What households get of each price by today's rates, before freight: as typed, so that a price can be tried before it stands. */
function sharesOf(product: ProductInWork, packs: readonly PackInWork[]): PackShare[] {
  return packs.flatMap((pack) => {
    if (pack.price_minor === null) return [];
    const grams = pack.units * product.pool.unit_g;
    const title = { zh: pack.title_zh, en: pack.title_en === "" ? pack.title_zh : pack.title_en };
    const divided = product.policy
      ? whereYuanGoes(
          {
            variant_id: "",
            title,
            units: pack.units,
            grams,
            price_minor: pack.price_minor,
            tax_minor: taxWithin(pack.price_minor, product.tax_bp),
            currency: product.currency,
          },
          product.policy,
        )
      : null;
    const households = divided?.find((row) => row.part === "household");
    return [
      {
        title,
        units: pack.units,
        grams,
        price_minor: pack.price_minor,
        households_minor: divided ? (households?.amount_minor ?? 0) : null,
      },
    ];
  });
}

/** Saves what was typed, or only says what households would get of the prices typed; puts on sale and takes off. */
export async function changeProduct(member: Member, path: Path, id: string, form: FormData) {
  const intent = text(form, "intent");
  const seen = text(form, "seen");
  if (intent === "publish" || intent === "withdraw") {
    const answer = await member.call(`${apiOf(id)}/${intent}`, z.unknown(), { body: { seen } });
    return answer.ok
      ? redirect(`${pageOf(path, id)}?${intent === "publish" ? "onSale" : "offSale"}`)
      : refused(path, form, answer.refusal);
  }
  const { product } = await member.read(apiOf(id), productSchema);
  const read = packsTyped(path, form, product.pool, product.currency, product.packs);
  if (read.problems.length > 0) return again(form, read.problems, 400);
  if (intent === "try") return again(form, [], 200, { shares: sharesOf(product, read.packs) });
  const answer = await member.call(apiOf(id), z.unknown(), {
    body: { seen, texts: textsTyped(form), packs: read.packs },
  });
  return answer.ok
    ? redirect(`${pageOf(path, id)}?savedProduct`)
    : refused(path, form, answer.refusal, product.packs.length);
}

/** Makes the product of a pool with its first pack. */
export async function makeProduct(member: Member, path: Path, pool: PoolOfProduct, currency: string, form: FormData) {
  const read = packsTyped(path, form, pool, currency, []);
  const problems =
    read.problems.length === 0 && read.packs.length === 0
      ? [{ field: `units_${NEW_PACK}`, text: say(path)("shopDesk.product.problems.units") }]
      : read.problems;
  if (problems.length > 0) return again(form, problems, 400);
  const answer = await member.call("/desk/products", z.object({ product: z.object({ id: z.string() }) }), {
    body: { pool_id: pool.id, texts: textsTyped(form), packs: read.packs },
  });
  return answer.ok ? redirect(`${pageOf(path, answer.value.product.id)}?made`) : refused(path, form, answer.refusal, 0);
}

const textsTyped = (form: FormData) => Object.fromEntries(PRODUCT_FIELDS.map((field) => [field, text(form, field)]));

/** Packs as they were typed, those that stand by their order; a new one is left out while nothing is typed of it. */
function packsTyped(
  path: Path,
  form: FormData,
  pool: PoolOfProduct,
  currency: string,
  standing: readonly PackInWork[],
): { packs: PackInWork[]; problems: Problem[] } {
  const t = say(path);
  const problems: Problem[] = [];
  const packs: PackInWork[] = [];
  const read = (key: string, units: number | undefined) => {
    const [title_zh, title_en, price] = [`pack_zh_${key}`, `pack_en_${key}`, `price_${key}`].map((name) =>
      text(form, name),
    );
    const price_minor = price === "" || price === undefined ? null : minorTyped(price, currency);
    if (price !== "" && (price_minor === null || price_minor === 0)) {
      problems.push({
        field: `price_${key}`,
        text: t("shopDesk.product.problems.price", { example: exampleAmount(currency) }),
      });
    }
    if (title_zh === "") problems.push({ field: `pack_zh_${key}`, text: t("shopDesk.product.problems.packName") });
    if (units === undefined) problems.push({ field: `units_${key}`, text: t("shopDesk.product.problems.units") });
    packs.push({ units: units ?? 0, title_zh: title_zh ?? "", title_en: title_en ?? "", price_minor });
  };
  for (const [at, pack] of standing.entries()) read(String(at), pack.units);
  const fresh = ["units", "pack_zh", "pack_en", "price"].map((name) => text(form, `${name}_${NEW_PACK}`));
  if (fresh.some((typed) => typed !== "")) read(NEW_PACK, unitsTyped(fresh[0] ?? "", pool));
  return { packs, problems };
}

/** Kilograms as grams, or pieces; what is not blended has the pool's one size. */
function unitsTyped(typed: string, pool: PoolOfProduct): number | undefined {
  if (!pool.blendable) return pool.pack_units ?? undefined;
  if (pool.unit === "g") return gramsOf(typed) || undefined;
  const plain = typed.normalize("NFKC");
  return /^[1-9]\d{0,4}$/.test(plain) ? Number(plain) : undefined;
}

function again(
  form: FormData,
  problems: Problem[],
  status: number,
  more: { stale?: boolean; shares?: PackShare[] } = {},
) {
  return data({ problems, typed: typedOf(form), stale: more.stale ?? false, shares: more.shares ?? null }, { status });
}

const missingIn = z.object({ details: z.object({ missing: z.array(z.string()) }) });

/** `standing`: how many packs stand; the one after them is the new one. */
function refused(path: Path, form: FormData, refusal: Refusal, standing?: number) {
  const words = shopWords(path, refusal);
  const missing = missingIn.safeParse(refusal.details).data?.details.missing ?? [];
  const fields = missing.length > 0 ? missing : [refusal.field ?? "title_zh"];
  const problems = fields.map((field) => ({
    field: fieldOf(field, standing),
    text: missing.length > 0 ? say(path)("shopDesk.product.lacks", { what: nameOf(path, field) }) : words,
  }));
  return again(form, problems, refusal.status, { stale: refusal.code === "stale" });
}

/** "packs.2.title_en" is the English name of the third pack. */
function fieldOf(field: string, standing?: number): string {
  const [, at, what] = /^(?:texts\.)?packs\.(\d+)\.(\w+)$/.exec(field) ?? [];
  if (at !== undefined) {
    const key = Number(at) === standing ? NEW_PACK : at;
    return what === "price_minor" ? `price_${key}` : what === "title_en" ? `pack_en_${key}` : `pack_zh_${key}`;
  }
  const plain = field.replace(/^texts\./, "");
  return PRODUCT_FIELDS.find((one) => one === plain) ?? (plain === "packs" ? "price_0" : "title_zh");
}

/** What is missing, by its name in the form. */
export function nameOf(path: Path, field: string): string {
  const t = say(path);
  if (field === "packs") return t("shopDesk.product.aPrice");
  const pack = /^packs\.(\d+)\./.exec(field)?.[1];
  if (pack !== undefined) return t("shopDesk.product.packInEnglish", { pack: Number(pack) + 1 });
  const [what, language] = field.split("_") as ["title" | "description" | "storage", "zh" | "en"];
  return t(`shopDesk.page.languages.${language}`, { text: t(`shopDesk.product.texts.${what}`) });
}
