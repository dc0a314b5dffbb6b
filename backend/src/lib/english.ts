import type { MedusaContainer } from "@medusajs/framework/types";
import { ContainerRegistrationKeys } from "@medusajs/framework/utils";
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
