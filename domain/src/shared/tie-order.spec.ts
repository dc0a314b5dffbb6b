import fc from "fast-check";
import { expect, test } from "vitest";
import { TieKeys } from "../pool/allocate-keys";
import { tieOrder } from "./tie-order";

test("orders as allocation does, by the hash of salt and id", () => {
  fc.assert(
    fc.property(fc.string(), fc.uniqueArray(fc.string(), { minLength: 2, maxLength: 8 }), (salt, ids) => {
      const keys = new TieKeys(salt, ids.length, (index) => ids[index]!);
      const compare = tieOrder(salt);
      const sorted = [...ids].sort(compare);
      expect(sorted).toEqual([...keys.sorted(ids.map((_, index) => index))].map((index) => ids[index]));
    }),
  );
});
