import { TRUCK, type RateCardInput } from "@commonlot/domain";

export const TRUCK_CARD_ID = "rate_truck";

/**
 * The only card by which cartons go on a truck of the cooperative's, at no price: the house's own. What the truck costs is laid on them after
 * they are planned (docs/adr/0061). In grams and fen.
 */
export const TRUCK_CARD: RateCardInput = {
  carrier: TRUCK.carrier,
  service: TRUCK.service,
  currency: "CNY",
  first_weight_g: 1_000,
  step_g: 1_000,
  max_weight_g: 1_000_000,
  zones: [{ zone: TRUCK.zone, provinces: [TRUCK.place], first_minor: 0, step_minor: 0 }],
};
