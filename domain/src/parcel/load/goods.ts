import { compareText } from "../../shared/order";
import type { PackShape } from "../boxes/placement";
import { sortOf, type Traits } from "../traits";
import type { Filling, PackClass } from "./problem";

/** Packs of one kind in a load. */
export interface Goods {
  readonly kind: string;
  readonly weight_g: number;
  readonly volume_ml: number;
  readonly value_minor: number;
  /** Only packs of equal temperature class share a parcel. */
  readonly temperature: string;
  /** Kinds that may not share a parcel with this one. */
  readonly not_with: readonly string[];
  /** What a card charges for. */
  readonly traits: Traits;
  /** How it lies in a carton; null where that is not known or not asked. */
  readonly shape: Pick<PackShape, "size_mm" | "keep_upright"> | null;
  readonly count: number;
}

/** All that matters of a kind for packing, but how many there are: short, since keys of baskets are made of it. */
export function kindKey(item: Goods): unknown[] {
  const { kind, weight_g, volume_ml, value_minor, temperature, not_with, traits, shape } = item;
  return [kind, weight_g, volume_ml, value_minor, temperature, not_with, sortOf(traits), shape];
}

/** Goods that may travel together, in classes of packs that are alike. */
export interface GoodsPart {
  readonly classes: readonly PackClass[];
  /** The kinds of each class, by name, with their packs. */
  readonly members: readonly (readonly Goods[])[];
  readonly apart: readonly (readonly [number, number])[];
}

/** Parcels of equal content by kind, the kinds by name. */
export interface KindFilling {
  readonly items: readonly { readonly kind: string; readonly count: number }[];
  readonly parcels: number;
}

/**
 * One part for each temperature class; within it equal sizes in one class, the heaviest first. Kinds that something may not
 * travel with stay classes of their own. The order of the input does not matter.
 */
export function partsOf(goods: readonly Goods[]): GoodsPart[] {
  const temperatures = new Map<string, Goods[]>();
  for (const item of [...goods].sort((a, b) => compareText(a.kind, b.kind))) {
    if (item.count === 0) continue;
    const known = temperatures.get(item.temperature);
    if (known === undefined) temperatures.set(item.temperature, [item]);
    else known.push(item);
  }
  return [...temperatures.keys()].sort(compareText).map((temperature) => partOf(temperatures.get(temperature)!));
}

function partOf(goods: readonly Goods[]): GoodsPart {
  const pairs = forbidden(goods);
  const classes = new Map<string, Goods[]>();
  for (const item of goods) {
    const alone = pairs.has(item.kind) ? `/${item.kind}` : "";
    const key = `${item.weight_g}/${item.volume_ml}/${item.value_minor}/${sortOf(item.traits)}${alone}`;
    const known = classes.get(key);
    if (known === undefined) classes.set(key, [item]);
    else known.push(item);
  }
  const members = [...classes.values()].sort(
    ([a], [b]) =>
      b!.weight_g - a!.weight_g ||
      b!.volume_ml - a!.volume_ml ||
      b!.value_minor - a!.value_minor ||
      sortOf(a!.traits) - sortOf(b!.traits) ||
      compareText(a!.kind, b!.kind),
  );
  const at = new Map(members.flatMap((alike, index) => alike.map((item) => [item.kind, index] as const)));
  const apart: [number, number][] = [];
  for (const [kind, enemies] of pairs) {
    for (const enemy of enemies) {
      const a = at.get(kind)!;
      const b = at.get(enemy)!;
      if (a < b) apart.push([a, b]);
    }
  }
  apart.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  return {
    classes: members.map((alike) => ({
      weight_g: alike[0]!.weight_g,
      volume_ml: alike[0]!.volume_ml,
      value_minor: alike[0]!.value_minor,
      sort: sortOf(alike[0]!.traits),
      count: alike.reduce((sum, item) => sum + item.count, 0),
    })),
    members,
    apart,
  };
}

/** Who may not go with whom, both ways, among these goods. */
function forbidden(goods: readonly Goods[]): Map<string, Set<string>> {
  const present = new Set(goods.map((item) => item.kind));
  const pairs = new Map<string, Set<string>>();
  const add = (a: string, b: string): void => {
    const known = pairs.get(a) ?? new Set();
    pairs.set(a, known.add(b));
  };
  for (const { kind, not_with } of goods) {
    for (const other of not_with) {
      if (other === kind || !present.has(other)) continue;
      add(kind, other);
      add(other, kind);
    }
  }
  return pairs;
}

/**
 * Kinds instead of classes: parcel after parcel takes the packs of the class's first kind, then of its next. Runs of parcels
 * with the same kinds stay one filling; the packs of every kind are used up exactly.
 */
export function kindsOf(part: GoodsPart, fillings: readonly Filling[]): KindFilling[] {
  const cursor = part.members.map(() => 0);
  const left = part.members.map((alike) => alike[0]!.count);
  const found: KindFilling[] = [];
  for (const filling of fillings) {
    const used = filling.packs.map((_, index) => index).filter((index) => filling.packs[index]! > 0);
    for (let rest = filling.parcels; rest > 0;) {
      // As many parcels as the kinds at hand last for all; one when a class must go over to its next kind within a parcel.
      const same = Math.min(rest, ...used.map((index) => Math.floor(left[index]! / filling.packs[index]!)));
      const parcels = Math.max(1, same);
      const items: { kind: string; count: number }[] = [];
      for (const index of used) {
        for (let missing = filling.packs[index]!; missing > 0;) {
          const alike = part.members[index]!;
          const taken = Math.min(missing, left[index]!);
          if (taken > 0) items.push({ kind: alike[cursor[index]!]!.kind, count: taken });
          missing -= taken;
          left[index]! -= taken * parcels;
          if (left[index] === 0 && cursor[index]! + 1 < alike.length) left[index] = alike[++cursor[index]!]!.count;
          else if (missing > 0) throw new Error("kindsOf: more packs planned than there are");
        }
      }
      items.sort((a, b) => compareText(a.kind, b.kind));
      found.push({ items, parcels });
      rest -= parcels;
    }
  }
  return found;
}
