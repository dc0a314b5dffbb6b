import { formatKg, formatMinor, proofKept, proofVillages, type Proof, type ProofTotals } from "@commonlot/domain";
import { readEnv } from "../env";
import { csvOf } from "./csv";
import type { PrintedInvoice } from "./print/invoice";
import { dayIn, HOME_TZ } from "./today";

/** Households on paper: more would be a book. All of them are in the table, whose hash is known as well. */
const MOST_LINES = 2_000;
/** Lines of the order that stand in the head of the first page. */
const MOST_GOODS = 12;

const WORDS = {
  zh: {
    title: "联农带农证明",
    buyer: "买家",
    person: "个人",
    cooperative: "合作社",
    order: "订单",
    placed: "下单日期",
    divided: "分账日期",
    issued: "开具日期",
    version: "版本",
    goods: "货物",
    packs: (packs: string) => `${packs} 份`,
    columns: ["农户（本单代号） 村", "批次", "公斤", "分得", "实得"],
    village: (village: string, households: string, kg: string) => `其中${village}：${households} 户，${kg} 公斤`,
    totals: {
      paid_minor: "买家所付",
      tax_minor: "税",
      refund_minor: "退还买家",
      freight_minor: "运费",
      packing_minor: "包装",
      platform_fee_minor: "平台服务费",
      cooperative_fee_minor: "合作社服务费",
      agent_commission_minor: "代理佣金",
      price_pool_minor: "按均价期分给农户（尚未分到户）",
      returned_goods_minor: "退回再售的货",
      put_in_minor: "他人补入的赔付",
      households_minor: "农户分得",
      taken_back_minor: "因赔付从农户扣回",
    },
    kept: "农户实得",
    notes: (hash: string, signature: string, key: string, url: string) => [
      "农户以本单代号表示：同一农户在别的订单里代号不同，外人不能对上。分得里包括暂时留存、到期付给农户的部分。",
      `核对：扫右上角的码，或打开 ${url}`,
      `本证明文本的 SHA-256：${hash}`,
      `签名（Ed25519）：${signature}`,
      `公钥：${key}`,
    ],
    in_table: (households: string) => `共 ${households} 户，逐户列在同一证明的表格（CSV）里；这里按村合计。`,
    csv: [
      "证明编号",
      "农户代号",
      "村",
      "合作社",
      "批次数",
      "克",
      "应付（分）",
      "留存（分）",
      "扣回（分）",
      "实得（分）",
      "币种",
    ],
    sum: "合计",
    page: (page: number, pages: number) => `第 ${page} 页，共 ${pages} 页`,
  },
  en: {
    title: "Proof of benefit",
    buyer: "Buyer",
    person: "Private person",
    cooperative: "Cooperative",
    order: "Order",
    placed: "Placed on",
    divided: "Money divided on",
    issued: "Issued on",
    version: "Version",
    goods: "Goods",
    packs: (packs: string) => `${packs} packs`,
    columns: ["Household (name in this order), village", "Lots", "kg", "Given", "Kept"],
    village: (village: string, households: string, kg: string) =>
      `of which ${village}: ${households} households, ${kg} kg`,
    totals: {
      paid_minor: "Paid by the buyer",
      tax_minor: "Tax",
      refund_minor: "Given back to the buyer",
      freight_minor: "Freight",
      packing_minor: "Packing",
      platform_fee_minor: "Platform fee",
      cooperative_fee_minor: "Cooperative fee",
      agent_commission_minor: "Agent's commission",
      price_pool_minor: "For households by the average of a period (not shared yet)",
      returned_goods_minor: "Goods that came back and were sold again",
      put_in_minor: "Put in by others for claims",
      households_minor: "Given to households",
      taken_back_minor: "Taken back of households for claims",
    },
    kept: "Kept by households",
    notes: (hash: string, signature: string, key: string, url: string) => [
      "Households are named for this order alone: another order calls the same household otherwise, and nobody can join the two. What is given includes what is held back for a while and is paid later.",
      `To check it scan the code above, or open ${url}`,
      `SHA-256 of this proof's text: ${hash}`,
      `Signature (Ed25519): ${signature}`,
      `Public key: ${key}`,
    ],
    in_table: (households: string) =>
      `${households} households, each in the table (CSV) of this proof; here they stand by village.`,
    csv: [
      "Proof",
      "Household",
      "Village",
      "Cooperative",
      "Lots",
      "Grams",
      "Payable (minor units)",
      "Held back (minor units)",
      "Taken back (minor units)",
      "Kept (minor units)",
      "Currency",
    ],
    sum: "Sum",
    page: (page: number, pages: number) => `Page ${page} of ${pages}`,
  },
} as const;

/** What a proof is kept with. */
export interface Signed {
  readonly sha256: string;
  readonly signature: string;
  readonly public_key: string;
}

