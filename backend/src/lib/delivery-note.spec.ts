import { inflateSync } from "node:zlib";
import { expect, test } from "vitest";
import { deliveryNote, type DeliveryNote } from "./delivery-note";
import { invoicePdf } from "./print/invoice";
import { readPages } from "./print/pdf-reader.fixture";

const note: DeliveryNote = {
  run: {
    handover_id: "handover_1",
    order_id: "order_1",
    cooperative_id: "coop_1",
    number: "H-1001-42",
    driver: "马师傅",
    plate: "甘K12345",
    left_at: new Date("2026-12-01T01:30:00Z"),
    cartons: 55,
    gross_g: 550_000,
    company: "福州食堂",
    name: "林仓库",
    phone: "13800138000",
    address: "福建 福州市 仓山路 1 号",
  },
  goods: [
    { title: "麻崖核桃 1 公斤", lots: ["L-0007", "L-0009"], unit: "g", units: 520_500, cartons: 55 },
    { title: "土鸡蛋", lots: ["L-0008"], unit: "piece", units: 360, cartons: 2 },
  ],
  kinds: [{ count: 55, gross_g: 10_000, inner_mm: [390, 290, 240] }],
  numbers: Array.from({ length: 55 }, (_, at) => `P-${String(at + 1).padStart(6, "0")}`),
  consignor: { zh: "武都山里人家合作社", en: "Wudu cooperative" },
  tz: "Asia/Shanghai",
};
const textOf = async (language: "zh" | "en") =>
  readPages(await invoicePdf(deliveryNote(note, language)), inflateSync)
    .map((page) => page.text)
    .join("");

test("a delivery note says who sends what to whom, by which truck, in both languages", async () => {
  const zh = await textOf("zh");
  for (const said of [
    "送货单",
    "H-1001-42",
    "武都山里人家合作社",
    "福州食堂",
    "仓山路",
    "马师傅",
    "甘K12345",
    "L-0007",
  ])
    expect(zh).toContain(said);
  for (const said of ["520.5 公斤（1041 斤）", "360 枚", "600 公斤", "司机签字"]) expect(zh).toContain(said);
  const en = await textOf("en");
  for (const said of ["Delivery note", "Wudu cooperative", "520.5 kg", "Consignee, signature", "600 kg"])
    expect(en).toContain(said);
});

test("it names every carton and every lot, on one page where there is room", async () => {
  for (const language of ["zh", "en"] as const) {
    const pages = readPages(await invoicePdf(deliveryNote(note, language)), inflateSync);
    expect(pages).toHaveLength(1);
    const said = pages[0]?.text ?? "";
    for (const number of [...note.numbers, "L-0007", "L-0008", "L-0009"]) expect(said).toContain(number);
  }
  const lots = Array.from({ length: 400 }, (_, at) => `L-${String(at).padStart(4, "0")}`);
  const many = { ...note, goods: [{ ...note.goods[0]!, lots }] };
  const pages = readPages(await invoicePdf(deliveryNote(many, "zh")), inflateSync);
  const said = pages.map((page) => page.text).join("");
  for (const lot of lots) expect(said).toContain(lot);
  expect(pages.length).toBeLessThanOrEqual(3);
});

test("printed again it is the same bytes", async () => {
  const [first, again] = [await invoicePdf(deliveryNote(note, "zh")), await invoicePdf(deliveryNote(note, "zh"))];
  expect(again.equals(first)).toBe(true);
});
