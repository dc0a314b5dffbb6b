import { formatMinor } from "../shared/money";
import type { Refusal, Result } from "../shared/result";
import { formatJin, formatKg } from "../shared/weight";
import { clean, LEAST_CHARACTERS, least, shorter, shortest } from "./sms-fit";

/** Chinese is sent as UCS-2: 70 UTF-16 units in one segment. */
export const SMS_UNITS = 70;
/** A joined segment gives three units to its header. */
export const SMS_UNITS_JOINED = 67;
export const SMS_PAYOUT_SEGMENTS = 2;

export type SmsRefusal = Refusal<"does_not_fit">;

export interface ReceiptSms {
  /** The one sender name: the cooperative. */
  readonly cooperative: string;
  readonly ticket_no: string;
  readonly produce: string;
  /** What counts: the net weight less its deductions. */
  readonly net_g: number;
  /** Taken off by the cooperative's table; the text then says net, deduction and what counts. */
  readonly deducted_g?: number;
  /** As people say it: 一级. */
  readonly grade: string;
  /** This household's total of the season, when known. */
  readonly season_g?: number;
  /** Whom to call within three days. */
  readonly phone: string;
}

/**
 * The receipt of a weigh-in, in one segment:
 * 【竹塘合作社】收货单ZT0123：土鸡蛋12.5公斤（25斤）一级，已入库。您本季累计86公斤。有误请三天内打0571-...
 *
 * With a deduction it says the three weights: 核桃净12.5扣0.5计12公斤（24斤）一级.
 *
 * When it is too long, in this order: the season's total goes, the produce is shortened, the cooperative is
 * shortened, the grade goes, and last the words around them. The number, the weights and the phone are never cut: a text in which they do not fit
 * is refused.
 */
export function receiptSms(receipt: ReceiptSms): Result<string, SmsRefusal> {
  const deducted_g = receipt.deducted_g ?? 0;
  const off = deducted_g === 0 ? "" : `净${formatKg(receipt.net_g + deducted_g)}扣${formatKg(deducted_g)}计`;
  const weight = `${off}${formatKg(receipt.net_g)}公斤（${formatJin(receipt.net_g)}斤）`;
  const season = receipt.season_g === undefined ? "" : `您本季累计${formatKg(receipt.season_g)}公斤。`;
  const number = clean(receipt.ticket_no);
  const phone = clean(receipt.phone);
  const text = (parts: Parts): string =>
    `【${parts.sender}】收货单${number}：${parts.produce}${weight}${parts.grade}，已入库。${parts.season}有误请三天内打${phone}`;
  const full: Parts = {
    sender: clean(receipt.cooperative),
    produce: clean(receipt.produce),
    grade: clean(receipt.grade),
    season,
  };
  const bare = { ...full, season: "" };
  return shortest(SMS_UNITS, [
    () => text(full),
    () => text(bare),
    ...shorter(full.produce).map((produce) => () => text({ ...bare, produce })),
    ...shorter(full.sender).map((sender) => () => text({ ...bare, produce: least(full.produce), sender })),
    () => text({ ...bare, produce: least(full.produce), sender: least(full.sender), grade: "" }),
    () => `【${least(full.sender)}】${number}：${least(full.produce)}${weight}。有误三天内打${phone}`,
  ]);
}

interface Parts {
  readonly sender: string;
  readonly produce: string;
  readonly grade: string;
  readonly season: string;
}

export interface PayoutSms {
  readonly cooperative: string;
  /** As people say it: 11月上半月. */
  readonly period: string;
  readonly currency: string;
  /** Of the statement before; below zero: owed. */
  readonly brought_forward_minor?: bigint;
  readonly gross_minor: bigint;
  readonly deductions_minor: bigint;
  readonly advances_minor: bigint;
  readonly paid_minor: bigint;
  /** Where it went, as people say it: 尾号1234的银行卡, 现金. */
  readonly destination: string;
  readonly phone: string;
}

/**
 * The notice of a payout with its deductions, in two segments at most; no running balance. The cooperative and the
 * period are shortened when it is too long; amounts, destination and phone are never cut, or it is refused.
 */
