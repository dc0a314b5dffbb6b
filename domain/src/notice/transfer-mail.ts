import type { BuyerLanguage } from "./buyer-mail";
import { subjectLine, type Mail } from "./season-mail";

/**
 * What a mail about a transfer says. `sent`: what to pay; `part`: less than asked has come; `arrived`: all of it; `overdue`: a part came
 * and the rest did not; `not_ordered`: it came, and could not become the order any more. Of an order that stands before it is paid:
 * `owed`: what is to be paid by when; `owed_part`, `settled`: what came of it; `due`, `late_7`, `late_14`: it did not come; `off_account`: the order could
 * not be placed, and nothing is owed; `taken_back`: what had come was taken back by the bank, and is owed again; `freight`: of freight that turned
 * out dearer the buyer's part is asked for. Of a part of a joint quote: `share_arrived`: all of this cooperative's, others are still waited for;
 * `share_off`: it was there, others' were not by the end. To the seller `arrived`, `overdue`, `not_ordered`, `settled`, `taken_back`, what is late,
 * and the two of parts.
 */
export const TRANSFER_MAILS = [
  "sent",
  "part",
  "arrived",
  "overdue",
  "not_ordered",
  "owed",
  "owed_part",
  "settled",
  "due",
  "late_7",
  "late_14",
  "off_account",
  "share_arrived",
  "share_off",
  "taken_back",
  "freight",
] as const;
export type TransferMail = (typeof TRANSFER_MAILS)[number];

export interface TransferMailFacts {
  readonly language: BuyerLanguage;
  /** The quote's number. */
  readonly number: string;
  /** In groups of four. */
  readonly reference: string;
  readonly company: string;
  readonly cooperative: string;
  /** As they are read, with their currency. */
  readonly amount: string;
  readonly arrived: string;
  readonly left: string;
  /** What was taken off what is owed, since goods of it did not come or it was cancelled; null: nothing. */
  readonly credited?: string | null;
  readonly until: string;
  /** Of the company's, at this cooperative, that is matched to nothing; null: nothing. */
  readonly unused: string | null;
  readonly link: string;
}

/** A mail about a company's transfer, for one side of it. */
export function transferMail(about: TransferMail, to: "buyer" | "seller", facts: TransferMailFacts): Mail {
  const [subject, text] = facts.language === "zh" ? chinese(about, to, facts) : english(about, to, facts);
  return { subject: subjectLine(subject), text: `${text}\n${facts.link}` };
}

function chinese(about: TransferMail, to: "buyer" | "seller", of: TransferMailFacts): [string, string] {
  const quote = `报价单 ${of.number}（${to === "buyer" ? of.cooperative : of.company}）`;
  const late = (days: number): string =>
    `${of.left} 应在 ${of.until} 前付清，${days === 0 ? "还没有到账" : `已过 ${days} 天仍没有到账`}。付款编号 ${of.reference}。` +
    (to === "buyer" ? "已经转了的，请把银行回单发给合作社。" : "请联系企业；没有付清的不再赊购。");
  const unused =
    to === "buyer" && of.unused !== null ? `另有 ${of.unused} 没有用上，还是您的：合作社会退回，或留作下次货款。` : "";
  const is: Record<TransferMail, [string, string]> = {
    sent: [
      "请转账付款",
      `请在 ${of.until} 前把 ${of.amount} 转给${of.cooperative}，附言只写付款编号 ${of.reference}。货留到那时；账号在形式发票上。银行转账要一两天，请早些转。`,
    ],
    part: [
      "收到部分货款",
      `收到 ${of.arrived}，还差 ${of.left}。请在 ${of.until} 前用同一付款编号 ${of.reference} 补齐，货留到那时。`,
    ],
    arrived: [
      "货款已到账",
      to === "buyer"
        ? `${of.amount} 已到账，正在下单，不用再做什么。${unused}`
        : `${of.amount} 已到账，正在下单，很快开始配货。`,
    ],
    overdue: [
      "到期没有付齐",
      `到 ${of.until} 只收到 ${of.arrived}，还差 ${of.left}，货已放回，没有下单。收到的钱${to === "buyer" ? "还是您的，合作社会退回或留作下次货款" : "还是买家的：请退回，或留作下次货款"}。`,
    ],
    not_ordered: [
      "货款到了，没能下单",
      `${of.arrived} 到账时这份报价已不能成交，没有下单。钱${to === "buyer" ? "还是您的，合作社会退回或留作下次货款" : "还是买家的：请退回，或留作下次货款"}。`,
    ],
    owed: [
      "已下单，请按期付款",
      `已下单。请在 ${of.until} 前把 ${of.left} 转给${of.cooperative}，附言只写付款编号 ${of.reference}；账号在付款单上。`,
    ],
    owed_part: [
      "收到部分货款",
      `收到 ${of.arrived}，还差 ${of.left}。请在 ${of.until} 前用同一付款编号 ${of.reference} 补齐。`,
    ],
    settled: of.credited
      ? ["不用再付了", `应付 ${of.amount} 里冲减了 ${of.credited}，到账 ${of.arrived}，不用再付了。${unused}`]
      : ["已付清", `${of.amount} 已付清，谢谢。${unused}`],
    due: ["今天到期", late(0)],
    late_7: ["已逾期 7 天", late(7)],
    late_14: ["已逾期 14 天", late(14)],
    off_account: ["没能下单", "这份报价已不能成交，没有下单，也不欠款。"],
    share_arrived: [
      "这一部分的货款已到账",
      `${of.amount} 已到账。这是联合报价的一部分：各部分的货款都在 ${of.until} 前到齐才下单，货留到那时。`,
    ],
    share_off: [
      "没能下单：其他部分没有付齐",
      `${of.arrived} 已到账，但到 ${of.until} 联合报价的其他部分没有付齐，货已放回，没有下单。钱${to === "buyer" ? "还是您的，合作社会退回或留作下次货款" : "还是买家的：请退回，或留作下次货款"}。`,
    ],
    taken_back: [
      "付款被银行收回",
      `付款编号 ${of.reference} 的款被银行收回了，现欠 ${of.left}，即日应付。请问一下贵公司的银行，再用同一付款编号转一次。`,
    ],
    freight: [
      "运费差额",
      `实际运费比报价高，按约定由您承担的部分是 ${of.left}。请在 ${of.until} 前转给${of.cooperative}，附言只写付款编号 ${of.reference}；账号在付款单上。不会自动扣款。`,
    ],
  };
  const [subject, text] = is[about];
  return [`${subject}：${of.number}`, `${quote}：${text}`];
}

