import type { MedusaContainer } from "@medusajs/framework/types";
import { ContainerRegistrationKeys } from "@medusajs/framework/utils";
import { daysToHarvest } from "@commonlot/domain";
import { comingFields } from "../../../../lib/coming";
import { englishOf, type English } from "../../../../lib/english";
import { groupBy } from "../../../../lib/group-by";
import { provinceWords } from "../../../../lib/province";
import { todayOf } from "../../../../lib/today";
import { gradeWords, produceWords } from "../../../../lib/words";
import type CooperativeService from "../../../../modules/cooperative/service";
import type ParcelService from "../../../../modules/parcel/service";
import type { ArrivalTime } from "../../../../modules/parcel/arrival-times";
import type PoolService from "../../../../modules/pool/service";
import type SettlementService from "../../../../modules/settlement/service";
import type VillageService from "../../../../modules/village/service";
import { papersOfCertificates } from "../../../../workflows/shop/certificate-papers";
import { certificateFields } from "../../villages/load";

interface FoundProduct {
  id: string;
  handle: string;
  title: string;
  description: string | null;
  status: string;
  metadata: Record<string, unknown> | null;
  village?: { id: string } | null;
  variants:
    | {
        id: string;
        title: string;
        inventory_items?: { inventory_item_id: string; required_quantity: number }[];
      }[]
    | null;
}

/** What Medusa's product does not know: whose harvest it is, how much is free, and where each yuan goes. */
export async function loadProduce(container: MedusaContainer, product_id: string) {
  const product = await findProduct(container, product_id);
  const item = product?.variants?.[0]?.inventory_items?.[0]?.inventory_item_id;
  if (!product || !item) return undefined;
  const pools: PoolService = container.resolve("pool");
  const [pool] = await pools.poolsByInventoryItem([item]);
  if (!pool) return undefined;

  const villages: VillageService = container.resolve("village");
  const cooperatives: CooperativeService = container.resolve("cooperative");
  const settlement: SettlementService = container.resolve("settlement");
  const [origin, [cooperative], [village]] = await Promise.all([
    pools.originOfPool(pool.id),
    cooperatives.cooperatives([pool.cooperative_id]),
    villages.villages(product.village ? [product.village.id] : []),
  ]);
  const today = todayOf(cooperative);
  const parcels: ParcelService = container.resolve("parcel");
  const available_units = Math.max(0, pool.on_hand - pool.held);
  const [english, seasons, certificates, arrival, coming, queue] = await Promise.all([
    englishOf(container, [product.id, ...(product.variants ?? []).map((variant) => variant.id)]),
    villages.seasons.of(village ? [village.id] : []),
    villages.certificates.inForce(village ? [village.id] : [], today),
    parcels.arrivalTimes.of(pool.cooperative_id),
    pools.forecasts.comingTo([pool.id], today),
    pools.preorders.ofPools([pool.id]),
  ]);
  const season = seasons.find((one) => one.produce === pool.produce);
  const certified = certificates.filter((one) => one.produce === null || one.produce === pool.produce);
  const papersOf = await papersOfCertificates(
    container,
    certified.map((one) => one.id),
  );
  const policy = cooperative && (await settlement.policyInForce(cooperative.id, cooperative.currency, product.id));
  return {
    product_id: product.id,
    handle: product.handle,
    title: english.both(product.id, "title", product.title),
    description: english.both(product.id, "description", product.description),
    village: village
      ? {
          id: village.id,
          handle: village.handle,
          name: { zh: village.name_zh, en: village.name_en },
          town: { zh: village.town_zh, en: village.town_en },
          county: { zh: village.county_zh, en: village.county_en },
          province: { zh: village.province_zh, en: village.province_en },
          season: { zh: village.season_zh, en: village.season_en },
          colour: village.colour,
          illustration: village.illustration,
        }
      : null,
    cooperative: cooperative
      ? { id: cooperative.id, handle: cooperative.handle, name: { zh: cooperative.name_zh, en: cooperative.name_en } }
      : null,
    produce: pool.produce,
    produce_name: produceWords(pool.produce),
    grade: pool.grade,
    grade_name: gradeWords(pool.grade),
    unit: pool.unit,
    blendable: pool.blendable,
    available_units,
    season: season
      ? {
          picked_from: season.picked_from,
          picked_to: season.picked_to,
          sent_from: season.sent_from,
          sent_to: season.sent_to,
          in_days: daysToHarvest({ from: season.picked_from, to: season.picked_to }, today),
        }
      : null,
    certificates: certified.map((one) => ({ ...certificateFields(one), ...papersOf(one.id) })),
    arrival: arrivalGroups(arrival),
    coming: comingFields(coming.get(pool.id)),
    preordered_units: awaitedUnits(queue.get(pool.id)),
    households: origin?.households ?? 0,
    harvested_from: origin?.harvested_from ?? null,
    harvested_to: origin?.harvested_to ?? null,
    storage: { zh: text(product.metadata, "storage_zh"), en: text(product.metadata, "storage_en") },
    packs: packs(product, item, english),
    policy: policy
      ? {
          version: policy.version,
          currency: policy.currency,
          platform_bp: policy.platform_bp,
          cooperative_bp: policy.cooperative_bp,
          agent_bp: policy.agent_bp,
          packing_minor_per_kg: policy.packing_minor_per_kg,
          holdback_bp: policy.holdback_bp,
          hold_days: policy.hold_days,
        }
      : null,
  };
}

/** Provinces that take equally long, together. */
function arrivalGroups(times: readonly ArrivalTime[]) {
  const groups = groupBy(times, (time) => `${time.usual_days}-${time.latest_days}`);
  return [...groups.values()].map((group) => ({
    usual_days: group[0]?.usual_days ?? 0,
    latest_days: group[0]?.latest_days ?? 0,
    provinces: group.map((time) => provinceWords(time.province_code)),
  }));
}

/** What others wait for of what is still to come. */
const awaitedUnits = (queue: { units: number; kept_units: number } | undefined): number =>
  queue ? queue.units - queue.kept_units : 0;

/** A published product with its village; by id, or by handle for pages that know no id. */
async function findProduct(container: MedusaContainer, product_id: string): Promise<FoundProduct | undefined> {
  const query = container.resolve(ContainerRegistrationKeys.QUERY);
  const { data } = await query.graph({
    entity: "product",
    fields: [
      "id",
      "handle",
      "title",
      "description",
      "status",
      "metadata",
      "village.id",
      "variants.id",
      "variants.title",
      "variants.inventory_items.inventory_item_id",
      "variants.inventory_items.required_quantity",
    ],
    filters: product_id.startsWith("prod_") ? { id: product_id } : { handle: product_id },
  });
  const product = (data as unknown as FoundProduct[])[0];
  return product?.status === "published" ? product : undefined;
}

/** Smallest pack first; only packs of the pool's own item. */
function packs(product: FoundProduct, inventory_item_id: string, english: English) {
  return (product.variants ?? [])
    .flatMap((variant) => {
      const item = variant.inventory_items?.find((one) => one.inventory_item_id === inventory_item_id);
      if (!item) return [];
      const title = english.both(variant.id, "title", variant.title);
      return [{ variant_id: variant.id, title, units_per_pack: item.required_quantity }];
    })
    .sort((a, b) => a.units_per_pack - b.units_per_pack);
}

function text(metadata: Record<string, unknown> | null, key: string): string | null {
  const value = metadata?.[key];
  return typeof value === "string" ? value : null;
}
