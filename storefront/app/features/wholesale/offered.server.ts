import { find } from "../find/data.server";
import { ASKED } from "../find/asked";
import { productCards, productPage } from "../produce/data.server";

/** What a list of addressees can be sent: all products page by page, or those that were looked for. */
export async function offered(url: URL) {
  const typed = (url.searchParams.get("q") ?? "").trim().slice(0, 80);
  const asked = url.searchParams.get("page") ?? "";
  const page = ASKED.page.test(asked) ? Number(asked) : 1;
  if (typed === "") return { q: "", page, count: 0, ...(await productPage(page)) };
  const found = await find({ q: typed, page: String(page) });
  const products = await productCards(found.products.map((one) => one.id));
  return { q: typed, page: found.page, pages: found.pages, count: found.count, products };
}
