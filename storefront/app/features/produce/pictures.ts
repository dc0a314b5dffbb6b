import basket from "../../art/basket.svg";
import eggs from "../../art/eggs.svg";
import oil from "../../art/olive-oil.svg";
import pepper from "../../art/pepper.svg";
import rice from "../../art/rice.svg";
import walnut from "../../art/walnut.svg";

const PICTURES: readonly (readonly [RegExp, string])[] = [
  [/walnut|核桃/i, walnut],
  [/pepper|花椒/i, pepper],
  [/olive|橄榄/i, oil],
  [/egg|蛋/i, eggs],
  [/rice|米/i, rice],
];

/** The drawing of a produce, by its name; a mixed basket for what we have not drawn yet. */
export function pictureOf(produce: string): string {
  return PICTURES.find(([name]) => name.test(produce))?.[1] ?? basket;
}
