import { expect, test } from "vitest";
import type { Quote, QuoteVersion } from "../modules/wholesale/quotes/quote-types";
import { quotePaper, type QuoteTo } from "./quote-paper";

const quote = { number: "Q-1068", currency: "CNY" } as Quote;
const version = (of: Partial<QuoteVersion>): QuoteVersion => ({
  version: 1,
  by: "buyer",
  person: "wmember_1",
  freight_minor: null,
  freight_term: null,
  deliver_on: "2026-12-20",
  expires_at: new Date("2026-12-28T09:10:00Z"),
  terms: null,
  inspection: null,
  truck: null,
  words: "",
  created_at: new Date("2026-11-28T09:10:00Z"),
  lines: [],
  ...of,
});
const to: QuoteTo = {
  address: {
    name: "王库管",
    phone: "13800138000",
    country: "CN",
    province: "上海市",
    city: "上海市",
    address: "人民路 4 号",
    postal_code: "",
  },
};
const paper = (of: Partial<QuoteVersion>, where: QuoteTo = to, tz = "Asia/Shanghai") =>
  quotePaper({ quote, version: version(of), seller: null, buyer: "上海某某公司", to: where, tz }, "en");
const values = (of: ReturnType<typeof paper>) => of.head.map((one) => one.value);

test("what a company asks for first is a request, what it answers a counter-offer", () => {
  expect(paper({}).title).toBe("Request");
  expect(paper({ version: 3 }).title).toBe("Counter-offer");
  expect(paper({ version: 2, by: "seller" }).title).toBe("Quote");
});

test("it says where the goods go, or to how many", () => {
  expect(values(paper({}))).toContain("上海市 上海市 人民路 4 号 · 王库管 13800138000");
  expect(values(paper({}, { addressees: 28 }))).toContain("28 addressees");
  expect(paper({}, null).head.map((one) => one.label)).not.toContain("Delivered to");
});

test("the moment until which it stands has its zone", () => {
  expect(values(paper({}))).toContain("2026-12-28 17:10 Beijing time");
  expect(values(paper({}, to, "Europe/Berlin"))).toContain("2026-12-28 10:10 (Europe/Berlin)");
});
