import { expect, test } from "vitest";
import { phoneFault } from "./phone";

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