function english(about: TransferMail, to: "buyer" | "seller", of: TransferMailFacts): [string, string] {
  const quote = `Quote ${of.number} (${to === "buyer" ? of.cooperative : of.company})`;
  const late = (days: number): string =>
    `${of.left} was due by ${of.until} and has not arrived${days === 0 ? "" : ` for ${days} days`}. The reference is ${of.reference}. ` +
    (to === "buyer"
      ? "If you have sent it, send the cooperative your bank's receipt."
      : "Please ask the company; nothing new goes on account while it is overdue.");
  const whose =
    to === "buyer"
      ? "What came is yours: the cooperative sends it back, or keeps it for your next order"
      : "What came is the buyer's: send it back, or keep it for their next order";
  const unused =
    to === "buyer" && of.unused !== null
      ? ` Beside it ${of.unused} of yours lies unused: the cooperative sends it back, or keeps it for your next order.`
      : "";
  const is: Record<TransferMail, [string, string]> = {
    sent: [
      "Please transfer",
      `Please transfer ${of.amount} to ${of.cooperative} by ${of.until}, with the reference ${of.reference} and nothing else. The goods are held until then; the account stands on the proforma. A transfer takes a bank a day or two: send it early.`,
    ],
    part: [
      "A part has arrived",
      `${of.arrived} has arrived, ${of.left} is lacking. Please send the rest by ${of.until} with the same reference ${of.reference}; the goods are held until then.`,
    ],
    arrived: [
      "The money has arrived",
      to === "buyer"
        ? `${of.amount} has arrived and your order is being placed. There is nothing more to do.${unused}`
        : `${of.amount} has arrived and the order is being placed; it is allocated next.`,
    ],
    overdue: [
      "Not paid whole in time",
      `By ${of.until} only ${of.arrived} had come, ${of.left} is lacking. The goods are free again and nothing was ordered. ${whose}.`,
    ],
    not_ordered: [
      "Paid, and not ordered",
      `When ${of.arrived} came, this quote could not become an order any more; nothing was ordered. ${whose}.`,
    ],
    owed: [
      "Ordered, to be paid by a day",
      `The order stands. Please transfer ${of.left} to ${of.cooperative} by ${of.until}, with the reference ${of.reference} and nothing else; the account stands on the paper.`,
    ],
    owed_part: [
      "A part has arrived",
      `${of.arrived} has arrived, ${of.left} is lacking. Please send the rest by ${of.until} with the same reference ${of.reference}.`,
    ],
    settled: of.credited
      ? [
          "Nothing is owed any more",
          `Of ${of.amount} that was owed ${of.credited} was taken off and ${of.arrived} was paid. Nothing is owed of it any more.${unused}`,
        ]
      : ["Paid", `${of.amount} is settled whole. Thank you.${unused}`],
    due: ["Due today", late(0)],
    late_7: ["7 days overdue", late(7)],
    late_14: ["14 days overdue", late(14)],
    off_account: [
      "Not ordered",
      "This quote could not become an order any more. Nothing was ordered, and nothing is owed.",
    ],
    share_arrived: [
      "A part's money has arrived",
      `${of.amount} has arrived. It is a part of a joint quote: the order is placed when the money of all parts has come by ${of.until}; the goods are held until then.`,
    ],
    share_off: [
      "Not ordered: other parts were not paid",
      `${of.arrived} had arrived, and by ${of.until} other parts of the joint quote were not paid whole. The goods are free again and nothing was ordered. ${whose}.`,
    ],
    taken_back: [
      "A payment was taken back by the bank",
      `The bank has taken back a payment with the reference ${of.reference}: ${of.left} is owed again and due now. Ask your bank, then transfer it once more with the same reference.`,
    ],
    freight: [
      "Your part of the freight",
      `The freight turned out dearer than it was quoted; as agreed your part of that is ${of.left}. Please transfer it to ${of.cooperative} by ${of.until}, with the reference ${of.reference} and nothing else; the account stands on the paper. Nothing is charged by itself.`,
    ],
  };
  const [subject, text] = is[about];
  return [`${subject}: ${of.number}`, `${quote}. ${text}`];
}
