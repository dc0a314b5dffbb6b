import type { English } from "./english";
import type { Words } from "./words";

/** A product or a variant, as far as its name goes. */
export interface Titled {
  id?: string;
  title?: string | null;
}

/** What people call a pack: its product and its size, in both languages; where nobody wrote the English, the title stands. */
export function packNames(
  product: Titled | null | undefined,
  variant: Titled | null | undefined,
  english: English,
): Words {
  const titles = [product, variant].map((one) => english.both(one?.id, "title", one?.title));
  const of = (language: keyof Words, between: string) =>
    titles
      .map((title) => title[language])
      .filter((word) => word !== "")
      .join(between);
  return { zh: of("zh", " "), en: of("en", ", ") };
}
