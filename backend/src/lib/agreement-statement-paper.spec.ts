import { inflateSync } from "node:zlib";
import { expect, test } from "vitest";
import { statementPaper, type StatementOnPaper } from "./agreement-statement-paper";
import { readPages } from "./print/pdf-reader.fixture";

const of: StatementOnPaper = {
  number: "A-1001",
  currency: "CNY",
  seller: { zh: "武都山里人家农民专业合作社", en: "Wudu cooperative" },
  buyer: "食堂",
  lines: [
    {
      variant_id: "variant_kilo",
      title: { zh: "麻崖核桃", en: "Maya walnuts" },
      pack: { zh: "1 公斤", en: "1 kg" },
    },
  ],
  from_day: "2026-12-01",
  to_day: "2027-06-30",
  statement: {
    version: 2,
    compensation_bp: 1_000,
    cap_bp: 500,
    agreed_minor: 192_000n,
    delivered_minor: 110_000n,
    lacking_minor: 46_000n,
    cap_minor: 9_600n,
    compensation_minor: 4_600n,
    at: new Date("2027-07-20T02:00:00Z"),
    on: "2027-07-20",
    lines: [
      {
        variant_id: "variant_kilo",
        agreed_packs: 100,
        delivered_packs: 55,
        short_packs: 25,
        not_called_packs: 20,
        delivered_minor: 110_000n,
      },
    ],
    lacks: [
      {
        quote_id: "q2",
        number: "Q-1002",
        variant_id: "variant_kilo",
        packs: 20,
        price_minor: 1_800n,
        amount_minor: 36_000n,
      },
      {
        quote_id: "q1",
        number: "Q-1001",
        variant_id: "variant_kilo",
        packs: 5,
        price_minor: 2_000n,
        amount_minor: 10_000n,
      },
    ],
    paid: { paid_on: "2027-08-01", words: "回单 42" },
  },
};

test("a statement printed again is the same bytes", async () => {
  expect((await statementPaper(of)).equals(await statementPaper(of))).toBe(true);
});

test("its sums are written out, and what the buyer never called off stands there without a price", async () => {
  const text = readPages(await statementPaper(of), inflateSync)
    .map((page) => page.text)
    .join("");
  for (const part of ["Q-1002: 20", "360.00 CNY", "100.00 CNY", "460.00 CNY", "46.00 CNY", "96.00 CNY", "2027-08-01"])
    expect(text).toContain(part);
  expect(text).toContain("Maya walnuts 1 kg");
  expect(text).not.toContain("…");
});
