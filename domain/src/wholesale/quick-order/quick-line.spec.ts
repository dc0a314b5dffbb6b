import { describe, expect, it } from "vitest";
import { MAX_PACKS_PER_LINE } from "../../pool/hold";
import { amountFault, isFormula, nearestPacks, partedName, readQuickAmount, settleLine } from "./quick-line";

const bag = { variant_id: "bag", pack_g: 500 };
const box = { variant_id: "box", pack_g: 2_500 };
const sack = { variant_id: "sack", pack_g: 20_000 };
const line = (amount: string, column: "packs" | "kg" = "packs") => ({ cells: ["核桃", ""], amount, column });

describe("an amount as people write it", () => {
  it.each([
    ["120", "packs", { in: "packs", packs: 120 }],
    ["１２０", "packs", { in: "packs", packs: 120 }],
    ["1,200", "packs", { in: "packs", packs: 1_200 }],
    ["30 箱", "kg", { in: "packs", packs: 30 }],
    ["120", "kg", { in: "grams", grams: 120_000 }],
    ["12.5 kg", "packs", { in: "grams", grams: 12_500 }],
    ["0.3公斤", "packs", { in: "grams", grams: 300 }],
    ["25斤", "packs", { in: "grams", grams: 12_500 }],
    ["2 t", "packs", { in: "grams", grams: 2_000_000 }],
  ] as const)("%s in a column of %s", (cell, column, amount) => {
    expect(readQuickAmount(cell, column)).toEqual(amount);
  });

  it.each(["", "0", "-3", "1.5", "12,5", "1,20", "many", "3 carts", "0 kg", "0.0001 kg", "1e9", "NaN", "99999999999"])(
    "%j is none",
    (cell) => expect(readQuickAmount(cell, "packs")).toBeNull(),
  );

  it.each([
    ["", "packs", "no_amount"],
    ["many", "packs", "no_amount"],
    ["3 carts", "packs", "no_amount"],
    ["12,5", "packs", "no_amount"],
    ["-5", "packs", "not_above_zero"],
    ["－5 箱", "kg", "not_above_zero"],
    ["0", "packs", "not_above_zero"],
    ["0.0 kg", "packs", "not_above_zero"],
    ["1.5", "packs", "not_whole"],
    ["1.5 箱", "kg", "not_whole"],
    ["0.0001 kg", "packs", "no_amount"],
    ["99999999999", "packs", "too_many"],
    ["99999999999 kg", "packs", "too_many"],
  ] as const)("what is none says why: %j in a column of %s", (cell, column, fault) => {
    expect(readQuickAmount(cell, column)).toBeNull();
    expect(amountFault(cell, column)).toBe(fault);
    expect(settleLine(line(cell, column), [bag])).toEqual({ variant_id: "bag", packs: null, fault });
  });

  it("at the end of a name is its pack, when it is a weight", () => {
    expect(partedName("豆家庄高山核桃 2 公斤")).toEqual({ name: "豆家庄高山核桃", pack: "2 公斤" });
    expect(partedName("Maya walnuts 2.5KG")).toEqual({ name: "Maya walnuts", pack: "2.5KG" });
    expect(partedName("核桃２．５公斤")).toEqual({ name: "核桃", pack: "2.5公斤" });
    for (const other of ["核桃", "HT-500", "Rice No 5", "2 公斤", "核桃 3 箱", ""])
      expect(partedName(other)).toBeNull();
  });

  it("a formula is none, however wide its sign", () => {
    expect(isFormula("=A1*2")).toBe(true);
    expect(isFormula(" ＝A1")).toBe(true);
    expect(isFormula("核桃=好")).toBe(false);
    expect(settleLine(line("=2*3"), [bag]).fault).toBe("formula");
    expect(settleLine({ ...line("3"), cells: ["=A1"] }, [bag]).fault).toBe("formula");
  });
});

describe("a written line", () => {
  it("is found when its words fit one pack", () => {
    expect(settleLine(line("12"), [bag])).toEqual({ variant_id: "bag", packs: 12, fault: null });
    expect(settleLine(line("5", "kg"), [bag])).toEqual({ variant_id: "bag", packs: 10, fault: null });
  });

  it("names what is wrong and keeps what is known", () => {
    expect(settleLine(line("12"), [])).toEqual({ variant_id: null, packs: null, fault: "not_found" });
    expect(settleLine(line(""), [bag])).toEqual({ variant_id: "bag", packs: null, fault: "no_amount" });
    expect(settleLine(line("1.2 kg"), [bag])).toEqual({ variant_id: "bag", packs: null, fault: "part_packs" });
    const most = String(MAX_PACKS_PER_LINE + 1);
    expect(settleLine(line(most), [bag])).toEqual({ variant_id: "bag", packs: null, fault: "too_many" });
    expect(settleLine(line("12"), [bag, box])).toEqual({ variant_id: null, packs: null, fault: "ambiguous" });
  });

  it("of several packs is the one of which its kilos are whole, and nobody's guess when they are of two", () => {
    expect(settleLine(line("5.5", "kg"), [bag, box, sack])).toEqual({ variant_id: "bag", packs: 11, fault: null });
    expect(settleLine(line("20", "kg"), [bag, sack]).fault).toBe("ambiguous");
    expect(settleLine(line("0.3", "kg"), [bag, box]).fault).toBe("ambiguous");
  });

  it("that parts a pack has whole ones beside it", () => {
    expect(nearestPacks({ in: "grams", grams: 1_200 }, bag)).toEqual([2, 3]);
    expect(nearestPacks({ in: "grams", grams: 300 }, bag)).toEqual([1]);
    expect(nearestPacks({ in: "packs", packs: 3 }, bag)).toEqual([]);
  });
});
