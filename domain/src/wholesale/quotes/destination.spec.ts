import { describe, expect, it } from "vitest";
import { atPlace, placeMark } from "./destination";

const GUANGZHOU = {
  first_name: "林老板",
  company: "食堂",
  phone: "13800000000",
  country_code: "cn",
  province: "广东省",
  city: "广州市天河区",
  address_1: "体育东路 1 号",
  address_2: null,
  postal_code: "",
};

describe("the destination of a quote", () => {
  it("is the same however it is kept, and whoever receives there", () => {
    const mark = placeMark(GUANGZHOU);
    expect(mark).toMatch(/^[0-9a-f]{64}$/);
    expect(placeMark({ ...GUANGZHOU, country_code: "CN", postal_code: null, address_2: undefined })).toBe(mark);
    const other = { ...GUANGZHOU, first_name: "李四", phone: "13900000000", company: "" };
    expect(placeMark(other)).toBe(mark);
  });

  it.each([
    ["province", "西藏自治区"],
    ["city", "广州市越秀区"],
    ["address_1", "体育东路 2 号"],
    ["address_2", "3 楼"],
    ["postal_code", "850000"],
    ["country_code", "de"],
  ])("is another one with another %s", (part, value) => {
    expect(placeMark({ ...GUANGZHOU, [part]: value })).not.toBe(placeMark(GUANGZHOU));
  });

  it("can't be moved from one part to the next", () => {
    expect(placeMark({ city: "ab", address_1: "c" })).not.toBe(placeMark({ city: "a", address_1: "bc" }));
  });

  it("stays whatever address is asked for; who receives it is as asked", () => {
    const lhasa = {
      first_name: "李四",
      phone: "13900000000",
      country_code: "cn",
      province: "西藏自治区",
      city: "拉萨市",
    };
    const sent = atPlace(lhasa, GUANGZHOU);
    expect(placeMark(sent)).toBe(placeMark(GUANGZHOU));
    expect(sent).toMatchObject({ first_name: "李四", phone: "13900000000" });
    expect(sent).not.toHaveProperty("company");
  });
});
