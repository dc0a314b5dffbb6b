import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { valueOf } from "../../test/expect-result";
import { taxKept } from "./tax-kept";
import { waterfall } from "./waterfall";

const line = { paid_minor: 10_000n, tax_minor: 900n, refund_tax_minor: 0n, refund_minor: 0n, freight_kept_minor: 500n };

describe("the tax of a line that was refunded", () => {
  it("is that of the freight alone where only the freight is kept; as named elsewhere; never above what is left", () => {
    expect(taxKept(line)).toBe(900n);
    expect(taxKept({ ...line, refund_minor: 9_500n })).toBe(45n);
    expect(taxKept({ ...line, refund_minor: 9_500n, refund_tax_minor: 855n })).toBe(45n);
    expect(taxKept({ ...line, refund_minor: 4_000n, refund_tax_minor: 360n })).toBe(540n);
    expect(taxKept({ ...line, refund_minor: 9_400n })).toBe(600n);
    expect(taxKept({ ...line, refund_minor: 10_000n, freight_kept_minor: 0n })).toBe(0n);
  });

  it("never refuses the division, whatever went back and whatever was named", () => {
    const minor = (max: bigint) => fc.bigInt({ min: 0n, max });
    fc.assert(
      fc.property(
        fc
          .bigInt({ min: 1n, max: 10n ** 12n })
          .chain((paid) => fc.tuple(fc.constant(paid), minor(paid), minor(paid), minor(paid), minor(paid))),
        minor(10n ** 12n),
        ([paid, tax, refund, named, freight], cost) => {
          const refund_tax = [named, tax, refund].reduce((least, one) => (one < least ? one : least));
          const kept = taxKept({
            paid_minor: paid,
            tax_minor: tax,
            refund_tax_minor: refund_tax,
            refund_minor: refund,
            freight_kept_minor: freight,
          });
          const { rows, sum_minor } = valueOf(
            waterfall({
              currency: "CNY",
              paid_minor: paid,
              tax_minor: kept,
              refund_minor: refund,
              freight_minor: cost,
              bearer: "cooperative",
              policy: { platform_bp: 300, cooperative_bp: 500 },
              lots: [{ lot: "l", household: "wang", grams: 1 }],
            }),
          );
          expect(sum_minor).toBe(paid);
          expect(rows.reduce((sum, row) => sum + row.amount_minor, 0n)).toBe(paid);
        },
      ),
    );
  });
});
