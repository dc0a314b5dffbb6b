import fc from "fast-check";
import { expect, test } from "vitest";
import { reasonOf, valueOf } from "../../test/expect-result";
import { creditOf, invoiceBuyer, invoicesOf, MAX_INVOICE_TITLE, type SoldLine } from "./invoice";

const line = fc
  .record({
    seller: fc.constantFrom("coop_a", "coop_b", "platform"),
    paid: fc.bigInt({ min: 0n, max: 10_000_000n }),
    tax_bp: fc.bigInt({ min: 0n, max: 10_000n }),
    freight_bp: fc.bigInt({ min: 0n, max: 10_000n }),
    rate: fc.constantFrom("0", "9", "13"),
  })
  .map(({ seller, paid, tax_bp, freight_bp, rate }) => ({
    seller,
    rate,
    paid_minor: paid,
    tax_minor: (paid * tax_bp) / 10_000n,
    freight_minor: (paid * freight_bp) / 10_000n,
  }));
const sold = fc
  .array(line, { maxLength: 12 })
  .map((all) => all.map((one, index): SoldLine => ({ ...one, order_line_id: `line_${index}` })));
const total = (all: readonly { paid_minor: bigint }[]) => all.reduce((sum, one) => sum + one.paid_minor, 0n);

test("invoices sum to what was paid, each seller once, net and tax to the cent on every row", () => {
  fc.assert(
    fc.property(sold, (lines) => {
      const invoices = invoicesOf(lines);
      expect(invoices.reduce((sum, one) => sum + one.total_minor, 0n)).toBe(total(lines));
      expect(new Set(invoices.map((one) => one.seller)).size).toBe(invoices.length);
      for (const one of invoices) {
        expect(one.net_minor + one.tax_minor).toBe(one.total_minor);
        expect(total(one.lines)).toBe(one.total_minor);
        expect(one.tax_rows.reduce((sum, row) => sum + row.net_minor + row.tax_minor, 0n)).toBe(one.total_minor);
        for (const of of one.lines) expect(of.seller).toBe(one.seller);
      }
    }),
  );
});

test("credit notes are for what went back, seller by seller, and never for more than was invoiced", () => {
  fc.assert(
    fc.property(sold, fc.infiniteStream(fc.bigInt({ min: 1n, max: 5_000_000n })), (lines, amounts) => {
      for (const invoice of invoicesOf(lines)) {
        const refunded = lines.map(({ order_line_id }) => ({
          order_line_id,
          amount_minor: amounts.next().value as bigint,
          tax_minor: 0n,
        }));
        const credit = creditOf(invoice, refunded, new Map());
        const over = invoice.lines.some(
          (one) => refunded.find((back) => back.order_line_id === one.order_line_id)!.amount_minor > one.paid_minor,
        );
        if (over) {
          expect(reasonOf(credit)).toBe("over_invoice");
          continue;
        }
        const figures = valueOf(credit)!;
        expect(figures.total_minor <= invoice.total_minor).toBe(true);
        expect(figures.lines.map((one) => one.order_line_id)).toEqual(invoice.lines.map((one) => one.order_line_id));
        const before = new Map(invoice.lines.map((one) => [one.order_line_id, one.paid_minor]));
        expect(reasonOf(creditOf(invoice, refunded, before))).toBe("over_invoice");
      }
    }),
  );
});

test("an invoice is made out to a person, or to a company by its name and a tax number that fits", () => {
  const of = (title: string, tax_number: string, country = "CN") => invoiceBuyer(country, { title, tax_number });
  expect(valueOf(of(" ", ""))).toEqual({ title: null, tax_number: null });
  expect(valueOf(of("李秀兰", ""))).toEqual({ title: "李秀兰", tax_number: null });
  expect(valueOf(of(" 陇南某某公司 ", "91350100 m000100y43"))).toEqual({
    title: "陇南某某公司",
    tax_number: "91350100M000100Y43",
  });
  expect(valueOf(of("Nusshaus GmbH", "DE 811569869", "DE")).tax_number).toBe("DE811569869");
  expect(reasonOf(of("", "91350100M000100Y43"))).toBe("title_needed");
  expect(reasonOf(of("陇南某某公司", "91350100M000100Y34"))).toBe("invalid_tax_number");
  expect(valueOf(of("核".repeat(MAX_INVOICE_TITLE), "")).title).toHaveLength(MAX_INVOICE_TITLE);
  expect(reasonOf(of("核".repeat(MAX_INVOICE_TITLE + 1), ""))).toBe("invalid_title");
  expect(reasonOf(of("陇南\n某某公司", ""))).toBe("invalid_title");
});

test("a refund of another seller's line, or none, is no credit note", () => {
  const one: SoldLine = {
    order_line_id: "a",
    seller: "coop_a",
    paid_minor: 100n,
    tax_minor: 8n,
    freight_minor: 0n,
    rate: "9",
  };
  const [invoice] = invoicesOf([one]);
  expect(valueOf(creditOf(invoice!, [{ order_line_id: "b", amount_minor: 5n, tax_minor: 0n }], new Map()))).toBeNull();
  expect(invoicesOf([{ ...one, paid_minor: 0n, tax_minor: 0n }])).toEqual([]);
});
