import { formatMinor } from "../shared/money";
import { formatJin, formatKg } from "../shared/weight";
import type { WhyText } from "../pool/explain-words";

/** What a rule took: by a rate of the fee policy, where it has one. */
export interface RuleRate {
  /** Ten-thousandths. */
  readonly bp?: number | undefined;
  /** Minor units for a kilogram. */
  readonly per_kg_minor?: bigint | undefined;
}

interface RuleName extends WhyText {
  /** What the rate is of; a rule without one is said by its name. */
  readonly of?: WhyText;
}

const NET: WhyText = {
  zh: "扣掉税、退款、运费和包装以后的",
  en: "of what is left after tax, refunds, freight and packing",
};
const SHARE: WhyText = { zh: "您所得的", en: "of your share" };

/** Every rule we know by name, in the order in which a sale is divided; then what is taken off a household's own money. */
const RULES: Readonly<Record<string, RuleName>> = {
  tax: { zh: "税", en: "Tax" },
  refund: { zh: "退给买家", en: "Refunded to the buyer" },
  buyer_refund: { zh: "退给买家", en: "Refunded to the buyer" },
  freight: { zh: "运费", en: "Freight" },
  packing: { zh: "包装", en: "Packing" },
  platform_bp: { zh: "平台费", en: "Platform fee", of: NET },
  cooperative_bp: { zh: "合作社费", en: "Cooperative's fee", of: NET },
  agent_bp: { zh: "带货佣金", en: "Agent's commission", of: NET },
  freight_borne: { zh: "合作社承担的运费", en: "Freight that the cooperative bears" },
  packing_borne: { zh: "合作社承担的包装费", en: "Packing that the cooperative bears" },
  fixed_margin: { zh: "合作社的差价", en: "The cooperative's margin at a fixed price" },
  processor_fee: { zh: "收款手续费", en: "Payment processor's fee" },
  holdback_bp: { zh: "暂扣", en: "Kept back for later", of: SHARE },
  holdback_released: { zh: "退还暂扣", en: "Kept back before, given back" },
  claim: { zh: "货物问题扣款", en: "Claim on the goods" },
  clawback: { zh: "分期扣回（货物问题）", en: "Taken back for goods that were bad" },
  clawback_returned: { zh: "退还已扣的", en: "Given back again" },
  freight_left: { zh: "多收的运费（归合作社）", en: "Freight left over, the cooperative's" },
  dispute: { zh: "买家拒付", en: "A buyer's bank has taken the payment back" },
  reverse_sale: { zh: "撤销的销售", en: "A sale taken back" },
  nothing_left: { zh: "没有余下可分的", en: "Nothing was left to share" },
  price_zero: { zh: "收货价为 0", en: "A price of 0 at weigh-in" },
  no_weight: { zh: "没有用到重量", en: "No weight of it" },
  under_minor: { zh: "不到最小的钱", en: "Less than the smallest coin" },
  share: { zh: "卖货所得", en: "Earned by sales" },
  intake_price: { zh: "按收货时定的价", en: "At the price fixed at weigh-in" },
  pool_advance: { zh: "收货时的预付款", en: "Advance at weigh-in" },
  pool_share: { zh: "本期均价分得", en: "Your share of the period's average price" },
  pool_difference: { zh: "重新核算后的差额", en: "The difference after it was worked out again" },
  stock_loss: { zh: "盘点时少了的货，合作社赔付", en: "Goods missing at a stock-taking, paid by the cooperative" },
  advance_netted: { zh: "扣回预付款", en: "Advance taken off again" },
  brought_forward: { zh: "上期转来", en: "From the statement before" },
  patronage: { zh: "年终返利", en: "Patronage refund of the year" },
  patronage_reversed: { zh: "撤销年终返利", en: "Patronage refund taken back" },
};

/** A rule by name alone. One that we have no name for is shown by its code, so that nothing goes off without a word. */
export function ruleName(rule: string): WhyText {
  const known = RULES[rule];
  if (known) return { zh: known.zh, en: known.en };
  const plain = rule.replaceAll("_", " ");
  return { zh: `其他（${plain}）`, en: `Other (${plain})` };
}

/** A rule in words, with its rate: "合作社费：扣掉税、退款、运费和包装以后的 5%". */
export function ruleWords(rule: string, rate: RuleRate, currency: string): WhyText {
  const name = ruleName(rule);
  if (rate.per_kg_minor !== undefined) {
    const each = moneyText(rate.per_kg_minor, currency);
    return { zh: `${name.zh}：每公斤 ${each.zh}`, en: `${name.en}: ${each.en} per kg` };
  }
  const of = RULES[rule]?.of;
  if (rate.bp === undefined || of === undefined) return name;
  const percent = percentText(rate.bp);
  return { zh: `${name.zh}：${of.zh} ${percent}`, en: `${name.en}: ${percent} ${of.en}` };
}

/** 525 -> "5.25%": basis points without rounding. */
export function percentText(bp: number): string {
  const fraction = String(bp % 100)
    .padStart(2, "0")
    .replace(/0+$/, "");
  return `${Math.floor(bp / 100)}${fraction === "" ? "" : `.${fraction}`}%`;
}

/** 113477n -> "1,134.77 元" / "1,134.77 yuan"; other currencies by their code. */
export function moneyText(amount_minor: bigint, currency: string): WhyText {
  const [whole = "", fraction] = formatMinor(amount_minor, currency).split(".");
  const amount = `${whole.replace(/\B(?=(\d{3})+$)/g, ",")}${fraction === undefined ? "" : `.${fraction}`}`;
  const code = currency.toUpperCase();
  return code === "CNY"
    ? { zh: `${amount} 元`, en: `${amount} yuan` }
    : { zh: `${amount} ${code}`, en: `${amount} ${code}` };
}

