import { areaList } from "@vant/area-data";
import { expect, test } from "vitest";
import { placeOf } from "./places";
import { provinceCode } from "./province";

const NO_CITY = /^(县|.*直辖县.*)$/;
const blank = { province: "", city: "", district: "", town: "", address: "人民路 1 号" };

test("every county of the official list is read by its columns, and out of one column", () => {
  const missed: string[] = [];
  for (const [code, county] of Object.entries(areaList.county_list)) {
    const province = areaList.province_list[`${code.slice(0, 2)}0000`] ?? "";
    const listed = areaList.city_list[`${code.slice(0, 4)}00`] ?? "";
    if (provinceCode(province) === undefined || listed === "" || county === "市辖区") continue;
    const city = NO_CITY.test(listed) ? "" : listed;
    const kept = city === province || city === "" ? county : `${city}${county}`;
    const columns = placeOf({ ...blank, province, city, district: county });
    const whole = placeOf({ ...blank, address: `${province}${city === province ? "" : city}${county}人民路 1 号` });
    for (const read of [columns, whole])
      if (read.faults.length > 0 || read.city !== kept || read.address !== "人民路 1 号")
        missed.push(`${province}${city}${county}: ${JSON.stringify(read)}`);
  }
  expect(missed).toEqual([]);
});

test("names as they are said in English are read", () => {
  expect(placeOf({ ...blank, province: "Shaanxi Province", city: "Xi'an", district: "Yanta" })).toMatchObject({
    province_code: "61",
    city: "西安市雁塔区",
    faults: [],
  });
  expect(placeOf({ ...blank, province: "Beijing", city: "Beijing", district: "Chaoyang District" })).toMatchObject({
    province_code: "11",
    city: "朝阳区",
    faults: [],
  });
});

test("a hundred thousand lines are read in the time of a page", () => {
  const began = performance.now();
  for (let at = 0; at < 100_000; at += 1)
    placeOf({ ...blank, province: "广东省", city: "广州市", district: "天河区", address: `体育东路 ${at} 号` });
  expect(performance.now() - began).toBeLessThan(8_000);
});
