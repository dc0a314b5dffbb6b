import type { QuoteMail } from "./quote-mail";
import type { BuyerLanguage } from "./buyer-mail";

// Mails about a call-off: it is no inquiry and no offer, and what is called off of several agreements together is one thing to the company.

/** Of several cooperatives together: how one part stands. */
export interface CallOffPartState {
  readonly ended: boolean;
  /** Its goods are kept and it is offered. */
  readonly kept: boolean;
}

/**
 * What the company is told when something happens to one part of a call-off of several agreements: `whole`: one mail about all of it;
 * `part`: about this part; `none`: that of another part says it. Kept is told when all that stands is kept, since it is accepted as one;
 * an end when nothing is open any more, and until then part by part. Accepting, paying and giving back are of all.
 */
export function toldOfJoint(about: QuoteMail, parts: readonly CallOffPartState[]): "whole" | "part" | "none" {
  const open = parts.filter((one) => !one.ended);
  switch (about) {
    case "offered":
      return open.length > 0 && open.every((one) => one.kept) ? "whole" : "none";
    case "expired":
    case "withdrawn":
      return open.length === 0 ? "whole" : "part";
    case "accepted":
    case "unpaid":
    case "given_back":
    case "to_approve":
    case "no_approver":
    case "declined":
      return "whole";
    case "asked":
    case "countered":
    case "rejected":
    case "gave_way":
    case "message":
      return "part";
  }
}

const ENDS: ReadonlySet<QuoteMail> = new Set(["rejected", "withdrawn", "expired"]);

/**
 * Whether the company has to hear, beside the end of a part, that all that stands now is kept: what was kept before waited for that part and was
 * told by nobody.
 */
export const keptByEnd = (about: QuoteMail, parts: readonly CallOffPartState[]): boolean =>
  ENDS.has(about) && toldOfJoint("offered", parts) === "whole";

/** Who is at the other side of what the company called off of several agreements together. */
export const cooperativesIn = (language: BuyerLanguage, parts: number): string =>
  language === "zh" ? `${parts} 家合作社` : `${parts} ${parts === 1 ? "cooperative" : "cooperatives"}`;

export interface CallOffMailFacts {
  readonly language: BuyerLanguage;
  readonly company: string;
  readonly cooperative: string;
  readonly until: string;
}

/** Subject and sentence of a mail about a call-off, without the numbers that stand in all of them. */
export function callOffSays(about: QuoteMail, to: "buyer" | "seller", of: CallOffMailFacts): [string, string] {
  return (of.language === "zh" ? chinese(to, of) : english(to, of))[about];
}

function chinese(to: "buyer" | "seller", of: CallOffMailFacts): Record<QuoteMail, [string, string]> {
  const buyer = to === "buyer";
  return {
    asked: ["有一次提货", `${of.company}按协议价提货。货够就自动留下，不用报价。`],
    offered: ["提的货已留好", `您提的货已按协议价留到 ${of.until}，请接受并付款。`],
    countered: ["提货改了", `请在 ${of.until} 前看一下。`],
    to_approve: ["提货等您审批", `同事要接受这次提货，金额超过了他的额度，请在 ${of.until} 前决定。货留到那时。`],
    accepted: ["提货已接受", buyer ? `已接受，请在 ${of.until} 前付款，货留到那时。` : "对方已接受，货归这笔订单。"],
    declined: ["提货审批未通过", "审批人没有同意这次提货，原因写在页面上。"],
    rejected: ["提货被拒绝", "合作社拒绝了这次提货，货已放回。这些份数可以再提。"],
    withdrawn: ["提货已收回", "这次提货已收回，货已放回。这些份数可以再提。"],
    expired: ["提货已过期", "没有在期限内成交，货已放回。这些份数可以再提。"],
    gave_way: [
      "提的货不再留着",
      "合作社的货变少了，为这次提货留的货让给了已下的订单。这次提货排队等货，货到了会再留下。",
    ],
    unpaid: ["提货到期没有付款", "已接受的提货到期没有付款，货已放回，没有收钱。这些份数可以再提。"],
    given_back: [
      "提货已退回",
      buyer
        ? "已接受的提货退回了，货已放回，没有收钱。这些份数可以再提。"
        : `${of.company}退回了已接受的提货，货已放回，没有收钱。`,
    ],
    no_approver: [
      "没有人能审批提货",
      `同事要接受这次提货，金额超过了他的额度，而别的审批人额度也都不够。请在“成员”里给一位审批人加高额度，再请他在 ${of.until} 前决定。货留到那时。`,
    ],
    message: ["提货有新留言", `${buyer ? of.cooperative : of.company}写了留言，请在页面上看和回复。`],
  };
}

function english(to: "buyer" | "seller", of: CallOffMailFacts): Record<QuoteMail, [string, string]> {
  const buyer = to === "buyer";
  const again = "The packs can be called off again.";
  return {
    asked: [
      "Goods are called off",
      `${of.company} calls goods off at the agreed prices. They are kept as soon as they are there; no offer is needed.`,
    ],
    offered: [
      "The goods called off are kept",
      `The goods that you called off are kept for you at the agreed prices until ${of.until}. Please accept and pay.`,
    ],
    countered: ["A call-off was changed", `Please look at it by ${of.until}.`],
    to_approve: [
      "A call-off to approve",
      `Somebody of your company wants to accept it, for more than they may spend alone. Please decide by ${of.until}: the goods are kept until then.`,
    ],
    accepted: [
      "A call-off is accepted",
      buyer
        ? `It is accepted. Please pay by ${of.until}: the goods are kept until then.`
        : "It is accepted, and the goods are the order's.",
    ],
    declined: ["A call-off was not approved", "The approver has not agreed; why stands on its page."],
    rejected: ["A call-off was rejected", `The cooperative has rejected it, and the goods are free again. ${again}`],
    withdrawn: ["A call-off was taken back", `It was taken back, and the goods are free again. ${again}`],
    expired: ["A call-off has expired", `Nobody accepted in time, and the goods are free again. ${again}`],
    gave_way: [
      "The goods called off are no longer kept",
      "The cooperative has less than it promised, and what was kept for this call-off went to orders that stand. It waits in line, and is kept again when the goods are there.",
    ],
    unpaid: [
      "A call-off was not paid in time",
      `It was accepted and not paid in time. The goods are free again, and nothing was charged. ${again}`,
    ],
    given_back: [
      "A call-off was given back",
      buyer
        ? `It was accepted, not paid, and given back. The goods are free again, and nothing was charged. ${again}`
        : `${of.company} had accepted it and has given it back unpaid. The goods are free again.`,
    ],
    no_approver: [
      "Nobody may approve a call-off",
      `Somebody of your company wants to accept it, for more than they may spend alone, and no other approver's limits allow it. Raise an approver's limit on the page Members, and ask them to decide by ${of.until}: the goods are kept until then.`,
    ],
    message: [
      "A new message about a call-off",
      `${buyer ? of.cooperative : of.company} has written to you. Read it on the page and answer there.`,
    ],
  };
}
