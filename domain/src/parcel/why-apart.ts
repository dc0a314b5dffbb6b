import type { PackShape } from "./boxes/placement";
import type { CartonInput } from "./carton";
import { mayTravelTogether, packVolume, type Pack } from "./pack";
import type { RateCardInput } from "./rate-card";
import { priceOneParcel } from "./regroup";
import { traitsOf } from "./traits";

/** A line of a parcel: so many packs, what one weighs in grams, and what is on file of it. */
export interface ApartLine {
  readonly kind: string;
  readonly title: string;
  readonly packs: number;
  readonly pack_g: number;
  readonly pack: Pack | undefined;
}

/** One of several parcels to the same place. Money in minor units. */
export interface ApartParcel {
  readonly lines: readonly ApartLine[];
  readonly value_minor: number;
  /** What it costs as it is planned, with its carton. */
  readonly cost_minor: bigint;
}

/** Why two parcels are not one; the first of these that is so. */
export type WhyApart =
  /** Cold goods and others; or goods of which one refuses the class of the other. */
  | { readonly why: "cold" | "class"; readonly one: string; readonly other: string }
  /** No carton and carrier takes the weight, the litres, the value, or the packs as they are shaped. */
  | { readonly why: "weight"; readonly goods_g: number }
  | { readonly why: "volume"; readonly goods_ml: number }
  | { readonly why: "value" | "sides" }
  /** They would go together: which of the two is dearer is seen. */
  | { readonly why: "cost"; readonly together_minor: bigint; readonly apart_minor: bigint };

/**
 * Why the goods of two parcels to one place travel apart, by the same prices and limits as they are planned with. Explains what stands; it
 * decides nothing. Prices are those given, so a card that changed since may say "cost" of parcels that were parted by weight.
 */
export function whyApart(
  one: ApartParcel,
  other: ApartParcel,
  province_code: string,
  rates: { readonly cartons: readonly CartonInput[]; readonly rate_cards: readonly RateCardInput[] },
): WhyApart {
  for (const a of one.lines) {
    for (const b of other.lines) {
      if (mayTravelTogether(natureOf(a), natureOf(b))) continue;
      return { why: natureOf(a).cold === natureOf(b).cold ? "class" : "cold", one: a.title, other: b.title };
    }
  }
  const lines = [...one.lines, ...other.lines];
  const sum = (of: (line: ApartLine) => number) => lines.reduce((total, line) => total + line.packs * of(line), 0);
  const goods_g = sum((line) => line.pack_g);
  const goods_ml = sum((line) => (line.pack === undefined ? 0 : (packVolume(line.pack) ?? 0)));
  const value_minor = one.value_minor + other.value_minor;
  const traits = traitsOf(lines.map((line) => ({ fragile: natureOf(line).fragile, cold: natureOf(line).cold })));
  if (!priceOneParcel({ goods_g }, province_code, rates).ok) return { why: "weight", goods_g };
  if (!priceOneParcel({ goods_g, goods_ml }, province_code, rates).ok) return { why: "volume", goods_ml };
  if (!priceOneParcel({ goods_g, goods_ml, value_minor, traits }, province_code, rates).ok) return { why: "value" };
  const shapes = shapesOf(lines);
  const together = priceOneParcel({ goods_g, goods_ml, value_minor, traits, shapes }, province_code, rates);
  if (!together.ok) return { why: "sides" };
  const { carton_minor, carriage_minor } = together.value;
  return {
    why: "cost",
    together_minor: carton_minor + carriage_minor,
    apart_minor: one.cost_minor + other.cost_minor,
  };
}

const UNKNOWN = { cold: false, fragile: false, not_with: [] };
const natureOf = (line: ApartLine): Pick<Pack, "cold" | "fragile" | "goods_class" | "not_with"> => line.pack ?? UNKNOWN;

/** All packs as boxes, those of a kind that is in both together; null where the sides of some are not known. */
function shapesOf(lines: readonly ApartLine[]): PackShape[] | null {
  const shapes = new Map<string, PackShape>();
  for (const { kind, packs, pack } of lines) {
    if (pack?.size_mm === undefined) return null;
    const count = packs + (shapes.get(kind)?.count ?? 0);
    shapes.set(kind, { kind, size_mm: pack.size_mm, keep_upright: pack.keep_upright, count });
  }
  return [...shapes.values()];
}