export function payoutSms(payout: PayoutSms): Result<string, SmsRefusal> {
  const money = (amount_minor: bigint): string =>
    payout.currency.toUpperCase() === "CNY"
      ? `${formatMinor(amount_minor, "CNY")}元`
      : `${formatMinor(amount_minor, payout.currency)} ${payout.currency.toUpperCase()}`;
  const before = payout.brought_forward_minor ?? 0n;
  const brought = before === 0n ? "" : `，上期转来${money(before)}`;
  const deductions = payout.deductions_minor === 0n ? "" : `，扣款${money(payout.deductions_minor)}`;
  const advances = payout.advances_minor === 0n ? "" : `，预付抵扣${money(payout.advances_minor)}`;
  const destination = clean(payout.destination);
  const phone = clean(payout.phone);
  const text = (sender: string, period: string): string =>
    `【${sender}】${period}结算：货款${money(payout.gross_minor)}${brought}${deductions}${advances}，本次付您${money(payout.paid_minor)}，付到${destination}。明细见结算单，有疑问请打${phone}`;
  const sender = clean(payout.cooperative);
  const period = clean(payout.period);
  return shortest(SMS_UNITS_JOINED * SMS_PAYOUT_SEGMENTS, [
    () => text(sender, period),
    ...shorter(sender).map((shortened) => () => text(shortened, period)),
    ...shorter(period).map((shortened) => () => text(least(sender), shortened)),
  ]);
}

/**
 * The bank has not paid a payout, or it came back: how much, why, and that the money is still the household's. In two
 * segments; the cooperative is shortened when it is too long, amount, reason and phone never.
 */
export function payoutRefusedSms(refused: {
  readonly cooperative: string;
  readonly returned: boolean;
  readonly currency: string;
  readonly amount_minor: bigint;
  /** As people say it: 尾号1234的银行卡. */
  readonly destination: string;
  /** A sentence: 账户已销户。 */
  readonly reason: string;
  readonly phone: string;
}): Result<string, SmsRefusal> {
  const amount = formatMinor(refused.amount_minor, refused.currency);
  const money =
    refused.currency.toUpperCase() === "CNY" ? `${amount}元` : `${amount} ${refused.currency.toUpperCase()}`;
  const happened = refused.returned ? "被银行退回" : "银行没有付出";
  const reason = clean(refused.reason).replace(/。$/, "");
  const text = (sender: string): string =>
    `【${sender}】付到${clean(refused.destination)}的${money}${happened}：${reason}。钱还在您名下，下次结算再付。请打${clean(refused.phone)}`;
  const sender = clean(refused.cooperative);
  return shortest(SMS_UNITS_JOINED * SMS_PAYOUT_SEGMENTS, [
    () => text(sender),
    ...shorter(sender).map((shortened) => () => text(shortened)),
  ]);
}

/**
 * The code of a sign-in or of a changed account, in one segment, always: the sender is shortened, the code never. `code`: its
 * digits; `minutes`: how long it is good for. What it is for stands in it: nobody is talked into giving one for another.
 */
export function codeSms(code: {
  readonly sender: string;
  readonly code: string;
  readonly minutes: number;
  readonly use?: "sign-in" | "account";
}): string {
  const use = code.use === "account" ? "改收款账户" : "登录";
  const text = (sender: string): string =>
    `【${sender}】${use}验证码${code.code}，${code.minutes}分钟内有效。工作人员不会向您要验证码，请不要告诉别人。`;
  const sender = clean(code.sender) || "Commonlot";
  const fitting = [sender, ...shorter(sender)].map(text).find((one) => one.length <= SMS_UNITS);
  return fitting ?? text(Array.from(sender).slice(0, LEAST_CHARACTERS).join(""));
}

export interface CorrectionSms {
  readonly cooperative: string;
  readonly ticket_no: string;
  /** What stood before and what stands now, as people say it: 12公斤, 65枚. */
  readonly before: string;
  readonly after: string;
  readonly phone: string;
}

