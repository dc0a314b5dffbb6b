import { formatMinor } from "@commonlot/domain";
import type { AgreementLine, AgreementStatement } from "../modules/wholesale/agreements/agreement-types";
import { inPieces } from "./agreement-paper";
import { invoicePdf } from "./print/invoice";
import { dayIn, HOME_TZ } from "./today";
import type { Words } from "./words";

/** Call-offs that lacked goods, in one note. */
const NOTE_LACKS = 3;

/** Both languages on one paper, as the agreement is. */
const WORDS = {
  title: "协议结单 Statement",
  seller: "卖方 Seller",
  buyer: "买方 Buyer",
  season: "交货期 Season",
  made: "结单日 Drawn up",
  columns: ["货物 Goods", "约定 Agreed", "交货 Came", "欠量 Short", "货款 Amount"],
  delivered: "已交货款 Delivered",
  agreed: "约定总价 All that was agreed",
  lacking: "提了没有货 Called off, not there",
  compensation: "应补偿 Compensation",
  paid: "已付 Paid",
  not_called: (at: number, name: string, packs: number) =>
    `${at}. ${name}：买方未提 ${packs} 份，不收违约金。 ${packs} packs were never called off by the buyer; nothing is owed for it.`,
  good: (at: number, name: string, agreed: number, came: number, short: number) =>
    `${at}. ${name}：约定 ${agreed}，交货 ${came}，提了没有货 ${short}。 ${agreed} agreed, ${came} came, ${short} called off and not there.`,
  lack: (number: string, packs: number, price: string, amount: string) => `${number}: ${packs} × ${price} = ${amount}`,
  sum: (lacking: string, bp: string, cap_bp: string, agreed: string, cap: string, owed: string) =>
    `${lacking} × ${bp}%，最多 ${agreed} × ${cap_bp}% = ${cap}：应补偿 ${owed}。 ${lacking} × ${bp} %, at most ${cap}: ${owed} is owed by the cooperative.`,
  rules: [
    "提了而没有货：因货不够一直在等，或由合作社结束的提货，以及订单里因货不够退了款的份数。以后补提并交了货的不算。",
    "Not there: call-offs that waited for goods until they ended, or that the cooperative ended, and packs of orders that were refunded for want of goods; not what was called off again later and came.",
    "补偿由合作社承担，不从农户应得的钱里出；没有钱自动划转。",
    "The cooperative owes it, never out of households' shares; no money moves by itself.",
  ],
  nothing: "协议没有约定补偿。 The agreement says nothing of a compensation.",
  paid_on: (day: string, words: string) => `合作社记：${day} 通过银行付清。 Paid by bank on ${day}. ${words}`.trim(),
  page: (page: number, pages: number) => `${page} / ${pages}`,
} as const;

export interface StatementOnPaper {
  number: string;
  currency: string;
  seller: Words;
  buyer: string;
  lines: readonly Pick<AgreementLine, "variant_id" | "title" | "pack">[];
  from_day: string;
  to_day: string;
  statement: AgreementStatement;
}

/** What an agreement came to, as a PDF: made anew from what is kept, of the same rows the same bytes. */
export function statementPaper(of: StatementOnPaper): Promise<Buffer> {
  const { statement } = of;
  const money = (minor: bigint) => `${formatMinor(minor, of.currency)} ${of.currency}`;
  const nameOf = (variant_id: string) => {
    const line = of.lines.find((one) => one.variant_id === variant_id);
    return line ? `${line.title.zh} ${line.pack.zh} · ${line.title.en} ${line.pack.en}` : variant_id;
  };
  const shortName = (variant_id: string) => nameOf(variant_id).split(" · ")[0] ?? "";
  return invoicePdf({
    title: WORDS.title,
    number: of.number,
    made_at: statement.at,
    head: [
      { label: WORDS.seller, value: `${of.seller.zh} ${of.seller.en}` },
      { label: WORDS.buyer, value: of.buyer },
      { label: WORDS.season, value: `${of.from_day} – ${of.to_day}` },
      { label: WORDS.made, value: dayIn(HOME_TZ, statement.at) },
    ],
    columns: WORDS.columns,
    lines: statement.lines.map((line, at) => ({
      what: `${at + 1}. ${shortName(line.variant_id)}`,
      quantity: String(line.agreed_packs),
      net: String(line.delivered_packs),
      tax: String(line.short_packs),
      total: money(line.delivered_minor),
    })),
    sums: [
      { label: WORDS.agreed, value: money(statement.agreed_minor) },
      { label: WORDS.delivered, value: money(statement.delivered_minor) },
      { label: WORDS.lacking, value: money(statement.lacking_minor) },
      { label: WORDS.compensation, value: money(statement.compensation_minor), strong: true },
    ],
    notes: [
      ...statement.lines.map((line, at) =>
        WORDS.good(at + 1, nameOf(line.variant_id), line.agreed_packs, line.delivered_packs, line.short_packs),
      ),
      ...statement.lines.flatMap((line, at) =>
        line.not_called_packs === 0 ? [] : [WORDS.not_called(at + 1, nameOf(line.variant_id), line.not_called_packs)],
      ),
      ...lackNotes(statement, money),
      compensationNote(statement, money),
      ...(statement.paid ? [WORDS.paid_on(statement.paid.paid_on, statement.paid.words.slice(0, 200))] : []),
      ...WORDS.rules,
    ].flatMap(inPieces),
    page: WORDS.page,
  });
}

type Money = (minor: bigint) => string;

function lackNotes({ lacks }: AgreementStatement, money: Money): string[] {
  const said = lacks.map((one) => WORDS.lack(one.number, one.packs, money(one.price_minor), money(one.amount_minor)));
  const notes: string[] = [];
  for (let from = 0; from < said.length; from += NOTE_LACKS) notes.push(said.slice(from, from + NOTE_LACKS).join("; "));
  return notes;
}

function compensationNote(of: AgreementStatement, money: Money): string {
  if (of.compensation_bp === 0) return WORDS.nothing;
  return WORDS.sum(
    money(of.lacking_minor),
    String(of.compensation_bp / 100),
    String(of.cap_bp / 100),
    money(of.agreed_minor),
    money(of.cap_minor),
    money(of.compensation_minor),
  );
}
