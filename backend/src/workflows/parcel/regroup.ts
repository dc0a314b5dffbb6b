import type { MedusaContainer } from "@medusajs/framework/types";
import { ok, refuse, type Refusal, type Result } from "@commonlot/domain";
import { packingList } from "../../lib/packing-list";
import type { PackNature } from "../../modules/parcel/plan";
import type { Regrouped, RegroupView, RegroupWish } from "../../modules/parcel/regroup";
import type ParcelService from "../../modules/parcel/service";

/** How parting or joining parcels would come out; nothing is written. */
export async function previewRegroup(
  container: MedusaContainer,
  wish: RegroupWish,
): Promise<Result<RegroupView, Refusal>> {
  const parcels: ParcelService = container.resolve("parcel");
  const natures = await naturesOf(container, wish);
  return natures.ok ? parcels.regroups.preview({ ...wish, natures: natures.value }) : natures;
}

/** Parts or joins parcels as the preview showed. */
export async function applyRegroup(
  container: MedusaContainer,
  wish: RegroupWish & { cost_after_minor: number; reason: string; person: string; idempotency_key: string },
): Promise<Result<Regrouped, Refusal>> {
  const parcels: ParcelService = container.resolve("parcel");
  const natures = await naturesOf(container, wish);
  return natures.ok ? parcels.regroups.apply({ ...wish, natures: natures.value }) : natures;
}

/** What packing knows of the packs of an order's lines: their size and worth, and what they must not lie beside. */
async function naturesOf(
  container: MedusaContainer,
  wish: RegroupWish,
): Promise<Result<Map<string, PackNature>, Refusal>> {
  const parcels: ParcelService = container.resolve("parcel");
  const first = await parcels.packing.view(wish.parcel_ids[0] ?? "", wish.cooperative_id);
  if (!first) return refuse("parcel_not_found", "There is no such parcel.", "parcel_ids");
  const list = await packingList(container, first.order_id);
  if (!list.ok) return list;
  return ok(
    new Map(
      list.value.destinations.flatMap((one) =>
        one.items.map(
          ({ order_line_id, volume_ml, nature, value_minor }) =>
            [order_line_id, { volume_ml, nature, value_minor }] as const,
        ),
      ),
    ),
  );
}
