import { find } from "./data.server";
import { pickNearest, wordsOfHandle, type Nearest, type Shelf } from "./nearest";

/** Searches for pages that are not there, at once in this process: who tries addresses by the thousand takes no search from a buyer. */
const MOST_AT_ONCE = 2;
let searching = 0;

/** What `loaded` is; where there is no such page (404), the same with what is nearest to its handle beside it. */
export async function orNearest<T>(loaded: Promise<T>, handle: string, shelf: Shelf): Promise<T> {
  try {
    return await loaded;
  } catch (thrown) {
    if (!(thrown instanceof Response) || thrown.status !== 404) throw thrown;
    throw Response.json({ nearest: await nearestTo(handle, shelf) }, { status: 404 });
  }
}

/** By the shop's own search, slips and pinyin included. None where it has no answer: a page that is not there needs none. */
async function nearestTo(handle: string, shelf: Shelf): Promise<Nearest[]> {
  if (searching >= MOST_AT_ONCE) return [];
  searching++;
  try {
    for (const q of wordsOfHandle(handle)) {
      const found = pickNearest(await search(q), shelf);
      if (found.length > 0) return found;
    }
    return [];
  } catch {
    return [];
  } finally {
    searching--;
  }
}

async function search(q: string): Promise<Nearest[]> {
  const { products, villages } = await find({ q });
  return [
    ...products.map((one): Nearest => ({
      shelf: "products",
      handle: one.handle,
      name: one.title,
      place: one.village?.name ?? null,
    })),
    ...villages.map((one): Nearest => ({ shelf: "villages", handle: one.handle, name: one.name, place: one.county })),
  ];
}