/** A weight was corrected by two people. In one segment; the cooperative is shortened when it is too long. */
export function correctionSms(correction: CorrectionSms): Result<string, SmsRefusal> {
  const sender = clean(correction.cooperative);
  const text = (name: string): string =>
    `【${name}】收货单${clean(correction.ticket_no)}已由两人更正：${correction.before}改为${correction.after}。有疑问请打${clean(correction.phone)}`;
  return shortest(SMS_UNITS, [() => text(sender), ...shorter(sender).map((shortened) => () => text(shortened))]);
}

/** An objection was answered by an explanation, which stands on the receipt's page. In one segment. */
export function objectionSms(answer: {
  readonly cooperative: string;
  readonly ticket_no: string;
  readonly phone: string;
}): Result<string, SmsRefusal> {
  const sender = clean(answer.cooperative);
  const text = (name: string): string =>
    `【${name}】您对收货单${clean(answer.ticket_no)}的异议已有答复，请看收货单页面，或打${clean(answer.phone)}`;
  return shortest(SMS_UNITS, [() => text(sender), ...shorter(sender).map((shortened) => () => text(shortened))]);
}

/**
 * A payout account was changed, to whom it was changed for: in two segments. `to`: where money will go, as people say it
 * (尾号1234的银行卡, 现金); `from_when`: 11月29日10时. Whom to call stands in it always.
 */
export function accountSms(change: {
  readonly cooperative: string;
  readonly to: string;
  readonly from_when: string;
  readonly phone: string;
}): Result<string, SmsRefusal> {
  const sender = clean(change.cooperative);
  const text = (name: string): string =>
    `【${name}】您家的收款方式改为${clean(change.to)}，${clean(change.from_when)}起用，之前不会付到那里。不是您改的，请马上打${clean(change.phone)}`;
  return shortest(SMS_UNITS_JOINED * 2, [
    () => text(sender),
    ...shorter(sender).map((shortened) => () => text(shortened)),
  ]);
}

/** A household's phone was changed, told to the number it had. In one segment, or two with a long name. */
export function phoneChangedSms(change: {
  readonly cooperative: string;
  readonly last4: string;
  readonly phone: string;
}): Result<string, SmsRefusal> {
  const sender = clean(change.cooperative);
  const text = (name: string): string =>
    `【${name}】您家登记的手机号改为尾号${clean(change.last4)}。不是您改的，请马上打${clean(change.phone)}`;
  return shortest(SMS_UNITS_JOINED * 2, [
    () => text(sender),
    ...shorter(sender).map((shortened) => () => text(shortened)),
  ]);
}

interface AboutTicket {
  readonly cooperative: string;
  readonly ticket_no: string;
  readonly phone: string;
}

/** A reply was understood: the objection stands. In one segment. */
export function objectionReceivedSms(facts: AboutTicket): Result<string, SmsRefusal> {
  return fitting(
    facts.cooperative,
    (name) =>
      `【${name}】已收到您对收货单${clean(facts.ticket_no)}的异议，合作社会答复您。着急请打${clean(facts.phone)}`,
  );
}

/** A reply was understood, and comes after the third day. */
export function objectionTooLateSms(facts: AboutTicket): Result<string, SmsRefusal> {
  return fitting(
    facts.cooperative,
    (name) => `【${name}】收货单${clean(facts.ticket_no)}过了三天，短信不能再提异议。请打${clean(facts.phone)}`,
  );
}

/** Nobody can tell which ticket a reply means: nothing was written, and how to say it. */
export function replyHelpSms(facts: Omit<AboutTicket, "ticket_no">): Result<string, SmsRefusal> {
  return fitting(
    facts.cooperative,
    (name) => `【${name}】没看懂您指哪张收货单，什么也没记。请回复单号和哪里不对，或打${clean(facts.phone)}`,
  );
}

function fitting(cooperative: string, text: (name: string) => string): Result<string, SmsRefusal> {
  const sender = clean(cooperative);
  return shortest(SMS_UNITS, [() => text(sender), ...shorter(sender).map((shortened) => () => text(shortened))]);
}

/** How many segments a Chinese text takes. */
export function smsSegments(text: string): number {
  return text.length <= SMS_UNITS ? 1 : Math.ceil(text.length / SMS_UNITS_JOINED);
}
