import type { BuyerLanguage } from "./buyer-mail";
import { subjectLine, type Mail } from "./season-mail";

/**
 * What an agent is told of their commission. `earned`: an order that they brought was divided; `paid`: the bank has paid a statement;
 * `not_paid`: the bank has refused or sent back what a statement was to pay, and it is owed again.
 */
export const AGENT_MAILS = ["earned", "paid", "not_paid"] as const;
export type AgentMail = (typeof AGENT_MAILS)[number];

interface ToAgent {
  readonly language: BuyerLanguage;
  /** Where they read it themselves. */
  readonly link: string;
}

export interface EarnedFacts extends ToAgent {
  /** The order's, as people know it; null where it has none. */
  readonly order_number: string | null;
  /** As it is read, with its currency. */
  readonly amount: string;
}

/** An order was divided: the commission of all its lines together. Nothing of who bought. */
export function commissionEarnedMail({ language, link, order_number, amount }: EarnedFacts): Mail {
  const [subject, text] =
    language === "zh"
      ? [
          `您有一笔佣金：${amount}`,
          `您带来的订单${order_number === null ? "" : ` ${order_number} `}已经分账，您的佣金是 ${amount}。合作社下次付佣金时一起付到您的账户。以后买家退款，佣金里相应的部分从后面的佣金里扣，不用您退。`,
        ]
      : [
          `A commission of ${amount}`,
          `The order${order_number === null ? "" : ` ${order_number}`} that you brought has been divided: your commission is ${amount}. The cooperative pays it to your account with its next payment of commissions. If money goes back to the buyer later, your part of it is taken off what comes next; you are asked to give nothing back.`,
        ];
  return mailOf(subject, text, link);
}

export interface StatementMailFacts extends ToAgent {
  /** The statement's, which the bank's payment bears too. */
  readonly number: string;
  readonly cooperative: string;
  readonly amount: string;
  /** The last characters of the account that it went to; null where none is known. */
  readonly last4: string | null;
  /** What the bank says about it, where it said anything. */
  readonly bank_words: string | null;
}

/** What became of a statement at the bank. */
export function commissionStatementMail(about: Exclude<AgentMail, "earned">, facts: StatementMailFacts): Mail {
  const [subject, text] = facts.language === "zh" ? chinese(about, facts) : english(about, facts);
  return mailOf(`${subject}${facts.language === "zh" ? "：" : ": "}${facts.number}`, text, facts.link);
}

function chinese(about: Exclude<AgentMail, "earned">, of: StatementMailFacts): [string, string] {
  const to = of.last4 === null ? "您的账户" : `您尾号 ${of.last4} 的账户`;
  if (about === "paid")
    return [
      "佣金已付",
      `${of.cooperative}已把佣金 ${of.amount} 付到${to}，附言是 ${of.number}。付的是哪些订单，见佣金单（可下载 PDF）：`,
    ];
  return [
    "佣金没有付成",
    `${of.cooperative}付到${to}的佣金 ${of.amount}（${of.number}）没有付成，或被银行退回。${of.bank_words === null ? "" : `银行说：${of.bank_words}`}这笔钱还是您的，合作社下次再付。请核对收款账户：`,
  ];
}

function english(about: Exclude<AgentMail, "earned">, of: StatementMailFacts): [string, string] {
  const to = of.last4 === null ? "your account" : `your account ending in ${of.last4}`;
  if (about === "paid")
    return [
      "Commission paid",
      `${of.cooperative} has paid your commission of ${of.amount} to ${to}, with the reference ${of.number}. Which orders it pays stands on the statement, also as a PDF:`,
    ];
  return [
    "Commission not paid",
    `The commission of ${of.amount} that ${of.cooperative} sent to ${to} (${of.number}) was not paid, or was sent back by the bank. ${of.bank_words === null ? "" : `The bank says: ${of.bank_words} `}It is still yours, and the cooperative pays it with its next payment. Please look at your account again:`,
  ];
}

/** The account that commission goes to was named, or will be another one: whoever did not do it has to hear of it. */
export function agentAccountMail(facts: ToAgent & { readonly last4: string; readonly from: string }): Mail {
  const { language, last4, from, link } = facts;
  return language === "zh"
    ? mailOf(
        "佣金付到哪个账户",
        `您的佣金以后付到尾号 ${last4} 的账户，${from}（北京时间）起。如果不是您改的，请马上登录撤回，并告诉平台：`,
        link,
      )
    : mailOf(
        "The account that your commission goes to",
        `Your commission goes to the account ending in ${last4} from ${from} (China time) on. If you did not change it, sign in now and call it off, and tell the operator:`,
        link,
      );
}

const mailOf = (subject: string, text: string, link: string): Mail => ({
  subject: subjectLine(subject),
  text: `${text}\n${link}`,
});
