import type { MedusaContainer } from "@medusajs/framework/types";
import { ContainerRegistrationKeys } from "@medusajs/framework/utils";
import { kilometresBetween, pointOfProvince, type MapPoint } from "@commonlot/domain";
import { provinceCode } from "../../lib/province";
import { rows, type Sql } from "../../lib/sql";
import type VillageService from "../../modules/village/service";

/** A pack of the same produce, grade and size, and where its goods come from. */
export interface AlikePack {
  variant_id: string;
  origin_kind: "village" | "region";
  origin_id: string;
}

/** Packs that may stand for this one in a large order, itself among them, of whatever cooperative; one query. */
export function alikePacks(container: MedusaContainer, variant_id: string): Promise<AlikePack[]> {
  const sql: Sql = container.resolve(ContainerRegistrationKeys.PG_CONNECTION);
  return rows<AlikePack>(
    sql,
    `select distinct b.variant_id, other.origin_kind, other.origin_id
     from product_variant_inventory_item a
     join pool own on own.inventory_item_id = a.inventory_item_id
     join pool other on other.produce = own.produce and other.grade = own.grade and other.unit = own.unit and other.unit_g = own.unit_g
       and other.status = 'open'
     join product_variant_inventory_item b on b.inventory_item_id = other.inventory_item_id and b.required_quantity = a.required_quantity
       and b.deleted_at is null
     where a.variant_id = ? and a.deleted_at is null order by b.variant_id`,
    [variant_id],
  );
}

/** How far it is from each of these to a province, by variant; null where either place is not known. */
export async function distancesOf(
  container: MedusaContainer,
  packs: readonly AlikePack[],
  province: string | null,
): Promise<Map<string, number | null>> {
  const code = provinceCode(province);
  const to = code === undefined ? undefined : pointOfProvince(code);
  const villages: VillageService = container.resolve("village");
  const ids = [...new Set(packs.flatMap((pack) => (pack.origin_kind === "village" ? [pack.origin_id] : [])))];
  const found = to === undefined || ids.length === 0 ? [] : await villages.villages(ids);
  const points = new Map(found.map((village) => [village.id, pointOf(village)]));
  return new Map(
    packs.map((pack) => {
      const from = points.get(pack.origin_id);
      return [pack.variant_id, from && to ? kilometresBetween(from, to) : null];
    }),
  );
}

function pointOf(village: { lng: number | null; lat: number | null; province_code: string }): MapPoint | undefined {
  if (village.lng !== null && village.lat !== null) return { lng: village.lng, lat: village.lat };
  return pointOfProvince(village.province_code);
}
