import { createTranslationsWorkflow } from "@medusajs/medusa/core-flows";
import { PRODUCE } from "./data/produce.js";
import type { House } from "./house.js";
import { OPTION, packSku } from "./produce.js";
import { PARCEL } from "./shipping.js";
import { REGION, VAT } from "./store.js";

const ENGLISH = "en-US";

interface Translation {
  reference: string;
  reference_id: string;
  translations: Record<string, string>;
}

/** The English of everything that Medusa translates and a buyer reads. What is translated already is left as it is. */
export async function seedTranslations({ container, find }: House): Promise<void> {
  const wanted = [
    ...(await products(find)),
    ...(await named(find, "region", "name", REGION, "China")),
    ...(await named(find, "tax_rate", "name", VAT, "VAT on produce")),
    ...(await named(find, "shipping_option", "name", PARCEL, "Parcel")),
  ];
  const stands = await find<{ reference_id: string }>("translation", ["reference_id"], {
    reference_id: wanted.map((one) => one.reference_id),
    locale_code: ENGLISH,
  });
  const known = new Set(stands.map((one) => one.reference_id));
  const missing = wanted.filter((one) => !known.has(one.reference_id));
  if (missing.length === 0) return;
  await createTranslationsWorkflow(container).run({
    input: { translations: missing.map((one) => ({ ...one, locale_code: ENGLISH })) },
  });
}

async function named(
  find: House["find"],
  reference: string,
  field: string,
  chinese: string,
  english: string,
): Promise<Translation[]> {
  const found = await find<{ id: string }>(reference, ["id"], { [field]: chinese });
  return found.map(({ id }) => ({ reference, reference_id: id, translations: { [field]: english } }));
}

interface Found {
  id: string;
  handle: string;
  variants: { id: string; sku: string }[];
  options: { id: string; title: string; values: { id: string; value: string }[] }[];
}

async function products(find: House["find"]): Promise<Translation[]> {
  const found = await find<Found>(
    "product",
    [
      "id",
      "handle",
      "variants.id",
      "variants.sku",
      "options.id",
      "options.title",
      "options.values.id",
      "options.values.value",
    ],
    { handle: PRODUCE.map((seed) => seed.handle) },
  );
  return PRODUCE.flatMap((seed) => {
    const product = found.find((one) => one.handle === seed.handle);
    if (!product) return [];
    const { id, variants, options } = product;
    const option = options.find((one) => one.title === OPTION);
    return [
      {
        reference: "product",
        reference_id: id,
        translations: { title: seed.title_en, description: seed.description_en },
      },
      ...seed.packs.flatMap((pack): Translation[] => {
        const variant = variants.find((one) => one.sku === packSku(seed, pack));
        const value = option?.values.find((one) => one.value === pack.title_zh);
        return [
          ...(variant
            ? [{ reference: "product_variant", reference_id: variant.id, translations: { title: pack.title_en } }]
            : []),
          ...(value
            ? [{ reference: "product_option_value", reference_id: value.id, translations: { value: pack.title_en } }]
            : []),
        ];
      }),
      ...(option ? [{ reference: "product_option", reference_id: option.id, translations: { title: "Pack" } }] : []),
    ];
  });
}
