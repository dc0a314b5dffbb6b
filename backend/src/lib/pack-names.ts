import type { Words } from "./words";

/** A product or a variant, as far as its name goes. */
export interface Titled {
  title?: string | null;
  metadata?: Record<string, unknown> | null;
}

/** What people call a pack: its product and its size, in both languages; where nobody wrote a language, the title stands. */
export function packNames(product: Titled | null | undefined, variant: Titled | null | undefined): Words {
  const of = (language: keyof Words): string =>
    [product, variant]
      .map((one) => {
        const written = one?.metadata?.[`title_${language}`];
        return typeof written === "string" && written !== "" ? written : (one?.title ?? "");
      })
      .filter((word) => word !== "")
      .join(language === "zh" ? " " : ", ");
  return { zh: of("zh"), en: of("en") };
}
