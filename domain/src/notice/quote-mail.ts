import type { BuyerLanguage } from "./buyer-mail";
import { callOffSays, cooperativesIn } from "./call-off-mail";
import { subjectLine, type Mail } from "./season-mail";

/**
 * What a mail about a quote says. `asked`, `countered`: to the seller; `offered`: to the buyer; `to_approve`: to the company's approvers, or where
 * nobody's limits allow it `no_approver` to its owners; `message`: to the side that did not write it; the others to both sides.
 */
export const QUOTE_MAILS = [
  "asked",
  "offered",
  "countered",
  "to_approve",
  "accepted",
  "declined",
  "rejected",
  "withdrawn",
  "expired",
  "gave_way",
  "unpaid",
  "given_back",
  "no_approver",
  "message",
] as const;
export type QuoteMail = (typeof QUOTE_MAILS)[number];

export interface QuoteMailFacts {
  readonly language: BuyerLanguage;
  readonly number: string;
  readonly company: string;
  readonly cooperative: string;
  /** Day and time until which the quote stands, as it is said where its reader is. */
  readonly until: string;
  /** The quote's page at the reader's own side. */
  readonly link: string;
  /** Of a call-off: the number of its agreement, and where it is of several together and one mail is about all of them, of how many. */
  readonly call_off?: { readonly agreement: string; readonly parts?: number } | undefined;
}

/** A mail about a quote, for one side of it. */
export function quoteMail(about: QuoteMail, to: "buyer" | "seller", facts: QuoteMailFacts): Mail {
  const says = facts.call_off ? ofCallOff : facts.language === "zh" ? chinese : english;
  const [subject, text] = says(about, to, facts);
  return { subject: subjectLine(subject), text: `${text}\n${facts.link}` };
}

function ofCallOff(about: QuoteMail, to: "buyer" | "seller", of: QuoteMailFacts): [string, string] {
  const { number, language, call_off: { agreement = "", parts } = {} } = of;
  const cooperative = parts === undefined ? of.cooperative : cooperativesIn(language, parts);
  const [subject, text] = callOffSays(about, to, { ...of, cooperative });
  const other = to === "buyer" ? cooperative : of.company;
  return language === "zh"
    ? [`${subject}：${number}（协议 ${agreement}）`, `协议 ${agreement} 的提货 ${number}（${other}）：${text}`]
    : [
        `${subject}: ${number} (agreement ${agreement})`,
        `Call-off ${number} of agreement ${agreement} (${other}). ${text}`,
      ];
}

function chinese(about: QuoteMail, to: "buyer" | "seller", of: QuoteMailFacts): [string, string] {
  const other = to === "buyer" ? of.cooperative : of.company;
  const quote = `报价单 ${of.number}（${other}）`;
  const is: Record<QuoteMail, [string, string]> = {
    asked: ["新的询价", `${of.company}发来询价，请在 ${of.until} 前答复。`],
    offered: ["收到报价", `${of.cooperative}给了报价，货已为您留到 ${of.until}。`],
    countered: ["对方还价", `${of.company}还了价，请在 ${of.until} 前答复。`],
    to_approve: ["等您审批", `同事要接受这份报价，金额超过了他的额度，请在 ${of.until} 前决定。货留到那时。`],
    accepted: [
      "报价已成交",
      to === "buyer" ? `已接受，请在 ${of.until} 前付款，货留到那时。` : "对方已接受，货归这笔订单。",
    ],
    declined: ["审批未通过", "审批人没有同意这份报价，原因写在页面上。"],
    rejected: ["报价被拒绝", "这份报价被拒绝，货已放回。"],
    withdrawn: ["报价已撤回", "这份报价已撤回，货已放回。"],
    expired: ["报价已过期", "没有在期限内成交，货已放回。"],
    gave_way: ["货已不再留着", "合作社的货变少了，为这份报价留的货让给了已下的订单。可以重新谈。"],
    unpaid: ["到期没有付款", "已接受的报价到期没有付款，货已放回，没有收钱。"],
    given_back: [
      "成交的报价已退回",
      to === "buyer"
        ? "已接受的报价退回了，货已放回，没有收钱。"
        : `${of.company}退回了已接受的报价，货已放回，没有收钱。`,
    ],
    no_approver: [
      "没有人能审批",
      `同事要接受这份报价，金额超过了他的额度，而别的审批人额度也都不够。请在“成员”里给一位审批人加高额度，再请他在 ${of.until} 前决定。货留到那时。`,
    ],
    message: ["有新留言", `${other}写了留言，请在页面上看和回复。`],
  };
  const [subject, text] = is[about];
  return [`${subject}：${of.number}`, `${quote}：${text}`];
}

function english(about: QuoteMail, to: "buyer" | "seller", of: QuoteMailFacts): [string, string] {
  const other = to === "buyer" ? of.cooperative : of.company;
  const quote = `Quote ${of.number} (${other})`;
  const is: Record<QuoteMail, [string, string]> = {
    asked: ["A quote is asked for", `${of.company} asks for a quote. Please answer by ${of.until}.`],
    offered: ["An offer for you", `${of.cooperative} has made an offer. The goods are held for you until ${of.until}.`],
    countered: [
      "A counter-offer",
      `${of.company} has answered with a version of theirs. Please answer by ${of.until}.`,
    ],
    to_approve: [
      "An offer to approve",
      `Somebody of your company wants to accept it, for more than they may spend alone. Please decide by ${of.until}: the goods are held until then.`,
    ],
    accepted: [
      "Accepted",
      to === "buyer"
        ? `It is accepted. Please pay by ${of.until}: the goods are held until then.`
        : "It is accepted, and the goods are the order's.",
    ],
    declined: ["Not approved", "The approver has not agreed; why stands on its page."],
    rejected: ["Rejected", "The offer was rejected, and the goods are free again."],
    withdrawn: ["Taken back", "The quote was taken back, and the goods are free again."],
    expired: ["Expired", "Nobody accepted in time, and the goods are free again."],
    gave_way: [
      "The goods are no longer held",
      "The cooperative has less than it promised, and what was held for this quote went to orders that stand. You can still talk about another offer.",
    ],
    unpaid: [
      "Not paid in time",
      "It was accepted and not paid in time. The goods are free again, and nothing was charged.",
    ],
    given_back: [
      "Given back",
      to === "buyer"
        ? "It was accepted, not paid, and given back. The goods are free again, and nothing was charged."
        : `${of.company} had accepted it and has given it back unpaid. The goods are free again.`,
    ],
    no_approver: [
      "Nobody may approve this",
      `Somebody of your company wants to accept it, for more than they may spend alone, and no other approver's limits allow it. Raise an approver's limit on the page Members, and ask them to decide by ${of.until}: the goods are held until then.`,
    ],
    message: ["A new message", `${other} has written to you. Read it on the page and answer there.`],
  };
  const [subject, text] = is[about];
  return [`${subject}: ${of.number}`, `${quote}. ${text}`];
}
