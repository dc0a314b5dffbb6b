import type { Path } from "../../i18n/locale";
import type { Both } from "../../lib/path";
import { productCards, type ProductCard } from "./data.server";

/** Chinese name of a product, a pack, or both with a space between, to the name in both languages. */
export type Names = (chinese: string) => Both;

/** Orders and parcels keep the name that was sold, in Chinese; what is still on sale has an English one too. */
export const allNames = async (): Promise<Names> => namesOf(await productCards());

export function namesOf(cards: readonly ProductCard[]): Names {
  const known = new Map<string, string>();
  for (const { title, packs } of cards) {
    known.set(title.zh, title.en);
    for (const pack of packs) {
      known.set(pack.title.zh, pack.title.en);
      known.set(`${title.zh} ${pack.title.zh}`, `${title.en}, ${pack.title.en}`);
    }
  }
  return (chinese) => ({ zh: chinese, en: known.get(chinese) ?? chinese });
}

/** The same list of things, called by their names in the reader's language. Nobody who reads Chinese waits for a look-up. */
export async function titlesIn(path: Path): Promise<<One extends { title: string }>(all: readonly One[]) => One[]> {
  if (path === "zh") return (all) => [...all];
  const names = await allNames();
  return (all) => all.map((one) => ({ ...one, title: names(one.title)[path] }));
}
