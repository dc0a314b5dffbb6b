/** The cache of the weighing page and its files. */
export const CACHE = "weigh-in";

/** Keeps the page as it is for nobody in particular: its form and tables, without a name. Kept under its own address. */
export async function keepNameless(url: string): Promise<void> {
  const page = await fetch(`${url}?kept`);
  if (page.ok && page.type === "basic" && !page.redirected) await (await caches.open(CACHE)).put(url, page);
}
