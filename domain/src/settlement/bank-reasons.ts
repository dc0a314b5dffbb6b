/** What a reason is about: an account that must not be paid to again before somebody has looked at it, or something else. */
export type BankReasonAbout = "account" | "person" | "bank" | "money" | "data" | "other";

export interface BankReason {
  readonly about: BankReasonAbout;
  readonly en: string;
  readonly zh: string;
}

/** The common codes of ISO 20022's external lists of status and return reasons (ExternalStatusReason, ExternalReturnReason). */
const REASONS: Readonly<Record<string, BankReason>> = {
  AC01: { about: "account", en: "The account number is wrong.", zh: "账号不正确。" },
  AC02: { about: "data", en: "The account that pays is wrong.", zh: "付款账号不正确。" },
  AC03: { about: "account", en: "The account number is wrong.", zh: "收款账号不正确。" },
  AC04: { about: "account", en: "The account is closed.", zh: "账户已销户。" },
  AC05: { about: "data", en: "The account that pays is closed.", zh: "付款账户已销户。" },
  AC06: { about: "account", en: "The account is blocked.", zh: "账户被冻结。" },
  AC07: { about: "account", en: "The household's account is closed.", zh: "收款账户已销户。" },
  AC13: {
    about: "account",
    en: "The account is of a kind that can't take this payment.",
    zh: "账户类型不能收这笔款。",
  },
  AC14: {
    about: "account",
    en: "The household's account is of a kind that can't take this payment.",
    zh: "收款账户类型不能收这笔款。",
  },
  AG01: { about: "account", en: "This account may not take transfers.", zh: "该账户不允许转账。" },
  AG02: { about: "data", en: "The bank does not know this kind of payment.", zh: "银行不支持这种付款。" },
  AG03: { about: "account", en: "This account may not take this kind of payment.", zh: "该账户不支持这种交易。" },
  AM01: { about: "money", en: "The amount is zero.", zh: "金额为零。" },
  AM02: { about: "money", en: "The amount is more than the bank allows.", zh: "金额超过银行限额。" },
  AM03: { about: "money", en: "The bank does not pay in this currency.", zh: "银行不支持该币种。" },
  AM04: { about: "money", en: "The paying account had not enough money.", zh: "付款账户余额不足。" },
  AM05: { about: "other", en: "The bank has taken it for a duplicate.", zh: "银行认为是重复付款。" },
  AM09: { about: "money", en: "The amount is wrong.", zh: "金额不正确。" },
  AM10: { about: "money", en: "The sum of the file is wrong.", zh: "文件合计金额不正确。" },
  AM14: { about: "money", en: "The amount is above the agreed limit.", zh: "金额超过约定限额。" },
  AM18: { about: "data", en: "The number of payments in the file is wrong.", zh: "文件笔数不正确。" },
  BE01: { about: "account", en: "The name does not fit the account.", zh: "户名与账号不符。" },
  BE04: { about: "person", en: "The address is missing.", zh: "缺少地址。" },
  BE05: { about: "data", en: "The bank does not know who sent the file.", zh: "银行不认识发送方。" },
  BE06: { about: "account", en: "The bank does not know this account holder.", zh: "银行查无此户。" },
  BE07: { about: "person", en: "The address of the payer is missing.", zh: "缺少付款人地址。" },
  CNOR: { about: "bank", en: "The household's bank takes no such payments.", zh: "收款行不受理此类付款。" },
  CURR: { about: "money", en: "The currency is wrong.", zh: "币种不正确。" },
  CUST: { about: "other", en: "It was called back by the payer.", zh: "付款人要求撤回。" },
  DNOR: { about: "bank", en: "The paying bank may not send such payments.", zh: "付款行不受理此类付款。" },
  DT01: { about: "data", en: "The date is wrong.", zh: "日期不正确。" },
  DU01: { about: "data", en: "The bank has had a file with this number before.", zh: "该文件编号已提交过。" },
  DUPL: { about: "other", en: "The bank has taken it for a duplicate.", zh: "银行认为是重复付款。" },
  ED05: { about: "bank", en: "The payment could not be settled between the banks.", zh: "银行间清算失败。" },
  FF01: { about: "data", en: "The bank could not read the file.", zh: "银行无法读取文件。" },
  FOCR: { about: "other", en: "It came back after it was called back.", zh: "撤回后退回。" },
  MD07: { about: "person", en: "The account holder has died.", zh: "户主已去世。" },
  MS02: { about: "other", en: "The household's side refused it and gave no reason.", zh: "收款方拒收，未说明原因。" },
  MS03: { about: "other", en: "The bank gave no reason.", zh: "银行未说明原因。" },
  NARR: { about: "other", en: "The bank says why in its own words.", zh: "原因见银行说明。" },
  NOAS: { about: "other", en: "Nobody answered.", zh: "未得到回复。" },
  RC01: { about: "bank", en: "The bank's number is wrong.", zh: "银行行号不正确。" },
  RC03: { about: "bank", en: "The number of the paying bank is wrong.", zh: "付款行行号不正确。" },
  RC04: { about: "bank", en: "The number of the household's bank is wrong.", zh: "收款行行号不正确。" },
  RF01: { about: "data", en: "The bank has had a payment with this number before.", zh: "该付款编号已使用过。" },
  RR03: { about: "person", en: "The name or address of the household is missing.", zh: "缺少收款人姓名或地址。" },
  RR04: { about: "other", en: "The law of the bank's country does not allow it.", zh: "因监管原因被拒。" },
  SL11: { about: "account", en: "The household's bank does not take payments for it.", zh: "收款行不受理该收款人。" },
  TM01: { about: "data", en: "The file came too late in the day.", zh: "提交时间已过。" },
};

const UNKNOWN: BankReason = {
  about: "other",
  en: "The bank gave a reason we have no words for.",
  zh: "银行给出的原因代码我们不认识。",
};
const NONE: BankReason = { about: "other", en: "The bank gave no reason.", zh: "银行未说明原因。" };

/** A reason code of a bank in words; a code that is not in the list is said to be so, none is "no reason given". */
export function bankReason(code: string | null): BankReason {
  if (code === null || code === "") return NONE;
  return (Object.hasOwn(REASONS, code) ? REASONS[code] : undefined) ?? UNKNOWN;
}

/** Whether nothing should be paid to the same account again before a person has looked at it. */
export function stopsAccount(code: string | null): boolean {
  const { about } = bankReason(code);
  return about === "account" || about === "person";
}

/** Every code that has words, for lists and tests. */
export const BANK_REASON_CODES: readonly string[] = Object.keys(REASONS);
