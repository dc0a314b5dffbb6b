import { isChinese, say, type Words } from "./words";

/** What a refused call answers, as far as a page of ours reads it. */
export interface Refused {
  code?: string;
  message?: string;
  /** What was refused, in both languages, where the backend says so. */
  details?: { said?: Words };
}

/**
 * What was refused, in the operator's language. The backend's own sentences are English; those that these pages can meet have
 * Chinese words here, by code. Another one is told as it came, after a Chinese sentence that says what is safe.
 */
export function refusalWords(body: Refused | undefined): string {
  if (body?.details?.said) return say(body.details.said);
  if (body?.message === undefined)
    return say({ zh: "没有送到。什么都没有改，请再试。", en: "It was not sent. Nothing was changed; try again." });
  if (!isChinese()) return body.message;
  return CHINESE[body.code ?? ""] ?? `没有办成，什么都没有改。系统的说明：${body.message}`;
}

const CHINESE: Readonly<Record<string, string>> = {
  // Fee policies
  fees_over_whole: "三项费率加起来超过 100%。什么都没有提出，请改小一项。",
  wrong_currency: "货币和合作社的不一样，这样的费率永远用不上。什么都没有提出。",
  invalid_date: "没有这一天，或者太远了。请另选一天。",
  from_day_past: "费率只能从今天或以后起算，以前的订单不变。请选今天或以后的日子。",
  until_before_from: "结束的日子要在开始之后。",
  overlapping: "这些日子已经有另一版费率了。请从它之后开始。",
  proposal_waits: "已有一个修改在等合作社确认。请先等他们确认或退回，或者把它收回。",
  same_person: "这是你提出的，要由第二个人决定。",
  not_your_proposal: "只有提出的人才能收回。",
  words_needed: "请写明为什么，让合作社知道。",
  stale: "这里已经有了变化。什么都没有改，请刷新页面再看。",
  own_account_not_built: "用合作社自己的收款账户还没有做。什么都没有提出。",
  cooperative_not_found: "没有这家合作社。请重新选。",
  // Agents
  agent_taken: "已有代理人用这个代码或邮箱。什么都没有写。",
  agent_not_found: "没有这位代理人。",
  // Companies
  document_missing: "缺营业执照。请让企业补上；什么都没有改。",
  own_company: "你是这家企业的成员，由别人审核。什么都没有改。",
  tax_number_taken: "同一税号的企业已经通过审核。先关闭那一家，或者不通过这一家。什么都没有改。",
  transition_not_allowed: "现在的状态下不能这样决定。什么都没有改，请刷新页面再看。",
  invalid_deposit: "定金要大于 0、小于 100%。什么都没有改。",
  invalid_net_days: "开票后 1 到 180 天内付款。什么都没有改。",
  // Reconciliation
  booked_by_lines:
    "这笔订单里有几家合作社的货：请到“站外退款”按行入账，各家承担自己的，这一项会自己结案。什么都没有改。",
  nothing_to_book: "支付平台没有动过这笔钱，没有可记的：哪里记的，就在哪里冲回。什么都没有改。",
  item_closed: "这一项已经结案了。什么都没有改，请刷新页面。",
  // Outside refunds
  line_not_found: "订单里没有这一行。什么都没有改。",
  duplicate_line: "同一行写了两次。什么都没有改。",
  refund_over_paid: "比这一行付了而还没退的多。什么都没有改，请改小。",
  refund_differs: "各行加起来和退款的总额不一样。什么都没有改。",
  // Anywhere
  invalid_input: "有一项没有填，或者填得不对。什么都没有改，请核对后再试。",
  not_found: "找不到它了，可能已经处理过。请刷新页面。",
  forbidden: "你没有这个权限。什么都没有改。",
  unauthorized: "登录过期了，请重新登录。什么都没有改。",
};