/** Where anybody checks a proof. */
export function proofUrl(hash: string, language: "zh" | "en"): string {
  return new URL(`/${language}/proof/${hash}`, readEnv().STOREFRONT_URL).href;
}

/** A proof as it is printed, in one language, from its text alone: printed again it is the same. */
export function proofPaper(proof: Proof, signed: Signed, language: "zh" | "en"): PrintedInvoice {
  const words = WORDS[language];
  const money = (minor: bigint) => formatMinor(minor, proof.currency);
  const url = proofUrl(signed.sha256, language);
  const villages = proofVillages(proof.rows);
  const many = proof.rows.length > MOST_LINES;
  const cooperatives = [...new Set(proof.rows.map((row) => row.cooperative[language]))];
  const grams = proof.rows.reduce((sum, row) => sum + row.grams, 0n);
  return {
    title: words.title,
    number: proof.number,
    head: [
      { label: words.buyer, value: proof.buyer ?? words.person },
      { label: words.cooperative, value: cooperatives.join("、") },
      { label: words.order, value: `#${proof.order_number}` },
      { label: words.placed, value: proof.placed_on },
      { label: words.divided, value: proof.divided_on },
      { label: words.issued, value: dayIn(HOME_TZ, new Date(proof.issued_at)) },
      { label: words.version, value: String(proof.version) },
      ...proof.goods.slice(0, MOST_GOODS).map((one) => ({
        label: words.goods,
        value: `${one.title} ${one.pack}, ${words.packs(String(one.packs))}, ${formatKg(one.grams)} kg`,
      })),
    ],
    columns: [
      words.columns[0],
      words.columns[1],
      words.columns[2],
      words.columns[3],
      `${words.columns[4]} ${proof.currency}`,
    ],
    lines: many
      ? villages.map((one) => ({
          what: one.village[language],
          quantity: String(one.households),
          net: formatKg(one.grams),
          tax: "",
          total: money(one.kept_minor),
        }))
      : proof.rows.map((row) => ({
          what: `${row.household} ${row.village[language]}`,
          quantity: String(row.lots),
          net: formatKg(row.grams),
          tax: money(row.payable_minor + row.holdback_minor),
          total: money(proofKept(row)),
        })),
    sums: [
      ...SHOWN.filter((part) => part === "paid_minor" || proof.totals[part] !== 0n).map((part) => ({
        label: words.totals[part],
        value: money(proof.totals[part]),
      })),
      ...(many || villages.length === 1
        ? []
        : villages.map((one) => ({
            label: words.village(one.village[language], String(one.households), formatKg(one.grams)),
            value: money(one.kept_minor),
          }))),
      {
        label: `${words.kept} ${proof.currency} (${proof.rows.length}, ${formatKg(grams)} kg)`,
        value: money(proof.totals.households_minor - proof.totals.taken_back_minor),
        strong: true,
      },
    ],
    notes: [
      ...(many ? [words.in_table(String(proof.rows.length))] : []),
      ...words.notes(signed.sha256, signed.signature, signed.public_key, url),
    ],
    page: words.page,
    qr: url,
    made_at: new Date(proof.issued_at),
  };
}

const SHOWN: readonly (keyof ProofTotals)[] = [
  "paid_minor",
  "tax_minor",
  "refund_minor",
  "freight_minor",
  "packing_minor",
  "platform_fee_minor",
  "cooperative_fee_minor",
  "agent_commission_minor",
  "price_pool_minor",
  "returned_goods_minor",
  "put_in_minor",
  "households_minor",
  "taken_back_minor",
];

/** Every household of a proof with its sums, for a spreadsheet; whole grams and minor units, and their sums in the last row. */
export function proofTable(proof: Proof, language: "zh" | "en"): Buffer {
  const words = WORDS[language];
  const { rows, totals } = proof;
  const sum = (of: (row: Proof["rows"][number]) => bigint) => rows.reduce((all, row) => all + of(row), 0n).toString();
  return Buffer.from(
    csvOf([
      words.csv,
      ...rows.map((row) => [
        proof.number,
        row.household,
        row.village[language],
        row.cooperative[language],
        String(row.lots),
        row.grams.toString(),
        row.payable_minor.toString(),
        row.holdback_minor.toString(),
        row.taken_back_minor.toString(),
        proofKept(row).toString(),
        proof.currency,
      ]),
      [
        proof.number,
        words.sum,
        "",
        "",
        "",
        sum((row) => row.grams),
        sum((row) => row.payable_minor),
        sum((row) => row.holdback_minor),
        totals.taken_back_minor.toString(),
        (totals.households_minor - totals.taken_back_minor).toString(),
        proof.currency,
      ],
    ]),
  );
}
