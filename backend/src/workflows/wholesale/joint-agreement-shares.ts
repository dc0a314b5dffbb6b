import type { MedusaContainer } from "@medusajs/framework/types";
import { MAX_JOINT_PARTS, quickPrice, shareByExpected, type ToPromise } from "@commonlot/domain";
import { refuseWith } from "../../lib/refusal";
import { todayOf } from "../../lib/today";
import type { Words } from "../../lib/words";
import type PoolService from "../../modules/pool/service";
import type { QuoteActor } from "../../modules/wholesale/quotes/quote-types";
import type WholesaleService from "../../modules/wholesale/service";
import { alikePacks } from "./joint-goods";
import { namesOf } from "./joint-spread";
import { cycleOnly, withPrices, type OfferedPack } from "./quick-table";
import { soldPacks } from "./sold-packs";

interface SharesAsk {
  variant_id: string;
  /** Of all cooperatives together; how they are shared is to go by. */
  packs: number;
  /** The last day of the season, ISO. */
  to_day: string;
}

/** A cooperative that can be agreed with about a good. */
interface ShareSource {
  cooperative_id: string;
  cooperative: Words | null;
  product_id: string;
  variant_id: string;
  title: Words;
  /** In its pool now, and with what is expected until the season's end, as in the quick order. */
  free_packs: number;
  expected_packs: number;
  /** What one pack costs a company today; null: it has no price, or another currency. */
  price_minor: bigint | null;
  /** Of what is asked for, by what is expected of each. */
  share_packs: number;
}

export interface SharesView {
  pack: { variant_id: string; title: Words; pack: Words; grade: string; unit: "g" | "piece"; units_per_pack: number };
  currency: string;
  sources: ShareSource[];
  /** Expected of all that are named; a season may be agreed before anybody has declared what grows. */
  expected_packs: number;
}

/**
 * Who can be agreed with about a good, and how a volume might be shared: by what each is expected to have until the season's end. Of each
 * cooperative the pool with most, at most twenty. A handful of queries, however many cooperatives there are.
 */
export async function sharesOfSeason(
  container: MedusaContainer,
  by: QuoteActor & { side: "buyer" },
  ask: SharesAsk,
): Promise<SharesView> {
  const { companies }: WholesaleService = container.resolve("wholesale");
  const pools: PoolService = container.resolve("pool");
  if (ask.to_day < todayOf()) refuseWith("season_over", "This season is over. Give a later last day.", "to_day");
  const [company, alike] = await Promise.all([companies.one(by.company_id), alikePacks(container, ask.variant_id)]);
  const sold = await soldPacks(container, { variant_ids: alike.map((one) => one.variant_id) });
  const pack = sold.find((one) => one.variant_id === ask.variant_id);
  if (!pack)
    refuseWith("pack_not_found", "There is no such pack here any more. Open the table once more.", "variant_id");
  const currency = company?.currency ?? "";
  const [packs, only, promises] = await Promise.all([
    withPrices(container, by.company_id, sold),
    cycleOnly(
      container,
      sold.map((one) => one.product_id),
    ),
    pools.promises.of([...new Set(sold.map((one) => one.pool_id))], todayOf()),
  ]);
  const usable = packs.filter((one) => !only.has(one.product_id));
  const chosen = mostOfEach(usable, (one) => expectedOf(one, promises.get(one.pool_id), ask.to_day));
  const shares = shareByExpected(
    ask.packs,
    chosen.map(({ pack: { variant_id: id }, expected_packs }) => ({ id, expected_packs })),
  );
  const names = await namesOf(
    container,
    chosen.map((one) => one.pack),
  );
  const { title, grade, unit, units_per_pack } = pack;
  return {
    pack: { variant_id: pack.variant_id, title, pack: pack.pack, grade, unit, units_per_pack },
    currency,
    sources: chosen.map(({ pack: one, ...there }) => ({
      cooperative_id: one.cooperative_id,
      cooperative: names.get(one.cooperative_id) ?? null,
      product_id: one.product_id,
      variant_id: one.variant_id,
      title: one.title,
      ...there,
      price_minor: priceOf(one, currency),
      share_packs: shares.get(one.variant_id) ?? 0,
    })),
    expected_packs: chosen.reduce((sum, one) => sum + one.expected_packs, 0),
  };
}

interface There {
  free_packs: number;
  expected_packs: number;
}

function expectedOf(pack: OfferedPack, promise: ToPromise | undefined, to_day: string): There {
  const whole = (units: number) => Math.max(0, Math.floor(units / pack.units_per_pack));
  const free = promise?.free_units ?? 0;
  const by_then = (promise?.by_day ?? [])
    .filter((one) => one.day <= to_day)
    .reduce((most, one) => Math.max(most, one.units), free);
  return { free_packs: whole(free), expected_packs: whole(by_then) };
}

/** Of each cooperative the pack whose pool has most, and of those the ones with most: each answers for its own. */
function mostOfEach(
  packs: readonly OfferedPack[],
  there: (pack: OfferedPack) => There,
): ({ pack: OfferedPack } & There)[] {
  const sorted = packs
    .map((pack) => ({ pack, ...there(pack) }))
    .sort((a, b) => b.expected_packs - a.expected_packs || (a.pack.variant_id < b.pack.variant_id ? -1 : 1));
  const seen = new Set<string>();
  return sorted
    .filter(({ pack }) => !seen.has(pack.cooperative_id) && Boolean(seen.add(pack.cooperative_id)))
    .slice(0, MAX_JOINT_PARTS);
}

function priceOf(pack: OfferedPack, currency: string): bigint | null {
  if (pack.price === null || pack.currency !== currency) return null;
  const found = quickPrice({ ...pack.price, minimum_packs: 1 }, 1);
  return found.ok ? found.value.unit_minor : null;
}
