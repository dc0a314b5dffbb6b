import { PICKUP, type RateCardInput } from "@commonlot/domain";

export const PICKUP_CARD_ID = "rate_pickup";

/** The only card that goes to a pick-up point, at no price: the house's own, for every cooperative. In grams and fen. */
export const PICKUP_CARD: RateCardInput = {
  carrier: PICKUP.carrier,
  service: PICKUP.service,
  currency: "CNY",
  first_weight_g: 1_000,
  step_g: 1_000,
  max_weight_g: 100_000,
  zones: [{ zone: PICKUP.zone, provinces: [PICKUP.place], first_minor: 0, step_minor: 0 }],
};
