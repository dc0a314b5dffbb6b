import type { MedusaContainer } from "@medusajs/framework/types";
import { ContainerRegistrationKeys } from "@medusajs/framework/utils";
import { createTranslationsWorkflow, updateTranslationsWorkflow } from "@medusajs/medusa/core-flows";
import { LOCALES } from "../../lib/english";

export interface EnglishOf {
  reference: "product" | "product_variant" | "product_option" | "product_option_value";
  reference_id: string;
  translations: Record<string, string>;
}

interface Standing {
  id: string;
  reference_id: string;
  translations: Record<string, unknown> | null;
}

/** Writes English texts as Medusa's translations: those that stand are changed, other fields of them kept. The same again writes nothing. */
export async function writeEnglish(container: MedusaContainer, texts: readonly EnglishOf[]): Promise<void> {
  if (texts.length === 0) return;
  const query = container.resolve(ContainerRegistrationKeys.QUERY);
  const { data } = await query.graph({
    entity: "translation",
    fields: ["id", "reference_id", "translations"],
    filters: { reference_id: texts.map((one) => one.reference_id), locale_code: LOCALES.en },
  });
  const stands = new Map((data as unknown as Standing[]).map((one) => [one.reference_id, one]));
  const fresh = texts.filter((one) => !stands.has(one.reference_id));
  const changed = texts.flatMap((one) => {
    const now = stands.get(one.reference_id);
    const same = Object.entries(one.translations).every(([field, text]) => now?.translations?.[field] === text);
    return now && !same ? [{ id: now.id, translations: { ...now.translations, ...one.translations } }] : [];
  });
  if (fresh.length > 0) {
    await createTranslationsWorkflow(container).run({
      input: { translations: fresh.map((one) => ({ ...one, locale_code: LOCALES.en })) },
    });
  }
  if (changed.length > 0) await updateTranslationsWorkflow(container).run({ input: { translations: changed } });
}

/** The English of the sizes by which any client of the store API chooses a pack: those named as a pack is. */
export async function writeOptionEnglish(
  container: MedusaContainer,
  product_id: string,
  packs: readonly { title_zh: string; title_en: string }[],
): Promise<void> {
  const query = container.resolve(ContainerRegistrationKeys.QUERY);
  const { data } = await query.graph({
    entity: "product",
    fields: ["options.values.id", "options.values.value"],
    filters: { id: product_id },
  });
  const product = data[0] as unknown as
    { options?: { values?: { id: string; value: string }[] | null }[] | null } | undefined;
  const values = (product?.options ?? []).flatMap((option) => option.values ?? []);
  const english = new Map(packs.filter((pack) => pack.title_en !== "").map((pack) => [pack.title_zh, pack.title_en]));
  await writeEnglish(
    container,
    values.flatMap(({ id, value }) => {
      const title = english.get(value);
      return title === undefined
        ? []
        : [{ reference: "product_option_value" as const, reference_id: id, translations: { value: title } }];
    }),
  );
}
