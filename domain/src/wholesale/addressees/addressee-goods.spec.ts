import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { columnsFault, guessAddresseeColumns, namesGoods } from "./addressee-columns";
import { goodsOfColumns, judgeGoods, MAX_GOODS_EACH, MAX_GOODS_TEXT, readGoods, sameGoods } from "./addressee-goods";
import { judgeAddressee, sameAddressee, writtenAddressee, type WrittenAddressee } from "./addressee-line";

const PACKS: Readonly<Record<string, readonly string[]>> = {
  "walnuts 1 kg": ["walnut_1"],
  "honey 500 g": ["honey"],
  核桃: ["walnut_1", "walnut_5"],
  核桃1公斤: ["walnut_1"],
};
const packOf = (name: string) => PACKS[name.replaceAll(" ", "")] ?? PACKS[name] ?? [];
const judged = (goods: string, packs = "") => judgeGoods({ goods, packs }, packOf);

describe("a cell of packs", () => {
  test("is read as people write it", () => {
    expect(readGoods("walnuts 1 kg: 2, honey 500 g: 1")).toEqual([
      { name: "walnuts 1 kg", packs: 2 },
      { name: "honey 500 g", packs: 1 },
    ]);
    expect(readGoods("核桃 1 公斤×２、蜂蜜 * 3 份；茶")).toEqual([
      { name: "核桃 1 公斤", packs: 2 },
      { name: "蜂蜜", packs: 3 },
      { name: "茶", packs: undefined },
    ]);
    expect(readGoods("Box 2; tea x 1,000; MAX 5")).toEqual([
      { name: "Box 2", packs: undefined },
      { name: "tea", packs: 1_000 },
      { name: "MAX 5", packs: undefined },
    ]);
    expect(readGoods("tea: two; tea: 0; tea: 1.5")).toEqual(Array(3).fill({ name: "tea", packs: null }));
    expect(readGoods(" ; ,")).toEqual([]);
  });

  test("says how many of each pack, those named twice together; without a number as many as the line says", () => {
    expect(judged("walnuts 1 kg: 2; honey 500 g: 1; 核桃 1 公斤 x 3")).toEqual({
      goods: { honey: 1, walnut_1: 5 },
      faults: [],
    });
    expect(judged("honey 500 g", "4").goods).toEqual({ honey: 4 });
    expect(judged("honey 500 g").faults).toEqual(["bad_packs"]);
  });

  test("is wrong where a name fits nothing or several, and says all of it", () => {
    expect(judged("")).toEqual({ goods: null, faults: ["no_goods"] });
    expect(judged("核桃: 1; gold: 1; honey 500 g: x")).toEqual({
      goods: null,
      faults: ["ambiguous_pack", "unknown_pack", "bad_packs"],
    });
    expect(judged("x".repeat(MAX_GOODS_TEXT + 1)).faults).toEqual(["goods_long"]);
    const many = Array.from({ length: MAX_GOODS_EACH + 1 }, (_, at) => `p${at}: 1`).join("; ");
    expect(judgeGoods({ goods: many, packs: "" }, (name) => [name]).faults).toEqual(["too_many_goods"]);
  });
});

describe("columns of packs", () => {
  test("are one text that is read again, without those that somebody gets none of", () => {
    const columns = guessAddresseeColumns(["姓名", "电话", "地址", "x", "y", "z"]).map(
      (field, at) => field ?? (at > 2 ? ("goods_count" as const) : null),
    );
    expect(namesGoods(columns)).toBe(true);
    expect(columnsFault(columns, null)).toBeNull();
    expect(columnsFault(columns, null, false)).toEqual({ fault: "no_head" });
    const heads = ["姓名", "电话", "地址", "walnuts 1 kg", "honey, 500 g", "茶"];
    const written = (cells: string[]) => writtenAddressee(["李雷", "1", "一号", ...cells], columns, null, heads).goods;
    expect(written(["2", "", "0"])).toBe("walnuts 1 kg: 2");
    expect(written(["2", "1.0", "-"])).toBe("walnuts 1 kg: 2; honey  500 g: 1.0");
    expect(written(["", "", ""])).toBe("");
    expect(judged(written(["", "两", ""])).faults).toContain("bad_packs");
  });

  test("of a name and of a size are one name, and a size alone is refused", () => {
    const columns = guessAddresseeColumns(["姓名", "电话", "地址", "产品", "规格", "份数"]);
    expect(columns.slice(3)).toEqual(["goods", "size", "packs"]);
    expect(writtenAddressee(["", "", "", "核桃", "1 公斤", "3"], columns, null).goods).toBe("核桃 1 公斤");
    expect(columnsFault(["name", "phone", "address", "size", "packs"], null)).toEqual({
      fault: "missing",
      field: "goods",
    });
  });

  test("that are too long to be kept are wrong, never cut to something else", () => {
    const columns = Array.from({ length: 30 }, () => "goods_count" as const);
    const written = writtenAddressee(Array(30).fill("1"), columns, null, Array(30).fill("x".repeat(400)));
    expect(judged(written.goods).faults).toEqual(["goods_long"]);
  });

  test("a line separator inside a name parts nothing", () => {
    expect(readGoods(goodsOfColumns([{ head: "p\u2028q", cell: "1" }]))).toEqual([{ name: "p\u2028q", packs: 1 }]);
  });

  test("whatever is counted in them comes back as it was counted", () => {
    const name = fc.string({ unit: "grapheme", minLength: 1, maxLength: 12 }).map((text) => `p${text.trim()}q`);
    fc.assert(
      fc.property(fc.array(fc.tuple(name, fc.integer({ min: 0, max: 2_000 })), { maxLength: 8 }), (counts) => {
        const text = goodsOfColumns(counts.map(([head, count]) => ({ head, cell: String(count) })));
        expect(readGoods(text).map(({ packs }) => packs)).toEqual(
          counts.flatMap(([, count]) => (count === 0 ? [] : [count])),
        );
      }),
    );
  });
});

test("a line that names its packs has all of them together, and is no repeat of one with other packs", () => {
  const right: WrittenAddressee = {
    name: "李雷",
    phone: "13800138000",
    province: "",
    city: "",
    district: "",
    town: "",
    address: "一号",
    packs: "",
    message: "",
    goods: "walnuts 1 kg: 2; honey 500 g: 1",
  };
  const known = {
    isPhone: () => true,
    placeOf: () => ({ province_code: "44", city: "", address: "一号", faults: [] }),
    packOf,
  };
  const line = judgeAddressee(right, known);
  expect(line).toMatchObject({ province_code: "44", packs: 3, goods: { honey: 1, walnut_1: 2 }, faults: [] });
  expect(judgeAddressee({ ...right, goods: "honey 500 g: 1001" }, known)).toMatchObject({
    packs: null,
    goods: null,
    faults: ["too_many_packs"],
  });
  expect(sameAddressee(right, line, { honey: 1 })).not.toBe(sameAddressee(right, line, { honey: 2 }));
  expect(sameAddressee(right, line, { honey: 1 })).toBe(sameAddressee({ ...right, name: " 李雷" }, line, { honey: 1 }));
  expect([sameGoods({ a: 1, b: 2 }, { b: 2, a: 1 }), sameGoods({ a: 1 }, { a: 1, b: 1 })]).toEqual([true, false]);
});
