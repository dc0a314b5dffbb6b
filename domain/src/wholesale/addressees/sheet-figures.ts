import type { Goods } from "./addressee-goods";

/** What is kept of a sheet of addressees, or of some of its lines; in lines and packs. */
export interface SheetFigures {
  /** Lines that have to be put right. */
  readonly wrong: number;
  /** Lines that say what a line before them says. */
  readonly repeats: number;
  readonly left_out: number;
  /** Who gets a parcel, and with how many packs together. */
  readonly addressees: number;
  readonly packs_total: number;
  /** How many of which; null where everybody gets the same one. */
  readonly goods: Goods | null;
}

const COUNTED = ["wrong", "repeats", "left_out", "addressees", "packs_total"] as const;

/** What is added up of two sets of lines that have none in common. */
export function addFigures(one: SheetFigures, other: SheetFigures): SheetFigures {
  return combined(one, other, 1);
}

/**
 * The figures of a sheet of which some lines were changed: what they were, less what those lines came to before, with what they come to now.
 * Throws where more is taken away than there was: then what was kept is not what stood.
 */
export function figuresAfter(kept: SheetFigures, was: SheetFigures, is: SheetFigures): SheetFigures {
  const after = combined(combined(kept, is, 1), was, -1);
  const all = [...COUNTED.map((name) => after[name]), ...Object.values(after.goods ?? {})];
  if (all.some((figure) => figure < 0)) throw new Error("a sheet's figures are less than its lines");
  return after;
}

/** Packs of which none is left are named no more. */
function combined(one: SheetFigures, other: SheetFigures, sign: 1 | -1): SheetFigures {
  const sum = (name: (typeof COUNTED)[number]) => one[name] + sign * other[name];
  const goods = new Map(Object.entries(one.goods ?? {}));
  for (const [id, packs] of Object.entries(other.goods ?? {})) goods.set(id, (goods.get(id) ?? 0) + sign * packs);
  return {
    wrong: sum("wrong"),
    repeats: sum("repeats"),
    left_out: sum("left_out"),
    addressees: sum("addressees"),
    packs_total: sum("packs_total"),
    goods: one.goods === null ? null : Object.fromEntries([...goods].filter(([, packs]) => packs !== 0)),
  };
}
