import type { WhyText } from "../pool/explain-words";
import { ok, refuse, type Refusal, type Result } from "../shared/result";
import { ACCOUNT_KINDS } from "./journal";

/** How an accountant's books call an account kind of the ledger. */
export interface ChartLine {
  readonly code: string;
  readonly name: string;
}

/**
 * What the rest of a journal is to a cooperative: money and debts of the platform, of buyers and of other cooperatives that the
 * same journal moves. One line, so that each entry balances in the cooperative's own books.
 */
export const WITH_PLATFORM = "with_platform";
/**
 * What was paid out, by how: cash and transfers are each a row of their own beside `payout_clearing`, which is left with the bank files
 * that were written and that no bank statement has shown yet.
 */
export const PAYOUT_KINDS = { bank_file: "payout_clearing", cash: "payout_cash", stripe: "payout_transfer" } as const;
export const CHART_KINDS = [...ACCOUNT_KINDS, PAYOUT_KINDS.cash, PAYOUT_KINDS.stripe, WITH_PLATFORM] as const;
export type ChartKind = (typeof CHART_KINDS)[number];

/**
 * Where nobody has set a code: accounts of the accounting system for farmers' cooperatives (财会〔2021〕37号, numbers by the table in
 * 财会〔2021〕38号), with a second level of our own. They are a start for the accountant to check, no advice.
 */
export const DEFAULT_CHART: Readonly<Record<ChartKind, ChartLine & { readonly en: string }>> = {
  clearing: { code: "113.01", name: "应收款—收款平台", en: "Receivable: payment processor" },
  buyer_deposit: { code: "211.01", name: "应付款—买家预付", en: "Payable: paid by buyers, not yet divided" },
  household_payable: { code: "114.01", name: "成员往来—应付货款", en: "Members: owed for goods" },
  household_holdback: { code: "114.02", name: "成员往来—暂扣", en: "Members: kept back" },
  household_advance: { code: "114.03", name: "成员往来—预付", en: "Members: advances" },
  household_clawback: { code: "114.04", name: "成员往来—待扣回", en: "Members: to be taken back" },
  cooperative_fee: { code: "501.01", name: "经营收入—合作社费", en: "Operating income: cooperative's fee" },
  packing: { code: "501.02", name: "经营收入—包装", en: "Operating income: packing" },
  freight: { code: "501.03", name: "经营收入—运费", en: "Operating income: freight" },
  platform_fee: { code: "211.02", name: "应付款—平台费", en: "Payable: platform's fee" },
  agent_commission: { code: "211.03", name: "应付款—带货佣金", en: "Payable: agents' commission" },
  tax: { code: "214.01", name: "应交税费—代收", en: "Taxes payable" },
  processor_fee: { code: "524.01", name: "财务费用—收款手续费", en: "Finance costs: processor's fee" },
  payout_clearing: { code: "102.01", name: "银行存款—付款在途", en: "Bank: payouts on their way" },
  payout_cash: { code: "101.01", name: "库存现金—已发货款", en: "Cash: handed out to members" },
  payout_transfer: {
    code: "113.05",
    name: "应收款—平台代付货款",
    en: "Receivable: transferred to members by the platform",
  },
  bank: { code: "102.02", name: "银行存款", en: "Bank" },
  donation: { code: "235.01", name: "专项应付款—捐赠", en: "Special payables: donations" },
  carrier_claim: { code: "113.02", name: "应收款—快递赔款", en: "Receivable: carriers' claims" },
  claim: { code: "113.03", name: "应收款—理赔未定", en: "Receivable: claims not shared yet" },
  claim_loss: { code: "529.01", name: "其他支出—理赔损失", en: "Other expense: claims" },
  stock_loss: { code: "529.02", name: "其他支出—盘点短少赔付", en: "Other expense: goods missing at stock-takings" },
  carrier_paid: { code: "102.03", name: "银行存款—快递赔付", en: "Bank: paid by carriers" },
  returned_goods: { code: "211.04", name: "应付款—退回货款", en: "Payable: sold returned goods" },
  carrier_owed: { code: "211.05", name: "应付款—快递公司", en: "Payable: carriers" },
  price_pool: { code: "211.06", name: "应付款—均价期货款", en: "Payable: price pools" },
  reserve: { code: "322.01", name: "盈余公积—赔付准备", en: "Surplus reserve: for claims" },
  reserve_bridge: { code: "322.02", name: "盈余公积—准备垫付", en: "Surplus reserve: lent to members" },
  receivable: { code: "113.06", name: "应收款—企业赊购", en: "Receivable: companies on account" },
  dispute: { code: "113.04", name: "应收款—拒付未定", en: "Receivable: disputes" },
  surplus_shared: { code: "332.01", name: "盈余分配—盈余返还", en: "Distribution of surplus: patronage refund" },
  with_platform: { code: "113.09", name: "应收款—与平台往来", en: "Receivable: with the platform" },
};

/** An account kind in words of ours, whatever its code. */
export function chartWords(kind: ChartKind): WhyText {
  const { name, en } = DEFAULT_CHART[kind];
  return { zh: name, en };
}

const CODE = /^[0-9A-Za-z][0-9A-Za-z.\-]{0,19}$/;

/** A code as accounting programs take it, and a name. Refuses others: a code is never a formula, a name never empty. */
export function chartLine(
  kind: string,
  line: ChartLine,
): Result<{ kind: ChartKind } & ChartLine, Refusal<"invalid_account_kind" | "invalid_code" | "invalid_name">> {
  const known = CHART_KINDS.find((one) => one === kind);
  if (!known) return refuse("invalid_account_kind", "There is no such account in the ledger.", "kind");
  const [code, name] = [line.code.trim(), line.name.trim()];
  if (!CODE.test(code))
    return refuse("invalid_code", "A code is 1 to 20 digits, letters, dots or hyphens, such as 501.01.", "code");
  if (name.length === 0 || name.length > 60) return refuse("invalid_name", "A name has 1 to 60 characters.", "name");
  return ok({ kind: known, code, name });
}
