import { createHash } from "node:crypto";
import { capOf, formatMinor, type AgreementSide } from "@commonlot/domain";
import type { AgreementDraft, AgreementLine, AgreementPaper } from "../modules/wholesale/agreements/agreement-types";
import { invoicePdf, type PrintedInvoice } from "./print/invoice";
import { dayIn, HOME_TZ } from "./today";
import type { Words } from "./words";

/** Letters of a note: as many as its lines of paper take in the wider of the two scripts, so that nothing signed is cut off. */
const NOTE_LETTERS = 150;
/** Steps of a ladder in one note. */
const NOTE_STEPS = 4;

/** Both languages on one paper: it is one hash that both sides sign. */
const WORDS = {
  title: "供货协议 Agreement",
  seller: "卖方 Seller",
  buyer: "买方 Buyer",
  version: "版本 Version",
  written: "写于 Written on",
  by: "提出方 Written by",
  season: "交货期 Season",
  minimum: "起提量 Least",
  notice: "提前 Notice",
  columns: ["货物 Goods", "份数 Packs", "首档单价 First price", "", ""],
  freight: "每次提货的运费 Freight of each call-off",
  sides: { buyer: "买方 Buyer", seller: "卖方 Seller" },
  packs: (packs: number) => `每次至少 ${packs} 份 packs`,
  days: (days: number) => `${days} 天 days`,
  fixed: "全季一个价。 One price all season.",
  ladder:
    "按累计提货量分档计价，每一档只算档内的份数。 The price falls with what has been called off; packs within a step cost that step's price.",
  shared_price: (floor: string, share: string) =>
    `保底价 ${floor}；市价高出保底的部分，加 ${share}%。 Floor ${floor}; of what the market pays above it, ${share} % is added.`,
  market: [
    "市价：合作社公布的每份市价，取提货申请当天或之前最近一天的（不早于 14 天）；没有的，提货等到公布为止。以后更正，不影响已定的价。",
    "The price of the day: of a pack, as the cooperative publishes it with its source, the newest of the day of the call-off or before it, at most 14 days old; without one the call-off waits. A later correction changes no price that was taken.",
    "每份价 = 保底 + 四舍五入（（市价 - 保底）× 加成比例），不低于保底。 A pack: floor + round((market - floor) × share), never below the floor.",
  ],
  compensation: (bp: string, cap: string) => [
    `提了而没有货的部分，季末合作社按其价款的 ${bp}% 补偿，最多为约定总价的 ${cap}%。不从农户应得的钱里出。`,
    `For goods that were called off and not there the cooperative owes ${bp} % of their price at the season's end, at most ${cap} % of what all that is agreed costs. It never comes out of households' shares.`,
  ],
  no_compensation: [
    "货不够时，除退还已付的钱外，没有补偿。",
    "For goods that are not there nothing is owed but what was paid for them.",
  ],
  step: (from: number, price: string) => `> ${from}: ${price}`,
  shortfall: {
    in_proportion: [
      "收成不够时，各份协议按约定量的比例分货。",
      "When the harvest falls short, each agreement gets the part of it that it has of all that is agreed.",
    ],
    first_come: ["收成不够时，先提先得。", "When the harvest falls short, who calls off first is served first."],
    ask: [
      "收成不够时，由合作社与买方商量后决定。",
      "When the harvest falls short, the cooperative asks the companies and decides.",
    ],
  },
  gap: {
    buyer: [
      "实际运费与约定的差额由买方承担（少了也归买方）。",
      "The buyer bears what the freight turns out otherwise, a gain as a loss.",
    ],
    cooperative: [
      "实际运费与约定的差额由合作社承担（少了也归合作社）。",
      "The cooperative bears what the freight turns out otherwise, a gain as a loss.",
    ],
  },
  shared: (percent: string) => [
    `实际运费与约定的差额，买方承担 ${percent}%，其余归合作社。`,
    `Of what the freight turns out otherwise the buyer bears ${percent} %, the cooperative the rest.`,
  ],
  cap: (percent: string) => [
    `每次提货，买方最多多付约定运费的 ${percent}%，另开付款单，不自动扣款；超出部分由合作社承担，除非买方同意。`,
    `Of a loss of a call-off the buyer pays up to ${percent} % of the freight agreed, by transfer when asked; what is above it the cooperative bears, unless the buyer agrees to it.`,
  ],
  rules: [
    "双方签字后生效；只能在交货期内、按起提量、提前上述天数提货，总量不超过约定。提货被取消或未按时付款的，份数退回协议。",
    "In force once both have signed. Goods are called off within the season, in time, and never more than agreed; what is cancelled or not paid in time can be called off again.",
    "协议不留货：每次提货时才留货。",
    "The agreement itself keeps no goods: each call-off does.",
  ],
  terms: {
    prepay: "付款：发货前付清。 Payment: all of it before the goods leave.",
    deposit: (percent: string) => `付款：先付定金 ${percent}%。 Payment: a deposit of ${percent} %.`,
    net: (days: number) => `付款：开票后 ${days} 天内。 Payment: within ${days} days after the invoice.`,
  },
  page: (page: number, pages: number) => `${page} / ${pages}`,
} as const;

