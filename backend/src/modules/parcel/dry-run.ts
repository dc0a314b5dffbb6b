import { ok, planParcels, type DestinationRefusal, type Refusal, type Result } from "@commonlot/domain";
import { goodsToCarry, type QuoteBasket } from "./quote";
import type { Rates } from "./rates";

/** Parcels that go to one zone of one carrier, and what their carriage costs. */
export interface DryZone {
  zone: string;
  carrier: string;
  parcels: number;
  freight_minor: bigint;
}

export interface DryCarton {
  carton: string;
  parcels: number;
  cost_minor: bigint;
}

/** Places that nothing can be sent to, or packs that fit in no carton. */
export interface DryRefusal {
  province_code: string | null;
  packs: number;
  addressees: number;
  reason: DestinationRefusal["reason"];
}

export interface DryRun {
  parcels: number;
  /** Who gets one of them. */
  addressees: number;
  freight_minor: bigint;
  carton_minor: bigint;
  zones: DryZone[];
  cartons: DryCarton[];
  refused: DryRefusal[];
}

/**
 * What many addressees' parcels would be by today's rates, worked out by the planner that packs them: each basket once, however many want it.
 * What can't be sent is named and not priced.
 */
export function dryRun(baskets: readonly QuoteBasket[], rates: Rates): Result<DryRun, Refusal> {
  const plan = planParcels({
    destinations: baskets.map(({ province_code, items }, at) => ({
      id: String(at),
      province_code: province_code ?? "",
      items: goodsToCarry(items),
    })),
    cartons: rates.cartons,
    rate_cards: rates.rate_cards,
  });
  if (!plan.ok) return plan;
  const total: DryRun = {
    parcels: 0,
    addressees: 0,
    freight_minor: 0n,
    carton_minor: 0n,
    zones: [],
    cartons: [],
    refused: [],
  };
  const zones = new Map<string, DryZone>();
  const cartons = new Map<string, DryCarton>();
  for (const { destination, parcels } of plan.value.destinations) {
    const count = baskets[Number(destination)]?.count ?? 0;
    total.addressees += count;
    for (const { zone, carrier, carton, freight_minor, carton_minor } of parcels) {
      const times = BigInt(count);
      total.parcels += count;
      total.freight_minor += freight_minor * times;
      total.carton_minor += carton_minor * times;
      const to = kept(zones, `${carrier}/${zone}`, { zone, carrier, parcels: 0, freight_minor: 0n });
      to.parcels += count;
      to.freight_minor += freight_minor * times;
      const box = kept(cartons, carton, { carton, parcels: 0, cost_minor: 0n });
      box.parcels += count;
      box.cost_minor += carton_minor * times;
    }
  }
  total.refused = plan.value.refused.map(({ destination, reason }) => {
    const basket = baskets[Number(destination)];
    return {
      province_code: basket?.province_code ?? null,
      packs: (basket?.items ?? []).reduce((sum, item) => sum + item.packs, 0),
      addressees: basket?.count ?? 0,
      reason,
    };
  });
  total.zones = [...zones.values()].sort((a, b) => b.parcels - a.parcels);
  total.cartons = [...cartons.values()].sort((a, b) => b.parcels - a.parcels);
  return ok(total);
}

function kept<T>(all: Map<string, T>, key: string, none: T): T {
  const found = all.get(key) ?? none;
  all.set(key, found);
  return found;
}
