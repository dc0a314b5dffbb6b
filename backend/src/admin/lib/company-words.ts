import type { Words } from "./words";

/** States of a company, by sign and word. */
export const COMPANY_STATES: Readonly<Record<string, { sign: string; words: Words }>> = {
  registered: { sign: "…", words: { zh: "等待审核", en: "Waits to be let in" } },
  documents_asked: { sign: "!", words: { zh: "需要补材料", en: "Papers asked for" } },
  approved: { sign: "✓", words: { zh: "已通过", en: "Let in" } },
  refused: { sign: "✗", words: { zh: "未通过", en: "Refused" } },
  suspended: { sign: "!", words: { zh: "已暂停", en: "Suspended" } },
  closed: { sign: "–", words: { zh: "已关闭", en: "Closed" } },
};

export const PAPERS: Readonly<Record<string, Words>> = {
  licence: { zh: "营业执照", en: "Business licence" },
  representative_id: { zh: "法定代表人身份证", en: "Identity card of the legal representative" },
  bank_account: { zh: "开户证明", en: "Proof of the bank account" },
};

const let_in = { decision: "approved", words: { zh: "通过", en: "Let it in" } };
const ask = { decision: "documents_asked", words: { zh: "要求补材料", en: "Ask for papers" } };
const refuse = { decision: "refused", words: { zh: "不通过", en: "Refuse it" } };
const suspend = { decision: "suspended", words: { zh: "暂停", en: "Suspend it" } };
const open = { decision: "approved", words: { zh: "恢复", en: "Open it again" } };
const close = { decision: "closed", words: { zh: "关闭", en: "Close it for good" } };

/** What can be decided from each state. */
export const DECISIONS: Readonly<Record<string, readonly { decision: string; words: Words }[]>> = {
  registered: [let_in, ask, refuse, close],
  documents_asked: [refuse, close],
  approved: [suspend, close],
  refused: [close],
  suspended: [open, close],
  closed: [],
};
