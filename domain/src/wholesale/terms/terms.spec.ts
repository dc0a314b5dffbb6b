import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { reasonOf, valueOf } from "../../../test/expect-result";
import {
  checkTerms,
  creditUsed,
  decideOrderOnTerms,
  paymentParts,
  type CompanyCredit,
  type PaymentTerms,
} from "./terms";

const prepay: PaymentTerms = { kind: "prepay" };
const third: PaymentTerms = { kind: "deposit", deposit_bp: 3_333, balance: "before_dispatch" };
const later: PaymentTerms = { kind: "deposit", deposit_bp: 3_000, balance: { net_days: 30 } };
const net: PaymentTerms = { kind: "net", net_days: 30 };

describe("terms", () => {
  it("say what is paid when; a deposit rounds half up and the balance is the rest", () => {
    expect(paymentParts(prepay, 1_000n)).toEqual([
      { what: "whole", amount_minor: 1_000n, before: "allocate", net_days: null },
    ]);
    // 33.33 % of 10.05 is 3.349665.
    expect(paymentParts(third, 1_005n)).toEqual([
      { what: "deposit", amount_minor: 335n, before: "allocate", net_days: null },
      { what: "balance", amount_minor: 670n, before: "dispatch", net_days: null },
    ]);
    // 30 % of 0.05 is 0.015: two cents.
    expect(paymentParts(later, 5n)).toEqual([
      { what: "deposit", amount_minor: 2n, before: "allocate", net_days: null },
      { what: "balance", amount_minor: 3n, before: null, net_days: 30 },
    ]);
    expect(paymentParts(net, 1_000n)).toEqual([{ what: "whole", amount_minor: 1_000n, before: null, net_days: 30 }]);
    expect(paymentParts(later, 1n)).toEqual([{ what: "balance", amount_minor: 1n, before: null, net_days: 30 }]);
    expect(() => paymentParts(net, -1n)).toThrow("costs nothing or more");
  });

  it("that nobody could mean are refused", () => {
    for (const terms of [prepay, third, later, net]) expect(valueOf(checkTerms(terms))).toBe(terms);
    for (const deposit_bp of [0, 10_000, -1, 0.5])
      expect(reasonOf(checkTerms({ kind: "deposit", deposit_bp, balance: "before_dispatch" }))).toBe("invalid_deposit");
    for (const net_days of [0, 181, 1.5]) {
      expect(reasonOf(checkTerms({ kind: "net", net_days }))).toBe("invalid_net_days");
      expect(reasonOf(checkTerms({ ...later, balance: { net_days } }))).toBe("invalid_net_days");
    }
  });

  const anyTerms: fc.Arbitrary<PaymentTerms> = fc.oneof(
    fc.constant(prepay),
    fc.integer({ min: 1, max: 180 }).map((net_days): PaymentTerms => ({ kind: "net", net_days })),
    fc
      .tuple(fc.integer({ min: 1, max: 9_999 }), fc.option(fc.integer({ min: 1, max: 180 })))
      .map(([deposit_bp, net_days]): PaymentTerms => ({
        kind: "deposit",
        deposit_bp,
        balance: net_days === null ? "before_dispatch" : { net_days },
      })),
  );

  it("divide an order exactly", () => {
    const amount = fc.bigInt({ min: 0n, max: 10n ** 12n });
    fc.assert(
      fc.property(anyTerms, amount, (terms, total) => {
        const parts = paymentParts(terms, total);
        expect(parts.reduce((sum, part) => sum + part.amount_minor, 0n)).toBe(total);
      }),
    );
  });
});

describe("an order on credit", () => {
  const credit: CompanyCredit = {
    limit_minor: 100_000n,
    open_invoices: [{ invoice_id: "inv_1", left_minor: 40_000n, due_on: "2026-11-20" }],
    to_be_invoiced_minor: 25_000n,
    grace_days: 3,
  };
  const order = (terms: PaymentTerms, total: number, change: Partial<CompanyCredit> & { today?: string } = {}) =>
    decideOrderOnTerms({
      company_state: "approved",
      currency: "CNY",
      terms,
      total_minor: BigInt(total),
      credit: { ...credit, ...change },
      today: change.today ?? "2026-11-20",
    });

  it("counts open invoices and orders to be invoiced, up to the limit itself", () => {
    expect(creditUsed(credit)).toBe(65_000n);
    expect(valueOf(order(net, 35_000))).toHaveLength(1);
    const over = order(net, 35_001);
    expect(reasonOf(over)).toBe("over_credit");
    expect(!over.ok && over.refusal.details).toEqual({ left_minor: "35000", over_minor: "1", currency: "CNY" });
    expect(!over.ok && over.refusal.message).toContain("0.01 CNY");
  });

  it("counts only what is owed after the goods have left: the deposit does not", () => {
    expect(valueOf(order(later, 50_000))).toHaveLength(2);
    expect(reasonOf(order(later, 50_002))).toBe("over_credit");
    expect(order(prepay, 9_000_000).ok && order(third, 9_000_000).ok).toBe(true);
  });

  it("stops when an invoice is overdue beyond the days of grace; prepaid goes on, and a paid one is none", () => {
    expect(order(net, 1, { today: "2026-11-23" }).ok).toBe(true);
    const late = order(net, 1, { today: "2026-11-24" });
    expect(reasonOf(late)).toBe("invoice_overdue");
    expect(!late.ok && late.refusal.details).toMatchObject({ invoice_ids: ["inv_1"], currency: "CNY" });
    expect(order(prepay, 1, { today: "2026-11-24" }).ok).toBe(true);
    const paid = [{ invoice_id: "inv_1", left_minor: 0n, due_on: "2026-11-20" }];
    expect(order(net, 1, { today: "2026-11-24", open_invoices: paid }).ok).toBe(true);
  });

  it("with a limit that was lowered below what is owed has none left", () => {
    expect(reasonOf(order(net, 1, { limit_minor: 10_000n }))).toBe("over_credit");
  });

  it("is none of a company that is suspended", () => {
    const input = { currency: "CNY", terms: prepay, total_minor: 1n, credit, today: "2026-11-20" };
    expect(reasonOf(decideOrderOnTerms({ ...input, company_state: "suspended" }))).toBe("company_not_approved");
  });

  it("placed one after another never owe more than the limit", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 60_000 }), { maxLength: 12 }), (totals) => {
        let to_be_invoiced_minor = 0n;
        for (const total of totals)
          if (order(net, total, { to_be_invoiced_minor }).ok) to_be_invoiced_minor += BigInt(total);
        expect(creditUsed({ ...credit, to_be_invoiced_minor }) <= credit.limit_minor).toBe(true);
      }),
    );
  });
});
