import type { z } from "zod";
import type { Carton, SizeMm } from "./carton";
import type { planLoadInputSchema } from "./plan-load";
import type { RateCard } from "./rate-card";

/** One kind of a load, as the checks see it. */
export interface CheckedGoods {
  readonly weight_g: number;
  readonly volume_ml: number;
  readonly value_minor: number;
  readonly temperature: string;
  readonly not_with: ReadonlySet<string>;
  /** What a card may charge more for. */
  readonly traits: CheckedTraits;
  /** Its sides, and whether it must stand; null where they are not known. */
  readonly shape: { readonly size_mm: SizeMm; readonly keep_upright: boolean } | null;
  readonly count: number;
}

export interface CheckedTraits {
  readonly fragile: boolean;
  readonly cold: boolean;
}

export interface CheckedLoad {
  readonly goods: ReadonlyMap<string, CheckedGoods>;
  readonly ways: readonly Way[];
  readonly most_g: number;
  /** What some card charges for: the rest makes no difference. */
  readonly charged: CheckedTraits;
}

/** What is in one parcel. */
export interface CheckedContent {
  readonly goods_g: number;
  readonly goods_ml: number;
  readonly value_minor: number;
  readonly traits: CheckedTraits;
  /** Left out of a price when false: what is the same however goods are divided is in no bound. */
  readonly insured: boolean;
}

/** One carton with one card's prices for the destination. */
export interface Way {
  readonly carton: Carton | null;
  readonly card: RateCard | null;
  readonly first_minor: number;
  readonly step_minor: number;
  readonly zone: string;
}

/** A load as it is read to be checked. */
export type LoadToCheck = z.output<typeof planLoadInputSchema>;

/** A load read anew for checking: nothing of the planner's own reading is used. */
export function checkedLoad(input: LoadToCheck): CheckedLoad {
  const goods = new Map<string, CheckedGoods & { not_with: Set<string>; count: number }>();
  for (const item of input.items) {
    if (item.count === 0) continue;
    const known = goods.get(item.kind);
    if (known !== undefined) {
      known.count += item.count;
      item.not_with?.forEach((kind) => known.not_with.add(kind));
      continue;
    }
    goods.set(item.kind, {
      weight_g: item.weight_g,
      volume_ml: item.volume_ml ?? litresOf(item.size_mm),
      value_minor: item.value_minor ?? 0,
      temperature: item.temperature ?? "",
      not_with: new Set(item.not_with ?? []),
      traits: { fragile: item.fragile ?? false, cold: item.cold ?? false },
      shape: item.size_mm === undefined ? null : { size_mm: item.size_mm, keep_upright: item.keep_upright ?? false },
      count: item.count,
    });
  }
  for (const [kind, item] of goods) {
    item.not_with.delete(kind);
    for (const other of item.not_with) goods.get(other)?.not_with.add(kind);
  }
  const ways: Way[] = [];
  for (const carton of input.cartons.length > 0 ? input.cartons : [null]) {
    if (input.rate_cards.length === 0) ways.push({ carton, card: null, first_minor: 0, step_minor: 0, zone: "" });
    for (const card of input.rate_cards) {
      for (const zone of card.zones) {
        if (input.zone === undefined ? card.zones.length > 1 : zone.zone !== input.zone) continue;
        ways.push({
          carton,
          card,
          first_minor: Number(zone.first_minor),
          step_minor: Number(zone.step_minor),
          zone: zone.zone,
        });
      }
    }
  }
  const codes = new Set(ways.flatMap(({ card }) => (card?.surcharges ?? []).map(({ code }) => code)));
  const charged = { fragile: codes.has("fragile"), cold: codes.has("cold") };
  return { goods, ways, most_g: input.capacity_g ?? Infinity, charged };
}

/** Whole millilitres of sides, a part of one left out; 0 where they are not known. */
function litresOf(size_mm: SizeMm | undefined): number {
  return size_mm === undefined ? 0 : Math.floor(size_mm.reduce((product, side) => product * side, 1) / 1_000);
}

/** Millilitres that a carton holds. */
export function roomOf(carton: Carton): number {
  return carton.inner_ml ?? (carton.size_mm === undefined ? Infinity : litresOf(carton.size_mm));
}

