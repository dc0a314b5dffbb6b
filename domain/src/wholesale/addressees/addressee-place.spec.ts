import { describe, expect, test } from "vitest";
import { readPlace, type WrittenPlace } from "./addressee-place";
import { Places } from "./places";

const CODES: Readonly<Record<string, string>> = {
  北京: "11", 北京市: "11", 吉林: "22", 吉林省: "22", 江苏: "32", 江苏省: "32", 广东: "44", 广东省: "44", guangdong: "44",
  四川: "51", 四川省: "51", 新疆: "65", 新疆维吾尔自治区: "65", 黑龙江: "23", 黑龙江省: "23", 海南: "46", 海南省: "46", 青海: "63", 青海省: "63",
}; // prettier-ignore
const LATIN: Readonly<Record<string, string>> = { 广州: "guangzhou", 天河: "tianhe", 深圳: "shenzhen" };
const places = new Places(
  {
    province_list: {
      110000: "北京市", 220000: "吉林省", 230000: "黑龙江省", 320000: "江苏省", 440000: "广东省", 460000: "海南省", 510000: "四川省",
      630000: "青海省", 650000: "新疆维吾尔自治区", 710000: "台湾省",
    },
    city_list: {
      110100: "北京市", 220200: "吉林市", 230100: "哈尔滨市", 320100: "南京市", 320300: "徐州市", 440100: "广州市", 440300: "深圳市",
      441900: "东莞市", 460100: "海口市", 469000: "省直辖县", 513400: "凉山彝族自治州", 632500: "海南藏族自治州", 659000: "自治区直辖县级行政区划",
    },
    county_list: {
      110105: "朝阳区", 110108: "海淀区", 220202: "昌邑区", 230103: "南岗区", 320106: "鼓楼区", 320115: "江宁区", 320302: "鼓楼区",
      440106: "天河区", 440111: "白云区", 440305: "南山区", 441901: "中堂镇", 460105: "秀英区", 469002: "琼海市", 513401: "西昌市",
      632521: "共和县", 659001: "石河子市",
    },
  }, // prettier-ignore
  { provinceCode: (written) => CODES[written], latin: (name) => LATIN[name] ?? "" },
);
const read = (more: Partial<WrittenPlace>) =>
  readPlace(places, { province: "", city: "", district: "", town: "", address: "体育东路 1 号", ...more });
const wrong = (more: Partial<WrittenPlace>) => read(more).faults;

describe("columns", () => {
  test("in full and in short come to city and county in one field, as the address book keeps them", () => {
    const whole = { province_code: "44", city: "广州市天河区", address: "体育东路 1 号", faults: [] };
    expect(read({ province: "广东省", city: "广州市", district: "天河区" })).toEqual(whole);
    expect(read({ province: "广东", city: "广州", district: "天河" })).toEqual(whole);
    expect(read({ province: "Guangdong", city: "Guangzhou City", district: "Tianhe District" })).toEqual(whole);
    expect(read({ province: "广东省", city: "Guangzhou 广州市", district: "Tianhe 天河区" })).toEqual(whole);
    expect(read({ province: "广东省广州市", district: "天河区" })).toEqual(whole);
    expect(read({ province: "", city: "广东省广州市天河区" })).toEqual(whole);
    expect(read({ province: "广东", city: "天河区" })).toEqual(whole);
    expect(read({ province: "四川省", city: "凉山州", district: "西昌" }).city).toBe("凉山彝族自治州西昌市");
    expect(read({ province: "黑龙江", city: "Harbin" }).city).toBe("哈尔滨市");
  });

  test("of a municipality, and of a county without a city, name the county alone", () => {
    for (const [province, city] of [
      ["北京市", "北京市"],
      ["北京", ""],
      ["", "北京市"],
      ["北京市", "市辖区"],
    ] as const)
      // prettier-ignore
      expect(read({ province, city, district: "朝阳区" })).toMatchObject({ province_code: "11", city: "朝阳区", faults: [] });
    expect(read({ province: "北京市", city: "朝阳区" })).toMatchObject({ city: "朝阳区", faults: [] });
    expect(read({ province: "北京市" })).toMatchObject({ city: "北京市", faults: [] });
    expect(read({ province: "海南省", city: "省直辖县级行政区划", district: "琼海市" })).toMatchObject({
      city: "琼海市",
      faults: [],
    });
    expect(read({ province: "新疆", city: "石河子" })).toMatchObject({ city: "石河子市", faults: [] });
  });

  test("that contradict each other are wrong", () => {
    expect(wrong({ province: "新疆维吾尔自治区", city: "上海市" })).toEqual(["bad_city"]);
    expect(wrong({ province: "广东省", city: "哈尔滨市" })).toEqual(["bad_city"]);
    expect(wrong({ province: "广东省", city: "x" })).toEqual(["bad_city"]);
    expect(wrong({ province: "广东省", city: "北京市" })).toEqual(["bad_city"]);
    expect(wrong({ province: "广东省", city: "广州市", district: "南山区" })).toEqual(["bad_district"]);
    expect(wrong({ province: "北京市", city: "北京市", district: "天河区" })).toEqual(["bad_district"]);
    // Two cities of the province have one: which is meant is not guessed.
    expect(wrong({ province: "江苏省", city: "鼓楼区" })).toEqual(["bad_city"]);
    expect(read({ province: "江苏省", city: "南京", district: "鼓楼区" })).toMatchObject({
      city: "南京市鼓楼区",
      faults: [],
    });
    expect(wrong({ province: "火星" })).toEqual(["no_province"]);
    expect(wrong({ province: "台湾省", city: "台北市" })).toEqual(["no_province"]);
  });

  test("without a city are wrong, unless the district or the address says it", () => {
    expect(wrong({ province: "广东省" })).toEqual(["no_city"]);
    expect(read({ province: "广东省", district: "天河区" })).toMatchObject({ city: "广州市天河区", faults: [] });
    expect(read({ province: "广东省", address: "广州市人民路 1 号" })).toMatchObject({
      city: "广州市",
      address: "人民路 1 号",
    });
    expect(wrong({ province: "江苏省", address: "南京路 1 号" })).toEqual(["no_city"]);
  });

  test("name districts that no list has, where only signs and parcels know them", () => {
    expect(read({ province: "广东", city: "广州", district: "广州开发区" }).city).toBe("广州市广州开发区");
    expect(read({ province: "广东", city: "东莞", district: "南城区" })).toMatchObject({
      city: "东莞市南城区",
      faults: [],
    });
  });

  test("put the town before the street, once", () => {
    const of = { province: "广东", city: "广州", district: "白云区", town: "太和镇" };
    expect(read({ ...of, address: "园夏二街 10 号" }).address).toBe("太和镇园夏二街 10 号");
    expect(read({ ...of, address: "太和镇园夏二街 10 号" }).address).toBe("太和镇园夏二街 10 号");
  });
});

