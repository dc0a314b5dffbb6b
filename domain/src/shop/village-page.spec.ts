import fc from "fast-check";
import { expect, test } from "vitest";
import { mayPublish, missingOf, namesIn, villagePage, withoutNames, type VillagePage } from "./village-page";

const page = (more: Partial<VillagePage> = {}): VillagePage => ({
  story_zh: "山坡上种着核桃。",
  story_en: "Walnuts grow on the slope.",
  people_zh: "",
  people_en: "",
  season_zh: "九月收核桃",
  season_en: "Walnuts in September",
  town_zh: "隆兴镇",
  town_en: "Longxing",
  lng: 105.1,
  lat: 33.4,
  ...more,
});

test("a page is published whole in both languages, or not at all", () => {
  expect(mayPublish(page(), [])).toEqual({ ok: true, value: page() });
  expect(mayPublish(page({ story_en: "", town_zh: "" }), [])).toMatchObject({
    ok: false,
    refusal: { reason: "incomplete", field: "story_en", details: { missing: ["story_en", "town_zh"] } },
  });
});

test("what may be left out is left out in both languages; half a coordinate is none", () => {
  expect(missingOf(page({ people_zh: "十二户人家" }))).toEqual(["people_en"]);
  expect(missingOf(page({ lng: null, lat: null }))).toEqual([]);
  expect(missingOf(page({ lat: null }))).toEqual(["lat"]);
});

test("nobody is named without having agreed", () => {
  const named = page({ people_zh: "王秀兰家种了三十年核桃。", people_en: "Walnuts for thirty years." });
  expect(mayPublish(named, ["王秀兰", "李四五"])).toMatchObject({
    ok: false,
    refusal: { reason: "named_without_consent", field: "people_zh", details: { names: ["王秀兰"] } },
  });
  expect(mayPublish(named, ["李四五"]).ok).toBe(true);
});

test("a name that is a word of the language, or a part of one, names nobody", () => {
  expect(namesIn("高山上的核桃", ["高山"])).toEqual([]);
  expect(namesIn("A village of Annapolis", ["Anna"])).toEqual([]);
  expect(namesIn("Anna picks", ["anna"])).toEqual(["anna"]);
});

test.each([
  ["王芳家的核桃今年很好", "王芳"],
  ["感谢王芳和李伟", "李伟"],
  ["王芳种了三十年核桃", "王芳"],
  ["王伟建了新房", "王伟"],
  ["刘洋今年收了三千斤", "刘洋"],
  ["村民张敏大姐", "张敏"],
  ["谢谢王强！", "王强"],
  ["李伟民家和李伟家", "李伟"],
  ["高山家种核桃", "高山"],
  ["老人赵云八十岁", "赵云"],
])("%s names %s, two characters as most have them", (text, name) => {
  expect(namesIn(text, [name])).toEqual([name]);
  expect(withoutNames(text, [name], "一户人家")).toBe(replaceLast(text, name, "一户人家"));
});

test.each([
  ["高山上的核桃", "高山"],
  ["田园风光", "田园"],
  ["白云深处", "白云"],
  ["马上发货", "马上"],
  ["高峰期", "高峰"],
  ["李伟民家种花椒", "李伟"],
  ["感谢李伟民", "李伟"],
  ["王芳芳家", "王芳"],
  ["张家口的货", "张家"],
  ["Li and I", "Li"],
])("%s does not name %s: a word of the language, or the beginning of a longer name", (text, name) => {
  expect(namesIn(text, [name])).toEqual([]);
  expect(withoutNames(text, [name], "一户人家")).toBe(text);
});

/** Where a longer name begins the same way, it is the last that is meant. */
const replaceLast = (text: string, name: string, by: string) => {
  const at = text.lastIndexOf(name);
  return text.slice(0, at) + by + text.slice(at + name.length);
};

test("a name taken back is gone from the text, whatever it is made of", () => {
  expect(withoutNames("王秀兰和王秀兰花", ["王秀兰", "王秀兰花"], "一户人家")).toBe("一户人家和一户人家");
  fc.assert(
    fc.property(fc.string({ minLength: 3, maxLength: 8 }), fc.string(), fc.string(), (name, before, after) => {
      fc.pre(name.trim().length >= 3);
      expect(namesIn(withoutNames(`${before} ${name} ${after}`, [name], "—"), [name])).toEqual([]);
    }),
  );
});

test("a draft may be unfinished, but is no book", () => {
  expect(villagePage.safeParse(page({ story_zh: "" })).success).toBe(true);
  expect(villagePage.safeParse(page({ story_zh: "字".repeat(2_001) })).success).toBe(false);
});
