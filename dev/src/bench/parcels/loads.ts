import type { PlanLoadInput, PlanParcelsInput } from "@commonlot/domain";

type Items = PlanLoadInput["items"];

export const CAPACITY_G = 20_000;
const PACKS = 5_000_000;

/** Numbers that are the same in every run. */
export function numbersOf(seed: number): (from: number, to: number) => number {
  let state = seed >>> 0;
  return (from, to) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return from + Math.floor((state / 2 ** 32) * (to - from + 1));
  };
}

/** Five million packs of so many kinds, 0.5 to 10 kg to the gram. */
export function bulk(kinds: number, seed: number, volumes = false): Items {
  const number = numbersOf(seed * 1_000 + kinds);
  const shares = Array.from({ length: kinds }, () => number(1, 1_000));
  const all = shares.reduce((sum, share) => sum + share, 0);
  let left = PACKS;
  return shares.map((share, at) => {
    const count = at === kinds - 1 ? left : Math.floor((PACKS * share) / all);
    left -= count;
    const weight_g = volumes ? number(5, 100) * 100 : number(500, 10_000);
    return {
      kind: `kind_${at}`,
      weight_g,
      count,
      ...(volumes ? { volume_ml: number(3, 60) * 250 } : {}),
    };
  });
}

/** A carrier with a first weight and steps, two cartons. */
export const PRICES = {
  cartons: [
    { code: "M", tare_g: 240, max_weight_g: 8_300, cost_minor: 230, currency: "CNY" },
    { code: "L", tare_g: 420, max_weight_g: 20_420, cost_minor: 380, currency: "CNY" },
  ],
  rate_cards: [
    {
      carrier: "bench",
      service: "parcel",
      currency: "CNY",
      first_weight_g: 1_000,
      step_g: 1_000,
      max_weight_g: 30_000,
      zones: [{ zone: "3", provinces: ["51"], first_minor: 800, step_minor: 200 }],
    },
  ],
};

/** Cartons that fill up by volume. */
export const VOLUME_CARTONS = [
  { code: "M", tare_g: 240, max_weight_g: 10_240, inner_ml: 15_000, cost_minor: 230, currency: "CNY" },
  { code: "L", tare_g: 420, max_weight_g: 20_420, inner_ml: 30_000, cost_minor: 380, currency: "CNY" },
];

/** Each pumpkin its own grams. */
export function pumpkins(count: number): Items {
  const number = numbersOf(count);
  return Array.from({ length: count }, (_, at) => ({ kind: `pumpkin_${at}`, weight_g: number(900, 7_500), count: 1 }));
}

/** Addressees with one to four kinds, one to six packs of each, in thirty provinces. */
export function addressees(count: number): PlanParcelsInput {
  const number = numbersOf(count + 7);
  const sizes = Array.from({ length: 8 }, (_, at) => ({ kind: `kind_${at}`, weight_g: 500 + at * 350 }));
  const provinces = Array.from({ length: 30 }, (_, at) => String(11 + at));
  return {
    destinations: Array.from({ length: count }, (_, at) => {
      const first = number(0, sizes.length - 1);
      const kinds = number(1, 4);
      return {
        id: `addressee_${at}`,
        province_code: provinces[number(0, provinces.length - 1)]!,
        items: Array.from({ length: kinds }, (__, k) => ({
          ...sizes[(first + k) % sizes.length]!,
          count: number(1, 6),
        })),
      };
    }),
    cartons: PRICES.cartons,
    rate_cards: [
      {
        ...PRICES.rate_cards[0]!,
        zones: [0, 1, 2].map((zone) => ({
          zone: String(zone),
          provinces: provinces.filter((_, at) => at % 3 === zone),
          first_minor: 600 + zone * 200,
          step_minor: 100 + zone * 100,
        })),
      },
    ],
  };
}
