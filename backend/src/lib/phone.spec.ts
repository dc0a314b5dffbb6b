import { expect, test } from "vitest";
import { isDialled, isPhone, normalPhone, phoneFault } from "./phone";

test.each([
  ["13800138000", undefined],
  ["0939-8212345", "cn"],
  ["6123 4567", "sg"],
  ["+65 6123 4567", "cn"],
  ["", "cn"],
])("%s is a number for an address in %s", (typed, country) => {
  expect(phoneFault(typed, country)).toBeUndefined();
});

test.each([
  ["不知道", "cn"],
  ["不知道", "sg"],
  // A landline without its area code at home, too short there.
  ["8212345", "sg"],
  ["1", "zz"],
])("%s is none for an address in %s", (typed, country) => {
  expect(phoneFault(typed, country)).toMatchObject({ reason: "phone_not_dialled", field: "phone" });
});

test.each([
  "<b>13800138000</b>",
  "<script>alert(1)</script>13800138000",
  "13800138000 张三",
  "电话:13800138000",
  "call 13800138000",
  "13800138000abc",
  "138ABC00138000",
  "tel:+8613800138000",
  "13800138000;",
  "13800138000/13900139000",
  "0939-8212345转12",
])("a number with something beside it is none: %s", (typed) => {
  expect(phoneFault(typed, "cn")).toMatchObject({ reason: "phone_not_dialled", field: "phone" });
  expect([isPhone(typed), isDialled(typed), normalPhone(typed)]).toEqual([false, false, undefined]);
});

test.each([
  " 138 0013 8000 ",
  "138-0013-8000",
  "138.0013.8000",
  "（86）138–0013–8000",
  "１３８００１３８０００",
  "+86 138-0013-8000",
  "0086 13800138000",
  // As an address book copies it, with marks of the direction of writing.
  "\u202a13800138000\u202c",
  "\u200e+8613800138000",
])("however it is parted it is one number: %s", (typed) => {
  expect(normalPhone(typed)).toBe("+8613800138000");
  expect(phoneFault(typed, "cn")).toBeUndefined();
});

test.each(["1380013", "99999999999", "1381000", "12", "+1 23", "138001380000", "11012345678", "+65 1"])(
  "%s can be written as a number and is given out to nobody",
  (typed) => {
    expect(isDialled(typed)).toBe(false);
  },
);

test("beginnings of mobile numbers that are taken for given out are so by the library as well", () => {
  for (let start = 130; start < 200; start += 1) {
    const number = `${start}00138000`;
    // With a blank the library is asked.
    expect([number, isDialled(number)]).toEqual([number, isDialled(`${number.slice(0, 3)} ${number.slice(3)}`)]);
  }
  for (const typed of ["+86 138 0013 8000", "0939-8212345", "+65 6123 4567", "010-62345678"])
    expect([typed, isDialled(typed)]).toEqual([typed, true]);
});
