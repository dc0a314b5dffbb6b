import { z } from "zod";
import type { Path } from "../../i18n/locale";
import { read } from "../../lib/api.server";
import { inGroups } from "../../lib/groups";
import type { Both } from "../../lib/path";
import type { ProductCard } from "./data.server";

/** Chinese name of a product, a pack, or both with a space between, to the name in both languages. */
export type Names = (chinese: string) => Both;

const namesSchema = z.object({
  names: z.array(z.object({ title: z.string(), en: z.object({ title: z.string(), pack: z.string().nullable() }) })),
});
/** The backend looks no longer name up: it stays Chinese. */
const LONGEST = 300;

/** Orders and parcels keep the name that was sold, in Chinese; what is still on sale has an English one too. */
export async function namesFor(chinese: readonly string[]): Promise<Names> {
  const asked = [...new Set(chinese)].filter((title) => title.trim() !== "" && title.length <= LONGEST);
  const answers = await Promise.all(
    inGroups(asked).map((title) => read("/store/names", namesSchema, { query: { title } })),
  );
  return knownNames(
    answers.flatMap(({ names }) =>
      names.map(({ title, en }) => [title, en.pack === null ? en.title : `${en.title}, ${en.pack}`]),
    ),
  );
}

/** Of products that are known already. */
export const namesOf = (cards: readonly ProductCard[]): Names =>
  knownNames(
    cards.flatMap(({ title, packs }) => [
      [title.zh, title.en] as const,
      ...packs.map((pack) => [pack.title.zh, pack.title.en] as const),
    ]),
  );

function knownNames(pairs: readonly (readonly [string, string])[]): Names {
  const known = new Map(pairs);
  return (chinese) => ({ zh: chinese, en: known.get(chinese) ?? chinese });
}

/** Things called by their names in the reader's language, for lists of these titles. Nobody who reads Chinese waits for a look-up. */
export async function titlesIn(
  path: Path,
  titles: readonly string[],
): Promise<<One extends { title: string }>(all: readonly One[]) => One[]> {
  if (path === "zh") return (all) => [...all];
  const names = await namesFor(titles);
  return (all) => all.map((one) => ({ ...one, title: names(one.title)[path] }));
}

export const titlesOf = (all: readonly { readonly title: string }[]): string[] => all.map((one) => one.title);