/** A parcel is fragile, or cold, when anything in it is; what no card charges for makes no difference. */
export function traitsInside({ charged }: CheckedLoad, inside: readonly CheckedGoods[]): CheckedTraits {
  return {
    fragile: charged.fragile && inside.some((item) => item.traits.fragile),
    cold: charged.cold && inside.some((item) => item.traits.cold),
  };
}

/** What parcels of these goods may be priced as: every union of what the kinds are, each once. */
export function traitsOfParcels(load: CheckedLoad, kinds: readonly CheckedGoods[]): CheckedTraits[] {
  const each = kinds.map((item) => traitsInside(load, [item]));
  const candidates = [false, true].flatMap((fragile) => [false, true].map((cold) => ({ fragile, cold })));
  return candidates.filter((traits) => {
    const within = each.filter((one) => isWithin(one, traits));
    const union = { fragile: within.some((one) => one.fragile), cold: within.some((one) => one.cold) };
    return within.length > 0 && union.fragile === traits.fragile && union.cold === traits.cold;
  });
}

/** Whether goods that are this may be in a parcel that is priced as that. */
export function isWithin(one: CheckedTraits, of: CheckedTraits): boolean {
  return (of.fragile || !one.fragile) && (of.cold || !one.cold);
}

/** The ways of sending by what limits them beside grams, each sort as a load of its own. */
export function waysByLimits(load: CheckedLoad): Map<"none" | "volume" | "value" | "both", CheckedLoad> {
  const sorts = new Map<"none" | "volume" | "value" | "both", CheckedLoad>();
  for (const way of load.ways) {
    const volume = way.carton !== null && roomOf(way.carton) !== Infinity;
    const value = way.card !== null && worthOf(way.card) !== Infinity;
    const sort = volume ? (value ? "both" : "volume") : value ? "value" : "none";
    sorts.set(sort, { ...load, ways: [...(sorts.get(sort)?.ways ?? []), way] });
  }
  return sorts;
}

/**
 * What goods of these sizes cost as one parcel, the cheapest way; Infinity when no way takes them. From the tariff as it is
 * written: the first weight, then a price for every step begun, on the greater of gross and volumetric weight.
 */
export function leastCost(load: CheckedLoad, content: CheckedContent, ways: readonly Way[] = load.ways): number {
  let least = Infinity;
  for (const way of ways) least = Math.min(least, costBy(way, load, content));
  return least;
}

/**
 * The largest amount that divides whatever a parcel of up to `all_g` may cost, in any of the ways, and the weights of goods at
 * which a step of some way ends. Insurance comes on top of that.
 */
export function stepsOfLoad(
  load: CheckedLoad,
  all_g: number,
  sorts: readonly CheckedTraits[],
): { unit: number; ends: number[] } {
  let unit = 0;
  const ends = new Set<number>();
  for (const way of load.ways) {
    const { carton, card } = way;
    const tare_g = carton === null ? 0 : carton.tare_g;
    const heaviest_g = Math.min(
      load.most_g,
      all_g,
      (carton === null ? Infinity : carton.max_weight_g) - tare_g,
      (card === null ? Infinity : card.max_weight_g) - tare_g,
    );
    if (heaviest_g <= 0) continue;
    for (const end_g of [...weightsOfSteps(card, tare_g, heaviest_g), heaviest_g]) {
      for (const traits of sorts) {
        const cost = costBy(way, load, { goods_g: end_g, goods_ml: 0, value_minor: 0, traits, insured: false });
        if (cost === Infinity) continue;
        ends.add(end_g);
        unit = greatestDivisor(unit, cost);
      }
    }
  }
  return { unit, ends: [...ends].sort((a, b) => a - b) };
}

/** Weights of goods below the heaviest at which a card's price rises: where a step ends, where a surcharge begins. */
function* weightsOfSteps(card: RateCard | null, tare_g: number, heaviest_g: number): Iterable<number> {
  if (card === null) return;
  const inside = (end_g: number): boolean => end_g > 0 && end_g < heaviest_g;
  for (let gross_g = card.first_weight_g; gross_g < tare_g + heaviest_g; gross_g += card.step_g) {
    if (inside(gross_g - tare_g)) yield gross_g - tare_g;
  }
  for (const { above_g = 0 } of card.surcharges ?? []) if (inside(above_g - tare_g)) yield above_g - tare_g;
}

function greatestDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestDivisor(b, a % b);
}

