import { describe, expect, it } from "vitest";
import type { CompanyInvoiceRow } from "./company-invoices";
import { invoiceSheet } from "./invoice-sheet";

const paper = (of: Partial<CompanyInvoiceRow>): CompanyInvoiceRow => ({
  id: "inv_1",
  at_key: "",
  kind: "invoice",
  number: "MAYA-000001",
  credits_number: null,
  order_id: "order_1",
  order_number: 28,
  seller: { zh: "麻崖合作社", en: "Maya cooperative" },
  buyer: "上海某某公司",
  currency: "CNY",
  net_minor: 10_000n,
  tax_minor: 900n,
  total_minor: 10_900n,
  issued_at: new Date("2026-11-27T16:30:00Z"),
  ...of,
});

describe("the sheet of a company's invoices", () => {
  it("has the oldest first, credits below zero as numbers, and days of the company's zone", () => {
    const sheet = invoiceSheet(
      [
        paper({
          id: "inv_2",
          kind: "credit_note",
          number: "MAYA-000002",
          credits_number: "MAYA-000001",
          net_minor: 1_000n,
          tax_minor: 90n,
          total_minor: 1_090n,
          issued_at: new Date("2026-11-28T02:00:00Z"),
        }),
        paper({}),
      ],
      "Asia/Shanghai",
      "en",
    );
    const [, first, second] = sheet.split("\r\n");
    expect(first).toBe(
      '"2026-11-28","Invoice","MAYA-000001","","28","Maya cooperative","上海某某公司","CNY","100.00","9.00","109.00"',
    );
    expect(second).toContain('"Credit note","MAYA-000002","MAYA-000001"');
    expect(second).toContain('"-10.00","-0.90","-10.90"');
    expect(sheet).not.toContain("'-");
  });

  it("runs no formula of a name", () => {
    expect(invoiceSheet([paper({ buyer: "=1+1" })], "Asia/Shanghai", "zh")).toContain(`"'=1+1"`);
  });
});