export interface AgreementOnPaper {
  number: string;
  version: number;
  by: AgreementSide;
  currency: string;
  seller: Words;
  buyer: string;
  draft: AgreementDraft;
  written_at: Date;
}

/** The PDF that both sides sign, and its hash: of the same version always the same bytes, since even its day of making is the version's. */
export async function agreementPaper(of: AgreementOnPaper): Promise<AgreementPaper> {
  const pdf = await invoicePdf(printed(of));
  return { pdf, sha256: createHash("sha256").update(pdf).digest("hex"), written_at: of.written_at };
}

function printed({
  number,
  version,
  by,
  currency,
  seller,
  buyer,
  draft,
  written_at,
}: AgreementOnPaper): PrintedInvoice {
  const money = (minor: bigint) => `${formatMinor(minor, currency)} ${currency}`;
  return {
    title: WORDS.title,
    number,
    made_at: written_at,
    head: [
      { label: WORDS.seller, value: `${seller.zh} ${seller.en}` },
      { label: WORDS.buyer, value: buyer },
      { label: WORDS.version, value: String(version) },
      { label: WORDS.by, value: WORDS.sides[by] },
      { label: WORDS.written, value: dayIn(HOME_TZ, written_at) },
      { label: WORDS.season, value: `${draft.from_day} – ${draft.to_day}` },
      { label: WORDS.minimum, value: WORDS.packs(draft.minimum_packs) },
      { label: WORDS.notice, value: WORDS.days(draft.notice_days) },
    ],
    columns: WORDS.columns,
    lines: draft.lines.map((line, at) => ({
      what: `${at + 1}. ${line.title.zh} ${line.pack.zh}`,
      quantity: String(line.packs),
      net: money(line.steps[0]?.price_minor ?? 0n),
      tax: "",
      total: "",
    })),
    sums: [{ label: WORDS.freight, value: money(draft.freight_minor), strong: true }],
    notes: [
      ...draft.lines.flatMap((line, at) => goodsNotes(line, at, money)),
      ...(draft.lines.some((line) => line.steps.length > 1) ? [WORDS.ladder] : []),
      ...(draft.lines.some((line) => typeof line.share_bp === "number") ? WORDS.market : []),
      ...WORDS.shortfall[draft.shortfall],
      ...compensationNotes(draft),
      ...gapNotes(draft),
      termsNote(draft),
      ...WORDS.rules,
      ...draft.words.split(/\n+/),
    ].flatMap(inPieces),
    page: WORDS.page,
  };
}

/** The whole name of a good, which its row may cut, and what its packs cost. */
function goodsNotes(line: AgreementLine, at: number, money: (minor: bigint) => string): string[] {
  const name = `${at + 1}. ${line.title.zh} ${line.pack.zh} · ${line.title.en} ${line.pack.en}: ${line.packs}`;
  if (typeof line.share_bp === "number") {
    const floor = money(line.steps[0]?.price_minor ?? 0n);
    return [name, `${at + 1}. ${WORDS.shared_price(floor, percent(line.share_bp))}`];
  }
  if (line.steps.length === 1) return [name, `${at + 1}. ${WORDS.fixed}`];
  const steps = line.steps.map((step) => WORDS.step(step.from, money(step.price_minor)));
  const notes = [name];
  for (let from = 0; from < steps.length; from += NOTE_STEPS)
    notes.push(`${at + 1}. ${steps.slice(from, from + NOTE_STEPS).join("; ")}`);
  return notes;
}

/** 2500 basis points are "25". */
const percent = (bp: number): string => String(bp / 100);

function gapNotes({ freight_term: term }: AgreementDraft): readonly string[] {
  if (term.bearer === "cooperative") return WORDS.gap.cooperative;
  const who = term.bearer === "shared" ? WORDS.shared(percent(term.buyer_bp)) : WORDS.gap.buyer;
  return [...who, ...WORDS.cap(percent(capOf(term)))];
}

function compensationNotes({ compensation }: AgreementDraft): readonly string[] {
  if (!compensation) return WORDS.no_compensation;
  return WORDS.compensation(percent(compensation.bp), percent(compensation.cap_bp));
}

function termsNote({ terms }: AgreementDraft): string {
  if (terms.kind === "prepay") return WORDS.terms.prepay;
  return terms.kind === "net" ? WORDS.terms.net(terms.net_days) : WORDS.terms.deposit(percent(terms.deposit_bp));
}

/** A long text as several notes, parted between letters. */
export function inPieces(text: string): string[] {
  const letters = [...text];
  const pieces: string[] = [];
  for (let from = 0; from < letters.length; from += NOTE_LETTERS)
    pieces.push(letters.slice(from, from + NOTE_LETTERS).join(""));
  return pieces;
}
