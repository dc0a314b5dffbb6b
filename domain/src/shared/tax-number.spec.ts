import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { reasonOf, valueOf } from "../../test/expect-result";
import { checkTaxNumber } from "./tax-number";

describe("a tax number", () => {
  it("in China is a unified social credit code whose last sign fits", () => {
    expect(valueOf(checkTaxNumber("CN", "91350100m000100y43"))).toBe("91350100M000100Y43");
    expect(valueOf(checkTaxNumber("CN", " 91330100 79965505-8B "))).toBe("91330100799655058B");
    expect(reasonOf(checkTaxNumber("CN", "91350100M000100Y34"))).toBe("invalid_tax_number");
    expect(reasonOf(checkTaxNumber("CN", "91350100I000100Y43"))).toBe("invalid_tax_number");
    expect(reasonOf(checkTaxNumber("CN", ""))).toBe("invalid_tax_number");
  });

  it("with one sign mistyped or two neighbours swapped is refused", () => {
    const good = "91350100M000100Y43";
    const signs = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    fc.assert(
      fc.property(fc.nat(17), fc.constantFrom(...signs), (at, sign) => {
        fc.pre(good[at] !== sign);
        expect(checkTaxNumber("CN", good.slice(0, at) + sign + good.slice(at + 1)).ok).toBe(false);
      }),
    );
    for (let at = 0; at < 17; at++) {
      if (good[at] === good[at + 1]) continue;
      const swapped = good.slice(0, at) + good[at + 1] + good[at] + good.slice(at + 2);
      expect(checkTaxNumber("CN", swapped).ok, swapped).toBe(false);
    }
  });

  it("elsewhere is letters and digits", () => {
    expect(valueOf(checkTaxNumber("DE", "de 811.569-869"))).toBe("DE811569869");
    expect(reasonOf(checkTaxNumber("DE", "1234"))).toBe("invalid_tax_number");
    expect(reasonOf(checkTaxNumber("Germany", "DE811569869"))).toBe("invalid_country");
  });
});
