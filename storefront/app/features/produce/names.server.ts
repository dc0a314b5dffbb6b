import type { Both } from "../../lib/path";
import { productCards } from "./data.server";

/** Chinese name of a product, a pack, or both with a space between, to the name in both languages. */
export type Names = (chinese: string) => Both;

/** Orders and parcels keep the name that was sold, in Chinese; what is still on sale has an English one too. */
export async function allNames(): Promise<Names> {
  const known = new Map<string, string>();
  for (const { title, packs } of await productCards()) {
    known.set(title.zh, title.en);
    for (const pack of packs) {
      known.set(pack.title.zh, pack.title.en);
      known.set(`${title.zh} ${pack.title.zh}`, `${title.en}, ${pack.title.en}`);
    }
  }
  return (chinese) => ({ zh: chinese, en: known.get(chinese) ?? chinese });
}
