import { expect, test } from "vitest";
import { stepOf } from "./progress";

test("an order is as far as its slowest parcel", () => {
  expect(stepOf([])).toBe("placed");
  expect(stepOf(["planned", "delivered"])).toBe("packing");
  expect(stepOf(["in_transit", "delivered"])).toBe("sent");
  expect(stepOf(["delivered", "delivered"])).toBe("delivered");
});

test("a lost or void parcel does not hold the others back", () => {
  expect(stepOf(["lost", "delivered", "void"])).toBe("delivered");
  expect(stepOf(["void"])).toBe("placed");
});
