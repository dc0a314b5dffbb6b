import { expect, test } from "vitest";
import { addressLine } from "./address-line.server";

test.each([
  ["44", "深圳市", "深圳市青年路94号", "广东省深圳市青年路94号"],
  ["CN-44", "深圳市", "青年路94号", "广东省深圳市青年路94号"],
  ["440000", "深圳市", "广东省深圳市青年路94号", "广东省深圳市青年路94号"],
  ["广东省", "广州市天河区", "体育东路 1 号", "广东省广州市天河区体育东路 1 号"],
  ["广东省", "广州市天河区", "天河区体育东路 1 号", "广东省广州市天河区体育东路 1 号"],
  ["11", "北京市", "朝阳区建国路 1 号", "北京市朝阳区建国路 1 号"],
  ["吉林省", "吉林市", "市中路 2 号", "吉林省吉林市市中路 2 号"],
  ["99", "深圳市", "青年路94号", "99深圳市青年路94号"],
  [null, undefined, "青年路94号", "青年路94号"],
])("%s, %s, %s is read as %s", (province, city, address_1, line) => {
  expect(addressLine({ country_code: "cn", province, city, address_1 })).toBe(line);
});

test("a second line follows the first; another country's 44 is none of our codes", () => {
  expect(addressLine({ province: "44", city: "深圳市", address_1: "青年路94号", address_2: "3 单元" })).toBe(
    "广东省深圳市青年路94号3 单元",
  );
  expect(addressLine({ country_code: "jp", province: "44", city: "Oita", address_1: " 1" })).toBe("44Oita1");
});
