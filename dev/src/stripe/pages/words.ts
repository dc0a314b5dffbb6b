import type { Locale } from "./html.js";

type Words = {
  payTitle: string;
  number: string;
  expiry: string;
  expiryHint: string;
  cvc: string;
  cvcHint: string;
  pay: (amount: string) => string;
  testOnly: string;
  problem: string;
  declined: (why: string) => string;
  nothingTaken: string;
  badNumber: string;
  badExpiry: string;
  badCvc: string;
  notTestCard: string;
  threeTitle: string;
  threeAsk: (amount: string) => string;
  approve: string;
  refuse: string;
  done: string;
  connectTitle: string;
  connectAsk: string;
  finish: string;
  gone: string;
  goneText: string;
};

export const WORDS: Record<Locale, Words> = {
  en: {
    payTitle: "Pay by card",
    number: "Card number",
    expiry: "Expiry date",
    expiryHint: "Month and year, for example 12/30",
    cvc: "Security code (CVC)",
    cvcHint: "3 or 4 digits on the card",
    pay: (amount) => `Pay ${amount}`,
    testOnly: "Test page. Only test cards work here; no money moves.",
    problem: "There is a problem",
    declined: (why) => `The card was not accepted: ${why}`,
    nothingTaken: "Nothing was taken. Check the details or use another card.",
    badNumber: "Enter the number as it is on the card",
    badExpiry: "Enter month and year in the future, for example 12/30",
    badCvc: "Enter the 3 or 4 digits",
    notTestCard: "This is not a test card. Use one, for example 4242 4242 4242 4242",
    threeTitle: "Your bank asks",
    threeAsk: (amount) => `Do you approve the payment of ${amount}?`,
    approve: "Approve",
    refuse: "Refuse",
    done: "This payment is finished. You can close the page.",
    connectTitle: "Payout details",
    connectAsk: "Test page. Finish to let this account receive money.",
    finish: "Finish",
    gone: "Page not found",
    goneText: "This link is not valid (any more). Go back to the shop.",
  },
  zh: {
    payTitle: "银行卡支付",
    number: "卡号",
    expiry: "有效期",
    expiryHint: "月和年，例如 12/30",
    cvc: "安全码 (CVC)",
    cvcHint: "卡上的 3 或 4 位数字",
    pay: (amount) => `支付 ${amount}`,
    testOnly: "测试页面，只接受测试卡，不会真的扣款。",
    problem: "有一个问题",
    declined: (why) => `银行卡未被接受：${why}`,
    nothingTaken: "没有扣款。请检查卡信息，或换一张卡。",
    badNumber: "请按卡面输入卡号",
    badExpiry: "请输入未过期的月和年，例如 12/30",
    badCvc: "请输入 3 或 4 位数字",
    notTestCard: "这不是测试卡。请使用测试卡，例如 4242 4242 4242 4242",
    threeTitle: "银行验证",
    threeAsk: (amount) => `是否同意支付 ${amount}？`,
    approve: "同意",
    refuse: "拒绝",
    done: "本次支付已结束，可以关闭本页。",
    connectTitle: "收款信息",
    connectAsk: "测试页面。点“完成”后，该账户即可收款。",
    finish: "完成",
    gone: "找不到页面",
    goneText: "链接无效或已失效。请返回商店。",
  },
};

/** Reasons of a decline, for the buyer. */
export const DECLINES: Record<Locale, Record<string, string>> = {
  en: {},
  zh: {
    generic_decline: "银行拒绝了这笔付款",
    insufficient_funds: "余额不足",
    expired_card: "卡已过期",
    incorrect_cvc: "安全码不正确",
    processing_error: "处理出错，请稍后再试",
    payment_intent_authentication_failure: "银行验证未通过",
  },
};
