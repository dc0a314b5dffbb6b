import { z } from "zod";
import { inLanguage } from "../../i18n/locale";
import { read } from "../../lib/api.server";

/** Pages of one file; each stands in it in both languages. The protocol takes 50,000 addresses and 50 MB. */
export const PAGES_A_FILE = 5_000;
/** Products of one call. */
const CALL = 500;
/** Read again after so long: robots come seldom, and many at once. */
const KEPT_MS = 600_000;

interface Found {
  readonly path: string;
  readonly changed: string | undefined;
}

const productsSchema = z.object({
  products: z.array(z.object({ handle: z.string(), updated_at: z.string().nullish() })),
});
const villagesSchema = z.object({ villages: z.array(z.object({ handle: z.string() })) });
const regionsSchema = z.object({ home: z.object({ regions: z.array(z.object({ handle: z.string() })) }) });

let kept: { at: number; pages: Promise<Found[]> } | undefined;

/** Every page that may be found, without its language. Read once for all who ask within ten minutes. */
export function pagesToFind(now: number): Promise<Found[]> {
  if (kept && now - kept.at < KEPT_MS) return kept.pages;
  const reading = { at: now, pages: readAll() };
  kept = reading;
  // What failed is not kept.
  reading.pages.catch(() => {
    if (kept === reading) kept = undefined;
  });
  return reading.pages;
}

async function readAll(): Promise<Found[]> {
  const [{ villages }, { home }] = await Promise.all([
    read("/store/villages", villagesSchema),
    read("/store/home", regionsSchema),
  ]);
  const pages: Found[] = [
    "",
    "/wholesale",
    ...home.regions.map(({ handle }) => `/regions/${encodeURIComponent(handle)}`),
    ...villages.flatMap(({ handle }) => villagePages(handle)),
  ].map((path) => ({ path, changed: undefined }));
  for (let offset = 0; ; offset += CALL) {
    const { products } = await read("/store/products", productsSchema, {
      query: { fields: "handle,updated_at", order: "handle", limit: CALL, offset },
    });
    pages.push(
      ...products.map(({ handle, updated_at }) => ({
        path: `/products/${encodeURIComponent(handle)}`,
        changed: updated_at?.slice(0, 10),
      })),
    );
    if (products.length < CALL) return pages;
  }
}

const villagePages = (handle: string): string[] => {
  const page = `/villages/${encodeURIComponent(handle)}`;
  return [page, `${page}/money`];
};

/** One file of the map: each page in both languages, each naming the other. */
export function urlset(pages: readonly Found[], origin: string): string {
  const urls = pages.flatMap(({ path, changed }) => {
    const address = (language: "zh" | "en") => escaped(origin + inLanguage(`/zh${path}`, language));
    const others = [
      `<xhtml:link rel="alternate" hreflang="zh-CN" href="${address("zh")}"/>`,
      `<xhtml:link rel="alternate" hreflang="en" href="${address("en")}"/>`,
    ].join("");
    const last = changed === undefined ? "" : `<lastmod>${escaped(changed)}</lastmod>`;
    return (["zh", "en"] as const).map((language) => `<url><loc>${address(language)}</loc>${last}${others}</url>`);
  });
  return `${XML}<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">${urls.join("\n")}</urlset>\n`;
}

/** Names the files, where one is not enough. */
export function sitemapIndex(files: number, origin: string): string {
  const maps = Array.from(
    { length: files },
    (_, index) => `<sitemap><loc>${escaped(`${origin}/sitemaps/${index + 1}.xml`)}</loc></sitemap>`,
  );
  return `${XML}<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">${maps.join("\n")}</sitemapindex>\n`;
}

const XML = `<?xml version="1.0" encoding="UTF-8"?>\n`;
const escaped = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
