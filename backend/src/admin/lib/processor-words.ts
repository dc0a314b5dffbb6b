import type { Words } from "./words";

export const CLASSES: Readonly<Record<string, Words>> = {
  charge: { zh: "收款", en: "charge" },
  refund: { zh: "退款", en: "refund" },
  refund_failure: { zh: "退款未成", en: "refund that failed" },
  transfer: { zh: "转给农户", en: "transfer to a household" },
  transfer_reversal: { zh: "从农户收回", en: "taken back from a household" },
  dispute: { zh: "拒付", en: "dispute" },
  dispute_reversal: { zh: "拒付撤回", en: "dispute won" },
  payout: { zh: "到平台银行", en: "to the platform's bank" },
  fee: { zh: "手续费", en: "fee" },
  other: { zh: "其他", en: "other" },
};

/** Journals that say the processor has moved money. */
export const JOURNALS: Readonly<Record<string, Words>> = {
  capture: { zh: "收款", en: "charge" },
  refund: { zh: "退款", en: "refund" },
  reverse_refund: { zh: "退款未成", en: "refund that failed" },
  payout: { zh: "转给农户", en: "transfer to a household" },
  reverse_payout: { zh: "从农户收回", en: "taken back from a household" },
  dispute: { zh: "拒付", en: "dispute" },
  reverse_dispute: { zh: "拒付撤回", en: "dispute won" },
};

export const ITEM_KINDS: Readonly<Record<string, Words>> = {
  unknown_transaction: { zh: "支付平台动了钱，账上没有", en: "The processor moved money; the ledger has nothing" },
  wrong_amount: { zh: "两边金额不同", en: "The two amounts differ" },
  missing_transaction: { zh: "账上有，支付平台没有", en: "The ledger says so; the processor moved nothing" },
};

export const PAYOUT_STATES: Readonly<Record<string, { sign: string; words: Words }>> = {
  intended: { sign: "○", words: { zh: "待付", en: "to be paid" } },
  unknown: { sign: "?", words: { zh: "结果不明，正在查", en: "not known; being looked up" } },
  created: { sign: "✓", words: { zh: "已付出", en: "sent" } },
  failed: { sign: "✕", words: { zh: "未付成，仍欠农户", en: "failed; still owed" } },
};

/** What keeps or ended a payout, by code; codes of banks stand as they are. */
export const PAYOUT_REASONS: Readonly<Record<string, Words>> = {
  balance_not_available: {
    zh: "等：余额还不可用，会自己再试",
    en: "waits for available balance; asked again by itself",
  },
  rail_busy: { zh: "Stripe 忙，会自己再试", en: "Stripe is busy; asked again by itself" },
  rail_refuses_us: { zh: "Stripe 不让平台登录：请查密钥", en: "Stripe refuses our key: look at it" },
  account_closed: { zh: "农户账户已关闭", en: "the household's account is closed" },
  account_restricted: { zh: "农户账户受限制", en: "the household's account is restricted" },
  refused_by_rail: { zh: "Stripe 没有同意", en: "refused by Stripe" },
  no_answer: { zh: "没有回答，先查再办", en: "no answer; looked up first" },
  transfer_reversed: { zh: "已收回", en: "taken back" },
};
