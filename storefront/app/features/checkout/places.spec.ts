import { describe, expect, test } from "vitest";
import { citiesOf, isPlace, keptCity, readCity } from "./places.server";
import { PROVINCES } from "./provinces";

describe("provinces, cities and counties", () => {
  test("every province has cities, every city counties, and what is kept of each reads back as what was chosen", () => {
    let counties = 0;
    const wrong: string[] = [];
    for (const { zh: province } of PROVINCES) {
      const cities = citiesOf(province, "zh");
      if (cities.length === 0) wrong.push(province);
      for (const city of cities) {
        if (city.counties.length === 0) wrong.push(city.name);
        for (const county of city.counties) {
          const kept = keptCity(province, city.name, county.name);
          const back = readCity(province, kept);
          if (back.city !== city.name || back.county !== county.name || kept.length > 60) wrong.push(kept);
          counties += 1;
        }
      }
    }
    expect(wrong).toEqual([]);
    expect(counties).toBeGreaterThan(2_800);
  });

  test.each([
    ["广东省", "广州市", "天河区", "广州市天河区"],
    ["北京市", "北京市", "朝阳区", "朝阳区"],
    ["重庆市", "县", "城口县", "城口县"],
    ["河南省", "省直辖县", "济源市", "济源市"],
  ])("%s %s %s is kept as %s", (province, city, county, kept) => {
    expect(isPlace(province, city, county)).toBe(true);
    expect(keptCity(province, city, county)).toBe(kept);
  });

  test("a county of another city, a city of another province and a made-up one are no places", () => {
    expect(isPlace("广东省", "深圳市", "天河区")).toBe(false);
    expect(isPlace("湖南省", "广州市", "天河区")).toBe(false);
    expect(isPlace("广东省", "广州市", "")).toBe(false);
    expect(isPlace("Atlantis", "Atlantis", "Atlantis")).toBe(false);
    expect(citiesOf("台湾省", "zh")).toEqual([]);
  });

  test("an address from before, or from another client, says as much as can be read", () => {
    expect(readCity("广东省", "广州市")).toEqual({ city: "广州市", county: "" });
    expect(readCity("广东省", "Guangzhou")).toEqual({ city: "", county: "" });
    expect(readCity("", "广州市天河区")).toEqual({ city: "", county: "" });
  });

  test("in English a place has its pinyin beside its characters", () => {
    const labels = (province: string) => citiesOf(province, "en").map((city) => city.label);
    expect(labels("广东省")).toContain("Guangzhou 广州市");
    expect(labels("陕西省")).toContain("Xi'an 西安市");
    expect(citiesOf("北京市", "en")[0]?.counties.map((one) => one.label)).toContain("Chaoyang 朝阳区");
    const all = PROVINCES.flatMap(({ zh }) => citiesOf(zh, "en")).flatMap(({ label, counties }) => [
      label,
      ...counties.map((county) => county.label),
    ]);
    expect(all.filter((label) => !/^[A-Z][a-z'ü]* \p{Script=Han}+$/u.test(label))).toEqual([]);
  });
});
