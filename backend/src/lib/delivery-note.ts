import { palletsFor, type CartonsToStack } from "@commonlot/domain";
import type { TruckGoods, TruckRun } from "./delivery-note-facts";
import { saysOnly, type PrintedInvoice } from "./print/invoice";
import { HOME_TZ, zonedTime } from "./today";
import type { Words } from "./words";

const WORDS = {
  zh: {
    title: "送货单",
    consignor: "发货方",
    consignee: "收货方",
    address: "送货地址",
    phone: "电话",
    left: "发车时间",
    driver: "司机",
    plate: "车牌",
    columns: ["货物", "箱", "", "", "净重或件数"],
    cartons: "箱数",
    pallets: "托盘（估算）",
    gross: "货物毛重",
    on_pallets: "连托盘",
    kg: (kg: string, jin: string) => `${kg} 公斤（${jin} 斤）`,
    pieces: (count: number) => `${count} 枚`,
    shared: "一箱装两种货时，两行都计一箱；箱数以合计为准。",
    lots: "批次：",
    numbers: "箱号：",
    sign: ["发货方签字、日期：", "司机签字、日期：", "收货方签字、日期："],
    remarks: "收货备注（缺少、破损的箱号）：",
    page: (page: number, pages: number) => `第 ${page} 页，共 ${pages} 页`,
  },
  en: {
    title: "Delivery note",
    consignor: "Consignor",
    consignee: "Consignee",
    address: "Delivered to",
    phone: "Phone",
    left: "Left at",
    driver: "Driver",
    plate: "Plate",
    columns: ["Goods", "Cartons", "", "", "Net weight or pieces"],
    cartons: "Cartons",
    pallets: "Pallets (estimated)",
    gross: "Gross weight of the goods",
    on_pallets: "With pallets",
    kg: (kg: string, jin: string) => `${kg} kg (${jin} jin)`,
    pieces: (count: number) => `${count} pieces`,
    shared: "A carton with two goods counts in both lines; the number of cartons is the one in the sums.",
    lots: "Lots: ",
    numbers: "Numbers of the cartons: ",
    sign: ["Consignor, signature and date:", "Driver, signature and date:", "Consignee, signature and date:"],
    remarks: "Remarks on receipt (numbers of cartons that lack or are damaged):",
    page: (page: number, pages: number) => `Page ${page} of ${pages}`,
  },
} as const;

/** Numbers that one sentence of the paper takes without being cut. */
const PER_SENTENCE = 18;
const LINE = " ________________________________________";

export interface DeliveryNote {
  run: TruckRun;
  goods: readonly TruckGoods[];
  kinds: readonly CartonsToStack[];
  /** Of its cartons. */
  numbers: readonly string[];
  consignor: Words | null;
  tz: string | undefined;
}

/** The paper that travels with a truck, in one language. Printed again it is the same: what left never changes. */
export function deliveryNote(
  { run, goods, kinds, numbers, consignor, tz }: DeliveryNote,
  language: "zh" | "en",
): PrintedInvoice {
  const words = WORDS[language];
  const there = tz ?? HOME_TZ;
  const weight = (grams: number) => words.kg(plain(grams / 1_000), plain(grams / 500));
  const stacked = palletsFor(kinds);
  return {
    title: words.title,
    number: run.number,
    head: [
      { label: words.consignor, value: consignor?.[language] ?? "" },
      { label: words.consignee, value: [run.company, run.name].filter(Boolean).join(" · ") },
      { label: words.address, value: run.address },
      { label: words.phone, value: run.phone },
      { label: words.left, value: zonedTime(there, run.left_at, language) },
      { label: words.driver, value: run.driver ?? "—" },
      { label: words.plate, value: run.plate ?? "—" },
    ],
    columns: words.columns,
    lines: goods.flatMap((one) => [
      {
        what: one.title,
        quantity: String(one.cartons),
        net: "",
        tax: "",
        total: one.unit === "g" ? weight(one.units) : words.pieces(one.units),
      },
      ...listed(words.lots, one.lots).map((said) => saysOnly(said, "wide")),
    ]),
    sums: [
      { label: words.cartons, value: String(run.cartons), strong: true },
      { label: words.pallets, value: String(stacked.pallets) },
      { label: words.gross, value: weight(run.gross_g) },
      { label: words.on_pallets, value: weight(stacked.gross_g) },
    ],
    notes: [
      ...listed(words.numbers, numbers),
      words.shared,
      ...words.sign.map((who) => `${who}${LINE}`),
      `${words.remarks}${LINE}`,
    ],
    page: words.page,
    made_at: run.left_at,
  };
}

/** Many numbers in as few sentences as are printed whole. */
function listed(label: string, numbers: readonly string[]): string[] {
  const parts = Array.from({ length: Math.ceil(numbers.length / PER_SENTENCE) }, (_, at) =>
    numbers.slice(at * PER_SENTENCE, (at + 1) * PER_SENTENCE).join("  "),
  );
  return parts.map((part, at) => (at === 0 ? `${label}${part}` : part));
}

/** 12.5, with a thousandth at most. */
const plain = (value: number): string => String(Math.round(value * 1_000) / 1_000);