describe("one column of the whole address", () => {
  test("says province, city and county, however they are joined", () => {
    for (const address of [
      "广东省广州市天河区体育东路 1 号",
      "广东 广州 天河区 体育东路 1 号",
      "广州市天河区体育东路 1 号",
      "广州天河区体育东路 1 号",
    ])
      // prettier-ignore
      expect(read({ address })).toEqual({ province_code: "44", city: "广州市天河区", address: "体育东路 1 号", faults: [] });
    expect(read({ address: "北京市朝阳区人民路 4 号" })).toMatchObject({ city: "朝阳区", address: "人民路 4 号" });
    expect(read({ address: "吉林市昌邑区一号楼" })).toMatchObject({ province_code: "22", city: "吉林市昌邑区" });
    expect(read({ address: "海南藏族自治州共和县一号" })).toMatchObject({
      province_code: "63",
      city: "海南藏族自治州共和县",
    });
    expect(read({ address: "海南省海口市秀英区一号" })).toMatchObject({ province_code: "46", city: "海口市秀英区" });
  });

  test("is not read twice beside columns, nor against them", () => {
    const of = { province: "广东省", city: "广州市", district: "天河区" };
    expect(read({ ...of, address: "广东省广州市天河区体育东路 1 号" })).toMatchObject({
      city: "广州市天河区",
      address: "体育东路 1 号",
    });
    expect(wrong({ ...of, address: "江苏省南京市江宁区一号" })).toEqual(["bad_city"]);
    expect(wrong({ ...of, address: "深圳市南山区一号" })).toEqual(["bad_city"]);
    // Roads are called after cities.
    expect(read({ ...of, address: "北京路 1 号" })).toMatchObject({ address: "北京路 1 号", faults: [] });
    expect(read({ ...of, address: "深圳市路 1 号" })).toMatchObject({ address: "深圳市路 1 号", faults: [] });
  });

  test("in Latin letters holds its city in its own words", () => {
    expect(read({ province: "Guangdong", address: "Flat 3, 12 Tiyu Road, Guangzhou" })).toEqual({
      province_code: "44",
      city: "",
      address: "Flat 3, 12 Tiyu Road, Guangzhou",
      faults: [],
    });
    expect(wrong({ province: "Guangdong", address: "Flat 3, 12 Tiyu Road" })).toEqual(["no_city"]);
  });
});

test("an address of one sign, of a picture, or of places alone is no door", () => {
  const of = { province: "广东省", city: "广州市" };
  expect(["1", "🏠", "—", "一", "广东省广州市天河区"].map((address) => wrong({ ...of, address }))).toEqual(
    Array(5).fill(["bad_address"]),
  );
  expect(["一号", "A1", "5 号"].map((address) => wrong({ ...of, address }))).toEqual(Array(3).fill([]));
  // Nothing at all is another fault, of the line.
  expect(wrong({ ...of, address: "" })).toEqual([]);
});
