import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { refuseWith } from "../../../../../lib/refusal";
import type WholesaleService from "../../../../../modules/wholesale/service";
import { estimateList } from "../../../../../workflows/parcel/shipping-price";
import { listFields } from "../fields";

/** Counts of a list, and what its freight would be: by the same planner and rate cards that will pack it. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const wholesale: WholesaleService = req.scope.resolve("wholesale");
  const list = await wholesale.list(req.params.id ?? "", req.auth_context?.actor_id || null);
  if (!list) refuseWith("addressee_list_not_found", "There is no such addressee list.");
  const baskets = await wholesale.baskets(list.id);
  const freight = await estimateList(req.scope, list.product_variant_id, baskets);
  res.json({
    addressee_list: {
      ...listFields(list),
      provinces: byProvince(baskets),
      /** Null while the list names no variant, or none we know the weight of. */
      freight_estimate: freight && {
        currency: freight.currency,
        freight_minor: freight.freight_minor,
        parcels: freight.parcels,
      },
    },
  });
}

function byProvince(baskets: readonly { province_code: string; packs: number; addressees: number }[]) {
  const sums = new Map<string, { province_code: string; addressees: number; packs: number }>();
  for (const { province_code, packs, addressees } of baskets) {
    const sum = sums.get(province_code) ?? { province_code, addressees: 0, packs: 0 };
    sums.set(province_code, {
      province_code,
      addressees: sum.addressees + addressees,
      packs: sum.packs + packs * addressees,
    });
  }
  return [...sums.values()];
}