/** Whether a carton is longer, or in all longer, wider and higher, than a card's carrier takes. */
function isOutsized({ max_side_mm, max_sides_mm }: RateCard, size_mm: SizeMm): boolean {
  const [length, width, height] = size_mm;
  const tooLong = max_side_mm !== undefined && (length > max_side_mm || width > max_side_mm || height > max_side_mm);
  return tooLong || (max_sides_mm !== undefined && length + width + height > max_sides_mm);
}

/** What a card lets a parcel be worth. */
function worthOf(card: RateCard): number {
  const limits = [Infinity];
  if (card.max_value_minor !== undefined) limits.push(Number(card.max_value_minor));
  if (card.declared !== undefined) limits.push(Number(card.declared.max_minor));
  return Math.min(...limits);
}

function costBy(way: Way, load: CheckedLoad, content: CheckedContent): number {
  const { carton, card } = way;
  const { goods_g, goods_ml, value_minor, traits, insured } = content;
  if (goods_g > load.most_g) return Infinity;
  const gross_g = goods_g + (carton === null ? 0 : carton.tare_g);
  if (carton !== null && (gross_g > carton.max_weight_g || goods_ml > roomOf(carton))) return Infinity;
  const carton_minor = carton === null ? 0 : Number(carton.cost_minor);
  if (card === null) return carton_minor;
  let counted_g = gross_g;
  if (card.volumetric_divisor !== undefined && carton !== null && roomOf(carton) !== Infinity) {
    counted_g = Math.max(gross_g, Math.ceil((1000 * roomOf(carton)) / card.volumetric_divisor));
  }
  if (counted_g > card.max_weight_g) return Infinity;
  if (carton?.size_mm !== undefined && isOutsized(card, carton.size_mm)) return Infinity;
  if (value_minor > worthOf(card)) return Infinity;
  const above_g = counted_g - card.first_weight_g;
  // Whole steps, and one more for a rest.
  const rest_g = above_g <= 0 ? 0 : above_g % card.step_g;
  const steps = above_g <= 0 ? 0 : (above_g - rest_g) / card.step_g + (rest_g > 0 ? 1 : 0);
  return (
    carton_minor +
    (insured ? premium(card, value_minor) : 0) +
    surcharged(
      way,
      traits,
      counted_g,
      Math.max(
        card.minimum_minor === undefined ? 0 : Number(card.minimum_minor),
        way.first_minor + steps * way.step_minor,
      ),
    )
  );
}

/** With what a card adds for this weight, zone and sort of goods. */
function surcharged({ card, zone }: Way, traits: CheckedTraits, counted_g: number, freight_minor: number): number {
  let all_minor = freight_minor;
  for (const { code, above_g, zones, amount_minor, bp } of card?.surcharges ?? []) {
    const elsewhere = zones !== undefined && zones.length > 0 && !zones.includes(zone);
    if (elsewhere || counted_g <= (above_g ?? 0)) continue;
    if ((code === "fragile" && !traits.fragile) || (code === "cold" && !traits.cold)) continue;
    // Half a minor unit is rounded up.
    all_minor +=
      amount_minor === undefined ? Math.floor((freight_minor * (bp ?? 0) + 5_000) / 10_000) : Number(amount_minor);
  }
  return all_minor;
}

/** What the card takes for the value: its part in ten thousand, half a minor unit rounded up, or its least. Nothing for no value. */
function premium({ declared }: RateCard, value_minor: number): number {
  if (declared === undefined || value_minor === 0) return 0;
  const part = (BigInt(value_minor) * BigInt(declared.bp) + 5_000n) / 10_000n;
  return Number(part > declared.minimum_minor ? part : declared.minimum_minor);
}

/**
 * What insuring goods takes at the least, in whatever parcels: for any value v a premium p has
 * p * (10,000 m + 4,999) >= v * bp * m, where m is the card's least premium. 0 where a way insures nothing.
 */
export function insuranceOf({ ways }: CheckedLoad, goods: readonly CheckedGoods[]): number {
  let worth = 0n;
  for (const { value_minor, count } of goods) worth += BigInt(value_minor) * BigInt(count);
  let least: number | undefined;
  for (const { card } of ways) {
    if (card?.declared === undefined) return 0;
    if (worthOf(card) === 0) continue;
    const { bp, minimum_minor: m } = card.declared;
    const premium_of_all = Number((worth * BigInt(bp) * m) / (10_000n * m + 4_999n));
    least = Math.min(least ?? premium_of_all, premium_of_all);
  }
  return least ?? 0;
}
