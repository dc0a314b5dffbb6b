import { describe, expect, test } from "vitest";
import { addFigures, figuresAfter, type SheetFigures } from "./sheet-figures";

const figures = (of: Partial<SheetFigures>): SheetFigures => ({
  wrong: 0,
  repeats: 0,
  left_out: 0,
  addressees: 0,
  packs_total: 0,
  goods: null,
  ...of,
});

describe("figures of a sheet", () => {
  test("are what they were, less what its changed lines came to, with what they come to", () => {
    const kept = figures({ wrong: 3, repeats: 1, addressees: 96, packs_total: 200 });
    const was = figures({ wrong: 2, repeats: 1, addressees: 1, packs_total: 4 });
    const is = figures({ wrong: 0, left_out: 1, addressees: 3, packs_total: 9 });
    expect(figuresAfter(kept, was, is)).toEqual(
      figures({ wrong: 1, repeats: 0, left_out: 1, addressees: 98, packs_total: 205 }),
    );
    expect(figuresAfter(kept, was, was)).toEqual(kept);
  });

  test("name a pack that some get, and no other; a sheet of one pack for all names none", () => {
    const kept = figures({ addressees: 2, packs_total: 5, goods: { bag: 3, box: 2 } });
    const was = figures({ addressees: 1, packs_total: 2, goods: { box: 2 } });
    const is = figures({ addressees: 1, packs_total: 4, goods: { bag: 1, tea: 3 } });
    expect(figuresAfter(kept, was, is).goods).toEqual({ bag: 4, tea: 3 });
    expect(figuresAfter({ ...kept, goods: null }, { ...was, goods: {} }, { ...is, goods: {} }).goods).toBeNull();
    expect(figuresAfter(kept, { ...kept }, figures({ goods: {} })).goods).toEqual({});
  });

  test("of two sets of lines are added up, and never fall below nothing", () => {
    const one = figures({ wrong: 1, addressees: 2, packs_total: 3, goods: { bag: 3 } });
    const other = figures({ repeats: 1, addressees: 1, packs_total: 2, goods: { bag: 1, box: 1 } });
    expect(addFigures(one, other)).toEqual(
      figures({ wrong: 1, repeats: 1, addressees: 3, packs_total: 5, goods: { bag: 4, box: 1 } }),
    );
    expect(() => figuresAfter(one, figures({ wrong: 2 }), figures({}))).toThrow("less than its lines");
    expect(() => figuresAfter(one, figures({ goods: { box: 1 } }), figures({}))).toThrow("less than its lines");
  });
});
