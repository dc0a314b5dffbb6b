import { moneyText, periodText, type WhyText } from "@commonlot/domain";
import type { StatementPayout } from "../../modules/settlement/statement-payouts";
import { dayIn, HOME_TZ } from "../today";

/** Where the money of a payout went or goes, in a sentence. By bank file it is paid when the bank says so. */
export function payoutWords(
  payout: Pick<
    StatementPayout,
    "rail" | "state" | "amount_minor" | "account_last4" | "bank_state" | "bank_words" | "at"
  >,
  currency: string,
): WhyText {
  const amount = moneyText(BigInt(payout.amount_minor), currency);
  const to = destination(payout);
  const day = dayOf(payout.at);
  if (payout.state === "failed") {
    const why = payout.bank_words;
    return {
      zh: `${amount.zh}没有付成（${to.zh}）。${why ? `银行说：${why.zh}` : ""}钱还在您名下。`,
      en: `${amount.en} was not paid (${to.en}). ${why ? `The bank says: ${why.en} ` : ""}The money is still yours.`,
    };
  }
  if (payout.state === "unknown") {
    return {
      zh: `${amount.zh}正在核实是否到账（${to.zh}）。`,
      en: `${amount.en}: it is being checked whether it arrived (${to.en}).`,
    };
  }
  const paid = payout.rail === "bank_file" ? payout.bank_state === "paid" : payout.state === "created";
  if (paid)
    return { zh: `${day.zh}已付 ${amount.zh}，${to.zh}。`, en: `${amount.en} was paid on ${day.en}, ${to.en}.` };
  if (payout.rail === "cash") {
    return {
      zh: `${amount.zh}请带卡到合作社领现金。`,
      en: `${amount.en} waits in cash at the cooperative: bring your card.`,
    };
  }
  return payout.state === "created"
    ? {
        zh: `${amount.zh}已交银行付到${to.zh}，等银行回复。`,
        en: `${amount.en} was handed to the bank, ${to.en}; the bank has not answered yet.`,
      }
    : { zh: `${amount.zh}将付到${to.zh}。`, en: `${amount.en} will be paid, ${to.en}.` };
}

/** As people say it: 尾号1234的账户, 现金. */
export function destination(payout: Pick<StatementPayout, "rail" | "account_last4">): WhyText {
  if (payout.rail === "cash") return { zh: "现金", en: "in cash" };
  if (payout.account_last4 === null) return { zh: "您的 Stripe 账户", en: "to your Stripe account" };
  return { zh: `尾号${payout.account_last4}的账户`, en: `to the account ending in ${payout.account_last4}` };
}

/** A moment as the villages' day. */
function dayOf(at: Date): WhyText {
  const day = dayIn(HOME_TZ, at);
  return periodText(day, day);
}
