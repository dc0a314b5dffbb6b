/** Why carriage can't be worked out, or an offer can't go by truck, by the backend's codes. */
export const TRUCK_REFUSALS = [
  "carriage_many",
  "carriage_nowhere",
  "carriage_no_goods",
  "truck_rate_needed",
  "truck_rate_not_found",
  "truck_rate_exists",
  "too_many_truck_rates",
  "truck_goes_not_there",
  "too_many_trucks",
  "truck_distance_unknown",
  "no_rate",
  "pack_fits_nowhere",
  "tariff_too_fine",
  "delivery_note_not_found",
] as const;
