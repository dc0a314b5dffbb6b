import type { MedusaContainer } from "@medusajs/framework/types";
import { ContainerRegistrationKeys } from "@medusajs/framework/utils";
import type { ParcelContentView } from "../../modules/parcel/types";

/** What a lot may show to anyone: its number, place and days. Never whose it is. */
export interface ContentOrigin {
  title: string;
  units: number;
  unit: "g" | "piece";
  lot_number: string;
  produce: string;
  grade: string;
  village_name: string | null;
  village_name_en: string | null;
  /** Of its page; a region has none. */
  village_handle: string | null;
  harvested_on: string;
  best_before: string | null;
}

/** What the pool module tells of an order's allocations; more than this is not read. */
interface Allocations {
  allocationsOfOrder(
    order_id: string,
  ): Promise<{ id: string; lot_number: string; harvested_on: string; best_before: string | null }[]>;
}

/** Where the contents of parcels come from, by allocation: three queries, whatever their number. */
export async function originsOf(
  container: MedusaContainer,
  order_id: string,
  contents: readonly ParcelContentView[],
): Promise<(content: ParcelContentView) => ContentOrigin> {
  const allocations: Allocations = container.resolve("pool");
  const query = container.resolve(ContainerRegistrationKeys.QUERY);
  const lots = new Map(
    (await allocations.allocationsOfOrder(order_id)).map((allocation) => [allocation.id, allocation]),
  );
  const { data: pools } = await query.graph({
    entity: "pool",
    fields: ["id", "unit", "produce", "grade", "origin_kind", "origin_id"],
    filters: { id: [...new Set(contents.map((content) => content.pool_id))] },
  });
  const poolOf = new Map(pools.map((pool) => [pool.id, pool]));
  const places = await placeNames(container, pools);
  return (content) => {
    const pool = poolOf.get(content.pool_id);
    const lot = lots.get(content.allocation_id);
    const place = pool && places.get(pool.origin_id);
    return {
      title: content.title,
      units: content.units,
      unit: pool?.unit === "piece" ? "piece" : "g",
      lot_number: lot?.lot_number ?? "",
      produce: pool?.produce ?? "",
      grade: pool?.grade ?? "",
      village_name: place?.name_zh ?? null,
      village_name_en: place?.name_en ?? null,
      village_handle: place?.handle ?? null,
      harvested_on: lot?.harvested_on ?? "",
      best_before: lot?.best_before ?? null,
    };
  };
}

interface Place {
  id: string;
  name_zh: string;
  name_en: string;
  handle?: string;
}

/** Villages and regions are the village module's; its entities are asked for by name. */
interface PlaceQuery {
  graph(query: { entity: string; fields: string[]; filters: { id: string[] } }): Promise<{ data: Place[] }>;
}

async function placeNames(
  container: MedusaContainer,
  pools: readonly { origin_kind: string; origin_id: string }[],
): Promise<Map<string, Place>> {
  const query = container.resolve(ContainerRegistrationKeys.QUERY) as unknown as PlaceQuery;
  const names = new Map<string, Place>();
  for (const [kind, entity, fields] of [
    ["village", "village", ["id", "name_zh", "name_en", "handle"]],
    ["region", "village_region", ["id", "name_zh", "name_en"]],
  ] as const) {
    const ids = [...new Set(pools.filter((pool) => pool.origin_kind === kind).map((pool) => pool.origin_id))];
    if (ids.length === 0) continue;
    const { data } = await query.graph({ entity, fields: [...fields], filters: { id: ids } });
    for (const place of data) names.set(place.id, place);
  }
  return names;
}
