import type { CartonInput, RateCardInput } from "@commonlot/domain";

// Examples to start with, made up and marked `example` in the tables: no carrier's real prices. Replace them by your own
// contract's rows. All in fen (CNY minor units) and grams.

export const EXAMPLE_CARTONS: readonly (CartonInput & { title: string })[] = [
  { code: "S", title: "Small box, up to 2.5 kg", tare_g: 120, max_weight_g: 2_700, cost_minor: 120, currency: "CNY" },
  { code: "M", title: "Medium box, up to 6 kg", tare_g: 240, max_weight_g: 6_300, cost_minor: 230, currency: "CNY" },
  { code: "L", title: "Large box, up to 12 kg", tare_g: 420, max_weight_g: 12_500, cost_minor: 380, currency: "CNY" },
  { code: "XL", title: "Crate, up to 29 kg", tare_g: 800, max_weight_g: 29_900, cost_minor: 650, currency: "CNY" },
];

const NEAR = ["61", "62", "51", "50", "42", "43", "41", "44", "45", "36"];
const MIDDLE = ["11", "12", "13", "14", "31", "32", "33", "34", "35", "37", "52", "53", "64"];
const FAR = ["15", "21", "22", "23", "46", "63"];
const REMOTE = ["54", "65"];

export const EXAMPLE_RATE_CARDS: readonly RateCardInput[] = [
  {
    carrier: "standin",
    service: "parcel",
    currency: "CNY",
    first_weight_g: 1_000,
    step_g: 1_000,
    max_weight_g: 30_000,
    zones: [
      { zone: "near", provinces: NEAR, first_minor: 600, step_minor: 150 },
      { zone: "middle", provinces: MIDDLE, first_minor: 800, step_minor: 250 },
      { zone: "far", provinces: FAR, first_minor: 1_000, step_minor: 400 },
      { zone: "remote", provinces: REMOTE, first_minor: 1_800, step_minor: 1_200 },
    ],
  },
  {
    carrier: "standin",
    service: "road",
    currency: "CNY",
    first_weight_g: 10_000,
    step_g: 1_000,
    max_weight_g: 30_000,
    zones: [
      { zone: "near", provinces: NEAR, first_minor: 1_800, step_minor: 100 },
      { zone: "middle", provinces: MIDDLE, first_minor: 2_600, step_minor: 150 },
      { zone: "far", provinces: FAR, first_minor: 3_800, step_minor: 250 },
    ],
  },
];
