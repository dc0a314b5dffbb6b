import type { MedusaContainer } from "@medusajs/framework/types";
import { priceForCompanies, type PackPrice, type ToPromise } from "@commonlot/domain";
import { groupBy } from "../../lib/group-by";
import { todayOf } from "../../lib/today";
import type { Words } from "../../lib/words";
import type CooperativeService from "../../modules/cooperative/service";
import type CycleService from "../../modules/cycle/service";
import type PoolService from "../../modules/pool/service";
import type { CompanyPrice, ListOwner } from "../../modules/wholesale/quick-order/order-types";
import type { OfferedSample } from "../../modules/wholesale/samples/sample-types";
import type WholesaleService from "../../modules/wholesale/service";
import { ask } from "../shop/cards";
import { soldPacks, type SoldPack } from "./sold-packs";

/** Products on a page of the table. */
const PAGE = 30;
/** Pages that can be asked for: ten thousand products and more. */
export const MAX_TABLE_PAGE = 400;

export interface OfferedPack extends SoldPack {
  /** What the company pays that looks; null: it has no price. */
  price: PackPrice | null;
  currency: string;
  minimum_packs: number;
}

export interface TableProduct {
  product_id: string;
  handle: string;
  title: Words;
  cooperative: { id: string; name: Words } | null;
  grade: string;
  unit: "g" | "piece";
  /** Sold in order cycles only: it can't be asked for here. */
  cycle_only: boolean;
  to_promise: ToPromise;
  /** `sample`: what may be had of it first; null: nothing. */
  packs: (OfferedPack & { wanted: number; sample: OfferedSample | null })[];
}

/**
 * One page of what is sold, by what is in stock and sells, or of what fits some words: each product with its packs, what they cost companies,
 * and what there is to promise of its pool by which day. A handful of queries, however many products there are.
 */
export async function quickTable(
  container: MedusaContainer,
  by: ListOwner,
  { q, page }: { q: string; page: number },
): Promise<{ products: TableProduct[]; page: number; pages: number; count: number }> {
  const { ids, count } = await idsOf(container, q, page);
  const { orderLists, sampleOffers }: WholesaleService = container.resolve("wholesale");
  const packs = await withPrices(container, by.company_id, await soldPacks(container, { product_ids: ids }));
  const pool_ids = [...new Set(packs.map((pack) => pack.pool_id))];
  const pools: PoolService = container.resolve("pool");
  const cooperatives: CooperativeService = container.resolve("cooperative");
  const variant_ids = packs.map((pack) => pack.variant_id);
  const [promises, wanted, only, sellers, samples] = await Promise.all([
    pools.promises.of(pool_ids, todayOf()),
    orderLists.packsOf(by, variant_ids),
    cycleOnly(container, ids),
    cooperatives.cooperatives([...new Set(packs.map((pack) => pack.cooperative_id))]),
    sampleOffers.of(variant_ids),
  ]);
  const names = new Map(sellers.map((one) => [one.id, { zh: one.name_zh, en: one.name_en }]));
  const byProduct = groupBy(packs, (pack) => pack.product_id);
  const products = ids.flatMap((id): TableProduct[] => {
    const own = byProduct.get(id) ?? [];
    const [first] = own;
    const to_promise = first && promises.get(first.pool_id);
    if (!first || !to_promise) return [];
    const name = names.get(first.cooperative_id);
    return [
      {
        product_id: id,
        handle: first.handle,
        title: first.title,
        cooperative: name ? { id: first.cooperative_id, name } : null,
        grade: first.grade,
        unit: first.unit,
        cycle_only: only.has(id),
        to_promise,
        packs: own.map((pack) => {
          const sample = samples.get(pack.variant_id);
          return { ...pack, wanted: wanted.get(pack.variant_id) ?? 0, sample: sample?.offered ? sample : null };
        }),
      },
    ];
  });
  return { products, page, pages: Math.max(1, Math.min(MAX_TABLE_PAGE, Math.ceil(count / PAGE))), count };
}

/** Packs with what this company pays for them, by its price list or as all companies do; one query for any number. */
export async function withPrices(
  container: MedusaContainer,
  company_id: string,
  packs: readonly SoldPack[],
): Promise<OfferedPack[]> {
  const { priceLists }: WholesaleService = container.resolve("wholesale");
  const own = await priceLists.pricesOf(
    company_id,
    packs.map((pack) => pack.variant_id),
    todayOf(),
  );
  return packs.map((pack) => offered(pack, own.get(pack.variant_id)));
}

function offered(pack: SoldPack, own: Omit<CompanyPrice, "version"> | undefined): OfferedPack {
  return {
    ...pack,
    price: priceForCompanies(own ?? null, pack.shop_minor),
    currency: own && own.steps.length > 0 ? own.currency : "CNY",
    minimum_packs: own?.minimum_packs ?? 1,
  };
}

/** Those of these products that are sold in order cycles and not as usual. */
export async function cycleOnly(container: MedusaContainer, product_ids: readonly string[]): Promise<Set<string>> {
  const cycles: CycleService = container.resolve("cycle");
  const selling = await cycles.views.sellingOf(product_ids, new Date());
  return new Set([...selling].flatMap(([id, one]) => (one.state === "usual" ? [] : [id])));
}

/** Products that fit words, as the shop finds them; one slip away where nothing fits. */
export async function idsOf(
  container: MedusaContainer,
  q: string,
  page: number,
  take = PAGE,
): Promise<{ ids: string[]; count: number }> {
  const look = async (typo_tolerance: boolean) => {
    const [found] = await ask(container, [
      {
        entity: "product",
        filters: q === "" ? {} : { q },
        pagination: {
          skip: (page - 1) * take,
          take,
          order: q === "" ? { in_stock: "DESC", sold_g: "DESC" } : { _score: "DESC", in_stock: "DESC", sold_g: "DESC" },
        },
        search_options: { typo_tolerance },
      },
    ]);
    return {
      ids: (found?.hits ?? []).map((hit) => String(hit.document.id)),
      count: found?.metadata.count ?? 0,
    };
  };
  const exact = await look(false);
  return q === "" || exact.count > 0 ? exact : look(true);
}
