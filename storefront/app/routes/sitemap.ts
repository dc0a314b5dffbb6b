import { PAGES_A_FILE, pagesToFind, sitemapIndex, urlset } from "../features/store/sitemap.server";
import { ownOrigin } from "../lib/own-origin.server";
import type { Route } from "./+types/sitemap";

const FILE = /^\/(?:sitemap|sitemaps\/([1-9]\d{0,3}))\.xml$/;

/** `/sitemap.xml`: every page that may be found; an index of `/sitemaps/1.xml` and so on, where they are many. */
export async function loader({ request }: Route.LoaderArgs): Promise<Response> {
  const { pathname } = new URL(request.url);
  const asked = FILE.exec(pathname);
  if (!asked) return new Response(null, { status: 404 });
  const number = asked[1];
  const origin = ownOrigin(request);
  const pages = await pagesToFind(Date.now());
  const files = Math.ceil(pages.length / PAGES_A_FILE);
  if (number === undefined) return xml(files > 1 ? sitemapIndex(files, origin) : urlset(pages, origin));
  if (Number(number) > files) return new Response(null, { status: 404 });
  const from = (Number(number) - 1) * PAGES_A_FILE;
  return xml(urlset(pages.slice(from, from + PAGES_A_FILE), origin));
}

const xml = (text: string): Response =>
  new Response(text, {
    headers: { "Content-Type": "application/xml; charset=utf-8", "Cache-Control": "public, max-age=600" },
  });
