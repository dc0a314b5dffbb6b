import type { MedusaContainer } from "@medusajs/framework/types";
import { produceWords } from "../../lib/words";
import type VillageService from "../../modules/village/service";
import { withShut } from "../cycle/shut";
import { ask, countsOf, productsOf, soldIn, villagesOf, pagesOf } from "./cards";

const VILLAGES = 24;
const BEST = 8;
const VALUES = 100;

/** A region's villages in the order of what they sold lately, and what sells best; undefined when there is no such region. */
export async function readPavilion(
  container: MedusaContainer,
  { handle, page }: { handle: string; page: number },
  channels: readonly string[],
) {
  const service: VillageService = container.resolve("village");
  const region = (await service.regions()).find((one) => one.handle === handle);
  if (!region) return undefined;
  const [villages, products] = await ask(container, [
    {
      entity: "village",
      filters: { region: handle },
      pagination: { skip: (page - 1) * VILLAGES, take: VILLAGES, order: { sold_g: "DESC", in_stock: "DESC" } },
    },
    {
      entity: "product",
      filters: { ...soldIn(channels), region: handle, in_stock: true },
      pagination: { take: BEST, order: { sold_g: "DESC" } },
      search_options: { facets: [{ field: "produce", limit: VALUES }] },
    },
  ]);
  const count = villages?.metadata.count ?? 0;
  return {
    handle,
    name: { zh: region.name_zh, en: region.name_en },
    intro: { zh: region.intro_zh, en: region.intro_en },
    villages: villagesOf(villages),
    village_count: count,
    page,
    pages: pagesOf(count, VILLAGES),
    best: await withShut(container, productsOf(products)),
    product_count: products?.metadata.count ?? 0,
    categories: countsOf(products, "produce").map(({ value, count: products_of }) => ({
      value,
      count: products_of,
      name: produceWords(value),
    })),
  };
}
