import type { RateCardInput } from "@commonlot/domain";

// Examples of how cards of China's carriers are built, to begin one's own from: made up, no carrier's real prices, marked
// `example` wherever they are kept, shown or exported. They never price a parcel. In fen and grams.

const NEAR = ["61", "62", "51", "50", "42", "43", "41", "44", "45", "36"];
const MIDDLE = ["11", "12", "13", "14", "31", "32", "33", "34", "35", "37", "52", "53", "64"];
const FAR = ["15", "21", "22", "23", "46", "63"];
const REMOTE = ["54", "65"];

type Prices = readonly [first_minor: number, step_minor: number];

function zones(near: Prices, middle: Prices, far: Prices, remote: Prices): RateCardInput["zones"] {
  const zone = (name: string, provinces: string[], [first_minor, step_minor]: Prices) => ({
    zone: name,
    provinces,
    first_minor,
    step_minor,
  });
  return [zone("1", NEAR, near), zone("2", MIDDLE, middle), zone("3", FAR, far), zone("4", REMOTE, remote)];
}

const common = { currency: "CNY", first_weight_g: 1_000, step_g: 1_000, valid_from: "2020-01-01" } as const;

export const EXAMPLE_CARRIER_CARDS: readonly RateCardInput[] = [
  {
    ...common,
    carrier: "sf",
    service: "standard",
    zones: zones([1_200, 300], [1_500, 500], [1_800, 800], [2_400, 1_500]),
    volumetric_divisor: 6_000,
    max_weight_g: 30_000,
    max_side_mm: 1_200,
    surcharges: [
      { code: "cold", amount_minor: 800 },
      { code: "fragile", amount_minor: 300 },
    ],
    declared: { bp: 50, minimum_minor: 200, max_minor: 2_000_000 },
  },
  {
    ...common,
    carrier: "zto",
    service: "standard",
    zones: zones([600, 150], [800, 250], [1_000, 400], [1_800, 1_200]),
    volumetric_divisor: 8_000,
    max_weight_g: 40_000,
  },
  {
    ...common,
    carrier: "yto",
    service: "standard",
    zones: zones([580, 160], [780, 260], [980, 420], [1_750, 1_250]),
    volumetric_divisor: 8_000,
    max_weight_g: 40_000,
  },
  {
    ...common,
    carrier: "yunda",
    service: "standard",
    zones: zones([570, 150], [770, 250], [990, 410], [1_780, 1_220]),
    volumetric_divisor: 8_000,
    max_weight_g: 40_000,
  },
  {
    ...common,
    carrier: "jd",
    service: "standard",
    zones: zones([1_000, 250], [1_300, 400], [1_600, 650], [2_200, 1_400]),
    volumetric_divisor: 8_000,
    max_weight_g: 30_000,
    surcharges: [{ code: "heavy", amount_minor: 500, above_g: 20_000 }],
  },
  {
    ...common,
    carrier: "ems",
    service: "standard",
    first_weight_g: 500,
    step_g: 500,
    zones: zones([1_000, 200], [1_200, 300], [1_500, 450], [2_000, 800]),
    max_weight_g: 40_000,
    minimum_minor: 1_000,
  },
];
