import { provinceWords } from "../../../lib/province";
import type { KeptTruckRate } from "../../../modules/parcel/truck-rates";

/** A rate as the desk reads it; minor units as numbers. `today`: whether it has begun, or is over, is said of this day. */
export function truckRateFields(rate: KeptTruckRate, in_force: ReadonlySet<string>, today: string) {
  const { base_minor, per_km_minor, minimum_minor, created_at, withdrawn_at, made_by: _, withdrawn_by: __ } = rate;
  return {
    id: rate.id,
    name: rate.name,
    currency: rate.currency,
    capacity_kg: rate.capacity_kg,
    capacity_pallets: rate.capacity_pallets,
    base_minor: Number(base_minor),
    per_km_minor: Number(per_km_minor),
    minimum_minor: Number(minimum_minor),
    road_bp: rate.road_bp,
    km_a_day: rate.km_a_day,
    provinces: rate.provinces.map((code) => ({ code, ...provinceWords(code) })),
    valid_from: rate.valid_from,
    valid_to: rate.valid_to,
    state:
      withdrawn_at !== null
        ? ("withdrawn" as const)
        : rate.valid_from > today
          ? ("coming" as const)
          : in_force.has(rate.id)
            ? ("in_force" as const)
            : ("over" as const),
    created_at: created_at.toISOString(),
    withdrawn_at: withdrawn_at?.toISOString() ?? null,
  };
}
