import { inflateSync } from "node:zlib";
import { expect, test } from "vitest";
import type { InvoiceRow } from "../modules/settlement/invoices";
import { orderInvoicePaper } from "./order-invoice-paper";
import { readPages } from "./print/pdf-reader.fixture";
import { invoicePdf } from "./print/invoice";

const paper = (seller: string, total_minor: number, more: Partial<InvoiceRow> = {}): InvoiceRow => ({
  id: `inv_${seller}`,
  kind: "invoice",
  seller,
  number: `${seller}-000001`,
  order_id: "order_1",
  currency: "CNY",
  net_minor: total_minor,
  tax_minor: 0,
  total_minor,
  issued_at: new Date("2026-11-28T02:00:00Z"),
  facts: {
    seller: { code: seller, name_zh: `${seller} 合作社`, name_en: `${seller} cooperative` },
    buyer_title: "食堂公司",
    buyer_tax_number: "911101085923662400",
    order_number: 7,
    placed_at: "2026-11-27T02:00:00Z",
    tax_exempt: true,
    credits_number: null,
    lines: Array.from({ length: 30 }, (_, at) => ({
      order_line_id: `line_${at}`,
      title: "核桃",
      pack: "1 公斤",
      packs: 10,
      rate: "0",
      freight_minor: 0,
      tax_minor: 0,
      total_minor: at === 0 ? total_minor : 0,
    })),
    tax_rows: [],
  },
  ...more,
});

const wudu = paper("WUDU", 17_800);
const papers = [
  wudu,
  paper("LONGCHUAN", 13_000),
  paper("WUDU", 800, {
    id: "inv_credit",
    kind: "credit_note",
    number: "WUDU-000002",
    facts: { ...wudu.facts, credits_number: wudu.number },
  }),
] as const;

test("all papers of an order print as one: each seller's lines under its name and number, and the sum of all less what went back", () => {
  const printed = orderInvoicePaper([...papers], "en");
  expect(printed.number).toBe("#7");
  const groups = printed.lines.filter((line) => line.look === "group").map((line) => line.what);
  expect(groups).toEqual([
    "WUDU cooperative · invoice WUDU-000001 · 2026-11-28",
    "LONGCHUAN cooperative · invoice LONGCHUAN-000001 · 2026-11-28",
    "WUDU cooperative · credit note WUDU-000002 · 2026-11-28",
  ]);
  expect(printed.lines.filter((line) => line.look === "sum").map((line) => line.total)).toEqual([
    "178.00",
    "130.00",
    "8.00",
  ]);
  expect(printed.sums.filter((row) => row.strong).map((row) => row.value)).toEqual(["308.00", "300.00"]);
  expect(printed.lines.filter((line) => line.what.includes("exempt"))).toHaveLength(3);
});

test("it runs over as many pages as its lines need, in both languages", async () => {
  for (const language of ["zh", "en"] as const) {
    const pdf = await invoicePdf(orderInvoicePaper([...papers], language));
    expect(readPages(pdf, inflateSync).length).toBeGreaterThan(1);
  }
});

test("what of a seller's sum is freight is said under its lines, and adds nothing to any sum", () => {
  const [line, ...rest] = wudu.facts.lines;
  const sent = { ...wudu, facts: { ...wudu.facts, lines: [{ ...line!, freight_minor: 1_250 }, ...rest] } };
  const printed = orderInvoicePaper([sent, papers[1]], "en");
  expect(printed.lines.flatMap((one) => (one.what.includes("freight") ? [one.what] : []))).toEqual([
    "Of it freight, part of the lines: 12.50.",
  ]);
  expect(printed.sums).toEqual(orderInvoicePaper([wudu, papers[1]], "en").sums);
});
