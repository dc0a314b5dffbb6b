import type { BuyerLanguage } from "./buyer-mail";
import { cooperativesIn } from "./call-off-mail";
import { subjectLine, type Mail } from "./season-mail";

/**
 * What a mail about an agreement says. `proposed`, `changed`, `signed`, `end_asked`: to the side that did not do it; `price_needed`: to the
 * seller; `paid`: to the buyer; the others to both sides.
 */
export const AGREEMENT_MAILS = [
  "proposed",
  "changed",
  "signed",
  "active",
  "end_asked",
  "waits",
  "price_needed",
  "statement",
  "paid",
] as const;
export type AgreementMail = (typeof AGREEMENT_MAILS)[number];

export interface AgreementMailFacts {
  readonly language: BuyerLanguage;
  readonly number: string;
  readonly company: string;
  readonly cooperative: string;
  /** The agreement's page at the reader's own side. */
  readonly link: string;
  /** Of what waits: the number of the call-off; `parts`: of one that is of so many agreements together, and told once for all. */
  readonly call_off?: { readonly number: string; readonly parts?: number } | undefined;
}

/** A mail about an agreement, for one side of it. */
export function agreementMail(about: AgreementMail, to: "buyer" | "seller", facts: AgreementMailFacts): Mail {
  const parts = facts.call_off?.parts;
  const cooperative = parts === undefined ? facts.cooperative : cooperativesIn(facts.language, parts);
  const [subject, text] = (facts.language === "zh" ? chinese : english)(about, to, { ...facts, cooperative });
  return { subject: subjectLine(subject), text: `${text}\n${facts.link}` };
}

function chinese(about: AgreementMail, to: "buyer" | "seller", of: AgreementMailFacts): [string, string] {
  const other = to === "buyer" ? of.cooperative : of.company;
  const is: Record<AgreementMail, [string, string]> = {
    proposed: ["收到协议", "对方提出了一份协议，请看后签字，或另写一版。双方都签字后才生效。"],
    changed: ["协议改了", "对方另写了一版，之前的签字不再算数。请看后签字。"],
    signed: ["对方已签字", "对方签了这份协议。您这边也签字后生效。"],
    active: ["协议已生效", "双方都已签字，协议生效，可以按约定提货。"],
    end_asked: ["对方想提前结束协议", "您同意之前，协议照旧。"],
    waits: [
      "提货在等货",
      to === "buyer"
        ? of.call_off?.parts === undefined
          ? "您提的货还不够，已排队等候。有货就留下并告诉您。"
          : "其中有的货还不够，全部排队等候。都留好了就告诉您。"
        : "有一次提货因为货不够在等。货到了会自动留下。",
    ],
    price_needed: [
      "请填当天的市价",
      "有一次提货按保底加分成计价，但提货日前 14 天内没有市价，正在等。请在工作台填写。",
    ],
    statement: ["协议到期结单", "这一季已结束：约定、提货、交货、欠量和补偿都写在结单上。没有钱自动划转。"],
    paid: ["补偿已付", "合作社记下了补偿已通过银行付出，请核对账户。"],
  };
  const [subject, text] = is[about];
  return of.call_off
    ? [
        `${subject}：${of.call_off.number}（协议 ${of.number}）`,
        `协议 ${of.number} 的提货 ${of.call_off.number}（${other}）：${text}`,
      ]
    : [`${subject}：${of.number}`, `协议 ${of.number}（${other}）：${text}`];
}

function english(about: AgreementMail, to: "buyer" | "seller", of: AgreementMailFacts): [string, string] {
  const other = to === "buyer" ? of.cooperative : of.company;
  const is: Record<AgreementMail, [string, string]> = {
    proposed: [
      "An agreement is proposed",
      "The other side proposes an agreement. Read it and sign, or write another version. It holds once both have signed.",
    ],
    changed: [
      "An agreement was changed",
      "The other side has written another version; signatures under the one before count no more. Read it and sign.",
    ],
    signed: ["Signed by the other side", "The other side has signed. The agreement holds once your side signs too."],
    active: ["An agreement is in force", "Both sides have signed. Goods can be called off as agreed."],
    end_asked: ["The other side asks to end an agreement early", "It goes on until you agree."],
    waits: [
      "A call-off waits for goods",
      to === "buyer"
        ? of.call_off?.parts === undefined
          ? "There are not enough goods for it yet. It stands in line; the goods are kept as soon as they are there, and you are told."
          : "There are not enough goods for a part of it yet, and all of it stands in line. You are told when all of it is kept."
        : "There are not enough goods for it. They are kept for it as soon as they are there.",
    ],
    price_needed: [
      "A market price is needed",
      "A call-off is priced by floor and share, and no market price of the 14 days before it is known: it waits. Please publish one at the desk.",
    ],
    statement: [
      "The statement of an agreement",
      "Its season is over: what was agreed, called off, delivered and short, and any compensation, stand on its statement. No money moves by itself.",
    ],
    paid: ["The compensation is paid", "The cooperative noted that it has paid by bank. Please check your account."],
  };
  const [subject, text] = is[about];
  return of.call_off
    ? [
        `${subject}: ${of.call_off.number} (agreement ${of.number})`,
        `Call-off ${of.call_off.number} of agreement ${of.number} (${other}). ${text}`,
      ]
    : [`${subject}: ${of.number}`, `Agreement ${of.number} (${other}). ${text}`];
}
