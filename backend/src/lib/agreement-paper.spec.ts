import { createHash } from "node:crypto";
import { inflateSync } from "node:zlib";
import { expect, test } from "vitest";
import { agreementPaper, type AgreementOnPaper } from "./agreement-paper";
import { readPages } from "./print/pdf-reader.fixture";

const of: AgreementOnPaper = {
  number: "A-1001",
  version: 1,
  by: "buyer",
  currency: "CNY",
  seller: { zh: "武都山里人家农民专业合作社", en: "Wudu cooperative" },
  buyer: "食堂",
  draft: {
    lines: [
      {
        product_id: "prod_walnut",
        variant_id: "variant_kilo",
        pool_id: "pool_walnut",
        title: { zh: "麻崖核桃", en: "Maya walnuts" },
        pack: { zh: "1 公斤", en: "1 kg" },
        grade: "1",
        unit: "g",
        units_per_pack: 1_000,
        packs: 10_000,
        steps: Array.from({ length: 12 }, (_, at) => ({ from: at * 500, price_minor: BigInt(3_000 - at * 7) })),
      },
    ],
    from_day: "2026-12-01",
    to_day: "2027-06-30",
    minimum_packs: 20,
    notice_days: 7,
    shortfall: "in_proportion",
    freight_minor: 8_800n,
    freight_term: { bearer: "shared", buyer_bp: 2_500, cap_bp: 1_500 },
    terms: { kind: "net", net_days: 30 },
    words: "约".repeat(2_000),
  },
  written_at: new Date("2026-11-28T02:00:00Z"),
};

test("an agreement printed again is the same bytes, and another version is others", async () => {
  const [first, again, next] = [
    await agreementPaper(of),
    await agreementPaper(of),
    await agreementPaper({ ...of, version: 2 }),
  ];
  expect(again.pdf.equals(first.pdf)).toBe(true);
  expect(first.sha256).toBe(createHash("sha256").update(first.pdf).digest("hex"));
  expect(next.sha256).not.toBe(first.sha256);
});

test("what is signed stands on it whole: every step, both languages, and all that the two sides wrote", async () => {
  const text = readPages((await agreementPaper(of)).pdf, inflateSync)
    .map((page) => page.text)
    .join("");
  for (const step of of.draft.lines[0]?.steps ?? []) expect(text).toContain(`> ${step.from}: `);
  expect([...text].filter((letter) => letter === "约").length).toBeGreaterThanOrEqual(2_000);
  expect(text).toContain("Maya walnuts 1 kg: 10000");
  expect(text).toContain("29.23 CNY");
  expect(text).not.toContain("…");
});