/** 12500 -> "12.5 公斤（25 斤）" / "12.5 kg (25 jin)". */
export function weightText(grams: bigint): WhyText {
  return {
    zh: `${formatKg(grams)} 公斤（${formatJin(grams)} 斤）`,
    en: `${formatKg(grams)} kg (${formatJin(grams)} jin)`,
  };
}

/** Why a statement's money is not paid yet, by the word that settlement keeps. */
const UNPAID: Readonly<Record<string, WhyText>> = {
  below_minimum: {
    zh: "金额还不到起付线，转到下期一起付。",
    en: "It is less than what is paid at least: it is paid together with the next statement.",
  },
  owes: { zh: "本期低于零，从下期扣回。", en: "It is below zero: it is taken off the next statement." },
  nothing_owed: { zh: "本期没有要付的钱。", en: "Nothing is to be paid this time." },
  no_account: {
    zh: "还没有收款账户，请到合作社登记。钱还在您名下。",
    en: "There is no account to pay to: please register one. The money is still yours.",
  },
  account_not_valid: {
    zh: "收款账户不对，请到合作社核对。钱还在您名下。",
    en: "The account can't be paid to: please check it with the cooperative. The money is still yours.",
  },
  account_on_hold: {
    zh: "收款账户刚改过，要等三天才启用。这笔钱下一期付。",
    en: "The account was changed a short while ago and waits three days. It is paid with the next statement.",
  },
  payout_failed: {
    zh: "付款没有成功，钱还在您名下，请找合作社。",
    en: "The payment did not go through. The money is still yours: please ask the cooperative.",
  },
  payout_rejected: {
    zh: "银行没有付出这笔钱。钱还在您名下，下次结算再付。",
    en: "The bank did not pay it. The money is still yours and is paid with the next statement.",
  },
  payout_reversed: {
    zh: "这笔付款有误，已经收回。钱还在您名下，下次结算再付；请找合作社问一问。",
    en: "This payout was taken back because something in it was wrong. The money is still yours and comes with the next settlement; please see the cooperative.",
  },
  payout_returned: {
    zh: "银行把这笔钱退回来了。钱还在您名下，下次结算再付。",
    en: "The bank has sent it back. The money is still yours and is paid with the next statement.",
  },
  account_refused: {
    zh: "银行上次没有接受您的账户，请到合作社换一个。钱还在您名下。",
    en: "The bank did not take your account last time: please name another. The money is still yours.",
  },
  bank_asks: {
    zh: "合作社正在向银行核实上一笔付款。钱还在您名下。",
    en: "The cooperative is asking the bank about the payment before. The money is still yours.",
  },
  not_collected: {
    zh: "这次没有来领现金。钱还在您名下，转到下期一起付。",
    en: "The cash was not collected. The money is still yours and is paid with the next statement.",
  },
  cash_short: {
    zh: "这次现金不够，没有付给您。钱还在您名下，转到下期一起付。",
    en: "There was not enough cash. The money is still yours and is paid with the next statement.",
  },
  person_unknown: {
    zh: "来领的人没有带卡，也认不出来，所以没有付。钱还在您名下，转到下期一起付。",
    en: "Who came had no card and was not known, so it was not handed out. The money is still yours.",
  },
};

/** In words why something remains; one that we have no words for says whom to ask. */
export function unpaidWords(reason: string): WhyText {
  return (
    UNPAID[reason] ?? { zh: "这一期还没有付，请问合作社。", en: "It is not paid yet: please ask the cooperative." }
  );
}

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"] as const;

/** ISO days of a period as people say them: "2026年11月1日至15日" / "1 to 15 Nov 2026". What both share is said once. */
export function periodText(from: string, to: string): WhyText {
  const [a, b] = [from, to].map((day) => day.split("-").map(Number) as [number, number, number]) as [
    [number, number, number],
    [number, number, number],
  ];
  const zh = ([year, month, day]: [number, number, number]) => `${year}年${month}月${day}日`;
  const en = ([year, month, day]: [number, number, number]) => `${day} ${MONTHS[month - 1] ?? ""} ${year}`;
  if (from === to) return { zh: zh(a), en: en(a) };
  const sameYear = a[0] === b[0];
  const sameMonth = sameYear && a[1] === b[1];
  const last = sameMonth ? `${b[2]}日` : sameYear ? `${b[1]}月${b[2]}日` : zh(b);
  const first = sameMonth ? `${a[2]}` : sameYear ? `${a[2]} ${MONTHS[a[1] - 1] ?? ""}` : en(a);
  return { zh: `${zh(a)}至${last}`, en: `${first} to ${en(b)}` };
}

const UNPAID_SMS: Readonly<Record<string, string>> = {
  below_minimum: "不到起付线，转到下期一起付",
  owes: "从下期扣回",
  nothing_owed: "本期没有要付的钱",
  no_account: "还没有收款账户，请来合作社登记",
  account_not_valid: "收款账户不对，请来合作社核对",
  account_on_hold: "收款账户刚改过，下期付",
  account_refused: "银行没有接受您的账户，请来合作社换一个",
  bank_asks: "正在向银行核实上一笔，先留着",
};

/** The same as `unpaidWords` in a text's few words, without a full stop. */
export function unpaidSmsWords(reason: string): string {
  return UNPAID_SMS[reason] ?? "这一期还没有付";
}
